import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { writeSync } from 'node:fs';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { journey } from './journey.ts';

/** Starts a thread, says so, and works at whatever is there; effects go to a server, one line each. */
const [path = '', port = '', id = '', durability = 'normal'] = process.argv.slice(2);
const socket = createConnection(Number(port), '127.0.0.1').setNoDelay();
const waiting: ((line: string) => void)[] = [];
createInterface({ input: socket }).on('line', (line) => waiting.shift()?.(line));

async function effect(key: string): Promise<number> {
  const answered = new Promise<string>((resolve) => waiting.push(resolve));
  socket.write(`${key}\n`);
  return Number(await answered);
}

const graph = journey(effect);
const cairn = open({
  store: sqlite(path, { durability: durability === 'full' ? 'full' : 'normal' }),
  graphs: [graph],
  recover: false,
  takeovers: 10_000,
});
if (id !== '') {
  await cairn.start(graph, { name: id }, { id });
  writeSync(1, `accepted ${id}\n`);
}
const worked = cairn.work({ concurrency: 16 });
writeSync(1, 'works\n');
await worked;
await cairn.close();
socket.destroy();
