import type { Blob, Commit, ItemPut, ItemWrite, Store, StoredRow, StoredState, Take } from '@cairn/core/store';
import { isProblem, memory } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { blobOf, newThread, noon, row } from './sample.ts';

/** What may be done to a store: everything that changes it, on few ids, so that things meet. */
type Step = (store: Store) => unknown;

const ids = ['a', 'b', 'c', 'd'];
const id = fc.constantFrom(...ids);
const anySeq = fc.integer({ min: 1, max: 12 });
const status = fc.constantFrom('running', 'waiting', 'done', 'failed', 'cancelled');
const tags = fc.subarray(['x', 'y', 'z']);
const due = fc.option(fc.integer({ min: noon, max: noon + 20 }));
const now = fc.integer({ min: noon, max: noon + 20 });
const owner = fc.constantFrom('me', 'you', 'ghost');
const blobs = fc.subarray(['h1', 'h2', 'h3']).map((names): readonly Blob[] => names.map((name) => blobOf(name)));
const table = fc.constantFrom('one', 'two');
const key = fc.constantFrom('', 'a', 'a\0', 'ab', '\uff5e', '\u{1f600}');
const body = fc.option(fc.constantFrom('1', '2', 'long'.repeat(5_000)));
const place = fc.record({ table, thread: fc.option(id), key });
const ending = fc.option(fc.integer({ min: noon, max: noon + 20 }), { freq: 1 });
const few = fc.constantFrom(-1, 0, 0.1, 1);
const ties = fc.record(
  {
    words: fc.constantFrom('tea', 'tea tea milk', 'milk', ''),
    vectors: fc.array(fc.tuple(few, few), { maxLength: 2 }),
    from: fc.subarray(['a@1', 'b@2'], { maxLength: 1 }),
    needs: fc.array(fc.record({ key, version: fc.nat(9) }, { requiredKeys: ['key'] }), { maxLength: 2 }),
    of: fc.constantFrom(...ids),
    joins: fc.boolean(),
  },
  { requiredKeys: [] },
);
const tied = fc
  .record({ table, key, body: fc.constantFrom('1', 'long'.repeat(5_000)), until: ending, ties })
  .map(({ ties: more, ...given }): ItemWrite => ({ ...given, thread: null, ...more }));
const write: fc.Arbitrary<ItemWrite> = fc.oneof(
  { weight: 3, arbitrary: tied },
  {
    weight: 5,
    arbitrary: fc.tuple(place, body, ending).map(([at, text, end]): ItemWrite => {
      return text === null ? { ...at, body: text } : { ...at, body: text, until: end };
    }),
  },
  { weight: 1, arbitrary: fc.record({ table, thread: fc.option(id), prefix: key }) },
);
const puts = fc.array(fc.tuple(write, fc.constantFrom('any', 'right', 'wrong')), { maxLength: 3 });
const rowsFrom = fc
  .tuple(anySeq, fc.integer({ min: 0, max: 3 }))
  .map(([first, count]) => Array.from({ length: count }, (_, index) => row(first + index)));

const update = fc.record(
  {
    status,
    due,
    takeovers: fc.nat(3),
    owner: fc.constant(null),
    seen: fc.nat(6),
    summary: fc.option(fc.string()),
  },
  { requiredKeys: [] },
);

/** How a commit is made: mostly as a driver would make it. */
const manner = fc.record({
  follows: mostly(),
  current: mostly(),
  snapshot: fc.boolean(),
  consumes: fc.option(fc.nat(2)),
});

function mostly(): fc.Arbitrary<boolean> {
  return fc.constantFrom(...Array.from({ length: 12 }, () => true), false);
}

