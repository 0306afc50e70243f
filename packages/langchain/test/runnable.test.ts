import { RunnableLambda } from '@langchain/core/runnables';
import { BaseTracer, type Run } from '@langchain/core/tracers/base';
import { tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open } from '@cairn/core';
import { agent, asRunnable, chat, textOf } from '@cairn/langchain';
import { call, ScriptedModel, type Line } from './scripted-model.ts';

const add = tool(({ a, b }) => String(a + b), { name: 'add', schema: z.object({ a: z.number(), b: z.number() }) });

const clerkOf = (times: number) => {
  const lines: Line[] = Array.from(
    { length: times * 2 },
    () => (told) =>
      told.at(-1)?.type === 'tool' ? 'It is 3.' : { content: '', tool_calls: [call('add', { a: 1, b: 2 }, 'c')] },
  );
  return agent({ name: 'clerk', model: new ScriptedModel(lines), tools: [add] });
};

test('a graph is invoked, batched and piped as a Runnable', async () => {
  const clerk = clerkOf(3);
  const cairn = open({ store: memory(), graphs: [clerk] });
  const runnable = asRunnable(cairn, clerk, { output: ({ state }) => textOf(state.messages) });
  expect(await runnable.invoke({ messages: '1 + 2?' })).toBe('It is 3.');
  const loud = runnable.pipe(RunnableLambda.from((text: string) => text.toUpperCase()));
  expect(await loud.batch([{ messages: 'a' }, { messages: 'b' }])).toEqual(['IT IS 3.', 'IT IS 3.']);
  await cairn.close();
});

test('what its activities run is part of the call, with its tags and metadata', async () => {
  const clerk = clerkOf(1);
  const cairn = open({ store: memory(), graphs: [clerk] });
  const config = {
    version: 'v2' as const,
    tags: ['mine'],
    metadata: { user: 'ada' },
    configurable: { thread_id: 't' },
  };
  const seen: string[] = [];
  const wrote = new Map<string, unknown>();
  for await (const { event, name, tags, metadata, data } of asRunnable(cairn, clerk).streamEvents(
    { messages: '1 + 2?' },
    config,
  )) {
    if (event === 'on_chat_model_stream') seen.push(`says ${(data.chunk as { text: string }).text}`);
    if (event.endsWith('_start') || event.endsWith('_end'))
      seen.push(`${event} ${name} ${tags?.includes('mine')} ${metadata['user']} ${metadata['cairn_node'] ?? ''}`);
    if (event === 'on_chain_end') wrote.set(name, data.output);
  }
  const within = (node: string, ...parts: readonly string[]) => [
    `on_chain_start ${node} true ada ${node}`,
    ...parts.map((part) => (part.startsWith('on_') ? `${part} true ada ${node}` : part)),
    `on_chain_end ${node} true ada ${node}`,
  ];
  const says = (...words: readonly string[]) =>
    within('model', 'on_chat_model_start ScriptedModel', ...words, 'on_chat_model_end ScriptedModel');
  expect(seen).toEqual([
    'on_chain_start clerk true ada ',
    ...says('says '),
    ...within('model-tools-call', 'on_tool_start add', 'on_tool_end add'),
    ...says('says It ', 'says is ', 'says 3.'),
    'on_chain_end clerk true ada ',
  ]);
  expect(wrote.get('model-tools-call')).toMatchObject({ messages: [{ tool_call_id: 'c' }] });
  await cairn.close();
});

test('a call hears its own thread, and none of that id in another store', async () => {
  const told: string[] = [];
  const hearing = async (who: string, stream: AsyncIterable<{ event: string; data: { chunk?: unknown } }>) => {
    for await (const { event, data } of stream)
      if (event === 'on_chat_model_stream') told.push(`${who}: ${(data.chunk as { text: string }).text}`);
  };
  const config = { version: 'v2' as const, configurable: { thread_id: 'main' } };
  const desks = ['red', 'blue'].map((who) => {
    const desk = chat({ name: 'desk', model: new ScriptedModel([who]) });
    const cairn = open({ store: memory(), graphs: [desk] });
    return { who, cairn, talk: asRunnable(cairn, desk, { turn: (payload: string) => ({ event: 'say', payload }) }) };
  });
  await Promise.all(desks.map(({ who, talk }) => hearing(who, talk.streamEvents('Who?', config))));
  expect(told.toSorted()).toEqual(['blue: blue', 'red: red']);
  await Promise.all(desks.map(({ cairn }) => cairn.close()));
});

