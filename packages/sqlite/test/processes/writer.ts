import { writeSync } from 'node:fs';
import { sqlite } from '@cairn/sqlite';
import { blobOf, row, rows } from '../sample.ts';

/**
 * Commits without end, in turn one row alone and three rows with all that a commit can have; tells each head once it is
 * in. The head is written at once, so that what was told was committed.
 */
const [path = '', durability] = process.argv.slice(2);
const store = sqlite(path, { durability: durability === 'full' ? 'full' : 'normal' });

for (let head = (await store.thread('a'))?.head ?? 0; ;) {
  must(await store.commit({ thread: 'a', fence: 1, rows: [row(head + 1)] }));
  head += 1;
  const message = (await store.leave('a', '{}', head, false)) ?? 0;
  const last = head + 3;
  must(
    await store.commit({
      thread: 'a',
      fence: 1,
      rows: rows(head + 1, last),
      snapshot: { seq: last, body: String(last) },
      blobs: [blobOf(String(last).padStart(20_000))],
      update: { summary: String(last), due: last },
      consumed: [{ id: message, outcome: String(last) }],
    }),
  );
  head = last;
  writeSync(1, `${head}\n`);
}

function must(result: string): void {
  if (result !== 'ok') throw new Error(`the commit was ${result}`);
}