async function commitTo(
  store: Store,
  thread: string,
  given: Partial<Commit>,
  how: typeof manner extends fc.Arbitrary<infer T> ? T : never,
) {
  const record = await store.thread(thread);
  const head = record?.head ?? 0;
  const rows = (given.rows ?? []).map((each, index): StoredRow => (how.follows ? row(head + index + 1) : each));
  const seq = rows.at(-1)?.seq ?? head;
  const message = how.consumes === null ? undefined : (await store.messages(thread))[how.consumes];
  return await store.commit({
    thread,
    fence: how.current ? (record?.fence ?? 1) : 1,
    ...given,
    rows,
    ...(how.snapshot && seq > 0 && { snapshot: { seq, body: `${thread} at ${seq}` } }),
    ...(message !== undefined && { consumed: [{ id: message.id, outcome: '1' }] }),
  });
}

/** Writes items, some of them only where they have the version that they have, or another. */
async function put(store: Store, all: typeof puts extends fc.Arbitrary<infer T> ? T : never, at: number) {
  const writes = all.map(async ([each, when]): Promise<ItemPut> => {
    if (!('key' in each) || when === 'any') return each;
    const version = (await store.item(each, at))?.version ?? 0;
    return { ...each, was: when === 'right' ? version : version + 1 };
  });
  return await store.putItems(await Promise.all(writes), at);
}

async function fork(store: Store, name: string, of: string, back: number, own: number, used: readonly Blob[]) {
  const seq = ((await store.thread(of))?.head ?? 0) - back;
  const rows = Array.from({ length: own }, (_, index) => row(seq + index + 1));
  return await store.create(newThread(name, { origin: { thread: of, seq }, rows, blobs: used }));
}

const terms = fc.record(
  {
    isKnown: fc.option(fc.nat(3), { nil: undefined }),
    force: fc.boolean(),
    fingerprints: fc.constantFrom(['f1'], ['f1', 'f2'], ['f2']),
    deaths: fc.nat(2),
  },
  { requiredKeys: ['isKnown'] },
);

/** Takes a thread as though it were known, with messages up to one, where that is said. */
async function taken(store: Store, thread: string, take: Take, seen: number | undefined): Promise<unknown> {
  const record = seen === undefined ? undefined : await store.thread(thread);
  const known = record &&
    seen !== undefined && { created: record.created, fence: record.fence, head: record.head, seen };
  const found = await store.take(thread, { ...take, ...(known && { known }) });
  return found?.isTaken === true ? { ...found, state: found.state && inOrder(found.state) } : found;
}

