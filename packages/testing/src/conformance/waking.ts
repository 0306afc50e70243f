import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { added, given, noon, row } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

const me = { id: 'me', pid: process.pid, host: hostname() };

export const waking: readonly StoreClaim[] = [
  claim('a running thread is runnable when nobody alive drives it', async ({ store, again }) => {
    await store.heartbeat(me, 1_000, noon);
    await given(store, 'free');
    await given(store, 'mine', { owner: 'me' });
    await given(store, 'ghosts', { owner: 'ghost' });
    const kept = await again();
    assert.deepEqual(await kept.runnable(noon, 10), ['free', 'ghosts']);
    assert.deepEqual(await kept.runnable(noon + 1_000, 10), ['free', 'mine', 'ghosts']);
  }),

  claim('a thread at rest is not runnable', async ({ store, again }) => {
    for (const status of ['waiting', 'done', 'failed', 'cancelled'] as const) await given(store, status, { status });
    await given(store, 'held', { status: 'waiting', owner: 'ghost' });
    assert.deepEqual(await (await again()).runnable(noon, 10), []);
  }),

  claim('a thread is runnable once it is due', async ({ store, again }) => {
    await store.heartbeat(me, 1_000, noon);
    await given(store, 'a', { status: 'waiting', due: noon + 100 });
    await given(store, 'mine', { status: 'waiting', due: noon + 100, owner: 'me' });
    await given(store, 'ghosts', { status: 'waiting', due: noon + 200, owner: 'ghost' });
    const kept = await again();
    assert.deepEqual(await kept.runnable(noon + 99, 10), []);
    assert.deepEqual(await kept.runnable(noon + 100, 10), ['a']);
    assert.deepEqual(await kept.runnable(noon + 999, 10), ['a', 'ghosts']);
  }),

  claim('a thread is runnable while there is a message nobody has seen', async ({ store, again }) => {
    await given(store, 'a', { status: 'waiting' });
    await given(store, 'b', { status: 'done' });
    const first = await store.leave('a', '1', noon, true);
    await store.leave('b', '2', noon + 1, false);
    assert.deepEqual(await store.runnable(noon, 10), ['a', 'b']);
    await added(store, { thread: 'a', update: { seen: first ?? 0 } });
    assert.deepEqual(await store.runnable(noon, 10), ['b']);
    assert.equal((await store.messages('a')).length, 1);
    const second = await store.leave('a', '3', noon + 2, true);
    const kept = await again();
    assert.deepEqual(await kept.runnable(noon, 10), ['b', 'a']);
    await added(kept, { thread: 'a', rows: [row(2)], consumed: [{ id: second ?? 0, outcome: '1' }] });
    assert.deepEqual(await kept.runnable(noon, 10), ['b']);
  }),

  claim('a message for a thread with a living owner is left to that owner', async ({ store, again }) => {
    await store.heartbeat(me, 1_000, noon);
    await given(store, 'a', { status: 'waiting', owner: 'me' });
    await store.leave('a', '1', noon, false);
    const kept = await again();
    assert.deepEqual(await kept.runnable(noon, 10), []);
    assert.deepEqual(await kept.runnable(noon + 1_000, 10), ['a']);
  }),

  claim('the thread that waited longest is the first that is runnable', async ({ store, again }) => {
    await given(store, 'due', { status: 'waiting', due: noon - 20 });
    await given(store, 'message', { status: 'waiting' });
    await store.leave('message', '1', noon - 30, false);
    await given(store, 'running', { created: noon - 10 });
    await given(store, 'both', { created: noon - 5, due: noon - 40 });
    await given(store, 'stranded', { created: noon - 25, owner: 'ghost' });
    const order = ['both', 'message', 'stranded', 'due', 'running'];
    const kept = await again();
    assert.deepEqual(await kept.runnable(noon, 10), order);
    for (const limit of [1, 2, 3, 4]) assert.deepEqual(await kept.runnable(noon, limit), order.slice(0, limit));
  }),

  claim('threads of graphs that are not asked for take up no place', async ({ store, again }) => {
    for (const index of [1, 2, 3, 4]) {
      await given(store, `running${index}`, { graph: 'others', created: noon - 100 });
      await given(store, `due${index}`, { graph: 'others', status: 'waiting', due: noon - 100 });
      await given(store, `message${index}`, { graph: 'others', status: 'waiting' });
      await store.leave(`message${index}`, '1', noon - 100, false);
      await given(store, `ghosts${index}`, { graph: 'others', owner: 'ghost', created: noon - 100 });
    }
    await given(store, 'mine', { graph: 'mine', created: noon - 4 });
    await given(store, 'mine due', { graph: 'mine', status: 'waiting', due: noon - 3 });
    await given(store, 'mine too', { graph: 'mine too', status: 'waiting' });
    await store.leave('mine too', '1', noon - 2, false);
    await given(store, 'mine left', { graph: 'mine', owner: 'ghost', created: noon - 1 });
    const kept = await again();
    const mine = ['mine', 'mine due', 'mine too', 'mine left'];
    assert.deepEqual(await kept.runnable(noon, 10, ['mine', 'mine too']), mine);
    for (const limit of [1, 2, 3]) {
      assert.deepEqual(await kept.runnable(noon, limit, ['mine too', 'mine', 'nobodys']), mine.slice(0, limit));
    }
    assert.deepEqual(await kept.runnable(noon, 10, ['nobodys']), []);
    assert.deepEqual(await kept.runnable(noon, 10, []), []);
    assert.equal((await kept.runnable(noon, 100)).length, 20);
  }),

  claim('a thread with several things to do is listed once, by the oldest', async ({ store, again }) => {
    await given(store, 'all', { created: noon - 3, due: noon - 2 });
    await store.leave('all', '1', noon - 9, false);
    await given(store, 'other', { created: noon - 5 });
    const kept = await again();
    assert.deepEqual(await kept.runnable(noon, 10), ['all', 'other']);
    assert.deepEqual(await kept.runnable(noon, 2, ['orders']), ['all', 'other']);
  }),

  claim('the next due time is the earliest of all threads', async ({ store, again }) => {
    assert.equal(await store.nextDue(noon), undefined);
    await given(store, 'a', { status: 'waiting', due: noon + 5 });
    await given(store, 'b', { status: 'waiting', due: noon + 3 });
    await given(store, 'c', { status: 'waiting' });
    assert.equal(await store.nextDue(noon), noon + 3);
    await added(store, { thread: 'b', update: { due: null } });
    const kept = await again();
    assert.equal(await kept.nextDue(noon), noon + 5);
    await kept.remove(['a']);
    assert.equal(await kept.nextDue(noon), undefined);
  }),

  claim('the next due time is later than the one asked from, however many are overdue', async ({ store, again }) => {
    for (const [id, due] of Object.entries({ a: noon - 7, b: noon, c: noon + 1, d: noon + 9 })) {
      await given(store, id, { status: 'waiting', due });
    }
    const kept = await again();
    const dues = [-8, -7, 0, 1, 8, 9].map(async (after) => await kept.nextDue(noon + after));
    assert.deepEqual(await Promise.all(dues), [noon - 7, noon, noon + 1, noon + 9, noon + 9, undefined]);
  }),

  claim('the next due time is of the graphs that are asked for', async ({ store, again }) => {
    await given(store, 'a', { graph: 'others', status: 'waiting', due: noon + 1 });
    await given(store, 'b', { graph: 'mine', status: 'waiting', due: noon + 2 });
    await given(store, 'c', { graph: 'mine too', status: 'waiting', due: noon + 3 });
    const kept = await again();
    assert.equal(await kept.nextDue(noon), noon + 1);
    assert.equal(await kept.nextDue(noon, ['mine too', 'mine']), noon + 2);
    assert.equal(await kept.nextDue(noon + 2, ['mine', 'mine too']), noon + 3);
    assert.equal(await kept.nextDue(noon, ['nobodys']), undefined);
    assert.equal(await kept.nextDue(noon, []), undefined);
  }),

  claim('a thread that somebody owns has no next due time', async ({ store, again }) => {
    await store.heartbeat(me, 1_000, noon);
    await given(store, 'mine', { status: 'waiting', due: noon + 1, owner: 'me' });
    await given(store, 'free', { status: 'waiting', due: noon + 2 });
    const kept = await again();
    assert.equal(await kept.nextDue(noon), noon + 2);
    await added(kept, { thread: 'mine', update: { owner: null } });
    assert.equal(await kept.nextDue(noon), noon + 1);
  }),

  claim('messages are kept in the order in which they were left', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    const ids: number[] = [];
    for (const [index, thread] of ['a', 'b', 'a', 'a'].entries()) {
      ids.push((await store.leave(thread, `{"n":${index}}`, noon - index, index % 2 === 0)) ?? 0);
    }
    assert.deepEqual(
      ids.toSorted((left, right) => left - right),
      ids,
    );
    assert.equal(new Set(ids).size, 4);
    const kept = await again();
    const [first, , third] = ids;
    assert.deepEqual(await kept.message(first ?? 0), {
      id: first,
      thread: 'a',
      body: '{"n":0}',
      at: noon,
      queued: true,
      key: null,
      outcome: null,
    });
    assert.deepEqual(
      (await kept.messages('a')).map(({ body, queued }) => [body, queued]),
      [
        ['{"n":0}', true],
        ['{"n":2}', true],
        ['{"n":3}', false],
      ],
    );
    assert.equal((await kept.message(third ?? 0))?.at, noon - 2);
    assert.equal(await kept.message(99_999), undefined);
  }),

  claim('a message for a thread that does not exist is not taken', async ({ store }) => {
    assert.equal(await store.leave('nobody', '{}', noon, true), undefined);
    assert.equal(await store.leave('nobody', '{}', noon, true, 'key'), undefined);
  }),

  claim('what came of messages is listed, the last consumed first', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    const ids: number[] = [];
    for (const thread of ['a', 'a', 'b', 'a', 'a']) ids.push((await store.leave(thread, '{}', noon, true)) ?? 0);
    const [first = 0, second = 0, other = 0, third = 0] = ids;
    await added(store, { thread: 'a', rows: [row(2)], consumed: [{ id: second, outcome: '2' }] });
    const together = [first, third].map((id) => ({ id, outcome: `${id}` }));
    await added(store, { thread: 'a', rows: [row(3)], consumed: together });
    await added(store, { thread: 'b', rows: [row(2)], consumed: [{ id: other, outcome: '1' }] });
    const kept = await again();
    const listed = async (limit: number) => (await kept.consumed('a', limit)).map(({ id, outcome }) => [id, outcome]);
    assert.deepEqual(await listed(9), [
      [third, `${third}`],
      [first, `${first}`],
      [second, '2'],
    ]);
    assert.deepEqual(await listed(1), [[third, `${third}`]]);
    assert.deepEqual(await kept.consumed('nobody', 9), []);
  }),

  claim('messages are asked for from one on', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    const ids: number[] = [];
    for (const thread of ['a', 'b', 'a', 'b', 'a']) ids.push((await store.leave(thread, '{}', noon, true)) ?? 0);
    const [first = 0, , third = 0, fourth = 0, fifth = 0] = ids;
    await added(store, { thread: 'a', rows: [row(2)], consumed: [{ id: third, outcome: '1' }] });
    const kept = await again();
    const after = async (id: number) => (await kept.messages('a', id)).map((message) => message.id);
    assert.deepEqual(await after(0), [first, fifth]);
    assert.deepEqual(await after(first), [fifth]);
    assert.deepEqual(await after(fourth), [fifth]);
    assert.deepEqual(await after(fifth), []);
  }),

  claim('a message is left once under a key of a thread, consumed or not', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    const one = (await store.leave('a', '1', noon, true, 'key')) ?? 0;
    assert.equal(await store.leave('a', '2', noon + 1, false, 'key'), one);
    const other = (await store.leave('b', '3', noon, false, 'key')) ?? 0;
    const next = (await store.leave('a', '4', noon, false, 'KEY')) ?? 0;
    assert.equal(new Set([one, other, next]).size, 3);
    assert.deepEqual(
      (await store.messages('a')).map(({ id, body, key }) => [id, body, key]),
      [
        [one, '1', 'key'],
        [next, '4', 'KEY'],
      ],
    );
    await added(store, { thread: 'a', rows: [row(2)], consumed: [{ id: one, outcome: '"yes"' }] });
    const kept = await again();
    assert.equal(await kept.leave('a', '5', noon, true, 'key'), one);
    assert.deepEqual([await kept.left('a', 'key'), await kept.left('a', 'KEY')], [one, next]);
    assert.deepEqual([await kept.left('a', 'other'), await kept.left('nobody', 'key')], [undefined, undefined]);
    const left = await kept.message(one);
    assert.deepEqual([left?.body, left?.key, left?.outcome], ['1', 'key', '"yes"']);
    assert.equal((await kept.messages('a', next)).length, 0);
  }),

  claim('messages side by side under one key are one', async ({ store }) => {
    await given(store, 'a');
    const ids = await Promise.all([1, 2, 3].map(async (n) => store.leave('a', `${n}`, noon, true, 'key')));
    assert.equal(new Set(ids).size, 1);
    assert.equal((await store.messages('a')).length, 1);
  }),

  claim('a key goes with its thread', async ({ store, again }) => {
    await given(store, 'a');
    const old = (await store.leave('a', '1', noon, true, 'key')) ?? 0;
    await store.remove(['a']);
    await given(store, 'a');
    const kept = await again();
    assert.ok(((await kept.leave('a', '2', noon, true, 'key')) ?? 0) > old);
  }),

  claim('a message is consumed once, with the rows that consume it', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    const one = (await store.leave('a', '1', noon, false)) ?? 0;
    const two = (await store.leave('a', '2', noon, false)) ?? 0;
    const other = (await store.leave('b', '3', noon, false)) ?? 0;
    await added(store, { thread: 'a', rows: [row(2)], consumed: [{ id: one, outcome: '"yes"' }] });
    const consumeAgain = (ids: readonly number[]) =>
      store.commit({
        thread: 'a',
        fence: 1,
        rows: [row(3)],
        update: { status: 'done' },
        consumed: ids.map((id) => ({ id, outcome: '"again"' })),
      });
    for (const ids of [[one], [two, one], [two, two], [two, other], [99_999]])
      assert.equal(await consumeAgain(ids), 'stale', ids.join());
    const kept = await again();
    const thread = await kept.thread('a');
    assert.deepEqual([thread?.head, thread?.status], [2, 'running']);
    assert.equal((await kept.message(one))?.outcome, '"yes"');
    assert.deepEqual(
      (await kept.messages('a')).map(({ id }) => id),
      [two],
    );
    assert.deepEqual(
      (await kept.messages('b')).map(({ id }) => id),
      [other],
    );
  }),
];
