import assert from 'node:assert/strict';
import { outputsKept, type Store, type StoredOutput } from '@cairn/core/store';
import { added, given, givenFork, isStale, known, row, snapshotAt, span } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

function output(n: number, facts: Partial<StoredOutput> = {}): StoredOutput {
  return { n, seq: 1, body: JSON.stringify({ said: n }), ...facts };
}

async function numbers(store: Store, thread: string, after = 0): Promise<readonly number[]> {
  return (await store.outputs(thread, after)).map(({ n }) => n);
}

/** What activities show is kept for a while, beside the history. */
export const showing: readonly StoreClaim[] = [
  claim('what a commit shows is read as it was written, in order, from any number on', async ({ store, again }) => {
    await given(store, 'a');
    const early = [output(1, { body: '{"text":"\u00e9\ud83d\ude00\\u0000"}' }), output(2)];
    await added(store, { thread: 'a', outputs: early });
    await added(store, { thread: 'a', rows: [row(2)], outputs: [output(3)] });
    await added(store, {
      thread: 'a',
      rows: [row(3)],
      update: { status: 'waiting' },
      outputs: [output(4, { seq: 2 })],
    });
    const kept = await again();
    assert.deepEqual(await kept.outputs('a', 0), [...early, output(3), output(4, { seq: 2 })]);
    assert.deepEqual(await numbers(kept, 'a', 2), [3, 4]);
    assert.deepEqual(await numbers(kept, 'a', 9), []);
    assert.equal(await kept.shown('a'), 4);
    assert.deepEqual([await numbers(kept, 'nobody'), await kept.shown('nobody')], [[], 0]);
  }),

  claim('showing something changes nothing else of a thread', async ({ store, again }) => {
    await given(store, 'a', { owner: 'me' });
    const before = await known(store, 'a');
    await added(store, { thread: 'a', outputs: [output(1)] });
    assert.deepEqual(await known(await again(), 'a'), before);
  }),

  claim('what a stale commit shows is not kept', async ({ store, again }) => {
    await given(store, 'a');
    await store.claim('a', 'me', 0);
    await isStale(store, { thread: 'a', fence: 1, outputs: [output(1)] });
    await isStale(store, { thread: 'a', fence: 2, rows: [row(7)], outputs: [output(1)] });
    const kept = await again();
    assert.deepEqual([await numbers(kept, 'a'), await kept.shown('a')], [[], 0]);
  }),

  claim('what is there already, and what is older, is passed over', async ({ store, again }) => {
    await given(store, 'a');
    await added(store, { thread: 'a', outputs: [output(1), output(3)] });
    await added(store, { thread: 'a', outputs: [output(2), output(3, { body: '"another"' }), output(4)] });
    const kept = await again();
    assert.deepEqual(await kept.outputs('a', 0), [output(1), output(3), output(4)]);
  }),

  claim(
    'so many are kept, and so many characters; how many there were is known all the same',
    async ({ store, again }) => {
      const { count, characters } = outputsKept;
      for (const id of ['many', 'large', 'huge']) await given(store, id);
      for (let first = 1; first <= count + 10; first += 10) {
        await added(store, { thread: 'many', outputs: span(first, first + 9).map((n) => output(n)) });
      }
      const body = JSON.stringify('x'.repeat(characters / 4 - 2));
      await added(store, { thread: 'large', outputs: span(1, 7).map((n) => output(n, { body })) });
      await added(store, { thread: 'huge', outputs: [output(1)] });
      await added(store, { thread: 'huge', outputs: [output(2, { body: body.repeat(5) })] });
      const kept = await again();
      assert.deepEqual(await numbers(kept, 'many'), span(11, count + 10));
      assert.deepEqual(await numbers(kept, 'large'), span(4, 7));
      assert.deepEqual(await numbers(kept, 'huge'), [2]);
      assert.deepEqual([await kept.shown('many'), await kept.shown('large')], [count + 10, 7]);
    },
  ),

  claim('it is a thread’s own, goes with it, and outlives a cut of its history', async ({ store, again }) => {
    await given(store, 'a');
    await added(store, { thread: 'a', rows: [row(2)], snapshot: snapshotAt(2), outputs: [output(1)] });
    await givenFork(store, 'b', 'a', 2);
    await store.trim('a', 2);
    const kept = await again();
    assert.deepEqual([await numbers(kept, 'a'), await numbers(kept, 'b')], [[1], []]);
    await kept.remove(['a']);
    await given(kept, 'a');
    assert.deepEqual([await numbers(kept, 'a'), await kept.shown('a')], [[], 0]);
  }),
];
