import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, replay, type AnyGraph, type Cairn, type Context, type RuntimeEvent } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

/** A job that is done when it is told so, at once where it is quick, and may fail first. */
const job = graph({
  name: 'job',
  state: { n: z.number(), quick: z.boolean().default(false), found: append(z.number()) },
  events: { finish: z.undefined(), fail: z.undefined() },
  start: 'begin',
  nodes: {
    begin: { next: [{ when: (s) => s.quick, to: 'work' }, 'wait'] },
    wait: { on: { finish: 'work', fail: 'broken' } },
    broken: {
      run: () => {
        throw new Error('broken');
      },
      next: 'work',
    },
    work: { run: (s) => ({ found: [s.n * 2] }), next: 'finished' },
    finished: { final: true },
  },
});

type Awaiting = Pick<Context, 'child' | 'step' | 'sleep' | 'ask' | 'attempt' | 'thread' | 'visit'>;

/** Does what a test says, and may be sent elsewhere meanwhile. */
function bossOf(run: (ctx: Awaiting) => Promise<readonly unknown[]>, retry = { attempts: 1, backoff: 0 }) {
  return graph({
    name: 'boss',
    state: { got: append(z.unknown()) },
    events: { away: z.undefined(), again: z.undefined() },
    start: 'call',
    nodes: {
      call: { run: async (_s, ctx) => ({ got: await run(ctx) }), retry, on: { away: 'rest' }, next: 'rest' },
      rest: { on: { again: 'call', away: 'end' } },
      end: { final: true },
    },
  });
}

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

const one = (id?: string, whenLeft?: 'leave') =>
  bossOf(async (ctx) => [
    await ctx.child('job', job, { n: 4 }, { ...(id !== undefined && { id }), ...(whenLeft && { whenLeft }) }),
  ]);

type Boss = ReturnType<typeof bossOf>;

function openedWith(boss: Boss, store: Store, options: object = {}): Cairn {
  return opened(boss, { store: keptOpen(store), graphs: [boss, job], ...options });
}

/** The thread that another waits for, once it does. */
async function childOf(cairn: Cairn, boss: AnyGraph, id: string): Promise<string> {
  for await (const event of cairn.thread(boss, id).watch({ from: 1, until: 'ended' })) {
    if (event.type === 'checkpoint' && event.note?.child !== undefined) return event.note.sent?.[0]?.thread ?? '';
  }
  throw new Error('It waits for none.');
}

