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

type Call = readonly [name: keyof Store, ...given: readonly unknown[]];

/** A store in another process, on a disk that can fail. */
interface Remote {
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
  ['commit', { thread: 'a', fence: 1, rows: [row(4)], update: { status: 'done', tags: ['t'] } }],
  ['commit', { thread: 'a', fence: 1, takes: { owner: 'me', created: noon }, rows: [row(4)] }],
  ['claim', 'a', 'me', noon],
  ['claim', 'a', 'me', noon, true],
  ['heartbeat', { id: 'me', pid: 1, host: 'h' }, noon],
  ['leave', 'a', '{}', noon, true],
  ['keepPlan', 'f', 'orders', '{}'],
  ['keepCached', 'k', '1', noon],
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
      await store.heartbeat({ id: 'me', pid: process.pid, host: hostname() }, noon + 1_000);
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
});
