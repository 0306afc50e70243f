/** Judges five alerts. `--kill 2` kills the process in the middle of the second block; run again, it goes on. */
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { Firewall } from './firewall.ts';
import type { Alert } from './score.ts';
import { triage } from './triage.ts';

const { values } = parseArgs({
  options: { kill: { type: 'string' }, data: { type: 'string', default: join(tmpdir(), 'cairn-triage') } },
});

const alerts: readonly Alert[] = [
  { address: '10.0.0.4', what: 'failed logins', count: 400 },
  { address: '10.0.0.7', what: 'failed logins', count: 150 },
  { address: '10.0.0.8', what: 'port scan', count: 90 },
  { address: '10.0.0.9', what: 'port scan', count: 60 },
  { address: '10.0.0.12', what: 'odd agent', count: 3 },
];

mkdirSync(values.data, { recursive: true });
const firewall = new Firewall(
  join(values.data, 'walls.jsonl'),
  values.kill === undefined ? undefined : Number(values.kill),
);
const cairn = open({ store: sqlite(join(values.data, 'triage.db')), graphs: [triage], services: { firewall } });
console.log(firewall.entries.length === 0 ? 'Five alerts:' : 'Going on with five alerts:');

// One after another, so that it always reads the same; a service starts them as they come.
for (const alert of alerts) {
  const thread = await cairn.start(triage, { alert }, { id: `alert-${alert.address}` });
  if ((await thread.settled()).status === 'waiting') {
    const isAttack = alert.count > 80;
    await thread.send(isAttack ? 'attack' : 'harmless', { by: 'ada' });
  }
  const result = await thread.ended();
  const { by, wall, tried } = result.state;
  const outcome = result.status === 'done' ? result.outcome : result.status;
  const how = [`by ${by}`, ...(wall === undefined ? [] : [`at the ${wall}`]), ...tried];
  console.log(`  ${alert.address.padEnd(10)} ${outcome.padEnd(9)}  ${how.join(', ')}`);
}
const blocks = firewall.entries;
console.log(`Told to block ${blocks.length} times, under ${new Set(blocks.map(({ key }) => key)).size} keys.`);
await cairn.close();
rmSync(values.data, { recursive: true });