/** Stores need not give blobs in the same order. */
function inOrder({ blobs: found, ...state }: StoredState): StoredState {
  return { ...state, blobs: found.toSorted((left, right) => (left.hash < right.hash ? -1 : 1)) };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ id, status, due, tags, blobs, owner: fc.option(owner) }).map(
      (facts): Step =>
        (store) =>
          store.create(newThread(facts.id, facts)),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(id, id, fc.nat(4), fc.nat(2), blobs).map(
      (given): Step =>
        (store) =>
          fork(store, ...given),
    ),
  },
  {
    weight: 16,
    arbitrary: fc
      .tuple(id, rowsFrom, fc.option(update, { nil: undefined }), blobs, manner, fc.array(write, { maxLength: 2 }))
      .map(([thread, rows, facts, used, how, items]): Step => {
        const given = { rows, blobs: used, ...(facts && { update: facts }), ...(items.length > 0 && { items }) };
        return (store) => commitTo(store, thread, given, how);
      }),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(puts, now).map(
      (given): Step =>
        (store) =>
          put(store, ...given),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(id, owner, now, fc.boolean()).map(
      (given): Step =>
        (store) =>
          store.claim(...given),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(id, owner, now, terms).map(
      ([thread, each, at, { isKnown, ...given }]): Step =>
        (store) =>
          taken(store, thread, { ...given, owner: each, now: at }, isKnown),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(owner, now).map(
      ([each, until]): Step =>
        (store) =>
          store.heartbeat({ id: each, pid: 1, host: 'elsewhere' }, until - noon, noon),
    ),
  },
  {
    weight: 1,
    arbitrary: owner.map(
      (each): Step =>
        (store) =>
          store.retire(each),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(id, now, fc.boolean()).map(
      ([thread, at, queued]): Step =>
        (store) =>
          store.leave(thread, '{}', at, queued),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.subarray(ids, { maxLength: 2 }).map(
      (some): Step =>
        (store) =>
          store.remove(some),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(id, anySeq).map(
      (given): Step =>
        (store) =>
          store.trim(...given),
    ),
  },
);

/** What a step came to; a problem by its code. */
async function result(store: Store, take: Step): Promise<unknown> {
  try {
    return await take(store);
  } catch (error) {
    if (isProblem(error)) return error.code;
    throw error;
  }
}

/** All that can be read of a store. */
async function everything(store: Store): Promise<unknown> {
  const threads = await Promise.all(
    ids.map(async (each) => ({
      record: await store.thread(each),
      rows: await store.rows(each),
      newest: await store.rows(each, { newestFirst: true, limit: 3, to: 6 }),
      snapshots: await Promise.all([2, 5, 9, undefined].map(async (at) => await store.snapshot(each, at))),
      states: await Promise.all([0, 2, 5, 9, undefined].map(async (at) => inOrder(await store.state(each, at)))),
      messages: await store.messages(each),
    })),
  );
  const queries = [
    {},
    { tags: ['x'] },
    { tags: ['x', 'z'] },
    { updatedAfter: noon },
    { graph: 'orders', status: ['done' as const] },
  ];
  return {
    threads,
    lists: await Promise.all(queries.map(async (query) => (await store.threads(query)).threads)),
    blobs: await store.blobs(['h1', 'h2', 'h3'].map((name) => blobOf(name).hash)),
    all: await Promise.all([1, 2, 3, 4, 5, 6].map(async (message) => await store.message(message))),
    items: await store.items({}, noon + 3),
    some: [
      await store.items({ table: 'one', lastFirst: true, limit: 3 }, noon),
      await store.items({ thread: 'a', after: { table: 'one', thread: 'a', key: 'a' } }, noon),
      await store.items(
        { thread: null, table: 'two', prefix: 'a', before: { table: 'two', thread: null, key: 'ab' } },
        noon,
      ),
    ],
    found: await Promise.all(
      [{}, { words: ['milk', 'tea'] }, { words: ['tea'], prefix: 'a' }, { vector: [1, 0.1] }, { limit: 1 }].map(
        async (search) => await store.findItems({ table: 'one', ...search }, noon + 3),
      ),
    ),
    runnable: [await store.runnable(noon + 5, 2), await store.runnable(noon + 30, 9)],
    next: await store.nextDue(noon + 4),
    nextOfAny: await store.nextDue(noon - 1, ['orders', 'others']),
  };
}

describe('sqlite and memory', () => {
  test('come to the same, whatever is done to them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
        const [one, two] = [memory(), sqlite(':memory:')];
        for (const each of ['a', 'b']) for (const store of [one, two]) await store.create(newThread(each));
        for (const [index, take] of steps.entries()) {
          const [left, right] = [await result(one, take), await result(two, take)];
          same(left, right, `step ${index + 1}`);
          same(await everything(one), await everything(two), `after step ${index + 1}`);
        }
        same([], two.integrity(), 'integrity');
        void two.close();
      }),
      { numRuns: 60 },
    );
  });
});

function same(left: unknown, right: unknown, when: string): void {
  const [one = [], two = []] = [left, right].map((value) => (JSON.stringify(value, ordered, 1) ?? '').split('\n'));
  const at = one.findIndex((line, index) => line !== two[index]);
  const around = (lines: readonly string[]) => lines.slice(Math.max(0, at - 9), at + 6).join('\n');
  if (one.length !== two.length || at >= 0)
    throw new Error(`${when}: memory has\n${around(one)}\nand sqlite has\n${around(two)}`);
}

/** Keys in one order, whatever order they came in. */
function ordered(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
