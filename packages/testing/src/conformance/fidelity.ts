import assert from 'node:assert/strict';
import type { StoredRow } from '@cairn/core/store';
import { added, blobOf, bodyOf, given, isRefused, known, newThread, noon, row, rows, seqs } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

/** Text that is easily lost: what SQL, JSON, C and UTF-8 each find special. */
const awkward: readonly string[] = [
  '',
  'null',
  'NULL',
  'it\'s "quoted" \\ %_;--',
  'a\0b\0',
  '\u0001\u0008\t\n\r\u001F\u007F',
  'é e\u0301 ß İ ﬁ',
  '日本語 עברית العربية',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  '\u2028\u2029\uFEFF\uFFFD\uFFFF',
  '\u{10FFFF}',
  '1e999',
  '9007199254740993',
  '{"$bigint":"1"}',
  'x'.repeat(1_000_000),
  '€'.repeat(300_000),
];

/** Half of a surrogate pair. */
const half = 'a\uD83D';

export const fidelity: readonly StoreClaim[] = [
  claim('text comes back as it was, whatever it is', async ({ store, again }) => {
    await given(store, 'a');
    const written = awkward.map((text, index) =>
      row(index + 2, { lane: text, from: text, to: text, label: text, changes: text, detail: text }),
    );
    for (const each of written.slice(0, 8)) await added(store, { thread: 'a', rows: [each] });
    await added(store, { thread: 'a', rows: written.slice(8) });
    assert.deepEqual(await (await again()).rows('a', { from: 2 }), written);
  }),

  claim('ids, names, tags and summaries may be any text', async ({ store, again }) => {
    const texts = awkward.filter((text) => text.length < 100);
    for (const text of texts) {
      await given(store, `id ${text}`, { graph: `g${text}`, fingerprint: text, tags: [`t${text}`], summary: text });
    }
    const kept = await again();
    for (const text of texts) {
      const { id, fingerprint, tags, summary } = await known(kept, `id ${text}`);
      assert.deepEqual([id, fingerprint, tags, summary], [`id ${text}`, text, [`t${text}`], text]);
      for (const query of [{ graph: `g${text}` }, { tags: [`t${text}`] }]) {
        assert.deepEqual(
          (await kept.threads(query)).threads.map((thread) => thread.id),
          [id],
        );
      }
    }
  }),

  claim('snapshots, blobs, messages and kept results may be any text', async ({ store, again }) => {
    await given(store, 'a');
    for (const [index, body] of awkward.entries()) {
      await added(store, {
        thread: 'a',
        rows: [row(index + 2)],
        snapshot: { seq: index + 2, body },
        blobs: [blobOf(body)],
      });
      await store.leave('a', body, noon, true);
      await store.keepPlan(`f${index}`, 'orders', body);
      await store.keepCached(`k${index} ${body.slice(0, 9)}`, body, noon);
    }
    const kept = await again();
    assert.deepEqual(
      (await kept.messages('a')).map(({ body }) => body),
      awkward,
    );
    for (const [index, body] of awkward.entries()) {
      assert.deepEqual(await kept.snapshot('a', index + 2), { seq: index + 2, body });
      assert.equal(await bodyOf(kept, blobOf(body).hash), body);
      assert.equal(await kept.plan(`f${index}`), body);
      assert.equal(await kept.cached(`k${index} ${body.slice(0, 9)}`, noon - 1), body);
    }
  }),

  claim('text with half of a surrogate pair is refused, and nothing of it is stored', async ({ store, again }) => {
    await given(store, 'a');
    const refused = (action: () => unknown) => isRefused('store/refused', action);
    const places: readonly Partial<StoredRow>[] = [
      { lane: half },
      { from: half },
      { to: half },
      { label: half },
      { changes: half },
      { detail: half },
    ];
    for (const place of places) {
      await refused(() => store.commit({ thread: 'a', fence: 1, rows: [row(2, place)] }));
      await refused(() => store.commit({ thread: 'a', fence: 1, rows: [row(2), row(3, place)] }));
    }
    await refused(() => store.commit({ thread: 'a', fence: 1, rows: [row(2)], snapshot: { seq: 2, body: half } }));
    await refused(() => store.commit({ thread: 'a', fence: 1, rows: [row(2)], update: { summary: half } }));
    await refused(() => store.retag({ id: 'a', created: noon, tags: [] }, ['x', half]));
    await refused(() => store.create(newThread('b', { summary: half })));
    await refused(() => store.create(newThread(half)));
    await refused(() => store.create(newThread('b', { graph: half })));
    await refused(() => store.create(newThread('b', { fingerprint: half })));
    await refused(() => store.create(newThread('b', { tags: [half] })));
    await refused(() => store.leave('a', half, noon, false));
    await refused(() => store.leave('a', '{}', noon, false, half));
    await refused(() => store.keepPlan('f', 'orders', half));
    await refused(() => store.keepCached('k', half, noon));
    await refused(() => store.keepCached(half, '1', noon));
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'a'), [1]);
    assert.equal(await kept.thread('b'), undefined);
    assert.deepEqual(await kept.messages('a'), []);
  }),

  claim('a time that is no whole number is refused, and nothing of it is stored', async ({ store, again }) => {
    await given(store, 'a');
    const before = await known(store, 'a');
    for (const time of [0.5, Number.NaN, Infinity, -Infinity, 1e19]) {
      const refused = (action: () => unknown) => isRefused('store/refused', action);
      await refused(() => store.commit({ thread: 'a', fence: 1, rows: [row(2, { time })] }));
      await refused(() => store.commit({ thread: 'a', fence: 1, rows: [row(2), row(3, { time })] }));
      await refused(() => store.commit({ thread: 'a', fence: 1, rows: [row(2)], update: { due: time } }));
      await refused(() => store.create(newThread('b', { due: time })));
      await refused(() => store.create(newThread('b', { created: time })));
      await refused(() => store.leave('a', '{}', time, false));
      await refused(() => store.keepCached('k', '1', time));
    }
    const kept = await again();
    assert.deepEqual(await known(kept, 'a'), before);
    assert.equal(await kept.thread('b'), undefined);
    assert.deepEqual(await kept.messages('a'), []);
    assert.equal(await kept.cached('k', noon), undefined);
  }),

  claim('what is refused is refused again, and what is right goes in after it', async ({ store, again }) => {
    await given(store, 'a');
    for (let time = 0; time < 3; time++) {
      await isRefused('store/refused', () => store.commit({ thread: 'a', fence: 1, rows: [row(2, { label: half })] }));
    }
    await added(store, { thread: 'a', rows: [row(2)] });
    assert.deepEqual(await seqs(await again(), 'a'), [1, 2]);
  }),

  claim('what was given can be changed without changing what is kept', async ({ store, again }) => {
    const mine = { ...row(1) };
    const tags = ['x'];
    await given(store, 'a', { rows: [mine], tags });
    mine.lane = 'changed';
    tags.push('y');
    const kept = await again();
    assert.deepEqual(await kept.rows('a'), [row(1)]);
    assert.deepEqual((await known(kept, 'a')).tags, ['x']);
  }),

  claim('times and numbers come back as they were', async ({ store, again }) => {
    await given(store, 'a', {
      created: -1,
      due: 0,
      rows: [row(1, { time: 0 }), row(2, { time: -5 }), row(3, { time: 2 ** 52 })],
    });
    const kept = await again();
    assert.deepEqual(
      (await kept.rows('a')).map(({ time }) => time),
      [0, -5, 2 ** 52],
    );
    const { created, due } = await known(kept, 'a');
    assert.deepEqual([created, due], [-1, 0]);
  }),

  claim('a commit without rows changes the named facts and no others', async ({ store, again }) => {
    await given(store, 'a', { rows: rows(1, 2), owner: 'me', due: 4, tags: ['t'], summary: '1' });
    const before = await known(store, 'a');
    await added(store, { thread: 'a', update: {} });
    assert.deepEqual(await known(store, 'a'), before);
    await added(store, { thread: 'a', update: { status: 'failed' } });
    await added(store, { thread: 'a', update: { due: null } });
    await added(store, { thread: 'a', update: { owner: null } });
    await added(store, { thread: 'a', update: { summary: null } });
    const after = { ...before, status: 'failed', due: null, owner: null, summary: null };
    assert.deepEqual(await known(await again(), 'a'), after);
  }),

  claim('`updated` is the time of the newest row that came with facts', async ({ store, again }) => {
    await given(store, 'a', { created: noon - 9 });
    assert.equal((await known(store, 'a')).updated, noon - 9);
    await added(store, { thread: 'a', rows: [row(2)] });
    assert.equal((await known(store, 'a')).updated, noon - 9);
    await added(store, { thread: 'a', rows: rows(3, 4), update: { status: 'waiting' } });
    await added(store, { thread: 'a', update: { status: 'running' } });
    assert.equal((await known(await again(), 'a')).updated, noon + 4);
  }),
];
