/** Books a trip whose payment fails: what was booked is cancelled. `--kill 3` kills the process in the middle of the third cancellation. */
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { Agency } from './agency.ts';
import { trip } from './trip.ts';

const { values } = parseArgs({
  options: {
    /** What the card is good for. */
    card: { type: 'string', default: '900' },
    kill: { type: 'string' },
    data: { type: 'string', default: join(tmpdir(), 'cairn-trip') },
  },
});

mkdirSync(values.data, { recursive: true });
const agency = new Agency(
  join(values.data, 'agency.jsonl'),
  values.kill === undefined ? undefined : Number(values.kill),
);
const cairn = open({ store: sqlite(join(values.data, 'trip.db')), graphs: [trip], services: { agency } });

const before = agency.entries.length;
console.log(before === 0 ? 'A trip to Oslo:' : `Going on with a trip of which ${before} lines are written:`);
const thread = await cairn.start(
  trip,
  { task: { city: 'Oslo', nights: 4, card: Number(values.card) } },
  { id: `trip-${values.card}` },
);
const result = await thread.ended();
if (result.status === 'done') {
  const { reason, undone, letter } = result.state;
  console.log(result.outcome === 'allDone' ? letter : `Called off, as ${reason}.`);
  console.log(`${result.outcome}${undone.length > 0 ? `, undone: ${undone.join(', ')}` : ''}`);
}
await cairn.close();
rmSync(values.data, { recursive: true });
