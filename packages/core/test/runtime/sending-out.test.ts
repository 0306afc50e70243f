import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  fatal,
  graph,
  memory,
  open,
  replay,
  type AnyGraph,
  type Cairn,
  type OpenOptions,
  type Row,
  type Thread,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';

/** What is heard, and asked, by name. */
const desk = graph({
  name: 'desk',
  state: { user: z.string(), heard: append(z.string()) },
  events: { say: z.string(), quiz: z.undefined(), close: z.undefined() },
  start: 'listen',
  nodes: {
    listen: { on: { say: { update: (_s, text) => ({ heard: [text] }) }, quiz: 'quiz', close: 'end' } },
    quiz: { run: async (_s, ctx) => ({ heard: [await ctx.ask('name', { answer: z.string() })] }), next: 'listen' },
    end: { final: true },
  },
});

/** A thread that does what a test says, in an activity that may fail. */
function callerOf(run: (state: { readonly tries: number }, ctx: Context) => unknown) {
  return graph({
    name: 'caller',
    state: { tries: z.number().default(0), got: z.string().optional(), failed: z.string().optional() },
    events: { go: z.undefined() },
    start: 'idle',
    nodes: {
      idle: { on: { go: 'call' } },
      call: {
        run: (s, ctx) => run(s, ctx as Context) as never,
        onError: { to: 'sad', update: (_s, error) => ({ failed: error.code ?? error.message }) },
        next: 'glad',
      },
      glad: { on: { go: 'call' } },
      sad: { on: { go: 'call' } },
    },
  });
}

type Context = Pick<
  import('@cairn/core').Context,
  'send' | 'answer' | 'start' | 'step' | 'ask' | 'save' | 'attempt' | 'visit' | 'sleep'
>;

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

