import { isItemWrite, memory, type Commit, type Store } from '@cairn/core/store';
import { storeConformance, type StoreBench } from '@cairn/testing';
import { describe, expect, test } from 'vitest';

/** A way in which a store can be wrong, made of one that is right. */
type Fault = (store: Store) => Partial<Store>;

const forget = (): undefined => undefined;

const faults: Readonly<Record<string, Fault>> = {
  'looks at no fence': (store) => ({
    commit: async (commit) => await store.commit({ ...commit, fence: (await store.thread(commit.thread))?.fence ?? 0 }),
  }),
  'takes rows wherever they are': (store) => ({
    commit: async (commit) => await store.commit({ ...commit, rows: await renumbered(store, commit) }),
  }),
  'takes rows and leaves messages': (store) => ({ commit: ({ consumed: _, ...commit }) => store.commit(commit) }),
  'consumes messages though rows are stale': (store) => ({
    commit: async (commit) => {
      const result = await store.commit(commit);
      if (result === 'stale') await store.commit({ ...commit, fence: await fenceOf(store, commit), rows: [] });
      return result;
    },
  }),
  'loses snapshots': () => ({ snapshot: forget }),
  'loses blobs': () => ({ blobs: () => [] }),
  'keeps no order of blobs': (store) => ({ blobs: async (hashes) => (await store.blobs(hashes)).toReversed() }),
  'has states without what they keep apart': (store) => ({
    state: async (...given) => ({ ...(await store.state(...given)), blobs: [] }),
  }),
  'has states without rows': (store) => ({
    state: async (...given) => ({ ...(await store.state(...given)), rows: [] }),
  }),
  'has newer states than those asked for': (store) => ({ state: (thread) => store.state(thread) }),
  'takes from the living': (store) => ({ take: (thread, take) => store.take(thread, { ...take, force: true }) }),
  'takes by no force': (store) => ({ take: (thread, { force: _, ...take }) => store.take(thread, take) }),
  'takes what ran with any plan': (store) => ({
    take: (thread, { fingerprints: _, ...take }) => store.take(thread, take),
  }),
  'takes what any number of owners died of': (store) => ({
    take: (thread, { deaths: _, ...take }) => store.take(thread, take),
  }),
  'reads what is known': (store) => ({ take: (thread, { known: _, ...take }) => store.take(thread, take) }),
  'takes and leaves messages': (store) => ({
    take: async (...given) => {
      const found = await store.take(...given);
      return found?.isTaken === true ? { ...found, messages: [] } : found;
    },
  }),
  'takes what it is as it was': (store) => ({
    take: async (thread, take) => {
      const record = await store.thread(thread);
      const found = await store.take(thread, take);
      return found?.isTaken === true && record !== undefined ? { ...found, record } : found;
    },
  }),
  'changes text': (store) => ({
    rows: async (...given) => (await store.rows(...given)).map((row) => ({ ...row, lane: row.lane.normalize() })),
  }),
  'ends text at a zero': (store) => ({
    rows: async (...given) =>
      (await store.rows(...given)).map((row) => ({ ...row, label: row.label?.split('\0')[0] ?? null })),
  }),
  'creates what is there': (store) => ({ create: async (thread) => (await store.create(thread)) || true }),
  'lets everybody claim': (store) => ({ claim: (thread, owner, now) => store.claim(thread, owner, now, true) }),
  'lets nobody claim by force': (store) => ({ claim: (thread, owner, now) => store.claim(thread, owner, now) }),
  'counts no time': (store) => ({ claim: (thread, owner, _, force) => store.claim(thread, owner, 0, force) }),
  'keeps owners that retired': () => ({ retire: forget }),
  'wakes what is driven': (store) => ({
    runnable: (_, limit, graphs) => store.runnable(Number.MAX_SAFE_INTEGER, limit, graphs),
  }),
  'wakes nothing': () => ({ runnable: () => [] }),
  'wakes in any order': (store) => ({
    runnable: async (now, limit, graphs) => (await store.runnable(now, limit, graphs)).toSorted(),
  }),
  'wakes threads of every graph': (store) => ({ runnable: (now, limit) => store.runnable(now, limit) }),
  'looks for graphs among the first': (store) => ({
    runnable: async (now, limit, graphs) => {
      const ids = await store.runnable(now, limit);
      const records = await Promise.all(ids.map(async (id) => await store.thread(id)));
      return ids.filter((_, index) => graphs?.includes(records[index]?.graph ?? '') ?? true);
    },
  }),
  'knows no time that is due': () => ({ nextDue: forget }),
  'names a time that is over as the next': (store) => ({ nextDue: (_, graphs) => store.nextDue(0, graphs) }),
  'names a time of any graph as the next': (store) => ({ nextDue: (after) => store.nextDue(after) }),
  'lists everything': (store) => ({ threads: ({ status: _, ...query }) => store.threads(query) }),
  'lists no tags': (store) => ({ threads: ({ tags: _, ...query }) => store.threads(query) }),
  'repeats the first page': (store) => ({
    threads: async ({ cursor, ...query }) => ({ threads: (await store.threads(query)).threads, ...(cursor && {}) }),
  }),
  'removes nothing': () => ({ remove: (threads) => threads.length }),
  'trims nothing': () => ({ trim: () => 0 }),
  'keeps items of side tables for ever': (store) => ({
    item: (at) => store.item(at, 0),
    items: (query) => store.items(query, 0),
  }),
  'looks at no versions of items': (store) => ({
    putItems: (writes, now) =>
      store.putItems(
        writes.filter(isItemWrite).map(({ was: _, ...write }) => write),
        now,
      ),
  }),
  'orders items by code units': (store) => ({
    items: async (query, now) =>
      (await store.items(query, now)).toSorted((left, right) => (left.key < right.key ? -1 : 1)),
  }),
  'takes rows and leaves items': (store) => ({ commit: ({ items: _, ...commit }) => store.commit(commit) }),
  'writes items of stale commits': (store) => ({
    commit: async (commit) => {
      const result = await store.commit(commit);
      if (result === 'stale') await store.putItems(commit.items ?? [], 0);
      return result;
    },
  }),
  'keeps items of what it removes': (store) => ({
    remove: async (threads) => {
      const items = (await store.items({}, 0)).filter(({ thread }) => thread !== null && threads.includes(thread));
      const count = await store.remove(threads);
      await store.putItems(items, 0);
      return count;
    },
  }),
  'keeps results for ever': (store) => ({ cached: (key) => store.cached(key, 0) }),
  'replaces plans': (store) => {
    const plans = new Map<string, string>();
    return {
      keepPlan: (print, _, body) => void plans.set(print, body),
      plan: (print) => plans.get(print) ?? store.plan(print),
    };
  },
  'lists plans by their names': (store) => ({ plans: async (graph) => (await store.plans(graph)).toSorted() }),
  'forgets where messages went': (store) => ({
    message: async (id) => {
      const message = await store.message(id);
      return message && { ...message, outcome: null };
    },
  }),
};

