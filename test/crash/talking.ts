import { writeSync } from 'node:fs';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { book, errand, talker } from './talkers.ts';

/** Works at whatever is there until it is stopped, or killed. */
const [path = '', durability = 'normal'] = process.argv.slice(2);
const cairn = open({
  store: sqlite(path, { durability: durability === 'full' ? 'full' : 'normal' }),
  graphs: [book, errand, talker],
  recover: false,
  takeovers: 10_000,
  ...(durability === 'full' && { history: { keep: 25 } }),
});
const worked = cairn.work({ concurrency: 16 });
writeSync(1, 'works\n');
await worked;
await cairn.close();
