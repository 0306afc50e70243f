// Writes the golden histories of this version: a database with threads at every kind of stop, and what can be read of them.
// Run it once for each new format of the file or of what is in it: `node scripts/record-golden.ts <format>`.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlite } from '../packages/sqlite/src/index.ts';
import { virtualClock } from '../packages/testing/src/index.ts';
import { logFacts, type LogFacts } from '../test/golden/facts.ts';
import { reachAll, recordedAt, stops } from '../test/golden/stops.ts';

const [, , format = ''] = process.argv;
if (!/^\d+$/u.test(format)) throw new Error('Say which format is recorded, a number.');
const folder = join(import.meta.dirname, '../test/golden', format);
const path = join(folder, 'threads.db');
if (existsSync(path)) throw new Error(`Format ${format} is recorded already, and what was recorded is never changed.`);
mkdirSync(folder, { recursive: true });

const store = sqlite(path);
await reachAll(store, virtualClock(recordedAt));
const facts: Record<string, LogFacts> = {};
for (const id of Object.keys(stops)) facts[id] = await logFacts(store, id);
// What was deleted, such as the name of the machine that owned the threads, is not to stay in the file.
store.vacuum();
void store.close();
rmSync(`${path}-wal`, { force: true });
rmSync(`${path}-shm`, { force: true });
writeFileSync(join(folder, 'threads.json'), `${JSON.stringify(facts, undefined, 1)}\n`);
console.log(
  Object.entries(facts)
    .map(([id, { status, rows }]) => `${id}: ${status}, ${rows.length} checkpoints`)
    .join('\n'),
);
