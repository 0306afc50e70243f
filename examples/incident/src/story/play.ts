import { mkdirSync } from 'node:fs';
import { open, type Cairn } from '@cairn/core';
import type { Store, ThreadRecord } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { sentenceFor } from '../activities/post-summary.ts';
import { incident } from '../graph/incident.ts';
import { reporting } from '../graph/reporting.ts';
import { UsageError, type Options } from '../options.ts';
import { heading, wrapped } from '../show/paint.ts';
import type { Site } from '../site.ts';
import { openAlertEndpoint, type AlertEndpoint } from './alert-endpoint.ts';
import { beginIncident } from './begin.ts';
import { farewell } from './farewell.ts';
import { follow, type Ended, type IncidentThread } from './follow.ts';
import { goOn } from './go-on.ts';
import { unlessInterrupted } from './interrupt.ts';
import { findLeftover } from './leftover.ts';
import { cutPowerIn, nodesOf } from './power-cut.ts';
import { haltPrograms } from './programs.ts';
import { report } from './report.ts';
import { writeReport } from './write-report.ts';

/** Plays one incident: the one that was left behind, or a new one. Gives the exit code. */
export async function play(options: Options, site: Site): Promise<number> {
  const die = dieIn(options);
  mkdirSync(site.folder, { recursive: true });
  const endpoint = await openAlertEndpoint(site.alerts);
  const store = die(sqlite(site.database));
  const leftover = await findLeftover(store, site.folder);
  const cairn = open({ store, graphs: [incident, reporting], services: { site } });
  endpoint.serve(async (alert) => (await cairn.start(incident, { alert }, { id: `INC-${alert.id}` })).id);
  const leave = async (): Promise<void> => {
    console.log('\n\n  Interrupted. The next `npm start` goes on from here.');
    await cairn.close();
    await haltPrograms(site);
  };
  try {
    return await unlessInterrupted(() => playOut({ options, site, cairn, endpoint }, leftover), leave);
  } finally {
    await cairn.close();
    await endpoint.close();
  }
}

/** What the parts of the play need. */
interface Stage {
  readonly options: Options;
  readonly site: Site;
  readonly cairn: Cairn;
  readonly endpoint: AlertEndpoint;
}

async function playOut(stage: Stage, leftover: ThreadRecord | undefined): Promise<number> {
  const { options, site, cairn, endpoint } = stage;
  const thread = cairn.thread(incident, leftover?.id ?? (await beginIncident(site, endpoint.url)));
  if (leftover !== undefined) await goOn(site, thread, leftover);
  const ended = await follow(thread, (leftover?.head ?? 0) + 1, options);
  await show(site, thread, ended, leftover);
  if (ended.status === 'done') await writeReport(site, cairn, ended);
  await farewell(site, ended, options);
  return ended.status === 'failed' ? 1 : 0;
}

async function show(
  site: Site,
  thread: IncidentThread,
  ended: Ended,
  leftover: ThreadRecord | undefined,
): Promise<void> {
  report(site, thread.id, await thread.history(), leftover?.head);
  heading(`${thread.id} is ${ended.status === 'done' ? ended.outcome : ended.status}`);
  if (ended.status === 'done') console.log(`  ${sentenceFor(ended.state)}`);
  if (ended.status === 'failed') for (const { node, message } of ended.failed) console.log(`  ${node}: ${message}`);
}

/** Puts a power cut around a store, where one is asked for. */
function dieIn({ kill }: Options): (store: Store) => Store {
  if (kill === undefined) return (store) => store;
  const nodes = new Map([...nodesOf(incident), ...nodesOf(reporting)]);
  const node = nodes.get(kill);
  if (node === undefined) {
    throw new UsageError(`There is no node "${kill}". There are ${[...nodes.keys()].join(', ')}.`);
  }
  return (store) =>
    cutPowerIn(store, kill, node, ({ cause, label }) => {
      const what = cause === 'step' ? `Its step "${label}" is on disk` : 'The thread has just come there';
      heading(`SIGKILL in the middle of "${kill}"`);
      console.log(`  ${wrapped(`${what}. The next \`npm start\` goes on from there.`, 2)}`);
      process.kill(process.pid, 'SIGKILL');
    });
}
