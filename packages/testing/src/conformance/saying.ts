import assert from 'node:assert/strict';
import { madeOver, type ItemWriteOver, type Store } from '@cairn/core/store';
import { keysFound as keys, needs, putFact as put, factTable as table } from './facts.ts';
import { added, given, noon, row } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

async function dropped(store: Store, key: string): Promise<void> {
  await store.putItems([{ table, thread: null, key, body: null }], noon);
}

/** Items of side tables are there as long as something says them. */
export const saying: readonly StoreClaim[] = [
  claim('an item goes with any that it needs, however far, and is not written without it', async (trial) => {
    const { store } = trial;
    await put(store, 'a', { words: 'tea' });
    await put(store, 'b', { words: 'tea', needs: needs('a') });
    await put(store, 'c', { words: 'tea', vectors: [[1]], needs: needs('b', 'other') });
    assert.deepEqual(await keys(store, { words: ['tea'] }), ['b', 'a'], 'one that it needs is not there');
    await put(store, 'other');
    await put(store, 'c', { words: 'tea', vectors: [[1]], needs: needs('b', 'other') });
    await put(store, 'd', { words: 'tea', needs: needs('c', 'd') });
    assert.deepEqual(await keys(store), ['c', 'other', 'b', 'a'], 'nothing needs itself before it is there');
    await put(store, 'd', { needs: needs('c') });
    await dropped(store, 'a');
    const kept = await trial.again();
    assert.deepEqual(await keys(kept), ['other']);
    assert.deepEqual(await keys(kept, { words: ['tea'] }), []);
    assert.deepEqual(await keys(kept, { vector: [1] }), []);
    await put(kept, 'other', { needs: needs('gone') });
    assert.deepEqual(await keys(kept), ['other'], 'and leaves what is in its place');
    await dropped(kept, 'other');
    await put(kept, 'x/1');
    await put(kept, 'y', { needs: needs('x/1') });
    await kept.putItems([{ table, thread: null, prefix: 'x/' }], noon);
    assert.deepEqual(await keys(kept), []);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('an item is over no later than what it needs', async ({ store, again }) => {
    await put(store, 'a', { until: noon + 10 });
    await put(store, 'b', { needs: needs('a'), until: noon + 20 });
    await put(store, 'c', { needs: needs('b'), words: 'tea' });
    const kept = await again();
    assert.deepEqual(await keys(kept, {}, noon + 9), ['c', 'b', 'a']);
    assert.deepEqual(await keys(kept, {}, noon + 10), []);
    assert.deepEqual(await keys(kept, { words: ['tea'] }, noon + 10), []);
  }),

  claim('an item is over sooner where what it needs is said again so that it is', async ({ store, again }) => {
    await put(store, 'a', { from: ['t@1'] });
    await put(store, 'b', { needs: needs('a'), until: noon + 20 });
    await put(store, 'c', { needs: needs('b'), words: 'tea' });
    await put(store, 'd', { needs: needs('a'), until: noon + 5 });
    await put(store, 'a', { from: ['t@1'], until: noon + 10, joins: true });
    const kept = await again();
    assert.deepEqual(await keys(kept, {}, noon + 4), ['a', 'd', 'c', 'b']);
    assert.deepEqual(await keys(kept, { words: ['tea'] }, noon + 9), ['c']);
    assert.deepEqual(await keys(kept, {}, noon + 10), []);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
    await put(kept, 'a', { from: ['t@1'], until: noon + 30, joins: true });
    assert.deepEqual(await keys(kept, {}, noon + 10), ['a'], 'and no later again');
  }),

  claim('what follows from an item goes where that is replaced, and stays where it is joined', async (trial) => {
    const { store } = trial;
    await put(store, 'a');
    await put(store, 'b', { needs: needs('a') });
    await put(store, 'c', { needs: needs('b'), words: 'tea' });
    await put(store, 'a', { from: ['t@1'], joins: true });
    assert.deepEqual(await keys(store), ['a', 'c', 'b']);
    await put(store, 'a', { needs: needs('c') });
    const kept = await trial.again();
    assert.deepEqual(await keys(kept), [], 'nor is it written where what it needs goes with what it replaces');
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('an item goes with the last of its sayings, whichever way each of them goes', async (trial) => {
    const { store } = trial;
    await given(store, 't1');
    for (const key of ['one', 'two']) await put(store, key);
    for (const key of ['stays', 'goes']) await put(store, key, { from: ['t@2'], needs: needs('one', 'two') });
    await put(store, 'stays', { from: ['t@3'], joins: true });
    await put(store, 'goes', { of: 't1', joins: true, words: 'tea' });
    await put(store, 'goes', { from: ['t@4'], until: noon + 5, joins: true });
    await put(store, 'after', { needs: needs('goes') });
    const [told] = await store.findItems({ table, limit: 1, prefix: 'goes' }, noon);
    const all = [{ from: ['t@2'], needs: needs('one', 'two') }, { of: 't1' }, { from: ['t@4'], until: noon + 5 }];
    assert.deepEqual(told?.sayings, all);
    assert.deepEqual((await store.item({ table, thread: null, key: 'goes' }, noon))?.sayings, all);
    const later = await store.items({ table, thread: null, prefix: 'goes' }, noon + 5);
    assert.deepEqual(later[0]?.sayings, all.slice(0, 2));
    await dropped(store, 'one');
    assert.deepEqual(await keys(store), ['after', 'goes', 'stays', 'two']);
    await store.remove(['t1']);
    const kept = await trial.again();
    assert.deepEqual(await keys(kept, {}, noon + 4), ['after', 'goes', 'stays', 'two']);
    assert.deepEqual(await keys(kept, {}, noon + 5), ['stays', 'two']);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('what is said again from, of and by need of the same is said once, as it was said last', async (trial) => {
    const { store } = trial;
    await put(store, 'src');
    await put(store, 'a', { from: ['t@1'], until: noon + 5 });
    await put(store, 'a', { needs: needs('src'), joins: true });
    await put(store, 'a', { from: ['t@1'], joins: true, until: noon + 9 });
    await put(store, 'b', { needs: needs('a') });
    const kept = await trial.again();
    const sayings = async () => (await kept.item({ table, thread: null, key: 'a' }, noon))?.sayings;
    assert.deepEqual(await sayings(), [{ from: ['t@1'], until: noon + 9 }, { needs: needs('src') }]);
    await dropped(kept, 'src');
    assert.deepEqual(
      await keys(kept, {}, noon + 8),
      ['b', 'a'],
      'what needs it is over no later than what is left of it',
    );
    assert.deepEqual(await keys(kept, {}, noon + 9), []);
  }),

  claim(
    'an item that is needed as it was at a version is needed as what joined it, and not as what replaced it',
    async (trial) => {
      const { store } = trial;
      const version = async (key: string) => (await store.item({ table, thread: null, key }, noon))?.version ?? 0;
      await put(store, 'a');
      const read = await version('a');
      await put(store, 'a', { from: ['t@1'], joins: true });
      await put(store, 'sum', { needs: [{ key: 'a', version: read }] });
      assert.deepEqual(await keys(store), ['sum', 'a']);
      await dropped(store, 'a');
      await put(store, 'a');
      await put(store, 'sum', { needs: [{ key: 'a', version: read }] });
      assert.deepEqual(await keys(store), ['a']);
      await put(store, 'sum', { needs: [{ key: 'a', version: await version('a') }] });
      assert.deepEqual(await keys(store), ['sum', 'a']);
    },
  ),

  claim('a write is made over what is in its place when it is written', async ({ store, again }) => {
    const over = (body: string): ItemWriteOver => ({
      table,
      thread: null,
      key: 'a',
      body,
      from: [body],
      [madeOver]: (there) => ({
        table,
        thread: null,
        key: 'a',
        body: `${there.body}, ${body}`,
        from: [body],
        joins: true,
      }),
    });
    await store.putItems([over('t@1'), over('t@2')], noon);
    await given(store, 't1');
    await added(store, { thread: 't1', rows: [row(2)], items: [over('t@3')] });
    const kept = await again();
    const item = await kept.item({ table, thread: null, key: 'a' }, noon);
    assert.equal(item?.body, 't@1, t@2, t@3');
    assert.deepEqual(item.sayings, [{ from: ['t@1'] }, { from: ['t@2'] }, { from: ['t@3'] }]);
  }),

  claim('an item joins the threads that are left of those that the one before it was of', async ({ store, again }) => {
    for (const id of ['t1', 't2', 't3']) await given(store, id);
    await put(store, 'a', { of: 't1' });
    await put(store, 'a', { of: 't2', joins: true });
    await put(store, 'new', { of: 't3', joins: true });
    await put(store, 'stays');
    await put(store, 'stays', { of: 't2', joins: true });
    await put(store, 'else', { of: 't1' });
    await put(store, 'else', { of: 't3' });
    await store.remove(['t1']);
    const kept = await again();
    assert.deepEqual(await keys(kept), ['else', 'stays', 'new', 'a']);
    await put(kept, 'a', { of: 't3', joins: true });
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
        { table, thread: null, key: 'one', body: '1', words: 'tea', of: 't1' },
        { table, thread: null, key: 'two', body: '2', words: 'tea', of: 't1' },
        { table, thread: null, key: 'two', body: '2', words: 'tea', of: 't2', joins: true },
        { table, thread: null, key: 'after', body: '3', words: 'tea', needs: needs('two') },
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
];
