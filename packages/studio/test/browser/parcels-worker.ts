import { createInterface } from 'node:readline';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { parcel } from './parcel.ts';

// Of each line it starts the threads that are named, and says when they wait.
const [path = ''] = process.argv.slice(2);
const cairn = open({ store: sqlite(path), graphs: [parcel], recover: false });
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  for (const id of line.split(' ')) await (await cairn.start(parcel, { to: 'Hull' }, { id })).settled();
  console.log(`done ${line}`);
}
await cairn.close();
