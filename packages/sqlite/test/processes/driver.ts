import { hostname } from 'node:os';
import { createInterface } from 'node:readline';
import { sqlite } from '@cairn/sqlite';
import { noon, row } from '../sample.ts';

/** Answers each line, a word and what it is about, as an owner of its own. */
const [path = '', id = '', lease = '1000'] = process.argv.slice(2);
const store = sqlite(path);
await store.heartbeat({ id, pid: process.pid, host: hostname() }, Number(lease), noon);
console.log('ready');

for await (const line of createInterface({ input: process.stdin })) {
  const [word, ...about] = line.split(' ');
  if (word === 'claim') console.log((await Promise.all(about.map((thread) => claim(thread)))).join(' '));
  if (word === 'commit') console.log(await commit(about[0] ?? '', Number(about[1]), Number(about[2])));
  if (word === 'end') break;
}
await store.close();
process.stdin.destroy();

async function claim(thread: string): Promise<string> {
  const claimed = await store.claim(thread, id, noon);
  return typeof claimed === 'object' ? String(claimed.fence) : String(claimed);
}

async function commit(thread: string, fence: number, seq: number): Promise<string> {
  return await store.commit({ thread, fence, rows: [row(seq)] });
}