function opened(store: Store, graphs: readonly AnyGraph[], options: Partial<OpenOptions> = {}): Cairn {
  const cairn = open({ store, graphs: [desk, ...graphs], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}

async function heardBy(cairn: Cairn, id: string): Promise<readonly string[]> {
  await cairn.recovered();
  return (await cairn.thread(desk, id).settled()).state.heard;
}

/** Waits until a thread has made so many checkpoints like one. */
async function madeBy(thread: Thread, isOne: (event: Row) => boolean, count: number): Promise<void> {
  let made = 0;
  for await (const event of thread.watch({ from: 1, until: 'ended' })) {
    if (event.type === 'checkpoint' && isOne(event) && (made += 1) === count) return;
  }
}

/** Rows that say that something was sent. */
async function sentBy(thread: { history(): Promise<readonly { readonly note?: { readonly sent?: unknown } }[]> }) {
  return (await thread.history()).flatMap(({ note }) => note?.sent ?? []);
}

describe.each(Object.entries(stores))('on %s, what an activity sends', (_, storeOf) => {
  test('is there with its end, and its row says so', async () => {
    const caller = callerOf((_s, ctx) => {
      ctx.send(desk, 'd', 'say', 'one');
      ctx.send(desk, 'd', 'say', 'two', { id: 'mine' });
      return { got: 'done' };
    });
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    expect(await thread.settled()).toMatchObject({ state: { got: 'done' } });
    expect(await heardBy(cairn, 'd')).toEqual(['one', 'two']);
    expect(await sentBy(thread)).toEqual([
      { type: 'event', thread: 'd', name: 'say', key: expect.stringMatching(/^@/u) },
      { type: 'event', thread: 'd', name: 'say', key: 'mine' },
    ]);
  });

  test('is there once for each thread of the sender’s id, where one was deleted and another started', async () => {
    const caller = callerOf((_s, ctx) => ctx.send(desk, 'd', 'say', 'hello'));
    const store = storeOf();
    const cairn = opened(store, [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    for (const heard of [['hello'], ['hello', 'hello']]) {
      await (await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } })).settled();
      expect(await heardBy(cairn, 'd')).toEqual(heard);
      await store.remove(['c']);
    }
  });

  test('comes before what is sent to the thread afterwards, whether it rests here or is driven', async () => {
    const caller = callerOf((_s, ctx) => {
      ctx.send(desk, 'd', 'say', 'by the activity');
      return {};
    });
    const cairn = opened(storeOf(), [caller]);
    const receiver = await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c' });
    await receiver.settled();
    const heard: string[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const busy = turn % 2 === 0 ? undefined : receiver.send('say', `beside ${turn}`);
      await thread.send('go');
      await madeBy(thread, ({ cause }) => cause === 'done', turn + 1);
      await receiver.send('say', `then ${turn}`);
      await busy;
      heard.push('by the activity', `then ${turn}`);
    }
    expect((await receiver.settled()).state.heard.filter((text) => !text.startsWith('beside'))).toEqual(heard);
  });

  test('comes before what is sent afterwards also where another process left it', async () => {
    const store = storeOf();
    const cairn = opened(store, [], { recover: false });
    const receiver = await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    await receiver.send('say', 'first');
    await receiver.settled();
    await store.leave('d', JSON.stringify({ type: 'event', name: 'say', payload: 'left' }), Date.now(), true);
    await receiver.send('say', 'afterwards');
    expect((await receiver.settled()).state.heard).toEqual(['first', 'left', 'afterwards']);
  });

  test('goes to the very graph that the runtime was opened with, or to what bears its name', async () => {
    const another = graph({ ...desk.source, name: 'desk' } as never) as unknown as typeof desk;
    const caller = callerOf(async (_s, ctx) => {
      const refused = await Promise.allSettled([
        ctx.start(another, { user: 'bob' }),
        Promise.resolve().then(() => ctx.send(another, 'd', 'say', 'no')),
        Promise.resolve().then(() => ctx.answer(another, 'd', 'name', 'no')),
      ]);
      ctx.send({ name: 'desk' }, 'd', 'say' as never, 'yes' as never);
      return { got: refused.map((each) => (each as PromiseRejectedResult).reason.code as string).join(' ') };
    });
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    expect(await thread.settled()).toMatchObject({ state: { got: 'graph/another graph/another graph/another' } });
    expect(await heardBy(cairn, 'd')).toEqual(['yes']);
  });

  test('is not sent by an attempt that fails, nor by one that waits, and once in all', async () => {
    const caller = graph({
      name: 'caller',
      state: { got: z.string().optional() },
      start: 'call',
      nodes: {
        call: {
          run: async (_s, ctx) => {
            ctx.send(desk, 'd', 'say', `attempt ${ctx.attempt}`);
            if (ctx.attempt === 1) throw new Error('no');
            return { got: await ctx.ask('what', { answer: z.string() }) };
          },
          retry: { attempts: 2, backoff: 0 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
    expect(await heardBy(cairn, 'd')).toEqual([]);
    await thread.answer('what', 'this');
    await thread.ended();
    expect(await heardBy(cairn, 'd')).toEqual(['attempt 2']);
  });

  test('goes out with a step that it is within, before a wait, and not again when the function runs again', async () => {
    let tries = 0;
    const caller = callerOf(async (_s, ctx) => {
      await ctx
        .step('tell', () => {
          ctx.send(desk, 'd', 'say', `try ${(tries += 1)}`);
          if (tries === 1) throw new Error('no');
        })
        .catch(() => ctx.step('tell', () => ctx.send(desk, 'd', 'say', 'in the end')));
      return { got: await ctx.ask('what', { answer: z.string() }) };
    });
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
    expect(await heardBy(cairn, 'd')).toEqual(['in the end']);
    await thread.answer('what', 'this');
    await thread.settled();
    expect(await heardBy(cairn, 'd')).toEqual(['in the end']);
  });

  test('goes out with what is saved', async () => {
    const caller = callerOf(async (_s, ctx) => {
      ctx.send(desk, 'd', 'say', 'before');
      await ctx.save('half', { got: 'half' });
      ctx.send(desk, 'd', 'say', 'after');
      await ctx.ask('what', { answer: z.string() });
    });
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    await thread.settled();
    expect(await heardBy(cairn, 'd')).toEqual(['before']);
    await thread.answer('what', 'this');
    await thread.settled();
    expect(await heardBy(cairn, 'd')).toEqual(['before', 'after']);
  });

  test('starts threads, which begin at once or later, with tags, an event or an id', async () => {
    const clock = virtualClock();
    const store = storeOf();
    const caller = callerOf(async (_s, ctx) => {
      const one = await ctx.start(desk, { user: 'ada' }, { tags: ['child'], send: { event: 'say', payload: 'first' } });
      ctx.send(desk, one, 'say', 'second');
      await ctx.start(desk, { user: 'bob' }, { id: 'bob', after: '1h' });
      return { got: one };
    });
    const cairn = opened(store, [caller], { clock });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    await clock.advance('1s');
    const { state } = (await thread.settled()) as { state: { got: string } };
    expect(await heardBy(cairn, state.got)).toEqual(['first', 'second']);
    expect((await cairn.threads({ tags: ['child'] })).threads.map(({ id }) => id)).toEqual([state.got]);
    expect(await store.thread('bob')).toMatchObject({ status: 'waiting', due: expect.any(Number) as number });
    expect(await sentBy(thread)).toMatchObject([
      { type: 'start', thread: state.got, name: 'desk' },
      { type: 'event', thread: state.got, name: 'say' },
      { type: 'start', thread: 'bob', name: 'desk' },
    ]);
  });

  test('starts a thread that is there as it would be made only once', async () => {
    const caller = callerOf(async (_s, ctx) => ({ got: await ctx.start(desk, { user: 'ada' }, { id: 'd' }) }));
    const cairn = opened(storeOf(), [caller]);
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    expect(await thread.settled()).toMatchObject({ state: { got: 'd' } });
    await thread.send('go');
    expect(await thread.settled()).toMatchObject({ at: [{ node: 'glad' }] });
    expect(await sentBy(thread)).toHaveLength(1);
  });

  test('answers questions of others, those that are asked later included', async () => {
    const caller = callerOf((_s, ctx) => ctx.answer(desk, 'd', 'name', 'Ada'));
    const cairn = opened(storeOf(), [caller]);
    const other = await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    await thread.settled();
    await other.send('quiz');
    await madeBy(other, ({ cause }) => cause === 'answer', 1);
    expect(await heardBy(cairn, 'd')).toEqual(['Ada']);
  });

  test('may go to the thread itself', async () => {
    const caller = callerOf((s, ctx) => {
      if (ctx.visit < 3) ctx.send(caller, 'c', 'go');
      return { got: `${ctx.visit} ${s.tries}` };
    });
    const cairn = opened(storeOf(), [caller]);
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    await madeBy(thread, ({ cause, to }) => cause === 'done' && to === 'glad', 3);
    expect((await thread.settled()).state).toMatchObject({ got: '3 0' });
  });

  test('that goes to nobody is a failure of its attempt, and nothing of it goes out', async () => {
    const caller = callerOf((_s, ctx) => {
      ctx.send(desk, 'd', 'say', 'one');
      ctx.send(desk, 'nobody', 'say', 'two');
      return { got: 'done' };
    });
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    expect(await thread.settled()).toMatchObject({ state: { failed: 'thread/not-found' }, at: [{ node: 'sad' }] });
    expect(await heardBy(cairn, 'd')).toEqual([]);
    expect(await sentBy(thread)).toEqual([]);
  });

  test('under the id of a thread that is another is a failure of its attempt', async () => {
    const caller = callerOf(async (_s, ctx) => ({ got: await ctx.start(desk, { user: 'bob' }, { id: 'd' }) }));
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    expect(await thread.settled()).toMatchObject({ state: { failed: 'thread/exists' } });
  });

  test('to a thread that is over is told there', async () => {
    const caller = callerOf((_s, ctx) => ctx.send(desk, 'd', 'say', 'late', { id: 'mine' }));
    const store = storeOf();
    const cairn = opened(store, [caller]);
    const over = await cairn.start(desk, { user: 'ada' }, { id: 'd', send: { event: 'close' } });
    await over.ended();
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    expect(await thread.settled()).toMatchObject({ at: [{ node: 'glad' }] });
    await cairn.recovered();
    await expect(over.send('say', 'again', { id: 'mine' })).rejects.toMatchObject({ code: 'thread/over' });
  });

  test('is told with what came of it', async () => {
    const caller = callerOf(async (_s, ctx) => {
      ctx.send(desk, 'd', 'say', 'hello');
      ctx.send(desk, 'over', 'say', 'late');
      ctx.answer(desk, 'd', 'name', 'Ada');
      await ctx.start(desk, { user: 'bob' }, { id: 'bob' });
      ctx.send(desk, 'gone', 'say', 'hello');
    });
    const store = storeOf();
    const cairn = opened(store, [caller]);
    for (const id of ['d', 'over', 'gone']) await cairn.start(desk, { user: 'ada' }, { id });
    await cairn.thread(desk, 'over').send('close');
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    await thread.settled();
    await heardBy(cairn, 'd');
    await cairn.thread(desk, 'gone').cancel();
    await store.remove(['gone']);
    const seq = (await thread.history()).find(({ note }) => note?.sent !== undefined)?.seq ?? 0;
    const { sent } = await thread.why(seq);
    expect(sent?.map(({ type, name, thread: to, outcome }) => [type, name, to, outcome])).toEqual([
      ['event', 'say', 'd', 'taken'],
      ['event', 'say', 'over', 'refused'],
      ['answer', 'name', 'd', 'kept'],
      ['start', 'desk', 'bob', 'begun'],
      ['event', 'say', 'gone', 'gone'],
    ]);
    expect(sent?.[1]?.why).toContain('done');
  });

  test('goes out once, whoever forks the thread, replays it or takes it along', async () => {
    const caller = callerOf((_s, ctx) => {
      ctx.send(desk, 'd', 'say', 'once');
      return { got: 'done' };
    });
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    await thread.settled();
    expect((await replay(thread, caller)).divergence).toBeUndefined();
    const last = (await thread.history()).length;
    for (const seq of [last, last - 1]) {
      const other = await thread.fork(seq, { id: `fork-${seq}`, ...(seq < last && { recorded: true }) });
      await other.settled();
      expect(await sentBy(other)).toEqual(await sentBy(thread));
    }
    expect(await heardBy(cairn, 'd')).toEqual(['once']);
  });

  test('is sent anew, as all is done anew, where a thread goes on from before it', async () => {
    const caller = callerOf((_s, ctx) => ctx.send(desk, 'd', 'say', 'hello'));
    const cairn = opened(storeOf(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    await thread.settled();
    await thread.rewind(2);
    await thread.settled();
    expect(await heardBy(cairn, 'd')).toEqual(['hello', 'hello']);
  });
});

describe('what an activity sends', () => {
  test.each([
    [
      'an event that is not declared',
      async (ctx: Context) => ctx.send(desk, 'd', 'shout' as never, undefined as never),
      'event/unknown',
    ],
    ['a payload that does not fit', async (ctx: Context) => ctx.send(desk, 'd', 'say', 7 as never), 'value/invalid'],
    ['no id of a thread', async (ctx: Context) => ctx.send(desk, 7 as never, 'say', 'x'), 'value/invalid'],
    [
      'an id that cannot be one',
      async (ctx: Context) => ctx.send(desk, 'd', 'say', 'x', { id: 'a b' }),
      'thread/invalid-message-id',
    ],
    ['no graph', async (ctx: Context) => ctx.answer(undefined as never, 'd', 'name', 'x'), 'thread/unknown-graph'],
    ['a value that cannot be stored', async (ctx: Context) => ctx.answer(desk, 'd', 'name', () => 1), 'value/refused'],
    ['a start that does not fit', async (ctx: Context) => ctx.start(desk, { user: 7 } as never), 'value/invalid'],
    [
      'an id that no thread can have',
      async (ctx: Context) => ctx.start(desk, { user: 'a' }, { id: 'a@b' }),
      'thread/invalid-id',
    ],
  ])('is refused at the call where it is %s', async (_, call, code) => {
    const caller = callerOf(async (_s, ctx) => {
      try {
        await call(ctx);
      } catch (error) {
        throw fatal(error);
      }
    });
    const cairn = opened(memory(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    const thread = await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    expect(await thread.settled()).toMatchObject({ state: { failed: code } });
  });

  test('is not readable where its key is protected', async () => {
    const store = sqlite(':memory:');
    const caller = callerOf((_s, ctx) => ctx.send(desk, 'd', 'say', 'a secret that nobody reads'));
    const protect = { keys: ['say', 'heard'] };
    const cairn = opened(store, [caller], { protect, drive: false });
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } });
    const worker = open({ store: shared(store), graphs: [caller], protect });
    await worker.recovered();
    await worker.close();
    expect((await store.messages('d')).map(({ body }) => body).join()).not.toContain('secret');
  });

  test('by a node with a cache is sent by each run of it', async () => {
    const caller = graph({
      name: 'caller',
      state: {},
      start: 'call',
      nodes: {
        call: {
          run: (_s, ctx) => ctx.send(desk, 'd', 'say', 'hello'),
          cache: { key: () => 'one', ttl: '1h' },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = opened(memory(), [caller]);
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    for (const id of ['a', 'b']) await (await cairn.start(caller, {}, { id })).ended();
    expect(await heardBy(cairn, 'd')).toEqual(['hello', 'hello']);
  });

  test('is taken where its sender is left alone by all else', async () => {
    const caller = callerOf((_s, ctx) => ctx.send(desk, 'd', 'say', 'hello'));
    const store = memory();
    const cairn = opened(store, [caller], { recover: false });
    await cairn.start(desk, { user: 'ada' }, { id: 'd' });
    await (await cairn.start(caller, {}, { id: 'c', send: { event: 'go' } })).settled();
    expect(await heardBy(cairn, 'd')).toEqual(['hello']);
  });
});

/** A store that others close. */
function shared(store: Store): Store {
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'close') return () => undefined;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
