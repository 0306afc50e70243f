import assert from 'node:assert/strict';
import {
  added,
  blobOf,
  bodyOf,
  given,
  givenFork,
  givenRows,
  isRefused,
  isStale,
  known,
  newThread,
  noon,
  row,
  rows,
  seqs,
  snapshotAt,
  span,
} from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

const [early, late, common] = [blobOf('early'), blobOf('late'), blobOf('common')];

export const removing: readonly StoreClaim[] = [
  claim('a row of a thread that is gone does not go to the one that has its id now', async ({ store, again }) => {
    await given(store, 'a');
    await added(store, { thread: 'a', created: noon, rows: [row(2)] });
    await store.remove(['a']);
    await given(store, 'a', { created: noon + 1 });
    await isStale(store, { thread: 'a', created: noon, rows: [row(2)] });
    await isStale(store, { thread: 'a', created: noon, rows: rows(2, 3), update: { status: 'done' } });
    await added(store, { thread: 'a', created: noon + 1, rows: [row(2)] });
    await added(store, { thread: 'a', created: noon + 1, rows: rows(3, 4), update: { status: 'done' } });
    assert.deepEqual(await seqs(await again(), 'a'), [1, 2, 3, 4]);
  }),

  claim('a removed thread is gone with all that was its own', async ({ store, again }) => {
    await given(store, 'a', { tags: ['t'], due: noon, snapshot: snapshotAt(1), blobs: [early, common] });
    await given(store, 'b', { blobs: [common] });
    const message = (await store.leave('a', '{}', noon, true)) ?? 0;
    assert.equal(await store.remove(['a', 'nobody', 'a']), 1);
    const kept = await again();
    assert.equal(await kept.thread('a'), undefined);
    assert.deepEqual(await kept.rows('a'), []);
    assert.equal(await kept.snapshot('a'), undefined);
    assert.equal(await kept.message(message), undefined);
    assert.deepEqual(
      (await kept.threads({})).threads.map(({ id }) => id),
      ['b'],
    );
    assert.deepEqual((await kept.threads({ tags: ['t'] })).threads, []);
    assert.deepEqual(await kept.runnable(noon, 10), ['b']);
    assert.deepEqual([await bodyOf(kept, early.hash), await bodyOf(kept, common.hash)], [undefined, common.body]);
    assert.equal(await kept.remove([]), 0);
  }),

  claim('a driver of a removed thread is stale', async ({ store, again }) => {
    await givenRows(store, 'a', 3);
    await added(store, { thread: 'a', rows: [row(4)] });
    await store.remove(['a']);
    await isStale(store, { thread: 'a', rows: [row(5)] });
    assert.equal(await store.claim('a', 'me', noon), undefined);
    assert.deepEqual(await (await again()).rows('a'), []);
  }),

  claim('the id of a removed thread can be used again', async ({ store, again }) => {
    await givenRows(store, 'a', 3);
    await givenFork(store, 'b', 'a', 2);
    const old = (await store.leave('a', '{}', noon, true)) ?? 0;
    await store.remove(['a']);
    await given(store, 'a', { graph: 'other' });
    assert.ok(((await store.leave('a', '{}', noon, true)) ?? 0) > old);
    const kept = await again();
    assert.deepEqual(await kept.rows('a'), [row(1)]);
    assert.deepEqual(await seqs(kept, 'b'), [1, 2]);
    assert.equal((await kept.messages('a')).length, 1);
  }),

  claim('a removed thread keeps what its forks share, and nobody sees it', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 2), snapshot: snapshotAt(2), blobs: [early], tags: ['t'] });
    await added(store, { thread: 'a', rows: rows(3, 6), blobs: [late], update: { due: noon } });
    await givenFork(store, 'b', 'a', 3, rows(4, 5));
    const message = (await store.leave('a', '{}', noon, false)) ?? 0;
    assert.equal(await store.remove(['a']), 1);
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'b'), span(1, 5));
    assert.deepEqual(await kept.snapshot('b'), snapshotAt(2));
    assert.deepEqual((await known(kept, 'b')).origin, { thread: 'a', seq: 3 });
    assert.equal(await bodyOf(kept, early.hash), early.body);
    assert.equal(await kept.thread('a'), undefined);
    assert.deepEqual(await kept.rows('a'), []);
    assert.equal(await kept.message(message), undefined);
    assert.deepEqual(await kept.runnable(noon, 10), ['b']);
    assert.equal(await kept.nextDue(noon), undefined);
    for (const query of [{}, { tags: ['t'] }, { graph: 'orders' }, { updatedAfter: 0 }]) {
      assert.ok((await kept.threads(query)).threads.every(({ id }) => id === 'b'));
    }
    await isRefused('store/refused', () => kept.create(newThread('c', { origin: { thread: 'a', seq: 2 }, rows: [] })));
    await added(kept, { thread: 'b', rows: [row(6)] });
    assert.equal(await kept.remove(['a']), 0);
  }),

  claim('what forks shared goes with the last of them', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 4), blobs: [early] });
    await givenFork(store, 'b', 'a', 3, [row(4)]);
    await givenFork(store, 'c', 'b', 4, [row(5)]);
    await givenFork(store, 'd', 'a', 1);
    assert.equal(await store.remove(['a', 'b']), 2);
    assert.deepEqual(await seqs(store, 'c'), span(1, 5));
    assert.deepEqual(await seqs(store, 'd'), [1]);
    await store.remove(['c']);
    assert.deepEqual(await seqs(store, 'd'), [1]);
    assert.equal(await bodyOf(store, early.hash), early.body);
    await store.remove(['d']);
    const kept = await again();
    assert.equal(await bodyOf(kept, early.hash), undefined);
    assert.deepEqual((await kept.threads({})).threads, []);
  }),

  claim('trimming makes a snapshot the beginning of a thread', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 3), snapshot: snapshotAt(2), blobs: [early] });
    await added(store, { thread: 'a', rows: rows(4, 8), snapshot: snapshotAt(6), blobs: [common] });
    await added(store, { thread: 'a', rows: rows(9, 12), snapshot: snapshotAt(12), blobs: [late, common] });
    assert.equal(await store.trim('a', 11), 5);
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'a'), span(6, 12));
    assert.deepEqual(await seqs(kept, 'a', { to: 7 }), [6, 7]);
    assert.equal(await kept.snapshot('a', 5), undefined);
    assert.deepEqual(await kept.snapshot('a', 7), snapshotAt(6));
    assert.deepEqual(await kept.snapshot('a'), snapshotAt(12));
    assert.deepEqual(await Promise.all([early, common, late].map(async ({ hash }) => await bodyOf(kept, hash))), [
      undefined,
      common.body,
      late.body,
    ]);
    assert.equal((await known(kept, 'a')).head, 12);
    await added(kept, { thread: 'a', rows: [row(13)] });
    assert.equal(await kept.trim('a', 11), 0);
    assert.equal(await kept.trim('a', 99), 6);
    assert.deepEqual(await seqs(kept, 'a'), [12, 13]);
    await added(kept, { thread: 'a', rows: [row(14)] });
  }),

  claim(
    'a fork has of a history that was cut before what there was, and of one that is cut later all',
    async ({ store, again }) => {
      await given(store, 'a', { rows: rows(1, 4), snapshot: snapshotAt(3) });
      await givenFork(store, 'before', 'a', 4, [row(5)]);
      assert.equal(await store.trim('a', 4), 0);
      await givenFork(store, 'after', 'a', 4, [row(5)]);
      await givenFork(store, 'again', 'after', 5);
      const kept = await again();
      assert.deepEqual(await seqs(kept, 'before'), span(1, 5));
      assert.deepEqual(await seqs(kept, 'a'), [3, 4]);
      assert.deepEqual(await seqs(kept, 'after'), [3, 4, 5]);
      assert.deepEqual(await seqs(kept, 'after', { limit: 1 }), [3]);
      assert.deepEqual(await seqs(kept, 'again', { newestFirst: true }), [5, 4, 3]);
      assert.deepEqual((await kept.integrity?.()) ?? [], []);
      await kept.remove(['before']);
      assert.deepEqual(await seqs(kept, 'after'), [3, 4, 5]);
      assert.deepEqual((await kept.integrity?.()) ?? [], []);
    },
  ),

  claim(
    'a fork of a fork that was cut has what that has, and nothing of what came before the cut',
    async ({ store, again }) => {
      await given(store, 'a', { rows: rows(1, 4) });
      await givenFork(store, 'cut', 'a', 2, [row(3)]);
      await added(store, { thread: 'cut', rows: rows(4, 6), snapshot: snapshotAt(6) });
      assert.equal(await store.trim('cut', 6), 3);
      await added(store, { thread: 'cut', rows: [row(7)] });
      await givenFork(store, 'of the cut', 'cut', 7, [row(8)]);
      await givenFork(store, 'of its fork', 'of the cut', 7);
      const kept = await again();
      assert.deepEqual(await seqs(kept, 'a'), span(1, 4));
      assert.deepEqual(await seqs(kept, 'cut'), [6, 7]);
      assert.deepEqual(await seqs(kept, 'of the cut'), [6, 7, 8]);
      assert.deepEqual(await seqs(kept, 'of the cut', { to: 3 }), []);
      assert.deepEqual(await seqs(kept, 'of its fork', { newestFirst: true }), [7, 6]);
      assert.deepEqual((await kept.integrity?.()) ?? [], []);
      await kept.remove(['cut', 'a']);
      assert.deepEqual(await seqs(kept, 'of the cut'), [6, 7, 8]);
    },
  ),

  claim('trimming without a snapshot before it drops nothing', async ({ store, again }) => {
    await givenRows(store, 'a', 5);
    assert.equal(await store.trim('a', 5), 0);
    await added(store, { thread: 'a', rows: [row(6)], snapshot: snapshotAt(6) });
    assert.equal(await store.trim('a', 5), 0);
    assert.equal(await store.trim('nobody', 5), 0);
    assert.deepEqual(await seqs(await again(), 'a'), span(1, 6));
  }),

  claim(
    'trimming drops consumed messages with the rows that consumed them, and no others',
    async ({ store, again }) => {
      await given(store, 'a');
      const ids: number[] = [];
      for (const body of ['1', '2', '3']) ids.push((await store.leave('a', body, noon, true)) ?? 0);
      const [first = 0, second = 0, third = 0] = ids;
      await added(store, { thread: 'a', rows: [row(2)], consumed: [{ id: first, outcome: '1' }] });
      await added(store, {
        thread: 'a',
        rows: [row(3)],
        snapshot: snapshotAt(3),
        consumed: [{ id: second, outcome: '2' }],
      });
      await store.trim('a', 3);
      const kept = await again();
      assert.equal(await kept.message(first), undefined);
      assert.equal((await kept.message(second))?.outcome, '2');
      assert.deepEqual(
        (await kept.messages('a')).map(({ id }) => id),
        [third],
      );
    },
  ),

  claim('trimming keeps what came of messages with a key, unless it begins with "@"', async ({ store, again }) => {
    await given(store, 'a');
    const ids: number[] = [];
    for (const key of ['key', '@key']) ids.push((await store.leave('a', '{}', noon, true, key)) ?? 0);
    const [first = 0, second = 0] = ids;
    const consumed = ids.map((id) => ({ id, outcome: `${id}` }));
    await added(store, { thread: 'a', rows: [row(2)], consumed });
    await added(store, { thread: 'a', rows: [row(3)], snapshot: snapshotAt(3) });
    await store.trim('a', 3);
    const kept = await again();
    assert.equal((await kept.message(first))?.outcome, `${first}`);
    assert.equal(await kept.message(second), undefined);
    assert.equal(await kept.leave('a', '{}', noon, true, 'key'), first);
    assert.ok(((await kept.leave('a', '{}', noon, true, '@key')) ?? 0) > second);
  }),

  claim('trimming keeps what forks share', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 4), snapshot: snapshotAt(2), blobs: [early] });
    await added(store, { thread: 'a', rows: rows(5, 9), snapshot: snapshotAt(8), blobs: [late] });
    await givenFork(store, 'b', 'a', 4, [row(5)]);
    assert.equal(await store.trim('a', 9), 3, 'rows 5 to 7 go');
    assert.deepEqual(await seqs(store, 'a'), [8, 9]);
    assert.deepEqual(await seqs(store, 'b'), span(1, 5));
    assert.deepEqual(await store.snapshot('b'), snapshotAt(2));
    assert.equal(await bodyOf(store, early.hash), early.body);
    await isRefused('store/refused', () => store.create(newThread('c', { origin: { thread: 'a', seq: 4 }, rows: [] })));
    await store.remove(['b']);
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'a'), [8, 9]);
    assert.deepEqual([await bodyOf(kept, early.hash), await bodyOf(kept, late.hash)], [undefined, late.body]);
  }),

  claim('trimming a fork leaves its origin as it was', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 6), snapshot: snapshotAt(3) });
    await givenFork(store, 'b', 'a', 5, rows(6, 7));
    assert.equal(await store.trim('b', 4), 0);
    assert.deepEqual(await seqs(store, 'b'), span(3, 7));
    await added(store, { thread: 'b', rows: rows(8, 9), snapshot: snapshotAt(9) });
    assert.equal(await store.trim('b', 9), 3);
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'b'), [9]);
    assert.deepEqual(await seqs(kept, 'a'), span(1, 6));
    assert.deepEqual(await kept.snapshot('a'), snapshotAt(3));
    await added(kept, { thread: 'b', rows: [row(10)] });
  }),

  claim('trimming the last fork of a removed thread drops what they shared', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 4), blobs: [early] });
    await givenFork(store, 'b', 'a', 3, [row(4)]);
    await added(store, { thread: 'b', rows: [row(5)], snapshot: snapshotAt(5) });
    await store.remove(['a']);
    assert.equal(await bodyOf(store, early.hash), early.body);
    assert.equal(await store.trim('b', 5), 4, 'rows 1 to 3 of the origin, and row 4');
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'b'), [5]);
    assert.equal(await bodyOf(kept, early.hash), undefined);
  }),
];
