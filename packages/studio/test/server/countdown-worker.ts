import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { countdown } from './countdown.ts';

const [path = '', worker = ''] = process.argv.slice(2);
const cairn = open({ store: sqlite(path), graphs: [countdown], recover: false });
for (let at = 0; at < 10; at += 1) {
  const thread = await cairn.start(countdown, { left: 60 }, { id: `W-${worker}-${at}` });
  await thread.ended();
}
await cairn.close();
