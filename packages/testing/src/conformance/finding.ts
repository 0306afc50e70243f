import assert from 'node:assert/strict';
import type { ItemSearch, ItemTies, Store } from '@cairn/core/store';
import { added, given, isRefused, noon, row } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

const table = 'facts';

async function put(store: Store, key: string, ties: ItemTies & { readonly until?: number } = {}): Promise<void> {
  assert.equal(await store.putItems([{ table, thread: null, key, body: `of ${key}`, ...ties }], noon), 'ok');
}

async function dropped(store: Store, key: string): Promise<void> {
  await store.putItems([{ table, thread: null, key, body: null }], noon);
}

/** The keys of what is found, in order. */
async function keys(store: Store, search: Partial<ItemSearch> = {}, now = noon): Promise<readonly string[]> {
  return (await store.findItems({ table, ...search }, now)).map(({ key }) => key);
}

/** Items of side tables are found by what they say, and go with what they came from. */
export const finding: readonly StoreClaim[] = [
  claim('items are found by their words, those with the most of the rarest first', async ({ store, again }) => {
    assert.deepEqual(await keys(store, { words: ['tea'] }), []);
    for (const key of ['b/1', 'b/2', 'b/3', 'b/4']) await put(store, key, { words: 'she drinks coffee at noon' });
    await put(store, 'a/long', { words: `tea ${'and so on '.repeat(9)}`.trim() });
    await put(store, 'a/short', { words: 'tea' });
    await put(store, 'a/both', { words: 'green tea' });
    await put(store, 'a/none', { words: 'milk' });
    await put(store, 'a/silent');
    await put(store, 'a/twice', { words: 'green' });
    await put(store, 'a/twice', { words: 'blaugrün 茶 naïve' });
    await store.putItems([{ table: 'others', thread: null, key: 'a/x', body: '', words: 'tea' }], noon);
    const kept = await again();
    assert.deepEqual(await keys(kept, { words: ['tea', 'green'] }), ['a/both', 'a/short', 'a/long']);
    assert.deepEqual(await keys(kept, { words: ['tea', 'green'], limit: 1.5 }), ['a/both']);
    assert.deepEqual(await keys(kept, { words: ['tea', 'coffee'], prefix: 'b/', limit: 2 }), ['b/4', 'b/3']);
    assert.deepEqual(await keys(kept, { words: ['茶'] }), ['a/twice']);
    assert.deepEqual(await keys(kept, { words: ['"', 'OR', '*', 'te\0a'] }), []);
    assert.deepEqual(await keys(kept, { words: [] }), []);
    const [best] = await kept.findItems({ table, words: ['green'] }, noon);
    assert.equal(best?.body, 'of a/both');
    assert.ok((best?.score ?? 0) > 1);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('items are found by what they are like, by the likest of their vectors', async ({ store, again }) => {
    assert.deepEqual(await keys(store, { vector: [1, 0] }), []);
    await put(store, 'north', { vectors: [[0, 1]] });
    await put(store, 'east', { vectors: [[5, 0]] });
    await put(store, 'both', {
      vectors: [
        [0, 2],
        [1, 0.5],
      ],
    });
    await put(store, 'west', { vectors: [[-1, 0]] });
    await put(store, 'nowhere', { vectors: [[0, 0]] });
    await put(store, 'deep', { vectors: [[1, 0, 0]] });
    await put(store, 'none', { words: 'east' });
    const kept = await again();
    assert.deepEqual(await keys(kept, { vector: [1, 0] }), ['east', 'both', 'nowhere', 'north', 'west']);
    assert.deepEqual(await keys(kept, { vector: [0, 3], limit: 2 }), ['both', 'north']);
    const scores = (await kept.findItems({ table, vector: [2, 0] }, noon)).map(({ score }) => score);
    assert.deepEqual([scores[0], scores.at(-1)], [1, -1]);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('without words and vectors the newest items are found', async ({ store, again }) => {
    for (const key of ['a/1', 'a/2', 'b/1', 'a/3']) await put(store, key);
    await put(store, 'a/1');
    const kept = await again();
    assert.deepEqual(await keys(kept), ['a/1', 'a/3', 'b/1', 'a/2']);
    assert.deepEqual(await keys(kept, { prefix: 'a/', limit: 2 }), ['a/1', 'a/3']);
  }),

  claim('an item goes with any that it needs, however far, and is not written without it', async (trial) => {
    const { store } = trial;
    await put(store, 'a', { words: 'tea' });
    await put(store, 'b', { words: 'tea', needs: ['a'] });
    await put(store, 'c', { words: 'tea', vectors: [[1]], needs: ['b', 'other'] });
    assert.deepEqual(await keys(store, { words: ['tea'] }), ['b', 'a'], 'one that it needs is not there');
    await put(store, 'other');
    await put(store, 'c', { words: 'tea', vectors: [[1]], needs: ['b', 'other'] });
    await put(store, 'd', { words: 'tea', needs: ['c', 'd'] });
    await put(store, 'a', { words: 'coffee' });
    assert.deepEqual(await keys(store), ['a', 'c', 'other', 'b'], 'what is written again goes with nothing');
    await put(store, 'd', { needs: ['c'] });
    await dropped(store, 'a');
    const kept = await trial.again();
    assert.deepEqual(await keys(kept), ['other']);
    assert.deepEqual(await keys(kept, { words: ['tea'] }), []);
    assert.deepEqual(await keys(kept, { vector: [1] }), []);
    await put(kept, 'other', { needs: ['gone'] });
    assert.deepEqual(await keys(kept), [], 'and goes where it was');
    await put(kept, 'x/1');
    await put(kept, 'y', { needs: ['x/1'] });
    await kept.putItems([{ table, thread: null, prefix: 'x/' }], noon);
    assert.deepEqual(await keys(kept), []);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('an item is over no later than what it needs', async ({ store, again }) => {
    await put(store, 'a', { until: noon + 10 });
    await put(store, 'b', { needs: ['a'], until: noon + 20 });
    await put(store, 'c', { needs: ['b'], words: 'tea' });
    const kept = await again();
    assert.deepEqual(await keys(kept, {}, noon + 9), ['c', 'b', 'a']);
    assert.deepEqual(await keys(kept, {}, noon + 10), []);
    assert.deepEqual(await keys(kept, { words: ['tea'] }, noon + 10), []);
  }),

  claim('an item is over sooner where what it needs is written again so that it is', async ({ store, again }) => {
    await put(store, 'a');
    await put(store, 'b', { needs: ['a'], until: noon + 20 });
    await put(store, 'c', { needs: ['b'], words: 'tea' });
    await put(store, 'd', { needs: ['a'], until: noon + 5 });
    await put(store, 'a', { until: noon + 10, needs: ['a'] });
    const kept = await again();
    assert.deepEqual(await keys(kept, {}, noon + 4), ['a', 'd', 'c', 'b']);
    assert.deepEqual(await keys(kept, { words: ['tea'] }, noon + 9), ['c']);
    assert.deepEqual(await keys(kept, {}, noon + 10), []);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
    await put(kept, 'a', { until: noon + 30 });
    assert.deepEqual(await keys(kept, {}, noon + 10), ['a'], 'and no later again');
  }),

  claim('an item joins the threads that are left of those that the one before it was of', async ({ store, again }) => {
    for (const id of ['t1', 't2', 't3']) await given(store, id);
    await put(store, 'a', { of: ['t1'] });
    await put(store, 'a', { of: ['t2'], joins: true });
    await put(store, 'new', { of: ['t3'], joins: true });
    await put(store, 'stays');
    await put(store, 'stays', { of: ['t2'], joins: true });
    await put(store, 'else', { of: ['t1'] });
    await put(store, 'else', { of: ['t3'] });
    await store.remove(['t1']);
    const kept = await again();
    assert.deepEqual(await keys(kept), ['else', 'stays', 'new', 'a']);
    await put(kept, 'a', { of: ['t3'], joins: true });
    await kept.remove(['t2']);
    assert.deepEqual(await keys(kept), ['a', 'else', 'stays', 'new']);
    await kept.remove(['t3']);
    assert.deepEqual(await keys(kept), ['stays']);
  }),

  claim('an item goes with the last of the threads that it is of, and what needs it goes too', async (trial) => {
    const { store } = trial;
    for (const id of ['t1', 't2', 't3']) await given(store, id);
    await added(store, {
      thread: 't1',
      rows: [row(2)],
      items: [
        { table, thread: null, key: 'one', body: '1', words: 'tea', of: ['t1'] },
        { table, thread: null, key: 'two', body: '2', words: 'tea', of: ['t1', 't2'] },
        { table, thread: null, key: 'after', body: '3', words: 'tea', needs: ['two'] },
        { table, thread: null, key: 'stays', body: '4', words: 'tea' },
      ],
    });
    await store.remove(['t1']);
    assert.deepEqual(await keys(store, { words: ['tea'] }), ['stays', 'after', 'two']);
    await store.remove(['t3']);
    const kept = await trial.again();
    assert.deepEqual(await keys(kept), ['stays', 'after', 'two']);
    await kept.remove(['t2']);
    assert.deepEqual(await keys(kept), ['stays']);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('what nobody could find, or would go with nothing, is refused', async ({ store }) => {
    const item = { table, key: 'a', body: '' };
    for (const ties of [{ words: 'tea' }, { vectors: [[1]] }, { needs: ['b'] }, { of: ['t'] }]) {
      await isRefused('store/refused', () => store.putItems([{ ...item, thread: 't', ...ties }], noon));
    }
    for (const vector of [[], [Number.NaN], [Infinity]]) {
      await isRefused('store/refused', () => store.putItems([{ ...item, thread: null, vectors: [vector] }], noon));
      await isRefused('store/refused', () => store.findItems({ table, vector }, noon));
    }
    await isRefused('store/refused', () => store.putItems([{ ...item, thread: null, words: '\ud800' }], noon));
    await isRefused('store/refused', () => store.findItems({ table: 'No', words: ['a'] }, noon));
    await isRefused('store/refused', () => store.findItems({ table, words: ['a'], vector: [1] }, noon));
    await isRefused('store/refused', () => store.findItems({ table, limit: -1 }, noon));
    assert.deepEqual(await keys(store), []);
  }),
];
