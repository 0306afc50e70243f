import { writeSync } from 'node:fs';
import { open, type OpenOptions } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { graphs } from './graphs.ts';

/** Adds 1 to each thread so many times, all threads at once, driving them itself where it can. */
const [path = '', name = '', times = '0', onBusy = 'wait', ...ids] = process.argv.slice(2);
const { tally } = graphs({ say: () => undefined, hears: () => Promise.resolve() });
const options = { onBusy, recover: false } as Pick<OpenOptions, 'onBusy' | 'recover'>;
const cairn = open({ store: sqlite(path), graphs: [tally], ...options });
writeSync(1, 'ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
await Promise.all(
  ids.map(async (id) => {
    const thread = cairn.thread(tally, id);
    for (let count = 0; count < Number(times); count += 1)
      await thread.send('add', { by: `${name}${count}`, amount: 1 });
  }),
);
await cairn.close();
process.stdin.destroy();
