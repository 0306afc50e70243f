import assert from 'node:assert/strict';
import type { Item, ItemPlace, ItemQuery, Store } from '@cairn/core/store';
import { added, blobOf, given, givenFork, isRefused, isStale, newThread, noon, row, snapshotAt } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

function place(key: string, facts: Partial<ItemPlace> = {}): ItemPlace {
  return { table: 'notes', thread: null, key, ...facts };
}

async function put(store: Store, key: string, body: string, facts: Partial<Item> = {}): Promise<void> {
  assert.equal(await store.putItems([{ ...place(key), body, ...facts }], noon), 'ok');
}

/** The items that a query finds, by where they stand. */
async function places(store: Store, query: ItemQuery, now = noon): Promise<readonly string[]> {
  const found = await store.items(query, now);
  return found.map(({ table, thread, key }) => `${thread ?? ''}/${table}/${key}`);
}

async function bodyOf(store: Store, at: ItemPlace, now = noon): Promise<string | undefined> {
  return (await store.item(at, now))?.body;
}

async function versionOf(store: Store, at: ItemPlace): Promise<number> {
  return (await store.item(at, noon))?.version ?? 0;
}

/** Longer than what a store may keep beside what is walked. */
const long = JSON.stringify('long '.repeat(10_000));

/** Texts in the order of their code points, which is not that of their code units. */
const inOrder = [
  '',
  'A',
  'a',
  'a\0',
  'a\0b',
  'ab',
  '\u00e9',
  '\uff5e',
  '\u{1f600}',
  '\u{1f600}a',
  '\u{10ffff}',
  '\u{10ffff}b',
];

