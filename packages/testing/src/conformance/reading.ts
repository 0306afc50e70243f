import assert from 'node:assert/strict';
import {
  added,
  blobOf,
  bodyOf,
  given,
  givenFork,
  givenRows,
  isRefused,
  known,
  newThread,
  row,
  rows,
  seqs,
  snapshotAt,
  span,
} from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

export const reading: readonly StoreClaim[] = [
  claim('rows that the row before does not lead to are found by their cause, in a shared past too', async (opened) => {
    const { store, again } = opened;
    await givenRows(store, 'a', 3);
    const back = row(4, { cause: 'rewind', to: null, detail: '{"note":{"at":2}}' });
    const moved = row(6, { cause: 'migrate', to: 'listening' });
    const brought = row(8, { cause: 'migrate', to: null });
    await added(store, { thread: 'a', rows: [back] });
    await added(store, { thread: 'a', rows: [row(5), moved, row(7), brought] });
    await givenFork(store, 'b', 'a', 7);
    await givenRows(store, 'c', 3);
    const kept = await again();
    assert.deepEqual(await kept.jumps('a'), [back, moved, brought]);
    assert.deepEqual(await kept.jumps('b'), [back, moved]);
    assert.deepEqual(await kept.jumps('c'), []);
    assert.deepEqual(await kept.jumps('nobody'), []);
  }),

  claim('rows found by their cause are gone with the beginning of their thread', async ({ store, again }) => {
    await givenRows(store, 'a', 3);
    const rest = [row(4, { cause: 'rewind' }), row(5), row(6, { cause: 'rewind' })];
    await added(store, { thread: 'a', rows: rest, snapshot: snapshotAt(5) });
    await store.trim('a', 5);
    assert.deepEqual(await (await again()).jumps('a'), [rest[2]]);
  }),

  claim('rows are read by range, limit and direction', async ({ store, again }) => {
    await givenRows(store, 'a', 9);
    const kept = await again();
    const table: readonly [query: object, found: readonly number[]][] = [
      [{}, span(1, 9)],
      [{ from: 4 }, span(4, 9)],
      [{ to: 4 }, span(1, 4)],
      [{ from: 3, to: 5 }, [3, 4, 5]],
      [{ from: 5, to: 5 }, [5]],
      [{ from: 6, to: 5 }, []],
      [{ from: 10 }, []],
      [{ from: -3, to: 2 }, [1, 2]],
      [{ to: 99 }, span(1, 9)],
      [{ limit: 2 }, [1, 2]],
      [{ limit: 0 }, []],
      [{ from: 8, limit: 5 }, [8, 9]],
      [{ newestFirst: true }, span(1, 9).toReversed()],
      [{ newestFirst: true, limit: 2 }, [9, 8]],
      [{ newestFirst: true, from: 2, to: 4 }, [4, 3, 2]],
      [{ newestFirst: true, to: 4, limit: 1 }, [4]],
      [{ newestFirst: false, limit: 1 }, [1]],
    ];
    for (const [query, found] of table) assert.deepEqual(await seqs(kept, 'a', query), found, JSON.stringify(query));
  }),

  claim('a snapshot is the newest at or before a checkpoint', async ({ store, again }) => {
    await givenRows(store, 'a', 2);
    assert.equal(await store.snapshot('a'), undefined);
    for (const seq of [3, 6, 8])
      await added(store, {
        thread: 'a',
        rows: rows(seq === 3 ? 3 : seq === 6 ? 4 : 7, seq),
        snapshot: snapshotAt(seq),
      });
    await added(store, { thread: 'a', rows: rows(9, 12) });
    const kept = await again();
    const table = [
      [1, undefined],
      [2, undefined],
      [3, 3],
      [5, 3],
      [6, 6],
      [7, 6],
      [8, 8],
      [12, 8],
      [99, 8],
    ] as const;
    for (const [at, seq] of table) assert.equal((await kept.snapshot('a', at))?.seq, seq, `at ${at}`);
    assert.deepEqual(await kept.snapshot('a'), snapshotAt(8));
  }),

  claim('a snapshot may come with the first rows, or without rows', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 2), snapshot: snapshotAt(2) });
    await added(store, { thread: 'a', rows: rows(3, 5) });
    await added(store, { thread: 'a', snapshot: snapshotAt(4) });
    const kept = await again();
    assert.deepEqual([(await kept.snapshot('a', 3))?.seq, (await kept.snapshot('a'))?.seq], [2, 4]);
  }),

  claim('a fork reads the shared past and then its own rows', async ({ store, again }) => {
    await givenRows(store, 'a', 6);
    await givenFork(store, 'b', 'a', 4, [row(5, { lane: 'b' })]);
    await added(store, { thread: 'b', rows: [row(6, { lane: 'b' })] });
    await added(store, { thread: 'a', rows: [row(7)] });
    const kept = await again();
    assert.deepEqual(await kept.rows('b'), [...rows(1, 4), row(5, { lane: 'b' }), row(6, { lane: 'b' })]);
    assert.deepEqual(await kept.rows('a'), rows(1, 7));
    const { head, origin } = await known(kept, 'b');
    assert.deepEqual([head, origin], [6, { thread: 'a', seq: 4 }]);
  }),

  claim('a fork without rows of its own begins where it forks', async ({ store, again }) => {
    await givenRows(store, 'a', 6);
    await givenFork(store, 'b', 'a', 4);
    assert.equal((await known(store, 'b')).head, 4);
    assert.deepEqual(await seqs(store, 'b'), [1, 2, 3, 4]);
    assert.equal(await store.commit({ thread: 'b', fence: 1, rows: [row(7)] }), 'stale');
    assert.equal(await store.commit({ thread: 'b', fence: 1, rows: [row(4)] }), 'stale');
    await added(store, { thread: 'b', rows: [row(5)] });
    await added(store, { thread: 'b', rows: [row(6)] });
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'b'), span(1, 6));
    assert.equal((await known(kept, 'a')).head, 6);
  }),

  claim('forks of forks share their past at any depth', async ({ store, again }) => {
    const own = (lane: string, first: number, last: number) => rows(first, last).map((each) => ({ ...each, lane }));
    await given(store, 'a', { rows: own('a', 1, 5) });
    await givenFork(store, 'b', 'a', 3, own('b', 4, 8));
    await givenFork(store, 'c', 'b', 6, own('c', 7, 9));
    await givenFork(store, 'd', 'c', 9, own('d', 10, 10));
    // From a part of "c" that is shared with "a" itself.
    await givenFork(store, 'e', 'c', 2, own('e', 3, 4));
    const kept = await again();
    const lanes = async (id: string, query = {}) =>
      (await kept.rows(id, query)).map(({ lane, seq }) => lane + seq).join(' ');
    assert.equal(await lanes('b'), 'a1 a2 a3 b4 b5 b6 b7 b8');
    assert.equal(await lanes('c'), 'a1 a2 a3 b4 b5 b6 c7 c8 c9');
    assert.equal(await lanes('d'), 'a1 a2 a3 b4 b5 b6 c7 c8 c9 d10');
    assert.equal(await lanes('e'), 'a1 a2 e3 e4');
    assert.equal(await lanes('d', { from: 3, to: 7 }), 'a3 b4 b5 b6 c7');
    assert.equal(await lanes('d', { from: 2, limit: 3 }), 'a2 a3 b4');
    assert.equal(await lanes('d', { newestFirst: true, limit: 5 }), 'd10 c9 c8 c7 b6');
    assert.equal(await lanes('d', { newestFirst: true, to: 4, limit: 2 }), 'b4 a3');
    assert.equal(await lanes('d', { from: 7, to: 7 }), 'c7');
  }),

  claim('a fork reads the snapshots of its past and none from beyond it', async ({ store, again }) => {
    await givenRows(store, 'a', 2);
    await added(store, { thread: 'a', snapshot: snapshotAt(2) });
    await added(store, { thread: 'a', rows: rows(3, 6), snapshot: snapshotAt(5) });
    await givenFork(store, 'b', 'a', 4, rows(5, 7));
    await givenFork(store, 'c', 'b', 6);
    assert.equal((await store.snapshot('b'))?.seq, 2);
    await added(store, { thread: 'b', rows: [row(8)], snapshot: { seq: 8, body: 'of b' } });
    await added(store, { thread: 'c', rows: [row(7)], snapshot: { seq: 7, body: 'of c' } });
    const kept = await again();
    assert.deepEqual(await kept.snapshot('b'), { seq: 8, body: 'of b' });
    assert.deepEqual(await kept.snapshot('b', 7), snapshotAt(2));
    assert.deepEqual(await kept.snapshot('c'), { seq: 7, body: 'of c' });
    assert.deepEqual(await kept.snapshot('c', 6), snapshotAt(2));
    assert.equal(await kept.snapshot('c', 1), undefined);
  }),

  claim('a fork of what is not there is refused', async ({ store }) => {
    await givenRows(store, 'a', 3);
    const fork = (thread: string, seq: number, own = [row(seq + 1)]) =>
      store.create(newThread('b', { origin: { thread, seq }, rows: own }));
    await isRefused('store/refused', () => fork('nobody', 1));
    await isRefused('store/refused', () => fork('a', 4));
    await isRefused('store/refused', () => fork('a', 0));
    await isRefused('store/refused', () => fork('a', 2, [row(1)]));
    await isRefused('store/refused', () => fork('a', 2, [row(4)]));
    assert.equal(await store.thread('b'), undefined);
    assert.equal(await fork('a', 3), true);
  }),

  claim('a blob is read by its hash, and kept once for all that use it', async ({ store, again }) => {
    const [first, second, third] = [blobOf('first'), blobOf('second'), blobOf('third')];
    await given(store, 'a', { blobs: [first] });
    await given(store, 'b', { blobs: [first] });
    await added(store, { thread: 'a', rows: rows(2, 3), blobs: [first, second] });
    await added(store, { thread: 'a', rows: [row(4)], blobs: [second, second] });
    const kept = await again();
    assert.deepEqual([await bodyOf(kept, first.hash), await bodyOf(kept, second.hash)], [first.body, second.body]);
    assert.equal(await bodyOf(kept, third.hash), undefined);
  }),
];
