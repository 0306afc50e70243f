import assert from 'node:assert/strict';
import {
  ThreadCounting,
  threadOrders,
  type Store,
  type ThreadCount,
  type ThreadOrder,
  type ThreadQuery,
  type ThreadRecord,
} from '@cairn/core/store';
import { added, given, isRefused, known, noon, row, span } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

const statuses = ['running', 'waiting', 'done', 'failed', 'cancelled'] as const;

/** Sixty threads of all kinds; some were created in one millisecond, some were updated in another order, some have a due, of which several are one. */
async function givenMany(store: Store): Promise<readonly ThreadRecord[]> {
  for (const index of span(0, 59)) {
    const id = `t${index}`;
    const tags = index % 6 === 0 ? ['big', 'odd'] : index % 3 === 0 ? ['big'] : [];
    const due = index % 7 < 3 ? noon + ((index * 11) % 8) * 100 - 300 : null;
    const facts = { created: noon + Math.floor(index / 4) * 10, graph: index % 5 === 0 ? 'rare' : 'orders', tags, due };
    await given(store, id, { ...facts, status: statuses[index % 5] ?? 'running', rows: [row(1)] });
  }
  for (const index of span(0, 59)) {
    if (index % 4 === 1) continue;
    const time = noon + 500 + ((index * 37) % 50) * 10;
    const due = index % 9 === 0 ? { due: index % 2 === 0 ? noon + 250 : null } : {};
    await added(store, { thread: `t${index}`, rows: [row(2, { time })], update: { summary: `${index}`, ...due } });
  }
  const all = await Promise.all(span(0, 59).map(async (index) => await store.thread(`t${index}`)));
  return all.filter((record) => record !== undefined);
}

const unordered: readonly ThreadQuery[] = [
  {},
  ...statuses.map((status) => ({ status: [status] })),
  { status: ['done', 'failed'] },
  { status: [] },
  { graph: 'rare' },
  { graph: 'orders' },
  { graph: 'nothing' },
  { graph: 'rare', status: ['running'] },
  { graph: 'orders', status: ['done', 'waiting'] },
  { tags: ['big'] },
  { tags: ['odd'] },
  { tags: ['nothing'] },
  { tags: [] },
  { tags: ['big', 'odd'] },
  { tags: ['odd', 'big', 'odd'], graph: 'rare' },
  { tags: ['odd', 'nothing'] },
  { tags: ['big', 'odd'], updatedAfter: noon + 600, status: ['running', 'failed'] },
  { tags: ['big'], status: ['failed'] },
  { tags: ['big'], graph: 'rare' },
  { createdAfter: noon + 50 },
  { createdBefore: noon + 50 },
  { createdAfter: noon + 20, createdBefore: noon + 90, status: ['waiting', 'done'] },
  { createdAfter: noon + 20, createdBefore: noon + 90, graph: 'orders' },
  { updatedAfter: noon + 600 },
  { updatedBefore: noon + 600 },
  { updatedAfter: noon + 510, updatedBefore: noon + 900 },
  { updatedAfter: noon + 600, status: ['done'] },
  { updatedAfter: noon + 600, graph: 'rare' },
  { updatedBefore: noon + 700, tags: ['big'] },
  { updatedAfter: noon + 600, createdBefore: noon + 70, tags: ['big'], status: ['running', 'done', 'failed'] },
];

/** Each in the order that it has by itself, and in every order. */
const queries: readonly ThreadQuery[] = unordered.flatMap((query) => [
  query,
  ...threadOrders.map((order) => ({ ...query, order })),
]);

/** What a query asks for, told apart one by one; threads of one time are in the order of creation. */
function expected(all: readonly ThreadRecord[], query: ThreadQuery): readonly string[] {
  const byDefault = query.updatedAfter === undefined && query.updatedBefore === undefined ? 'created' : 'updated';
  return all
    .map((thread, index) => ({ thread, index }))
    .filter(({ thread }) => query.status === undefined || query.status.includes(thread.status))
    .filter(({ thread }) => query.graph === undefined || query.graph === thread.graph)
    .filter(({ thread }) => query.tags?.every((tag) => thread.tags.includes(tag)) ?? true)
    .filter(({ thread }) => thread.created > (query.createdAfter ?? -Infinity))
    .filter(({ thread }) => thread.created < (query.createdBefore ?? Infinity))
    .filter(({ thread }) => thread.updated > (query.updatedAfter ?? -Infinity))
    .filter(({ thread }) => thread.updated < (query.updatedBefore ?? Infinity))
    .toSorted((left, right) => comparePlaced(query.order ?? byDefault, left, right))
    .map(({ thread }) => thread.id);
}

