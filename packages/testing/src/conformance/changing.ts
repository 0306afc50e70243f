import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import type { Asked, Changed, Store } from '@cairn/core/store';
import { added, given, known, newThread, noon, row, snapshotAt, span } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

/** All that may be known of a thread, as it is. */
async function asIs(store: Store, thread: string): Promise<Required<Asked>> {
  const { created, fence, head, status, owner } = await known(store, thread);
  const messages = (await store.messages(thread)).map(({ id }) => id);
  const facts = { created, fence, head, status, owner };
  return { thread, known: facts, seen: messages.at(-1) ?? 0, unread: messages, shown: await store.shown(thread) };
}

/** What is told of a thread that is not as it was known. */
async function changeOf(store: Store, asked: Asked): Promise<Changed> {
  const [change, ...others] = await store.changed([asked]);
  assert.deepEqual(others, []);
  assert.ok(change, `thread "${asked.thread}" is otherwise`);
  assert.equal(change.thread, asked.thread);
  return change;
}

/** Checks that a thread's record is told, and nothing else of it. */
async function isOther(store: Store, asked: Asked): Promise<void> {
  const change = await changeOf(store, asked);
  assert.deepEqual(change.record, await known(store, asked.thread));
  assert.deepEqual([change.messages, change.consumed], [[], []]);
}

async function leave(store: Store, thread: string, body = '{}', key?: string): Promise<number> {
  return (await store.leave(thread, body, noon, true, key)) ?? assert.fail(`thread "${thread}" is there`);
}

