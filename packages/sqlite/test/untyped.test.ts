import { join } from 'node:path';
import { isProblem } from '@cairn/core/store';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import { expect, test } from 'vitest';
import { folder } from './folder.ts';

type Untyped = (...given: unknown[]) => unknown;

/** What somebody may give who has no types. */
const things: readonly unknown[] = [
  null,
  5,
  NaN,
  -1.5,
  5n,
  true,
  '',
  '\0',
  'x'.repeat(100_000),
  Symbol('s'),
  {},
  Object.create(null),
  { toString: null, valueOf: null },
  [],
  () => 5,
];

/** The code of the problem that a call ends in, or what it is that it ends in. */
async function endOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return 'taken';
  } catch (error) {
    // What the system says of a path names the call and the path.
    return isProblem(error) || (error instanceof Error && 'syscall' in error) ? 'named' : error;
  }
}

const closed = (made: unknown): void => void (made as SqliteStore).close();

test.each<[string, (thing: unknown, path: string) => unknown]>([
  ['the path', (thing) => closed((sqlite as Untyped)(thing))],
  ['the options', (thing, path) => closed((sqlite as Untyped)(path, thing))],
  ...['durability', 'readOnly', 'busyTimeout', 'mode'].map(
    (option) =>
      [option, (thing: unknown, path: string) => closed((sqlite as Untyped)(path, { [option]: thing }))] as [
        string,
        (thing: unknown, path: string) => unknown,
      ],
  ),
  [
    'the path of a backup',
    async (thing, path) => {
      const store = sqlite(path);
      try {
        await (store as unknown as { backup: Untyped }).backup(thing);
      } finally {
        void store.close();
      }
    },
  ],
])('a store is opened, or a problem names what is wrong: %s', async (_, call) => {
  const inside = folder();
  for (const [index, thing] of things.entries()) {
    const end = await endOf(() => call(thing, join(inside, `${index}.db`)));
    expect([index, end]).toEqual([index, expect.stringMatching(/^(?:taken|named)$/u)]);
  }
});