interface Placed {
  readonly thread: ThreadRecord;
  readonly index: number;
}

function comparePlaced(order: ThreadOrder, left: Placed, right: Placed): number {
  if (order !== 'due') return right.thread[order] - left.thread[order] || right.index - left.index;
  const [mine, other] = [left.thread.due, right.thread.due];
  if ((mine === null) !== (other === null)) return mine === null ? 1 : -1;
  return (mine ?? left.thread.updated) - (other ?? right.thread.updated) || left.index - right.index;
}

/** The ids on all pages of a query. */
async function walk(store: Store, query: ThreadQuery): Promise<readonly string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.threads({ ...query, ...(cursor !== undefined && { cursor }) });
    assert.ok(page.threads.length <= (query.limit ?? 100), 'a page keeps to its limit');
    found.push(...page.threads.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** Counts in an order of their own. */
function inOrder(counts: readonly ThreadCount[]): readonly ThreadCount[] {
  return counts.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

export const listing: readonly StoreClaim[] = [
  claim('a limit without end lists all, and a bound that is no number is refused', async ({ store }) => {
    const all = await givenMany(store);
    const { threads, cursor } = await store.threads({ limit: Infinity });
    assert.deepEqual([threads.length, cursor], [all.length, undefined]);
    assert.equal((await store.threads({ limit: 2.5 })).threads.length, 2);
    assert.equal((await store.rows('t0', { limit: Infinity })).length, 2);
    for (const bound of [Number.NaN, '5' as unknown as number]) {
      await isRefused('store/refused', () => store.threads({ limit: bound }));
      await isRefused('store/refused', () => store.threads({ createdAfter: bound }));
      await isRefused('store/refused', () => store.rows('t0', { from: bound }));
    }
  }),

  claim('a list has the threads that a query asks for, in its order', async ({ store, again }) => {
    const all = await givenMany(store);
    const kept = await again();
    for (const query of queries) {
      const { threads } = await kept.threads(query);
      assert.deepEqual(
        threads.map(({ id }) => id),
        expected(all, query),
        JSON.stringify(query),
      );
      for (const thread of threads) assert.deepEqual(thread, await kept.thread(thread.id));
    }
  }),

  claim('the pages of a list have every thread once, whatever their size', async ({ store, again }) => {
    const all = await givenMany(store);
    const kept = await again();
    for (const limit of [1, 3, 7, 60]) {
      for (const query of limit === 7 ? queries : queries.filter((_, index) => (index + limit) % 3 === 0))
        assert.deepEqual(
          await walk(kept, { ...query, limit }),
          expected(all, query),
          JSON.stringify({ ...query, limit }),
        );
    }
  }),

  claim('a page has 100 threads unless told otherwise, and the last one no cursor', async ({ store }) => {
    for (const index of span(1, 101)) await given(store, `t${index}`, { created: noon + index });
    const first = await store.threads({});
    assert.equal(first.threads.length, 100);
    assert.ok(first.cursor);
    const last = await store.threads({ cursor: first.cursor });
    assert.deepEqual(
      last.threads.map(({ id }) => id),
      ['t1'],
    );
    assert.equal('cursor' in last, false);
    assert.equal('cursor' in (await store.threads({ limit: 101 })), false);
  }),

  claim('threads that come meanwhile do not disturb the pages that follow', async ({ store, again }) => {
    for (const index of span(1, 6)) await given(store, `t${index}`, { created: noon + index });
    const first = await store.threads({ limit: 3 });
    await given(store, 'new', { created: noon + 99 });
    await store.remove(['t4']);
    const kept = await again();
    const next = await kept.threads({ limit: 3, ...(first.cursor !== undefined && { cursor: first.cursor }) });
    assert.deepEqual(
      next.threads.map(({ id }) => id),
      ['t3', 't2', 't1'],
    );
  }),

  claim('where it counts threads, it counts those that a list has', async ({ store, again }) => {
    const all = await givenMany(store);
    await store.remove(['t7']);
    const kept = await again();
    if (kept.counts === undefined) return;
    for (const tags of [undefined, [], ['big'], ['big', 'odd', 'odd'], ['nothing']]) {
      for (const versions of [false, true]) {
        const counting = new ThreadCounting({ versions, ...(tags && { tags }) });
        for (const thread of all) if (thread.id !== 't7') counting.add(thread);
        const counted = await kept.counts({ versions, ...(tags && { tags }) });
        assert.deepEqual(inOrder(counted), inOrder(counting.counts), JSON.stringify({ tags, versions }));
      }
    }
  }),

  claim('a cursor that is none, or of another query, is refused', async ({ store }) => {
    for (const index of span(1, 3)) await given(store, `t${index}`);
    const { cursor = '' } = await store.threads({ limit: 1 });
    for (const wrong of ['', 'nonsense', `${cursor}x`, "' OR 1=1"]) {
      await isRefused('store/invalid-cursor', () => store.threads({ cursor: wrong }));
    }
    await isRefused('store/invalid-cursor', () => store.threads({ cursor, updatedAfter: 0 }));
    await isRefused('store/invalid-cursor', () => store.threads({ cursor, order: 'due' }));
    const { cursor: byDue = '' } = await store.threads({ limit: 1, order: 'due' });
    await isRefused('store/invalid-cursor', () => store.threads({ cursor: byDue }));
    await isRefused('store/refused', () => store.threads({ order: 'age' as ThreadOrder }));
  }),

  claim(
    'by due, a thread that came to have one meanwhile, or went on, does not disturb the pages that follow',
    async ({ store, again }) => {
      for (const index of span(1, 6)) await given(store, `t${index}`, { due: index < 5 ? noon + index : null });
      const first = await store.threads({ limit: 2, order: 'due' });
      await added(store, { thread: 't1', update: { due: noon + 100 } });
      await added(store, { thread: 't5', update: { due: noon - 1 } });
      await store.remove(['t3']);
      const kept = await again();
      const rest = await kept.threads({ order: 'due', ...(first.cursor !== undefined && { cursor: first.cursor }) });
      const ids = [first, rest].map(({ threads }) => threads.map(({ id }) => id));
      assert.deepEqual(ids, [
        ['t1', 't2'],
        ['t4', 't1', 't6'],
      ]);
    },
  ),

  claim('a thread is listed under the status and the tags it has now', async ({ store, again }) => {
    await given(store, 'a', { tags: ['x', 'y'] });
    const before = await known(store, 'a');
    await added(store, { thread: 'a', update: { status: 'done' } });
    assert.equal(await store.retag(before, ['y', 'z', 'z']), true);
    const kept = await again();
    const listed = async (query: ThreadQuery) => (await kept.threads(query)).threads.length;
    const found = [['x'], ['y'], ['z'], ['y', 'z']].map((tags) => listed({ tags }));
    assert.deepEqual(await Promise.all(found), [0, 1, 1, 1]);
    assert.deepEqual([await listed({ status: ['running'] }), await listed({ status: ['done'] })], [0, 1]);
    assert.deepEqual(await known(kept, 'a'), { ...before, status: 'done', tags: ['y', 'z', 'z'] });
  }),

  claim('tags are changed where they are as they were known, and of the thread that was meant', async ({ store }) => {
    await given(store, 'a', { tags: ['x'], owner: 'me' });
    const before = await known(store, 'a');
    assert.equal(await store.retag(before, ['y']), true);
    assert.equal(await store.retag(before, ['z']), false);
    assert.equal(await store.retag({ ...before, tags: ['y'], created: noon - 1 }, ['z']), false);
    assert.equal(await store.retag({ ...before, tags: ['y', 'x'] }, ['z']), false);
    assert.equal(await store.retag({ ...before, id: 'b' }, ['z']), false);
    const after = await known(store, 'a');
    assert.deepEqual(after, { ...before, tags: ['y'] });
    assert.equal(await store.retag(after, []), true);
    const { threads } = await store.threads({ tags: ['y'] });
    assert.deepEqual([threads, (await known(store, 'a')).tags], [[], []]);
    await added(store, { thread: 'a', rows: [row(2)] });
    await store.remove(['a']);
    assert.equal(await store.retag({ ...after, tags: [] }, ['z']), false);
  }),
];
