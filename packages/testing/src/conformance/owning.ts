import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import type { Owner, Store } from '@cairn/core/store';
import { added, given, isStale, known, noon, row } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

/** An owner in this process. */
function owner(id: string): Owner {
  return { id, pid: process.pid, host: hostname() };
}

/** A thread that `me` drives, alive for a second from noon. */
async function givenMine(store: Store): Promise<void> {
  await store.heartbeat(owner('me'), 1_000, noon);
  await given(store, 'a');
  await store.claim('a', 'me', noon);
}

export const owning: readonly StoreClaim[] = [
  claim('a claim raises the fence and returns the record after it', async ({ store, again }) => {
    await given(store, 'a', { tags: ['t'] });
    const before = await known(store, 'a');
    const claimed = await store.claim('a', 'me', noon);
    assert.deepEqual(claimed, { ...before, fence: 2, owner: 'me' });
    const kept = await again();
    assert.deepEqual(await kept.thread('a'), claimed);
    await isStale(kept, { thread: 'a', fence: 1, rows: [row(2)] });
    await added(kept, { thread: 'a', fence: 2, rows: [row(2)] });
  }),

  claim('a commit takes a thread that nobody owns: the fence rises with it', async ({ store, again }) => {
    await given(store, 'a');
    await added(store, { thread: 'a', fence: 1, takes: { owner: 'me', created: noon }, rows: [row(2)] });
    const kept = await again();
    const { fence, owner: holder, head, status, updated } = await known(kept, 'a');
    assert.deepEqual([fence, holder, head, status, updated], [2, 'me', 2, 'running', noon]);
    await isStale(kept, { thread: 'a', fence: 1, rows: [row(3)] });
    await added(kept, { thread: 'a', fence: 2, rows: [row(3)] });
  }),

  claim(
    'a commit that takes a thread and lets go of it leaves it free, under a new fence',
    async ({ store, again }) => {
      await given(store, 'a');
      const update = { status: 'waiting', owner: null, due: 7 } as const;
      await added(store, {
        thread: 'a',
        fence: 1,
        takes: { owner: 'me', created: noon },
        rows: [row(2, { time: noon + 5 })],
        update,
      });
      const kept = await again();
      const { fence, owner: holder, due, status, updated } = await known(kept, 'a');
      assert.deepEqual([fence, holder, due, status, updated], [2, null, 7, 'waiting', noon + 5]);
      await isStale(kept, { thread: 'a', fence: 1, takes: { owner: 'you', created: noon }, rows: [row(3)] });
      const more = { owner: 'you', created: noon, raises: 5 };
      await added(kept, { thread: 'a', fence: 2, takes: more, rows: [row(3)], update: { owner: null } });
      const after = await known(await again(), 'a');
      assert.deepEqual([after.fence, after.owner], [7, null]);
    },
  ),

  claim('a commit does not take another thread that has the id now', async ({ store }) => {
    await given(store, 'a');
    await isStale(store, { thread: 'a', fence: 1, takes: { owner: 'me', created: noon - 1 }, rows: [row(2)] });
    await store.remove(['a']);
    await isStale(store, { thread: 'a', fence: 1, takes: { owner: 'me', created: noon }, rows: [row(2)] });
  }),

  claim('a commit does not take a thread that somebody owns, dead or alive', async ({ store, again }) => {
    await givenMine(store);
    await given(store, 'b', { owner: 'ghost' });
    const before = [await known(store, 'a'), await known(store, 'b')];
    for (const id of ['me', 'you']) {
      await isStale(store, { thread: 'a', fence: 2, takes: { owner: id, created: noon }, rows: [row(2)] });
    }
    await isStale(store, { thread: 'b', fence: 1, takes: { owner: 'me', created: noon }, rows: [row(2)] });
    const kept = await again();
    assert.deepEqual([await known(kept, 'a'), await known(kept, 'b')], before);
  }),

  claim('a commit does not take a thread for which a message waits that its taker did not see', async ({ store }) => {
    await given(store, 'a');
    const first = await store.leave('a', 'kept', noon, true);
    const second = await store.leave('a', 'new', noon, true);
    assert.ok(first !== undefined && second !== undefined);
    const taking = (fence: number, seen: number) => ({
      thread: 'a',
      fence,
      takes: { owner: 'me', created: noon, seen },
      update: { owner: null },
    });
    for (const seen of [0, first]) await isStale(store, { ...taking(1, seen), rows: [row(2)] });
    await added(store, { ...taking(1, second), rows: [row(2)] });
    await added(store, { ...taking(2, second), rows: [row(3)], consumed: [{ id: second, outcome: 'ok' }] });
    await added(store, { ...taking(3, first), rows: [row(4)] });
  }),

  claim('a thread with a living owner is busy, for that owner too', async ({ store, again }) => {
    await givenMine(store);
    const kept = await again();
    for (const id of ['you', 'me']) assert.equal(await kept.claim('a', id, noon + 999), 'busy');
    const { fence, owner: holder, takeovers } = await known(kept, 'a');
    assert.deepEqual([fence, holder, takeovers], [2, 'me', 0]);
  }),

  claim('a thread whose owner’s lease is over is taken over, which is counted', async ({ store, again }) => {
    await givenMine(store);
    const kept = await again();
    await kept.claim('a', 'you', noon + 1_000);
    const { fence, owner: holder, takeovers } = await known(kept, 'a');
    assert.deepEqual([fence, holder, takeovers], [3, 'you', 1]);
    await isStale(kept, { thread: 'a', fence: 2, rows: [row(2)] });
  }),

  claim('a heartbeat extends the lease', async ({ store, again }) => {
    await givenMine(store);
    await store.heartbeat(owner('me'), 5_000, noon);
    const kept = await again();
    assert.equal(await kept.claim('a', 'you', noon + 4_999), 'busy');
    assert.notEqual(await kept.claim('a', 'you', noon + 5_000), 'busy');
  }),

  claim('a store that has a clock judges by that who is alive, whatever it is told', async ({ own }) => {
    if (own === undefined) return;
    const { store, setClock } = own;
    const hour = 3_600_000;
    await setClock(noon);
    await store.heartbeat(owner('me'), 1_000, noon - hour);
    await given(store, 'a');
    await store.claim('a', 'me', noon + hour);
    await setClock(noon + 999);
    assert.equal(await store.claim('a', 'you', noon + hour), 'busy');
    assert.equal((await store.take('a', { owner: 'you', now: noon + hour }))?.isTaken, false);
    assert.deepEqual(await store.runnable(noon + hour, 10), []);
    await setClock(noon + 1_000);
    assert.deepEqual(await store.runnable(noon - hour, 10), ['a']);
    const taken = await store.take('a', { owner: 'you', now: noon - hour });
    assert.deepEqual([taken?.isTaken, taken?.record.takeovers], [true, 1]);
  }),

  claim('an owner nobody heard of is dead', async ({ store, again }) => {
    await given(store, 'a', { owner: 'ghost' });
    const kept = await again();
    await kept.claim('a', 'me', noon);
    const { owner: holder, takeovers } = await known(kept, 'a');
    assert.deepEqual([holder, takeovers], ['me', 1]);
  }),

  claim('owners that keep dying are counted until a commit says otherwise', async ({ store, again }) => {
    await given(store, 'a', { owner: 'ghost' });
    for (const id of ['g1', 'g2', 'g3']) await store.claim('a', id, noon);
    assert.equal((await known(store, 'a')).takeovers, 3);
    await added(store, { thread: 'a', fence: 4, rows: [row(2)], update: { takeovers: 0 } });
    assert.equal((await known(await again(), 'a')).takeovers, 0);
  }),

  claim('a retired owner lets go of its threads without a takeover', async ({ store, again }) => {
    await givenMine(store);
    await given(store, 'b');
    await store.claim('b', 'me', noon);
    await store.retire('me');
    const kept = await again();
    for (const id of ['a', 'b']) assert.equal((await known(kept, id)).owner, null);
    await kept.claim('a', 'you', noon);
    assert.equal((await known(kept, 'a')).takeovers, 0);
  }),

  claim('a forced claim takes a thread from a living owner without a takeover', async ({ store, again }) => {
    await givenMine(store);
    await store.claim('a', 'you', noon, true);
    const kept = await again();
    const { fence, owner: holder, takeovers } = await known(kept, 'a');
    assert.deepEqual([fence, holder, takeovers], [3, 'you', 0]);
    await isStale(kept, { thread: 'a', fence: 2, rows: [row(2)] });
    await added(kept, { thread: 'a', fence: 3, rows: [row(2)] });
  }),

  claim('a commit that lets go of a thread leaves it up for a claim', async ({ store, again }) => {
    await givenMine(store);
    await added(store, { thread: 'a', fence: 2, rows: [row(2)], update: { status: 'waiting', owner: null } });
    const kept = await again();
    await kept.claim('a', 'you', noon);
    const { owner: holder, takeovers } = await known(kept, 'a');
    assert.deepEqual([holder, takeovers], ['you', 0]);
  }),

  claim('of owners that claim one thread at once, one gets it', async ({ store, again }) => {
    await given(store, 'a');
    const ids = ['u', 'v', 'w', 'x', 'y'];
    for (const id of ids) await store.heartbeat(owner(id), 1_000, noon);
    const results = await Promise.all(ids.map(async (id) => await store.claim('a', id, noon)));
    assert.equal(results.filter((result) => result !== 'busy').length, 1);
    assert.equal((await known(await again(), 'a')).fence, 2);
  }),

  claim('of two owners that both think a thread is theirs, one can append', async ({ store, again }) => {
    await givenMine(store);
    await store.claim('a', 'you', noon + 2_000);
    const both = [2, 3].map(
      async (fence) => await store.commit({ thread: 'a', fence, rows: [row(2, { lane: `${fence}` })] }),
    );
    assert.deepEqual(await Promise.all(both), ['stale', 'ok']);
    assert.deepEqual(await (await again()).rows('a', { from: 2 }), [row(2, { lane: '3' })]);
  }),
];