describe.each(Object.entries(stores))('on %s, a thread that is waited for', (_, storeOf) => {
  test('is there with the question, and its end is the answer', async () => {
    const boss = one('j');
    const cairn = openedWith(boss, storeOf());
    const thread = await cairn.start(boss, {}, { id: 'b' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'job', child: 'j' }] });
    await cairn.thread(job, 'j').send('finish');
    await cairn.thread(job, 'j').ended();
    await cairn.recovered();
    const { state } = await thread.settled();
    const end = { status: 'done', thread: 'j', outcome: 'finished', state: { n: 4, quick: false, found: [8] } };
    expect(state.got).toEqual([end]);
    const asked = (await thread.history()).filter(({ note }) => note?.child !== undefined);
    expect(asked).toMatchObject([
      { cause: 'ask', label: 'job', note: { child: 'cancel', sent: [{ type: 'start', thread: 'j', name: 'job' }] } },
    ]);
    const [first] = await cairn.thread(job, 'j').history();
    expect(first?.note?.parent).toEqual({ thread: 'b', lane: '', key: 'job', child: 'j' });
    expect((await replay(thread, boss)).divergence).toBeUndefined();
    expect((await replay(cairn.thread(job, 'j'), job)).divergence).toBeUndefined();
  });

  test('runs beside others, and what they come to is in the order in which it was asked', async () => {
    const boss = bossOf((ctx) =>
      Promise.all(
        [3, 1, 2].map((n) => ctx.child(`job ${n}`, job, { n, quick: true }).then(({ state }) => state.found)),
      ),
    );
    const cairn = openedWith(boss, storeOf());
    const thread = await cairn.start(boss, {});
    await childOf(cairn, boss, thread.id);
    for await (const { type } of thread.watch({ from: 1, until: 'ended' })) {
      if (type === 'checkpoint' && (await thread.record()).head > 0 && (await thread.at()).lanes[0]?.node === 'rest')
        break;
    }
    expect((await thread.settled()).state.got).toEqual([[6], [2], [4]]);
    const rows = await thread.history();
    expect(rows.filter(({ cause }) => cause === 'ask')).toHaveLength(3);
  });

  test('that failed may be resumed, and is waited for meanwhile', async () => {
    const boss = one('j');
    const cairn = openedWith(boss, storeOf());
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    const child = cairn.thread(job, 'j');
    await child.send('fail');
    expect((await child.settled()).status).toBe('failed');
    expect((await thread.settled()).status).toBe('waiting');
    await child.edit({ found: [1] }, { as: 'work' });
    await child.ended();
    await cairn.recovered();
    expect((await thread.settled()).state.got).toMatchObject([{ status: 'done', state: { found: [1] } }]);
  });

  test('that is cancelled is told of as that', async () => {
    const boss = one('j');
    const cairn = openedWith(boss, storeOf());
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    await cairn.thread(job, 'j').cancel('enough');
    await cairn.recovered();
    expect((await thread.settled()).state.got).toMatchObject([{ status: 'cancelled', reason: 'enough' }]);
  });

  test('takes in its place what it could have come to, as its graph has it, and nothing else', async () => {
    const boss = one('j');
    const store = storeOf();
    const cairn = openedWith(boss, store);
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    const left = { ...inPlace, status: 'cancelled', reason: 7 };
    for (const [given, path] of [
      [5, ''],
      [{ status: 'done' }, ''],
      [{ ...inPlace, status: 'failed' }, ''],
      [{ ...inPlace, outcome: 'finishd' }, '.outcome'],
      [{ ...inPlace, state: { n: 'four' } }, '.state'],
      [{ ...inPlace, state: { n: 4, m: 5 } }, '.state'],
      [left, ''],
    ] as const) {
      const issues = [{ path: `answer.job${path}` }];
      const facts = { code: 'value/invalid', facts: { issues } };
      await expect(thread.answer('job', given as never)).rejects.toMatchObject(facts);
      await expect(thread.answer('job', given as never, { queue: true })).rejects.toMatchObject(facts);
    }
    await thread.answer('job', inPlace);
    const { state } = await resting(thread, 'rest').then(() => thread.settled());
    expect(state.got).toEqual([{ ...inPlace, state: { n: 4, quick: false, found: [] } }]);
  });

  test.each([
    ['its parent is cancelled', (parent: Handle) => parent.cancel('no more'), 'cancelled'],
    ['the node that waits is left', (parent: Handle) => parent.send('away'), 'cancelled'],
    ['somebody answers in its place', (parent: Handle) => parent.answer('job', inPlace), 'cancelled'],
    ['its parent is sent back to before it began', (parent: Handle) => parent.rewind(1), 'cancelled'],
  ] as const)('is cancelled where %s, and nothing is said to be refused by that', async (_title, leave, status) => {
    const store = storeOf();
    const boss = one();
    const refused: unknown[] = [];
    const onEvent = (event: RuntimeEvent): void => void (event.type === 'refused' && refused.push(event));
    const cairn = openedWith(boss, store, { onEvent });
    const thread = await cairn.start(boss, {}, { id: 'b' });
    const child = await childOf(cairn, boss, 'b');
    await leave(thread);
    expect((await cairn.thread(job, child).ended()).status).toBe(status);
    expect(await cairn.thread(job, child).ended()).toMatchObject({ reason: '"b" waits for it no longer' });
    await cairn.recovered();
    expect(await store.messages('b')).toEqual([]);
    expect(refused).toEqual([]);
  });

  test.each([
    ['the node that waits is left', (parent: Handle) => parent.send('away')],
    ['somebody answers in its place', (parent: Handle) => parent.answer('job', inPlace)],
  ] as const)('is left alone where that was said, where %s', async (_title, leave) => {
    const boss = one('j', 'leave');
    const cairn = openedWith(boss, storeOf());
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    await leave(thread);
    await resting(thread, 'rest');
    await thread.send('away');
    await thread.ended();
    await cairn.recovered();
    const child = cairn.thread(job, 'j');
    expect((await child.settled()).status).toBe('waiting');
    await child.send('finish');
    expect((await child.ended()).status).toBe('done');
  });

  test('and those that it waits for are cancelled with it', async () => {
    const store = storeOf();
    const mid = graph({
      name: 'mid',
      state: {},
      start: 'call',
      nodes: {
        call: { run: async (_s, ctx) => void (await ctx.child('job', job, { n: 1 }, { id: 'j' })), next: 'end' },
        end: { final: true },
      },
    });
    const boss = bossOf(async (ctx) => [await ctx.child('mid', mid, {}, { id: 'm' })]);
    const cairn = openedWith(boss, store, { graphs: [boss, mid, job] });
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    await childOf(cairn, mid, 'm');
    await thread.cancel('stop');
    expect((await cairn.thread(job, 'j').ended()).status).toBe('cancelled');
  });

  test('is started once however often its parent tries, and a new one where it comes back', async () => {
    const boss = bossOf(
      async (ctx) => {
        const { state } = await ctx.child('job', job, { n: ctx.visit, quick: true });
        if (ctx.attempt === 1) throw new Error('try again');
        return state.found;
      },
      { attempts: 2, backoff: 0 },
    );
    const cairn = openedWith(boss, storeOf());
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await resting(thread, 'rest');
    await thread.send('again');
    await resting(thread, 'rest');
    expect((await thread.settled()).state.got).toEqual([2, 4]);
    expect((await thread.history()).filter(({ cause }) => cause === 'ask')).toHaveLength(2);
  });

  test('is another one in a fork, and what was told is told there too', async () => {
    const store = storeOf();
    const boss = one();
    const cairn = openedWith(boss, store);
    const thread = await cairn.start(boss, {}, { id: 'b' });
    const child = await childOf(cairn, boss, 'b');
    const fork = await thread.fork(-1, { id: 'c' });
    const other = await otherChildOf(cairn, boss, 'c', child);
    expect(other).not.toBe(child);
    await cairn.thread(job, child).send('finish');
    await resting(thread, 'rest');
    expect((await fork.settled()).status).toBe('waiting');
    await cairn.thread(job, other).send('finish');
    await resting(fork, 'rest');
    const seq = (await thread.history()).find(({ cause }) => cause === 'answer')?.seq ?? 0;
    const late = await thread.fork(seq, { id: 'd' });
    await resting(late, 'rest');
    expect((await late.settled()).state.got).toMatchObject([{ thread: child }]);
    expect((await late.history()).slice(seq).filter(({ note }) => note?.sent !== undefined)).toEqual([]);
  });

  test('is no child of its parent’s any more in a fork of its own', async () => {
    const boss = one('j');
    const cairn = openedWith(boss, storeOf());
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    await cairn.thread(job, 'j').settled();
    const fork = await cairn.thread(job, 'j').fork(-1, { id: 'k' });
    await fork.send('finish');
    await fork.ended();
    await cairn.recovered();
    expect((await thread.settled()).status).toBe('waiting');
  });

  test('is told of again where its parent is sent back to when it was waited for', async () => {
    const boss = one('j');
    const cairn = openedWith(boss, storeOf());
    const thread = await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    const { head } = await thread.record();
    await cairn.thread(job, 'j').send('finish');
    await resting(thread, 'rest');
    await thread.rewind(head);
    await resting(thread, 'rest');
    expect((await thread.settled()).state.got).toMatchObject([{ status: 'done', thread: 'j' }]);
  });

  test('ends well where its parent is gone', async () => {
    const store = storeOf();
    const boss = one('j');
    const cairn = openedWith(boss, store);
    await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    await cairn.thread(boss, 'b').settled();
    await store.remove(['b']);
    await cairn.thread(job, 'j').send('finish');
    expect((await cairn.thread(job, 'j').ended()).status).toBe('done');
  });

  test('is not one that is there already', async () => {
    const boss = one('j');
    const cairn = openedWith(boss, storeOf());
    await cairn.start(job, { n: 4 }, { id: 'j' });
    const thread = await cairn.start(boss, {});
    expect(await thread.ended()).toMatchObject({ status: 'failed', failed: [{ code: 'thread/exists' }] });
  });

  test('and its parent go on where they are brought to', async () => {
    const [from, to] = [storeOf(), storeOf()];
    const boss = one('j');
    const cairn = openedWith(boss, from);
    await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    await cairn.thread(boss, 'b').settled();
    await cairn.thread(job, 'j').settled();
    for (const id of ['b', 'j']) await importThread(to, exportThread(from, id), {});
    const there = openedWith(boss, to);
    await there.thread(job, 'j').send('finish');
    await resting(there.thread(boss, 'b'), 'rest');
    expect((await there.thread(boss, 'b').settled()).state.got).toMatchObject([{ thread: 'j' }]);
    expect((await cairn.thread(boss, 'b').settled()).state.got).toEqual([]);
  });

  test('is heard of by a parent that is brought after it ended; one that is brought alone waits, and somebody may answer in its place', async () => {
    const [from, to, alone] = [storeOf(), storeOf(), storeOf()];
    const boss = one('j');
    const cairn = openedWith(boss, from);
    await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    await cairn.thread(boss, 'b').settled();
    await cairn.thread(job, 'j').settled();
    await importThread(to, exportThread(from, 'j'));
    const there = openedWith(boss, to);
    await there.thread(job, 'j').send('finish');
    expect(await there.thread(job, 'j').ended()).toMatchObject({ status: 'done', outcome: 'finished' });
    await importThread(to, exportThread(from, 'b'));
    await there.recovered();
    await resting(there.thread(boss, 'b'), 'rest');
    expect((await there.thread(boss, 'b').settled()).state.got).toMatchObject([{ thread: 'j', outcome: 'finished' }]);
    await importThread(alone, exportThread(from, 'b'), { id: 'c' });
    await importThread(alone, exportThread(from, 'b'));
    const parent = openedWith(boss, alone).thread(boss, 'b');
    expect(await parent.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'job', child: 'j' }] });
    await parent.answer('job', inPlace);
    await resting(parent, 'rest');
    expect((await parent.settled()).state.got).toMatchObject([{ thread: 'other' }]);
  });

  test('that ended is heard of by a parent that was brought before it, and that alone is said to wait until then', async () => {
    const [from, to] = [storeOf(), storeOf()];
    const boss = one('j');
    const cairn = openedWith(boss, from);
    await cairn.start(boss, {}, { id: 'b' });
    await childOf(cairn, boss, 'b');
    await cairn.thread(boss, 'b').settled();
    await cairn.thread(job, 'j').settled();
    await importThread(to, exportThread(from, 'b'));
    expect(await to.thread('b')).toMatchObject({ status: 'waiting', owner: null });
    await cairn.thread(job, 'j').send('finish');
    await cairn.thread(job, 'j').ended();
    await importThread(to, exportThread(from, 'j'));
    expect(await to.thread('b')).toMatchObject({ status: 'running', owner: null });
    const there = openedWith(boss, to);
    await there.recovered();
    await resting(there.thread(boss, 'b'), 'rest');
    expect((await there.thread(boss, 'b').settled()).state.got).toMatchObject([{ thread: 'j', outcome: 'finished' }]);
  });

  test('is driven, and waited for, by whichever process does', async () => {
    const store = storeOf();
    const boss = one('j');
    const web = openedWith(boss, store, { drive: false });
    const thread = await web.start(boss, {}, { id: 'b' });
    const workers = [1, 2].map(() => openedWith(boss, store));
    const working = workers.map((worker) => worker.work());
    await childOf(web, boss, 'b');
    await web.thread(job, 'j').send('finish');
    await resting(thread, 'rest');
    expect((await thread.settled()).state.got).toMatchObject([{ outcome: 'finished' }]);
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all(working);
  });
});

/** How a job could have ended. */
const inPlace = { status: 'done', thread: 'other', outcome: 'finished', state: { n: 4 } } as const;

type Handle = {
  answer(key: string, value: unknown): Promise<void>;
  cancel(reason: string): Promise<void>;
  send(event: 'away'): Promise<void>;
  rewind(seq: number): Promise<void>;
};

/** Waits until a thread is at a node. */
async function resting(thread: Pick<ReturnType<Cairn['thread']>, 'watch' | 'at'>, node: string): Promise<void> {
  for await (const event of thread.watch({ from: 1, until: 'ended' })) {
    if (
      event.type === 'checkpoint' &&
      event.lane === '' &&
      event.to === node &&
      (await thread.at()).lanes[0]?.node === node
    )
      return;
  }
}

async function otherChildOf(cairn: Cairn, boss: Boss, id: string, than: string): Promise<string> {
  for await (const event of cairn.thread(boss, id).watch({ from: 1, until: 'ended' })) {
    const child = event.type === 'checkpoint' ? event.note?.sent?.[0]?.thread : undefined;
    if (child !== undefined && child !== than) return child;
  }
  throw new Error('It waits for none.');
}
