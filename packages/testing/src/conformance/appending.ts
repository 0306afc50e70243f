import assert from 'node:assert/strict';
import {
  added,
  blobOf,
  bodyOf,
  given,
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
} from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

const large = blobOf('large');

export const appending: readonly StoreClaim[] = [
  claim('a thread is created with its first rows, fence 1 and no takeovers', async ({ store, again }) => {
    const first = newThread('a', { rows: rows(1, 3), due: 5, owner: 'me', tags: ['x', 'y'], summary: '{"n":1}' });
    assert.equal(await store.create(first), true);
    const kept = await again();
    const { rows: firstRows, ...facts } = first;
    assert.deepEqual(await kept.thread('a'), { ...facts, head: 3, updated: noon, fence: 1, takeovers: 0 });
    assert.deepEqual(await kept.rows('a'), firstRows);
  }),

  claim('a thread that does not exist reads as nothing', async ({ store }) => {
    assert.equal(await store.thread('nobody'), undefined);
    assert.deepEqual(await store.rows('nobody'), []);
    assert.equal(await store.snapshot('nobody'), undefined);
    assert.deepEqual(await store.messages('nobody'), []);
    assert.equal(await store.claim('nobody', 'me', noon), undefined);
    await isStale(store, { thread: 'nobody', rows: [row(1)] });
    assert.equal(await store.thread('nobody'), undefined);
  }),

  claim('creating an id that is taken says so and changes nothing', async ({ store, again }) => {
    await given(store, 'a');
    assert.equal(await store.create(newThread('a', { graph: 'other', rows: rows(1, 5), tags: ['t'] })), false);
    const kept = await again();
    assert.equal((await kept.thread('a'))?.graph, 'orders');
    assert.deepEqual(await seqs(kept, 'a'), [1]);
    assert.deepEqual((await kept.threads({ tags: ['t'] })).threads, []);
  }),

  claim('a new thread whose rows do not start at 1 is refused', async ({ store }) => {
    await isRefused('store/refused', () => store.create(newThread('a', { rows: [row(2)] })));
    await isRefused('store/refused', () => store.create(newThread('a', { rows: [row(1), row(3)] })));
    assert.equal(await store.thread('a'), undefined);
  }),

  claim('a thread that comes from elsewhere goes in whole, from whatever checkpoint on', async ({ store, again }) => {
    const blob = blobOf('"long"');
    const brings = {
      first: 40,
      updated: noon + 9,
      more: [
        { rows: rows(41, 60), blobs: [blob] },
        { rows: rows(61, 62), snapshot: snapshotAt(62) },
      ],
      messages: [
        { body: '{"type":"cancel"}', at: noon, queued: false, key: 'once', outcome: '{"ok":true}' },
        { body: '{"type":"resume"}', at: noon, queued: true },
      ],
    };
    await given(store, 'a', { rows: [row(40)], snapshot: snapshotAt(40), brings });
    const kept = await again();
    const record = await kept.thread('a');
    assert.deepEqual([record?.head, record?.updated, record?.fence], [62, noon + 9, 1]);
    assert.deepEqual(
      await seqs(kept, 'a'),
      rows(40, 62).map(({ seq }) => seq),
    );
    assert.deepEqual((await kept.snapshot('a', 61))?.seq, 40);
    assert.deepEqual((await kept.snapshot('a'))?.seq, 62);
    assert.equal(await bodyOf(kept, blob.hash), '"long"');
    assert.deepEqual(
      (await kept.messages('a')).map(({ body, queued }) => [body, queued]),
      [['{"type":"resume"}', true]],
    );
    assert.deepEqual(
      (await kept.consumed('a', 9)).map(({ key, outcome }) => [key, outcome]),
      [['once', '{"ok":true}']],
    );
    await added(kept, { thread: 'a', rows: [row(63)] });
    assert.equal(await kept.trim('a', 62), 22);
    assert.equal(await kept.left('a', 'once'), (await kept.consumed('a', 9))[0]?.id);
  }),

  claim(
    'a thread that comes from elsewhere says what it was forked from, and has its past itself',
    async ({ store, again }) => {
      const origin = { thread: 'elsewhere', seq: 3 };
      const brings = { first: 1, updated: noon, origin, more: [{ rows: rows(3, 5) }], messages: [] };
      await given(store, 'a', { rows: rows(1, 2), brings });
      await given(store, 'elsewhere', { rows: rows(1, 1) });
      const kept = await again();
      assert.deepEqual((await kept.thread('a'))?.origin, origin);
      assert.deepEqual((await kept.threads({})).threads.find(({ id }) => id === 'a')?.origin, origin);
      assert.deepEqual(await kept.rows('a'), rows(1, 5));
      const fork = { origin: { thread: 'a', seq: 2 }, rows: [row(3)] };
      await given(kept, 'b', fork);
      assert.deepEqual(await seqs(kept, 'b'), [1, 2, 3]);
      assert.deepEqual((await kept.integrity?.()) ?? [], []);
      await kept.remove(['a', 'elsewhere']);
      assert.deepEqual(await seqs(kept, 'b'), [1, 2, 3]);
      assert.deepEqual((await kept.integrity?.()) ?? [], []);
    },
  ),

  claim('a thread that comes from elsewhere in parts that do not fit is refused whole', async ({ store }) => {
    const brings = { first: 40, updated: noon, more: [{ rows: [row(42)] }], messages: [] };
    const starts = { rows: [row(40)], snapshot: snapshotAt(40) };
    await isRefused('store/refused', () => store.create(newThread('a', { ...starts, brings })));
    await isRefused('store/refused', () =>
      store.create(newThread('a', { rows: [row(40)], brings: { ...brings, more: [] } })),
    );
    await isRefused('store/refused', () => store.create(newThread('a', { ...starts, rows: [row(41)], brings })));
    assert.equal(await store.thread('a'), undefined);
  }),

  claim('a commit appends its rows in order, one or many', async ({ store, again }) => {
    await given(store, 'a');
    await added(store, { thread: 'a', rows: [row(2)] });
    await added(store, { thread: 'a', rows: [row(3)] });
    await added(store, { thread: 'a', rows: rows(4, 40) });
    await added(store, { thread: 'a', rows: [row(41)] });
    const kept = await again();
    assert.deepEqual(await kept.rows('a'), rows(1, 41));
    assert.equal((await kept.thread('a'))?.head, 41);
  }),

  claim('threads do not see each other’s rows', async ({ store, again }) => {
    for (const id of ['a', 'b', 'c']) await given(store, id, { rows: [row(1, { lane: id })] });
    for (const id of ['c', 'a', 'b']) await added(store, { thread: id, rows: [row(2, { lane: id })] });
    const kept = await again();
    for (const id of ['a', 'b', 'c']) {
      assert.deepEqual(
        (await kept.rows(id)).map(({ lane }) => lane),
        [id, id],
      );
    }
  }),

  claim('a thread may begin without rows', async ({ store, again }) => {
    await given(store, 'a', { rows: [] });
    assert.equal((await store.thread('a'))?.head, 0);
    await isStale(store, { thread: 'a', rows: [row(2)] });
    await added(store, { thread: 'a', rows: [row(1)] });
    await added(store, { thread: 'a', rows: [row(2)] });
    assert.deepEqual(await seqs(await again(), 'a'), [1, 2]);
  }),

  claim('rows that do not follow the head are stale', async ({ store, again }) => {
    await givenRows(store, 'a', 3);
    await added(store, { thread: 'a', rows: [row(4)] });
    const wrong = [
      [row(4)],
      [row(1)],
      [row(6)],
      [row(5), row(7)],
      [row(5), row(5)],
      [row(4), row(5)],
      [row(6), row(5)],
    ];
    for (const each of wrong) await isStale(store, { thread: 'a', rows: each });
    await added(store, { thread: 'a', rows: [row(5)] });
    assert.deepEqual(await (await again()).rows('a'), rows(1, 5));
  }),

  claim('of two commits after one head the second is stale', async ({ store, again }) => {
    await given(store, 'a');
    const commit = (lane: string) => store.commit({ thread: 'a', fence: 1, rows: [row(2, { lane })] });
    assert.deepEqual((await Promise.all([commit('x'), commit('y')])).toSorted(), ['ok', 'stale']);
    assert.deepEqual(await seqs(await again(), 'a'), [1, 2]);
  }),

  claim('a commit with an old fence is stale and leaves nothing behind', async ({ store, again }) => {
    await given(store, 'a', { tags: ['old'] });
    const message = (await store.leave('a', '{}', noon, false)) ?? 0;
    await store.claim('a', 'me', noon);
    await isStale(store, { thread: 'a', fence: 1, rows: [row(2)] });
    await isStale(store, { thread: 'a', fence: 3, rows: [row(2)] });
    await isStale(store, {
      thread: 'a',
      rows: rows(2, 3),
      snapshot: snapshotAt(3),
      blobs: [large],
      update: { status: 'done', due: 7, owner: null },
      consumed: [{ id: message, outcome: '1' }],
    });
    const kept = await again();
    const { status, head, due, owner } = await known(kept, 'a');
    assert.deepEqual([status, head, due, owner], ['running', 1, null, 'me']);
    assert.equal(await kept.snapshot('a'), undefined);
    assert.equal(await bodyOf(kept, large.hash), undefined);
    assert.equal((await kept.message(message))?.outcome, null);
    await added(kept, { thread: 'a', fence: 2, rows: [row(2)] });
  }),

  claim('everything in a commit goes in together', async ({ store, again }) => {
    await given(store, 'a');
    const message = (await store.leave('a', '{}', noon, false)) ?? 0;
    await added(store, {
      thread: 'a',
      rows: rows(2, 3),
      snapshot: snapshotAt(3),
      blobs: [large],
      update: { status: 'waiting', due: 9, fingerprint: 'f2', summary: '{}', takeovers: 2 },
      consumed: [{ id: message, outcome: '{"ok":true}' }],
    });
    const kept = await again();
    const { status, due, fingerprint, summary, takeovers, updated } = await known(kept, 'a');
    assert.deepEqual([status, due, fingerprint, summary], ['waiting', 9, 'f2', '{}']);
    assert.deepEqual([takeovers, updated], [2, noon + 3]);
    assert.deepEqual(await kept.snapshot('a'), snapshotAt(3));
    assert.equal(await bodyOf(kept, large.hash), 'large');
    assert.deepEqual(await kept.messages('a'), []);
  }),
];
