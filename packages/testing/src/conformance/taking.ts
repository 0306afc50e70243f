import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import type { Found, Store, Take } from '@cairn/core/store';
import { added, blobOf, given, givenFork, givenRows, known, noon, row, rows, snapshotAt } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

const [first, second, third] = [blobOf('first'), blobOf('second'), blobOf('third')];

/** A thread with a snapshot at 4, rows up to 6 and a message, whose rows and snapshot keep something apart. */
async function givenTalk(store: Store): Promise<number> {
  await given(store, 'a', { rows: rows(1, 2), blobs: [first] });
  await added(store, { thread: 'a', rows: rows(3, 4), snapshot: snapshotAt(4), blobs: [second] });
  await added(store, { thread: 'a', rows: rows(5, 6), blobs: [third], outputs: [{ n: 1, seq: 5, body: '{}' }] });
  return (await store.leave('a', '{"say":1}', noon, false)) as number;
}

async function taken(store: Store, id: string, take: Partial<Take> = {}): Promise<Extract<Found, { isTaken: true }>> {
  const found = await store.take(id, { owner: 'me', now: noon, ...take });
  assert.ok(found?.isTaken, `thread "${id}" is taken`);
  return found;
}

/** Checks that a thread is looked at, and stays as it is. */
async function isLeft(store: Store, id: string, take: Partial<Take>): Promise<void> {
  const before = await known(store, id);
  const found = await store.take(id, { owner: 'you', now: noon, ...take });
  assert.deepEqual(found, { isTaken: false, record: before });
  assert.deepEqual(await known(store, id), before);
}

async function hashes(store: Store, id: string, atMost?: number): Promise<ReadonlySet<string>> {
  return new Set((await store.state(id, atMost)).blobs.map(({ hash }) => hash));
}

