import { fold, isProblem, open, type Row, type Snapshot, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { emptySnapshot } from '../../packages/core/src/advance/snapshot.ts';
import { encode } from '../../packages/core/src/base/encode.ts';
import type { Part } from './parts.ts';
import { graphOf } from './random-graph.ts';
import { scheduleOf, type Schedule } from './schedule.ts';

/** How a thread ended, and all that happened to it. */
export interface Played {
  /** Where it ended and with which state, as text. */
  readonly end: string;
  readonly status: string;
  /** What was counted on the way, as text. */
  readonly counts: string;
  readonly rows: readonly Row[];
}

/** At most so many waits of the clock pass before a thread counts as stuck. */
const patience = 2_000;

/** The id of the thread that is played. */
const id = 'random';

/** Looks at a thread while it is played. */
export type Look = (thread: Pick<Thread, 'at'>, rows: readonly Row[]) => Promise<void>;

const noLook: Look = () => Promise.resolve();

/** Runs a graph of parts to its end by the schedule of a seed; `look` is called whenever something may have happened. */
export async function play(parts: readonly Part[], seed: number, store: Store, look: Look = noLook): Promise<Played> {
  const clock = virtualClock();
  const schedule = scheduleOf(seed, clock);
  const graph = graphOf(parts, schedule);
  const cairn = open({ store, graphs: [graph], clock });
  const thread = await cairn.start(graph, {}, { id });
  const rows: Row[] = [];
  let snapshot = emptySnapshot(id);
  for (let turn = 0; turn < patience; turn += 1) {
    await clock.advance(turn === 0 ? 0 : (clock.pending[0] ?? clock.now()) - clock.now());
    const { status, due, owner } = await thread.record();
    const news = await thread.history({ from: rows.length + 1 });
    rows.push(...news);
    snapshot = fold(snapshot, news);
    await look(thread, rows);
    const asked = await answer(thread, snapshot, schedule);
    if (asked || owner !== null || due !== null || status === 'running') continue;
    const end = encode({ ...(await thread.settled()), seq: undefined, lanes: snapshot.lanes.all().length });
    const { spent, transitions } = snapshot;
    await cairn.close();
    return { end, status, counts: encode({ spent, transitions }), rows };
  }
  throw new Error(`It is stuck: ${rows.map(({ lane, cause, from }) => `${lane} ${cause} ${from}`).join(', ')}`);
}

type Asking = Pick<Thread, 'answer'> & { send(event: 'go', payload: object, options: object): Promise<void> };

/** Sends what a thread waits for, or leaves that for later; tells whether it waited for anything. */
async function answer(thread: Asking, { lanes }: Snapshot, schedule: Schedule): Promise<boolean> {
  const waiting = lanes.all().filter(({ node, phase }) => {
    return phase === 'suspended' || (phase === 'waiting' && node.startsWith('wait'));
  });
  for (const { path: lane, phase } of waiting) {
    if (!schedule.answersNow()) continue;
    if (phase === 'waiting') await thread.send('go', { n: 1 }, { lane });
    else await thread.answer('name', 'Ada', { lane }).catch(ignoreNotAsked);
  }
  return waiting.length > 0;
}

/** It sleeps. */
function ignoreNotAsked(error: unknown): void {
  if (!isProblem(error, 'answer/not-asked')) throw error;
}
