/** Learns outcomes, all at once, in a process of its own: each line that it is told has some, as JSON. */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { sqlite } from '@cairn/sqlite';
import { limitIn } from './limit.ts';

const [path = ''] = process.argv.slice(2);
const store = sqlite(path);
const policy = limitIn(store);

const heard = createInterface({ input: process.stdin });
writeSync(1, 'ready\n');
for await (const line of heard) {
  const learn = async (outcome: string): Promise<void> => {
    const { version } = await policy.learn(outcome, outcome);
    writeSync(1, `learned ${outcome} ${version}\n`);
  };
  await Promise.all((JSON.parse(line) as string[]).map(learn));
  writeSync(1, 'all learned\n');
}
await store.close();