/** Adapters keep items in side tables, in the same transactions. */
export const sideTables: readonly StoreClaim[] = [
  claim('an item is read as it was written, whatever its key and its length', async ({ store, again }) => {
    const texts = ['', '{"a":1}', '\u0000\u00e9\ud83d\ude00', long, long];
    for (const [at, body] of texts.entries()) {
      await put(store, `k${at}`, body);
      await put(store, inOrder[at] ?? '', body, { table: 'others', thread: 'nobody' });
    }
    const kept = await again();
    for (const [at, body] of texts.entries()) {
      assert.equal(await bodyOf(kept, place(`k${at}`)), body);
      assert.equal(await bodyOf(kept, place(inOrder[at] ?? '', { table: 'others', thread: 'nobody' })), body);
    }
    assert.equal(await kept.item(place('k9'), noon), undefined);
    assert.equal(await kept.item(place('k1', { thread: 'nobody' }), noon), undefined);
    assert.equal(await kept.item(place('k1', { table: 'others' }), noon), undefined);
  }),

  claim('an item that is written again replaces the one before, and one without a body is none', async (trial) => {
    await put(trial.store, 'a', long);
    await put(trial.store, 'b', long);
    await put(trial.store, 'a', 'short');
    assert.equal(await trial.store.putItems([{ ...place('b'), body: null }], noon), 'ok');
    assert.equal(await trial.store.putItems([{ ...place('never'), body: null }], noon), 'ok');
    const kept = await trial.again();
    assert.deepEqual(await places(kept, {}), ['/notes/a']);
    assert.equal(await bodyOf(kept, place('a')), 'short');
    await put(kept, 'b', long);
    assert.equal(await bodyOf(kept, place('b')), long);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('items are listed by thread, table and key in the order of code points, either way', async (trial) => {
    for (const key of inOrder.toReversed()) await put(trial.store, key, key);
    for (const thread of ['t2', '\u{1f600}', '\uff5e', 't1']) await put(trial.store, 'k', '', { thread });
    await put(trial.store, 'k', '', { thread: 't1', table: 'early' });
    const kept = await trial.again();
    const ofNone = inOrder.map((key) => `/notes/${key}`);
    const all = [...ofNone, 't1/early/k', 't1/notes/k', 't2/notes/k', '\uff5e/notes/k', '\u{1f600}/notes/k'];
    assert.deepEqual(await places(kept, {}), all);
    assert.deepEqual(await places(kept, { lastFirst: true }), all.toReversed());
    assert.deepEqual(await places(kept, { thread: null }), ofNone);
    assert.deepEqual(await places(kept, { thread: 't1' }), ['t1/early/k', 't1/notes/k']);
    assert.deepEqual(await places(kept, { table: 'early' }), ['t1/early/k']);
    assert.deepEqual(await places(kept, { thread: 't1', table: 'notes' }), ['t1/notes/k']);
    assert.deepEqual(await places(kept, { thread: 'nobody' }), []);
    assert.deepEqual(await places(kept, { limit: 1.5 }), all.slice(0, 1));
    assert.deepEqual(await places(kept, { limit: Infinity }), all);
  }),

  claim('items are listed by what their keys begin with, a page at a time', async ({ store, again }) => {
    for (const key of inOrder) await put(store, key, key);
    const kept = await again();
    for (const prefix of inOrder) {
      const expected = inOrder.filter((key) => key.startsWith(prefix)).map((key) => `/notes/${key}`);
      assert.deepEqual(await places(kept, { table: 'notes', thread: null, prefix }), expected);
    }
    for (const lastFirst of [false, true]) {
      const read: string[] = [];
      for (let query: ItemQuery = { table: 'notes', limit: 5, lastFirst }; ;) {
        const page = await kept.items(query, noon);
        read.push(...page.map(({ key }) => key));
        const last = page.at(-1);
        if (last === undefined) break;
        query = { ...query, [lastFirst ? 'before' : 'after']: last };
      }
      assert.deepEqual(read, lastFirst ? inOrder.toReversed() : inOrder);
    }
    const bounds = { after: place('a'), before: place('ab') };
    assert.deepEqual(await places(kept, { table: 'notes', thread: null, prefix: 'a', ...bounds }), [
      '/notes/a\0',
      '/notes/a\0b',
    ]);
    assert.deepEqual(await places(kept, { table: 'notes', thread: null, prefix: 'b', before: place('a') }), []);
  }),

  claim('versions rise, also over items that went', async ({ store, again }) => {
    await put(store, 'a', '1');
    const first = await versionOf(store, place('a'));
    await put(store, 'b', '1');
    await put(store, 'a', '1');
    const second = await versionOf(store, place('a'));
    await store.putItems([{ ...place('a'), body: null }], noon);
    const kept = await again();
    await put(kept, 'a', '1');
    const all = [0, first, await versionOf(kept, place('b')), second, await versionOf(kept, place('a'))];
    assert.deepEqual(
      all,
      [...new Set(all)].toSorted((left, right) => left - right),
    );
  }),

  claim('what names another version than there is writes nothing of its call', async ({ store, again }) => {
    const absent = { ...place('a'), body: '1', was: 0 };
    assert.equal(await store.putItems([absent, { ...place('b'), body: '1' }], noon), 'ok');
    assert.equal(await store.putItems([{ ...place('b'), body: '2' }, absent], noon), 'stale');
    const was = await versionOf(store, place('a'));
    assert.equal(await store.putItems([{ ...place('a'), body: '2', was }], noon), 'ok');
    assert.equal(await store.putItems([{ ...place('a'), body: '3', was }], noon), 'stale');
    assert.equal(await store.putItems([{ ...place('a'), body: null, was }], noon), 'stale');
    const kept = await again();
    assert.deepEqual([await bodyOf(kept, place('a')), await bodyOf(kept, place('b'))], ['2', '1']);
    const now = await versionOf(kept, place('a'));
    const other = { ...place('c'), body: '1' };
    assert.equal(await kept.putItems([{ ...place('a'), is: now }, other], noon), 'ok');
    assert.equal(await kept.putItems([{ ...place('b'), is: 0 }, other], noon), 'stale');
    const all = { table: 'notes', thread: null, prefix: '' };
    const is = await versionOf(kept, place('c'));
    assert.equal(await kept.putItems([{ ...all, prefix: 'x', is: 0 }, { ...all, is }, other], noon), 'ok');
    assert.equal(await kept.putItems([{ ...all, is }, other], noon), 'stale');
    assert.equal(await versionOf(kept, place('a')), now);
    assert.equal(
      await kept.putItems(
        [
          { ...place('a'), body: null, was: now },
          { ...absent, was: now },
        ],
        noon,
      ),
      'ok',
    );
    assert.equal(await bodyOf(kept, place('a')), '1');
  }),

  claim('all items go whose keys begin with a prefix, and no others', async ({ store, again }) => {
    for (const key of inOrder) await put(store, key, long);
    await put(store, 'ab', long, { thread: 't1' });
    await put(store, 'ab', long, { table: 'others' });
    await store.putItems(
      [
        { table: 'notes', thread: null, prefix: 'a' },
        { ...place('a'), body: 'new' },
      ],
      noon,
    );
    const kept = await again();
    const left = inOrder.filter((key) => key === 'a' || !key.startsWith('a')).map((key) => `/notes/${key}`);
    assert.deepEqual(await places(kept, {}), [...left, '/others/ab', 't1/notes/ab']);
    await kept.putItems([{ table: 'notes', thread: null, prefix: '' }], noon);
    assert.deepEqual(await places(kept, {}), ['/others/ab', 't1/notes/ab']);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('an item is gone from its end on, for reads and for versions', async ({ store, again }) => {
    await put(store, 'a', '1', { until: noon + 10 });
    await put(store, 'b', '1', { until: noon + 10 });
    await put(store, 'c', '1');
    const kept = await again();
    assert.equal((await kept.item(place('a'), noon + 9))?.until, noon + 10);
    assert.deepEqual(await places(kept, {}, noon + 9), ['/notes/a', '/notes/b', '/notes/c']);
    assert.equal(await kept.item(place('a'), noon + 10), undefined);
    assert.deepEqual(await places(kept, {}, noon + 10), ['/notes/c']);
    assert.equal(await kept.putItems([{ ...place('a'), body: '2', was: 0 }], noon + 9), 'stale');
    assert.equal(await kept.putItems([{ ...place('a'), body: '2', was: 0 }], noon + 10), 'ok');
    assert.deepEqual(await places(kept, {}, noon), ['/notes/a', '/notes/c'], 'what is over is dropped');
    await given(kept, 't');
    await added(kept, {
      thread: 't',
      rows: [{ ...row(2), time: noon + 5 }],
      items: [{ ...place('d'), body: '1', until: noon + 6 }],
    });
    await added(kept, { thread: 't', rows: [{ ...row(3), time: noon + 6 }], items: [{ ...place('e'), body: '1' }] });
    assert.deepEqual(await places(kept, {}, noon), ['/notes/a', '/notes/c', '/notes/e'], 'and by commits too');
  }),

  claim('what a commit writes is there with its rows, and not without them', async ({ store, again }) => {
    await given(store, 'a');
    const items = [
      { ...place('k', { thread: 'a' }), body: long },
      { ...place('l'), body: '1' },
      { ...place('l'), body: '2', until: row(2).time + 1 },
    ];
    await added(store, { thread: 'a', rows: [row(2)], items });
    await added(store, { thread: 'a', items: [{ ...place('m'), body: '1' }] });
    await store.claim('a', 'me', 0);
    await isStale(store, { thread: 'a', fence: 1, rows: [row(3)], items: [{ ...place('n'), body: '1' }] });
    await isStale(store, { thread: 'a', fence: 2, rows: [row(9)], items: [{ ...place('n'), body: '1' }] });
    await isStale(store, { thread: 'nobody', fence: 1, items: [{ ...place('n'), body: '1' }] });
    const kept = await again();
    assert.deepEqual(await places(kept, {}), ['/notes/l', '/notes/m', 'a/notes/k']);
    assert.equal(await bodyOf(kept, place('l')), '2');
    assert.equal(await bodyOf(kept, place('k', { thread: 'a' })), long);
  }),

  claim('an item goes with its thread, whether or not there is one of that name', async ({ store, again }) => {
    const shared = blobOf(long);
    await given(store, 'a', { rows: [row(1), row(2)], snapshot: snapshotAt(2), blobs: [shared] });
    for (const thread of ['a', 'ab', 'nobody', null]) await put(store, 'k', long, { thread });
    await givenFork(store, 'b', 'a', 2);
    await store.trim('a', 2);
    assert.deepEqual(await places(store, { thread: 'b' }), []);
    assert.equal(await store.remove(['a', 'nobody']), 1);
    const kept = await again();
    assert.deepEqual(await places(kept, {}), ['/notes/k', 'ab/notes/k']);
    assert.deepEqual(await kept.blobs([shared.hash]), [shared]);
    await kept.remove(['b']);
    assert.deepEqual([await bodyOf(kept, place('k')), await bodyOf(kept, place('k', { thread: 'ab' }))], [long, long]);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
    await kept.putItems([{ table: 'notes', thread: null, prefix: '' }], noon);
    await kept.remove(['ab']);
    assert.deepEqual(await kept.items({}, noon), []);
    assert.deepEqual((await kept.integrity?.()) ?? [], []);
  }),

  claim('a thread from elsewhere brings its items, or is not there', async ({ store, again }) => {
    const items = [{ ...place('k', { thread: 'a' }), body: long, until: noon + 5 }];
    const brings = { first: 1, updated: noon, more: [], messages: [], items };
    assert.equal(await store.create(newThread('a', { brings })), true);
    assert.equal(
      await store.create(newThread('a', { brings: { ...brings, items: [place('l')].map(withBody) } })),
      false,
    );
    const kept = await again();
    const [item] = await kept.items({}, noon);
    assert.deepEqual(item && { ...item, version: 1 }, { ...items[0], version: 1 });
    assert.equal((await kept.items({}, noon)).length, 1);
  }),

  claim('what no store could keep or find is refused, and nothing of it is there', async ({ store, again }) => {
    await given(store, 'a');
    const good = { ...place('good'), body: '1' };
    const bad = [
      { ...good, table: 'Notes' },
      { ...good, table: '' },
      { ...good, thread: '' },
      { ...good, thread: '\ud800' },
      { ...good, key: '\ud800' },
      { ...good, body: '\ud800' },
      { ...good, until: 0.5 },
      { table: 'notes', thread: null, prefix: '\ud800' },
    ];
    for (const write of bad) {
      await isRefused('store/refused', () => store.putItems([good, write], noon));
      const commit = { thread: 'a', fence: 1, rows: [row(2)], items: [good, write] };
      await isRefused('store/refused', () => store.commit(commit));
    }
    await isRefused('store/refused', () => store.items({ table: 'notes', prefix: 'a' }, noon));
    await isRefused('store/refused', () => store.items({ table: 'Notes' }, noon));
    await isRefused('store/refused', () => store.item(place('a', { thread: '' }), noon));
    for (const limit of [-1, Number.NaN, '1' as never]) {
      await isRefused('store/refused', () => store.items({ limit }, noon));
    }
    assert.deepEqual(await (await again()).items({}, noon), []);
  }),
];

function withBody(at: ItemPlace): ItemPlace & { readonly body: string } {
  return { ...at, body: '1' };
}