export const changing: readonly StoreClaim[] = [
  claim('nothing is told of threads that are as they are known', async ({ store, again }) => {
    await given(store, 'a', { due: noon, tags: ['t'], summary: '{}' });
    await given(store, 'b');
    await leave(store, 'a');
    await added(store, { thread: 'a', rows: [row(2)], outputs: [{ n: 1, seq: 1, body: '{}' }] });
    const kept = await again();
    assert.deepEqual(await kept.changed([await asIs(kept, 'a'), await asIs(kept, 'b')]), []);
    assert.deepEqual(await kept.changed([]), []);
  }),

  claim('a thread is told of where its record says otherwise than was known', async ({ store }) => {
    await given(store, 'a');
    const asked = await asIs(store, 'a');
    for (const other of [
      { created: noon - 1 },
      { fence: 2 },
      { head: 0 },
      { status: 'waiting' },
      { owner: 'me' },
    ] as const)
      await isOther(store, { ...asked, known: { ...asked.known, ...other } });
    await isOther(store, { thread: 'a' });
  }),

  claim('what is left out of what is known may be as it likes', async ({ store }) => {
    await given(store, 'a');
    const { fence } = await known(store, 'a');
    await leave(store, 'a');
    await added(store, { thread: 'a', rows: [row(2)], update: { status: 'waiting' } });
    await added(store, { thread: 'a', outputs: [{ n: 1, seq: 2, body: '{}' }] });
    assert.deepEqual(
      await store.changed([
        { thread: 'a', known: { fence } },
        { thread: 'a', known: {} },
      ]),
      [],
    );
  }),

  claim('what is done to a thread is told of once it is done', async ({ store }) => {
    await given(store, 'a');
    await store.heartbeat({ id: 'me', pid: process.pid, host: hostname() }, 1_000, noon);
    const deeds: readonly (() => unknown)[] = [
      () => store.claim('a', 'me', noon),
      () => added(store, { thread: 'a', fence: 2, rows: [row(2)], snapshot: snapshotAt(2) }),
      () => added(store, { thread: 'a', fence: 2, update: { status: 'waiting' } }),
      () => added(store, { thread: 'a', fence: 2, update: { owner: null } }),
      () => store.take('a', { owner: 'you', now: noon }),
      () => store.retire('you'),
      () => added(store, { thread: 'a', fence: 3, takes: { owner: 'me', created: noon }, update: { owner: null } }),
    ];
    for (const deed of deeds) {
      const asked = await asIs(store, 'a');
      await deed();
      await isOther(store, asked);
    }
  }),

  claim('a thread that is not there is told of as that', async ({ store, again }) => {
    await given(store, 'a');
    const asked = await asIs(store, 'a');
    await store.remove(['a']);
    const kept = await again();
    for (const each of [asked, { thread: 'a' }, { thread: 'nobody', known: {} }])
      assert.equal((await changeOf(kept, each)).record, undefined);
    await given(kept, 'a', { created: noon + 1 });
    await isOther(kept, asked);
  }),

  claim('messages that came since the one that was seen are told, and only those', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    await leave(store, 'a', '"early"');
    const asked = { ...(await asIs(store, 'a')), unread: [] };
    await leave(store, 'b', '"for another"');
    assert.deepEqual(await store.changed([asked]), []);
    const late = await leave(store, 'a', '"late"', 'key');
    const gone = await leave(store, 'a', '"gone"');
    await added(store, { thread: 'a', consumed: [{ id: gone, outcome: '{"ok":true}' }] });
    const kept = await again();
    const { record, messages, consumed } = await changeOf(kept, asked);
    assert.deepEqual(record, await known(kept, 'a'));
    assert.deepEqual(
      messages,
      (await kept.messages('a')).filter(({ id }) => id === late),
    );
    assert.deepEqual(consumed, []);
  }),

  claim('what came of messages is told once they are consumed, or gone', async ({ store, again }) => {
    await given(store, 'a');
    const [taken, refused, cut, unread] = await Promise.all(
      ['"1"', '"2"', '"3"', '"4"'].map((body) => leave(store, 'a', body)),
    );
    const asked = { ...(await asIs(store, 'a')), known: {} };
    assert.deepEqual(await store.changed([asked]), []);
    const [ok, no] = ['{"ok":true}', '{"code":"event/unknown"}'];
    await added(store, { thread: 'a', consumed: [{ id: cut ?? 0, outcome: ok }] });
    await added(store, { thread: 'a', rows: [row(2)], snapshot: snapshotAt(2) });
    await store.trim('a', 2);
    const consumed = [
      { id: taken ?? 0, outcome: ok },
      { id: refused ?? 0, outcome: no },
    ];
    await added(store, { thread: 'a', consumed });
    const kept = await again();
    const change = await changeOf(kept, asked);
    assert.deepEqual(change.consumed, [...consumed, { id: cut, outcome: null }]);
    assert.deepEqual(change.messages, []);
    assert.deepEqual(await kept.changed([{ ...asked, unread: [unread ?? 0] }]), []);
  }),

  claim('that a thread showed something is told where it was known how much it had', async ({ store }) => {
    await given(store, 'a');
    const asked = await asIs(store, 'a');
    await added(store, {
      thread: 'a',
      outputs: [
        { n: 1, seq: 1, body: '{}' },
        { n: 2, seq: 1, body: '{}' },
      ],
    });
    assert.equal((await changeOf(store, asked)).shown, 2);
    assert.equal((await changeOf(store, { ...asked, shown: 1 })).shown, 2);
    assert.equal((await changeOf(store, { ...asked, shown: 3 })).shown, 2);
    assert.deepEqual(await store.changed([{ ...asked, shown: 2 }]), []);
  }),

  claim('of many threads those that are otherwise are told, in the order asked', async ({ store }) => {
    const ids = span(1, 400).map((n) => `t${n}`);
    for (const id of ids) await store.create(newThread(id));
    const asked = ids
      .toReversed()
      .map((thread) => ({ thread, known: { created: noon, fence: 1, head: 1 }, seen: 0, shown: 0 }));
    assert.deepEqual(await store.changed(asked), []);
    for (const thread of ['t5', 't399', 't17']) await added(store, { thread, rows: [row(2)] });
    await leave(store, 't200');
    const told = await store.changed(asked);
    assert.deepEqual(
      told.map(({ thread }) => thread),
      ['t399', 't200', 't17', 't5'],
    );
  }),

  claim('asking changes nothing', async ({ store, again }) => {
    await given(store, 'a');
    await leave(store, 'a');
    const [before, left] = [await known(store, 'a'), await store.messages('a')];
    await store.changed([{ thread: 'a', seen: 0 }]);
    const kept = await again();
    assert.deepEqual([await known(kept, 'a'), await kept.messages('a')], [before, left]);
  }),

  claim('that a thread was removed changes the version for those who share its connection', async ({ store }) => {
    await given(store, 'a');
    const before = await store.version();
    await store.remove(['a']);
    assert.notEqual(await store.version(), before);
  }),
];
