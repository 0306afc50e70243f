import { existsSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { diskLibrary, failingDisk, type FailingDisk, type Failure } from './disk/failing-disk.ts';
import { folder } from './folder.ts';
import { startWith } from './other-process.ts';
import { newThread, noon, row, rows } from './sample.ts';

const library = diskLibrary();
const large = 'x'.repeat(5_000);

type Call = readonly [name: keyof Store, ...given: readonly unknown[]];

/** A store in another process, on a disk that can fail. */
interface Remote {
  readonly kill: () => Promise<void>;
  readonly disk: FailingDisk;
  readonly path: string;
  /** Makes calls in one turn of the event loop there. */
  readonly ask: (...calls: readonly Call[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

async function remote(durability?: 'normal' | 'full'): Promise<Remote> {
  const path = join(folder(), 'cairn.db');
  return await remoteOn(failingDisk(library ?? '', path), path, durability);
}

async function remoteOn(disk: FailingDisk, path: string, durability: 'normal' | 'full' = 'normal'): Promise<Remote> {
  const other = startWith(disk.environment, 'remote', path, durability);
  await other.ask();
  return {
    disk,
    path,
    kill: other.kill,
    ask: async (...calls) => JSON.parse((await other.ask(JSON.stringify(calls))) ?? '[]') as [],
  };
}

const failures: readonly (readonly [string, Failure, string])[] = [
  ['a full disk', { error: 'ENOSPC', calls: ['write'] }, 'store/full'],
  ['a quota that is used up', { error: 'EDQUOT', calls: ['write'] }, 'store/io'],
  ['a disk that does not write', { error: 'EIO', calls: ['write'] }, 'store/io'],
  ['a disk that writes a half', { error: 'EIO', calls: ['write'], tear: true }, 'store/io'],
];

const calls: readonly Call[] = [
  ['create', newThread('b')],
  ['commit', { thread: 'a', fence: 1, rows: [row(4)] }],
  ['commit', { thread: 'a', fence: 1, rows: [row(4)], update: { status: 'done' } }],
  ['retag', { id: 'a', created: noon, tags: [] }, ['t']],
  ['commit', { thread: 'a', fence: 1, takes: { owner: 'me', created: noon }, rows: [row(4)] }],
  ['claim', 'a', 'me', noon],
  ['claim', 'a', 'me', noon, true],
  ['take', 'a', { owner: 'me', now: noon }],
  ['heartbeat', { id: 'me', pid: 1, host: 'h' }, 1_000, noon],
  ['leave', 'a', '{}', noon, true],
  ['keepPlan', 'f', 'orders', '{}'],
  ['keepCached', 'k', '1', noon],
  ['putItems', [{ table: 'notes', thread: null, key: 'k', body: '1' }], noon],
  ['commit', { thread: 'a', fence: 1, rows: [row(4)], items: [{ table: 'notes', thread: 'a', key: 'k', body: '1' }] }],
  ['remove', ['a']],
  ['trim', 'a', 3],
];

describe.skipIf(library === undefined)('a disk that fails below SQLite', () => {
  test.each(failures)('%s lets no call that writes say that it did', async (_, failure, code) => {
    const { ask, disk } = await remote();
    await ask(['create', newThread('a', { rows: rows(1, 3), snapshot: { seq: 3, body: '{}' } })]);
    const look: readonly Call[] = [
      ['thread', 'a'],
      ['thread', 'b'],
      ['messages', 'a'],
      ['plan', 'f'],
      ['cached', 'k', 0],
      ['items', {}, 0],
      ['runnable', noon, 9],
    ];
    const before = await ask(...look);
    for (const call of calls) {
      disk.fail(failure);
      expect([call, await ask(call)]).toEqual([call, [{ problem: code }]]);
      expect(disk.failed()).toBeGreaterThan(0);
      disk.work();
      expect([call, await ask(...look)]).toEqual([call, before]);
    }
    expect(await ask(['integrity'])).toEqual([{ value: [] }]);
  });

  test.each(['normal', 'full'] as const)(
    'a row goes to the thread it is of, whatever became of the transaction that made the thread (%s)',
    async (durability) => {
      const { ask, disk, path } = await remote(durability);
      await ask(['create', newThread('first')]);
      disk.fail({ error: 'ENOSPC', calls: ['write'] });
      const ids = ['a', 'b', 'c'];
      const refused = await ask(...ids.map((id) => ['create', newThread(id)] as const));
      expect(refused).toEqual(ids.map(() => ({ problem: 'store/full' })));
      disk.work();
      for (const id of ['d', 'e', 'f', 'g']) await ask(['create', newThread(id)]);
      const elsewhere = sqlite(path);
      for (const id of ids) await elsewhere.create(newThread(id));
      for (const id of ids) {
        expect(await ask(['commit', { thread: id, fence: 1, rows: [row(2, `"${id}"`)] }])).toEqual([{ value: 'ok' }]);
        expect(elsewhere.rows(id)).toEqual([row(1), row(2, `"${id}"`)]);
      }
      for (const id of ['first', 'd', 'e', 'f', 'g']) expect(elsewhere.rows(id)).toEqual([row(1)]);
      void elsewhere.close();
    },
  );

  test.each(['before', 'after'])(
    'an owner whose process cannot be looked at is not taken for dead (%s it is opened)',
    async (when) => {
      const path = join(folder(), 'cairn.db');
      const store = sqlite(path);
      await store.create(newThread('a'));
      await store.heartbeat({ id: 'me', pid: process.pid, host: hostname() }, 1_000, noon);
      await store.claim('a', 'me', noon);
      const system = failingDisk(library ?? '', '/proc/');
      if (when === 'before') system.fail({ error: 'EMFILE', calls: ['open'] });
      const { ask } = await remoteOn(system, path);
      await ask(['thread', 'a']);
      system.fail({ error: 'EMFILE', calls: ['open'] });
      expect(await ask(['claim', 'a', 'you', noon], ['runnable', noon, 9])).toEqual([{ value: 'busy' }, { value: [] }]);
      expect(system.failed()).toBeGreaterThan(when === 'before' ? -1 : 0);
      expect(await ask(['claim', 'a', 'you', noon + 1_000])).toMatchObject([{ value: { owner: 'you' } }]);
      void store.close();
    },
  );

  test.each([
    ['EIO', 'read'],
    ['EMFILE', 'read'],
    ['EIO', 'open'],
    ['EMFILE', 'open'],
  ] as const)('%s at any %s is a disk that fails, and neither damage nor another answer', async (error, call) => {
    const { ask, disk } = await remote();
    const threads = Array.from({ length: 20 }, (_, index) =>
      newThread(`t${index}`, { rows: rows(1, 40), snapshot: { seq: 40, body: large } }),
    );
    for (const each of threads) await ask(['create', each]);
    const looks: readonly Call[] = [
      ['thread', 't1'],
      ['rows', 't1'],
      ['snapshot', 't3'],
      ['threads', {}],
      ['runnable', noon, 50],
      ['integrity'],
    ];
    const right = await ask(...looks);
    await ask(['close']);
    for (let skip = 0; skip < 40; skip += skip < 12 ? 1 : 4) {
      disk.fail({ error, calls: [call], skip });
      for (const [index, look] of looks.entries()) {
        const failed = ['store/io', 'store/cannot-open'].map((problem) => ({ problem }));
        expect([right[index], ...failed]).toContainEqual((await ask(look))[0]);
      }
      disk.work();
      expect(await ask(...looks)).toEqual(right);
      await ask(['close']);
    }
  });

  test('a file whose making was cut off becomes a database when it is opened again', async () => {
    let cut = 0;
    for (const skip of [0, 2, 5, 9, 14, 30, 45]) {
      const path = join(folder(), 'cairn.db');
      const disk = failingDisk(library ?? '', path);
      disk.fail({ error: 'EIO', calls: ['write', 'sync', 'truncate'], skip });
      const { ask, kill } = await remoteOn(disk, path);
      await ask(['thread', 'a']);
      await kill();
      const journal = `${path}-journal`;
      const isCut = existsSync(journal) && statSync(journal).size > 0 && statSync(path).size > 0;
      // Of what was written last any part may not have reached the disk.
      if (isCut && ++cut % 2 === 1) writeFileSync(path, Buffer.alloc(4_096));
      const store = sqlite(path);
      expect(store.create(newThread('a'))).toBe(true);
      expect(store.integrity()).toEqual([]);
      void store.close();
    }
    expect(cut).toBeGreaterThan(1);
  });
});