test('a tracer is given a tree of runs, with what each node wrote, what failed, and the thread', async () => {
  const flaky = graph({
    name: 'flaky',
    state: { text: z.string().optional() },
    start: 'go',
    nodes: {
      go: {
        run: (_s, ctx) => {
          if (ctx.attempt === 1) throw new Error('not yet');
          return { text: 'went' };
        },
        retry: { attempts: 2 },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const holder = graph({
    name: 'holder',
    state: { text: z.string().optional() },
    start: 'inner',
    nodes: { inner: { graph: flaky, share: ['text'], next: 'end' }, end: { final: true } },
  });
  const cairn = open({ store: memory(), graphs: [holder] });
  const roots: Run[] = [];
  class Tracer extends BaseTracer {
    readonly name = 'tracer';
    override readonly awaitHandlers = true;
    protected async persistRun(run: Run): Promise<void> {
      roots.push(run);
    }
  }
  const tracer = new Tracer();
  await asRunnable(cairn, holder).invoke(
    {},
    { callbacks: [tracer], runName: 'mine', configurable: { thread_id: 't' } },
  );
  expect(roots).toMatchObject([{ name: 'mine', run_type: 'chain', outputs: { text: 'went' } }]);
  expect(roots[0]?.child_runs).toMatchObject([{ name: 'inner', extra: { metadata: { cairn_node: 'inner' } } }]);
  expect(roots[0]?.child_runs[0]?.child_runs).toMatchObject([
    {
      name: 'go',
      error: expect.stringContaining('not yet'),
      extra: { metadata: { cairn_thread: 't', cairn_attempt: 1 } },
    },
    { name: 'go', outputs: { text: 'went' }, extra: { metadata: { cairn_node: 'go', cairn_attempt: 2 } } },
  ]);
  await cairn.close();
});

const counting = graph({
  name: 'counting',
  state: { n: z.number().default(0), notes: append(z.string()) },
  start: 'count',
  nodes: {
    count: {
      run: ({ n }, ctx) => {
        ctx.emit({ at: n });
        return { n: n + 1, notes: [`note ${n}`] };
      },
      next: [{ when: ({ n }) => n < 3, to: 'count' }, 'end'],
    },
    end: { final: true },
  },
});

/** All that a stream gives. */
async function chunksOf<Chunk>(stream: AsyncIterable<Chunk>): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

test('a stream gives states as they come, what nodes write, or what they show', async () => {
  const cairn = open({ store: memory(), graphs: [counting] });
  const runnable = asRunnable(cairn, counting);
  const states = await chunksOf(await runnable.stream({}));
  expect(states.map(({ n, notes }) => [n, notes.length])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  expect(await chunksOf(await runnable.stream({ n: 2 }, { streamMode: 'updates' }))).toEqual([
    { count: { n: 3, notes: ['note 2'] } },
  ]);
  expect(await chunksOf(await runnable.stream({ n: 1 }, { streamMode: 'custom' }))).toEqual([{ at: 1 }, { at: 2 }]);
  const last = asRunnable(cairn, counting, { output: ({ state }) => state.n });
  expect(await chunksOf(await last.stream({}))).toEqual([3]);
  const after = runnable.pipe(RunnableLambda.from(({ n }: { n: number }) => n * 2));
  expect(await chunksOf(await after.stream({}))).toEqual([6]);
  await cairn.close();
});

test('a batch goes on side by side, as many at a time as it says, and may give what failed', async () => {
  let most = 0;
  let at = 0;
  const sized = graph({
    name: 'sized',
    state: { n: z.number() },
    start: 'go',
    nodes: {
      go: {
        run: async ({ n }) => {
          most = Math.max(most, (at += 1));
          await new Promise(setImmediate);
          at -= 1;
          if (n === 2) throw new Error('no twos');
          return { n: n * 10 };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [sized] });
  const runnable = asRunnable(cairn, sized, { output: ({ state }) => state.n });
  const ids = ['a', 'b', 'c', 'd'].map((id) => ({ configurable: { thread_id: id }, maxConcurrency: 2 }));
  const all = await runnable.batch([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }], ids, { returnExceptions: true });
  expect(all).toEqual([10, expect.objectContaining({ message: 'go: no twos' }), 30, 40]);
  expect(most).toBe(2);
  expect((await cairn.thread(sized, 'd').settled()).state).toEqual({ n: 40 });
  await cairn.close();
});

test('a call that is given up while its thread is being made cancels it once it is there', async () => {
  const store = memory();
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const controller = new AbortController();
  const slow = new Proxy(store, {
    get: (target, key) => {
      const found: unknown = Reflect.get(target, key, target);
      if (typeof found !== 'function') return found;
      if (key !== 'create') return found.bind(target);
      return async (...given: readonly unknown[]) => {
        controller.abort();
        await gate;
        return Reflect.apply(found, target, given);
      };
    },
  });
  const idle = graph({
    name: 'idle',
    state: {},
    events: { go: z.null() },
    start: 'wait',
    nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
  });
  let isCancelled = () => {};
  const cancelled = new Promise<void>((resolve) => (isCancelled = resolve));
  const cairn = open({
    store: slow,
    graphs: [idle],
    onEvent: (event) => event.type === 'status' && event.status === 'cancelled' && isCancelled(),
  });
  const config = { signal: controller.signal, configurable: { thread_id: 'i' } };
  await expect(asRunnable(cairn, idle).invoke({}, config)).rejects.toThrow(/abort/iu);
  expect(await store.thread('i')).toBeUndefined();
  letGo();
  await cancelled;
  expect((await store.thread('i'))?.status).toBe('cancelled');
  await cairn.close();
});

test('a stream that is left cancels what it started', async () => {
  const cairn = open({ store: memory(), graphs: [counting] });
  const stream = await asRunnable(cairn, counting).stream({ n: -1e6 }, { configurable: { thread_id: 'c' } });
  await stream.next();
  await stream.return();
  expect((await cairn.thread(counting, 'c').ended()).status).toBe('cancelled');
  await cairn.close();
});

test('a conversation is a turn a call', async () => {
  const desk = chat({ name: 'desk', model: new ScriptedModel(['Hi!', 'Five.']) });
  const cairn = open({ store: memory(), graphs: [desk] });
  const runnable = asRunnable(cairn, desk, { turn: (payload: string) => ({ event: 'say', payload }) });
  const config = { configurable: { thread_id: 'ada' } };
  expect(textOf((await runnable.invoke('Hello', config)).messages)).toBe('Hi!');
  expect((await runnable.invoke('What time is it?', config)).messages).toHaveLength(4);
  await cairn.close();
});

test('a call that fails rejects, and one that is given up cancels what it started', async () => {
  const failing = agent({
    name: 'failing',
    model: new ScriptedModel([new Error('no answer')]),
    retry: { attempts: 1 },
  });
  const controller = new AbortController();
  const waiting = graph({
    name: 'waiting',
    state: {},
    start: 'wait',
    nodes: {
      wait: {
        run: async (_s, ctx) => {
          controller.abort();
          await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve));
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [failing, waiting] });
  await expect(asRunnable(cairn, failing).invoke({ messages: 'a' })).rejects.toThrow('model: no answer');
  const given = { signal: controller.signal, configurable: { thread_id: 'w' } };
  const invoked = asRunnable(cairn, waiting).invoke({}, given);
  await expect(invoked).rejects.toThrow(/abort/iu);
  expect((await cairn.thread(waiting, 'w').ended()).status).toBe('cancelled');
  await cairn.close();
});