export const taking: readonly StoreClaim[] = [
  claim('a state is the newest snapshot at or before a checkpoint, and the rows since', async ({ store, again }) => {
    await givenTalk(store);
    await givenFork(store, 'b', 'a', 5, [row(6, { lane: 'b' })]);
    const kept = await again();
    const read = async (id: string, atMost?: number) => {
      const { snapshot, rows: since } = await kept.state(id, atMost);
      return { snapshot, rows: since };
    };
    assert.deepEqual(await read('a'), { snapshot: snapshotAt(4), rows: rows(5, 6) });
    assert.deepEqual(await read('a', 5), { snapshot: snapshotAt(4), rows: [row(5)] });
    assert.deepEqual(await read('a', 4), { snapshot: snapshotAt(4), rows: [] });
    assert.deepEqual(await read('a', 3), { snapshot: undefined, rows: rows(1, 3) });
    assert.deepEqual(await read('a', 0), { snapshot: undefined, rows: [] });
    assert.deepEqual(await read('b'), { snapshot: snapshotAt(4), rows: [row(5), row(6, { lane: 'b' })] });
    assert.deepEqual(await kept.state('nobody'), { snapshot: undefined, rows: [], blobs: [] });
  }),

  claim('a state comes with all that its commits keep apart, each once', async ({ store, again }) => {
    await givenTalk(store);
    await givenFork(store, 'b', 'a', 5);
    await added(store, { thread: 'b', rows: [row(6)], blobs: [first, third] });
    const kept = await again();
    const has = async (id: string, atMost: number | undefined, ...needed: readonly { readonly hash: string }[]) => {
      const there = await hashes(kept, id, atMost);
      for (const { hash } of needed) assert.ok(there.has(hash), `${id} at ${atMost}`);
    };
    await has('a', undefined, second, third);
    await has('a', 4, second);
    await has('a', 3, first, second);
    await has('a', 2, first);
    await has('b', 5, second, third);
    await has('b', undefined, first, second, third);
    const { blobs } = await kept.state('b');
    assert.equal(new Set(blobs.map(({ hash }) => hash)).size, blobs.length);
    for (const blob of blobs) assert.ok([first, second, third].some(({ body }) => body === blob.body));
  }),

  claim('a state has what a snapshot that came later keeps apart', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 2), blobs: [first] });
    await added(store, { thread: 'a', rows: rows(3, 6), blobs: [second] });
    await added(store, { thread: 'a', snapshot: snapshotAt(4), blobs: [third] });
    await added(store, { thread: 'a', rows: [row(7)] });
    const kept = await again();
    const there = await hashes(kept, 'a');
    assert.deepEqual([there.has(second.hash), there.has(third.hash)], [true, true]);
  }),

  claim(
    'blobs are read many at once, in the order given, those that there are, each once',
    async ({ store, again }) => {
      await given(store, 'a', { blobs: [first, second] });
      const kept = await again();
      assert.deepEqual(await kept.blobs([second, third, first, second].map(({ hash }) => hash)), [second, first]);
      assert.deepEqual(await kept.blobs([]), []);
    },
  ),

  claim('a thread is taken and read at once', async ({ store, again }) => {
    await givenTalk(store);
    const before = await known(store, 'a');
    const { from, record, state, messages, shown } = await taken(store, 'a');
    assert.equal(from, null);
    assert.deepEqual(record, { ...before, fence: 2, owner: 'me' });
    const kept = await again();
    assert.deepEqual(await kept.thread('a'), record);
    assert.deepEqual(state, await kept.state('a'));
    assert.deepEqual(messages, await kept.messages('a'));
    assert.deepEqual([messages.length, shown], [1, 1]);
    await added(kept, { thread: 'a', fence: 2, rows: [row(7)] });
    assert.equal(await kept.take('nobody', { owner: 'me', now: noon }), undefined);
  }),

  claim('a thread that a living owner has is only looked at, unless it is taken by force', async ({ store }) => {
    await givenTalk(store);
    await store.heartbeat({ id: 'me', pid: process.pid, host: hostname() }, 1_000, noon);
    await taken(store, 'a');
    await isLeft(store, 'a', { now: noon + 999 });
    await isLeft(store, 'a', { owner: 'me', now: noon + 999 });
    const { from, record } = await taken(store, 'a', { owner: 'you', force: true });
    assert.deepEqual([from, record.fence, record.owner, record.takeovers], ['me', 3, 'you', 0]);
  }),

  claim('a thread is taken from an owner that died, which is counted', async ({ store }) => {
    await givenRows(store, 'a', 3);
    await taken(store, 'a', { owner: 'ghost' });
    const { from, record } = await taken(store, 'a');
    assert.deepEqual([from, record.fence, record.owner, record.takeovers], ['ghost', 3, 'me', 1]);
  }),

  claim('a thread whose owners died oftener is only looked at', async ({ store }) => {
    await givenRows(store, 'a', 3);
    for (const ghost of ['g1', 'g2']) await taken(store, 'a', { owner: ghost });
    await isLeft(store, 'a', { deaths: 1 });
    await isLeft(store, 'a', { deaths: 1, force: true });
    assert.equal((await taken(store, 'a', { deaths: 2 })).record.takeovers, 2);
  }),

  claim('a thread that last ran with another plan is only looked at', async ({ store }) => {
    await givenRows(store, 'a', 3);
    await isLeft(store, 'a', { fingerprints: ['f2', 'f3'] });
    await isLeft(store, 'a', { fingerprints: [] });
    assert.equal((await taken(store, 'a', { fingerprints: ['f2', 'f1'] })).record.fence, 2);
  }),

  claim('the state of a thread that is as it is known is not read, nor what was left before', async ({ store }) => {
    const early = await givenTalk(store);
    const late = await store.leave('a', '{"say":2}', noon, false);
    const facts = { created: noon, fence: 1, head: 6, seen: early };
    const { state, messages, record } = await taken(store, 'a', { known: facts });
    assert.deepEqual([state, messages.map(({ id }) => id), record.fence], [undefined, [late], 2]);
    const isReadAnew = async (other: Partial<typeof facts>): Promise<void> => {
      const { fence } = await known(store, 'a');
      const found = await taken(store, 'a', { known: { ...facts, fence, ...other } });
      assert.deepEqual(found.state, await store.state('a'));
      assert.deepEqual(found.messages, await store.messages('a'));
    };
    await isReadAnew({ fence: 1 });
    await isReadAnew({ head: 5 });
    await isReadAnew({ created: noon - 1 });
  }),

  claim('of those that take one thread at once, one gets it', async ({ store, again }) => {
    await givenRows(store, 'a', 3);
    const ids = ['u', 'v', 'w', 'x', 'y'];
    for (const id of ids) await store.heartbeat({ id, pid: process.pid, host: hostname() }, 1_000, noon);
    const found = await Promise.all(ids.map(async (owner) => await store.take('a', { owner, now: noon })));
    assert.equal(found.filter((each) => each?.isTaken).length, 1);
    assert.equal((await known(await again(), 'a')).fence, 2);
  }),
];