async function renumbered(store: Store, { thread, rows }: Commit): Promise<Commit['rows']> {
  const head = (await store.thread(thread))?.head ?? 0;
  return rows.map((row, index) => ({ ...row, seq: head + index + 1 }));
}

async function fenceOf(store: Store, { thread }: Commit): Promise<number> {
  return (await store.thread(thread))?.fence ?? 0;
}

/** A store with a fault. */
function faulty(fault: Fault): Store {
  const store = memory();
  const wrong = fault(store);
  return new Proxy(store, {
    get: (target, key: keyof Store) => {
      const value = wrong[key] ?? target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** A memory store with a clock of its own. */
function clocked(): StoreBench {
  let time = 0;
  return {
    open: () => memory({ clock: { now: () => time } }),
    setClock: (now) => void (time = now),
  };
}

describe('a memory store with a clock of its own', () => {
  test.each(storeConformance.map(({ name, run }) => [name, run] as const))('%s', async (_, run) => {
    await expect(run(clocked())).resolves.toBeUndefined();
  });

  test('is told from one that judges by what it is told', async () => {
    const byTold = { ...clocked(), open: () => memory() };
    const results = await Promise.allSettled(storeConformance.map(({ run }) => run(byTold)));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});

describe('the conformance kit', () => {
  test('has titles that differ', () => {
    expect(new Set(storeConformance.map(({ name }) => name)).size).toBe(storeConformance.length);
  });

  test.each(Object.entries(faults))('finds a store that %s', async (_, fault) => {
    const results = await Promise.allSettled(storeConformance.map(({ run }) => run({ open: () => faulty(fault) })));
    expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  });

  test('finds nothing wrong with a store that has no fault', async () => {
    const results = await Promise.all(storeConformance.map(({ run }) => run({ open: () => faulty(() => ({})) })));
    expect(results).toHaveLength(storeConformance.length);
  });
});
