import assert from 'node:assert/strict';
import { keysFound as keys, needs, putFact as put, factTable as table } from './facts.ts';
import { isRefused, noon } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

/** Items of side tables are found by what they say. */
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
    await put(store, 'none', { words: 'east' });
    const kept = await again();
    assert.deepEqual(await keys(kept, { vector: [1, 0] }), ['east', 'both', 'nowhere', 'north', 'west']);
    assert.deepEqual(await keys(kept, { vector: [0, 3], limit: 2 }), ['both', 'north']);
    const scores = (await kept.findItems({ table, vector: [2, 0] }, noon)).map(({ score }) => score);
    assert.deepEqual([scores[0], scores.at(-1)], [1, -1]);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('a vector is not compared with those of another size, which would not be found', async ({ store, again }) => {
    await put(store, 'a/flat', { vectors: [[1, 0]] });
    await put(store, 'b/deep', {
      vectors: [
        [1, 0],
        [1, 0, 0],
      ],
    });
    const kept = await again();
    await isRefused('fact/other-vectors', () => kept.findItems({ table, vector: [1, 0] }, noon));
    await isRefused('fact/other-vectors', () => kept.findItems({ table, vector: [1, 0, 0], prefix: 'a/' }, noon));
    assert.deepEqual(await keys(kept, { vector: [1, 0], prefix: 'a/' }), ['a/flat']);
  }),

  claim('of a search by many words none is passed over', async ({ store, again }) => {
    const words = Array.from({ length: 5_000 }, (_, at) => `w${at}`);
    await put(store, 'a', { words: 'w0 and some' });
    await put(store, 'b', { words: 'w4999 and more' });
    await put(store, 'c', { words: 'none' });
    const kept = await again();
    assert.deepEqual(await keys(kept, { words }), ['b', 'a']);
    await put(kept, 'all', { words: words.slice(0, 600).join(' ') });
    await put(kept, 'most', { words: words.slice(0, 599).join(' ') });
    assert.deepEqual(
      await keys(kept, { words: words.slice(0, 600) }),
      ['all', 'most'],
      'of very many the rarest count',
    );
  }),

  claim('without words and vectors the newest items are found', async ({ store, again }) => {
    for (const key of ['a/1', 'a/2', 'b/1', 'a/3']) await put(store, key);
    await put(store, 'a/1');
    const kept = await again();
    assert.deepEqual(await keys(kept), ['a/1', 'a/3', 'b/1', 'a/2']);
    assert.deepEqual(await keys(kept, { prefix: 'a/', limit: 2 }), ['a/1', 'a/3']);
  }),

  claim('what nobody could find, or would go with nothing, is refused', async ({ store }) => {
    const item = { table, key: 'a', body: '' };
    for (const ties of [{ words: 'tea' }, { vectors: [[1]] }, { needs: needs('b') }, { of: 't' }, { from: ['t@1'] }]) {
      await isRefused('store/refused', () => store.putItems([{ ...item, thread: 't', ...ties }], noon));
    }
    for (const vector of [[], [Number.NaN], [Infinity], [1e39], 'text' as never]) {
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
