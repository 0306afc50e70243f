import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type AnyGraph, type Cairn } from '@cairn/core';
import { agent, asRunnable, chat, conversation } from '@cairn/langchain';
import { call, ScriptedModel } from './scripted-model.ts';

/** A graph whose activity says that it begins, and ends once it is aborted, or is let go on. */
function waiting() {
  let begin = () => {};
  let end = () => {};
  const begins = new Promise<void>((resolve) => (begin = resolve));
  const ends = new Promise<void>((resolve) => (end = resolve));
  const inner = graph({
    name: 'inner',
    ...conversation,
    start: 'wait',
    nodes: {
      wait: {
        run: async (_s, { signal }) => {
          begin();
          await Promise.race([ends, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const outer = graph({
    name: 'outer',
    ...conversation,
    start: 'in',
    nodes: { in: { graph: inner, share: ['messages'], next: 'end' }, end: { final: true } },
  });
  return { outer, begins, end };
}

const config = { configurable: { thread_id: 't' } };

const statusIn = async (cairn: Cairn, of: AnyGraph) => (await cairn.thread(of, 't').record()).status;

type Streamed = AsyncIterableIterator<unknown> & ReadableStream<unknown>;

test.each<[string, (stream: Streamed) => Promise<unknown>]>([
  ['its iterator returns', async (stream) => stream.return?.()],
  ['its reader cancels', async (stream) => stream.getReader().cancel()],
  [
    'a loop is broken off',
    async (stream) => {
      for await (const state of stream) if (state !== undefined) break;
    },
  ],
])('a stream that is left cancels at once what it made: %s', async (_how, leave) => {
  const { outer, begins } = waiting();
  const cairn = open({ store: memory(), graphs: [outer] });
  const stream = await asRunnable(cairn, outer).stream({ messages: 'Go' }, config);
  await begins;
  await leave(stream);
  expect(await statusIn(cairn, outer)).toBe('cancelled');
  await cairn.close();
});

test('so does one of what nodes write, of which there is nothing yet, and that of a sequence', async () => {
  for (const begun of ['updates', 'pipe', 'longer pipe'] as const) {
    const { outer, begins } = waiting();
    const cairn = open({ store: memory(), graphs: [outer] });
    const runnable = asRunnable(cairn, outer);
    const passes = RunnableLambda.from((state: unknown) => state);
    const stream =
      begun === 'updates'
        ? await runnable.stream({ messages: 'Go' }, { ...config, streamMode: 'updates' })
        : await (begun === 'pipe' ? runnable.pipe(passes) : runnable.pipe(passes).pipe(passes)).stream(
            { messages: 'Go' },
            config,
          );
    const reader = (stream as ReadableStream<unknown>).getReader();
    const next = reader.read();
    await begins;
    await reader.cancel();
    expect(await next).toMatchObject({ done: true });
    expect((await cairn.thread(outer, 't').ended()).status).toBe('cancelled');
    await cairn.close();
  }
});

test('a call that is given up leaves a thread alone that it did not make', async () => {
  const { outer, begins, end } = waiting();
  const cairn = open({ store: memory(), graphs: [outer] });
  const thread = await cairn.start(outer, { messages: 'Go' }, { id: 't' });
  await begins;
  const controller = new AbortController();
  const runnable = asRunnable(cairn, outer);
  const invoked = runnable.invoke({ messages: 'Go' }, { ...config, signal: controller.signal });
  const streamed = await runnable.stream({ messages: 'Go' }, config);
  await streamed.next();
  controller.abort();
  await expect(invoked).rejects.toThrow(/abort/iu);
  await streamed.return();
  end();
  expect((await thread.ended()).status).toBe('done');
  await cairn.close();
});

test('a stream has one mode, of those that there are', async () => {
  const poet = agent({ name: 'poet', model: new ScriptedModel([]) });
  const cairn = open({ store: memory(), graphs: [poet] });
  for (const [streamMode, found] of [
    ['messages', '"messages"'],
    [['values', 'updates'], 'a list'],
  ]) {
    const stream = asRunnable(cairn, poet).stream({ messages: 'Go' }, { streamMode: streamMode as never });
    await expect(stream).rejects.toThrow(`and not ${String(found)}.`);
  }
  await cairn.close();
});

test('turns of one thread that are said at once are taken one after the other, each with its own answer', async () => {
  const desk = chat({ name: 'desk', model: new ScriptedModel(Array.from({ length: 6 }, (_, n) => `answer ${n + 1}`)) });
  const cairn = open({ store: memory(), graphs: [desk] });
  const talk = asRunnable(cairn, desk, {
    turn: (payload: string) => ({ event: 'say', payload, id: payload }),
    output: ({ state }) => state.messages.slice(-2).map(({ text }) => text),
  });
  const said = [
    ['one', 'answer 1'],
    ['two', 'answer 2'],
    ['three', 'answer 3'],
  ];
  expect(await talk.batch(['one', 'two', 'three'], config)).toEqual(said);
  const more = Promise.all([talk.invoke('four', config), talk.invoke('five', config)]);
  expect(await more).toEqual([
    ['four', 'answer 4'],
    ['five', 'answer 5'],
  ]);
  // Said before, under that id.
  await talk.invoke('two', config);
  expect((await cairn.thread(desk, 't').settled()).state.messages).toHaveLength(10);
  await cairn.close();
});

test('a turn is kept while somebody else has the thread under way', async () => {
  let begin = () => {};
  let goOn = () => {};
  const begins = new Promise<void>((resolve) => (begin = resolve));
  const goes = new Promise<void>((resolve) => (goOn = resolve));
  const answers = RunnableLambda.from(async (told: BaseMessage[]) => {
    begin();
    await goes;
    return new AIMessage(`re ${told.at(-1)?.text}`);
  });
  const desk = chat({ name: 'desk', model: answers });
  const cairn = open({ store: memory(), graphs: [desk] });
  const thread = await cairn.start(desk, {}, { id: 't' });
  await thread.send('say', 'first');
  await begins;
  const talk = asRunnable(cairn, desk, { turn: (payload: string) => ({ event: 'say', payload }) });
  const said = talk.invoke('second', config);
  goOn();
  expect((await said).messages.map(({ text }) => text)).toEqual(['first', 're first', 'second', 're second']);
  await cairn.close();
});

test('what goes along with a call is told to its activities', async () => {
  const told: unknown[] = [];
  const noting = graph({
    name: 'noting',
    state: {},
    start: 'note',
    nodes: { note: { run: (_s, { context }) => void told.push(context), next: 'end' }, end: { final: true } },
  });
  const cairn = open({ store: memory(), graphs: [noting] });
  const runnable = asRunnable(cairn, noting, {
    context: ({ configurable }) => ({ customer: String(configurable?.['customer']) }),
  });
  await runnable.invoke({}, { configurable: { customer: 'ada' } });
  expect(told).toEqual([{ customer: 'ada' }]);
  await cairn.close();
});

test('a call whose thread fails or is cancelled rejects with what happened, and to which thread', async () => {
  const failing = agent({ name: 'failing', model: new ScriptedModel(['long']), limits: { calls: 0 } });
  const { outer, begins } = waiting();
  const cairn = open({ store: memory(), graphs: [failing, outer] });
  await expect(asRunnable(cairn, failing).invoke({ messages: 'a' }, config)).rejects.toMatchObject({
    code: 'langchain/thread-failed',
    thread: 't',
    cause: { node: 'model', code: 'limit/exceeded' },
    failed: [{ code: 'limit/exceeded' }],
  });
  const invoked = asRunnable(cairn, outer).invoke({ messages: 'a' }, { configurable: { thread_id: 'o' } });
  invoked.catch(() => undefined);
  await begins;
  await cairn.thread(outer, 'o').cancel('no more');
  await expect(invoked).rejects.toMatchObject({
    code: 'langchain/thread-cancelled',
    thread: 'o',
    message: 'no more',
  });
  await cairn.close();
});

test('what is said to a thread that waits for an answer, or has failed, is refused with that', async () => {
  const pay = tool(() => 'paid', { name: 'pay', schema: z.object({}) });
  const calls = { content: '', tool_calls: [call('pay')] };
  const desk = chat({ name: 'desk', model: new ScriptedModel([calls]), tools: [pay], approve: ['pay'] });
  const broken = chat({ name: 'broken', model: new ScriptedModel([new Error('no net')]), retry: { attempts: 1 } });
  const cairn = open({ store: memory(), graphs: [desk, broken] });
  const turn = (payload: string) => ({ event: 'say' as const, payload });
  const talk = asRunnable(cairn, desk, { turn, output: ({ status }) => status });
  expect(await talk.invoke('Pay', config)).toBe('waiting');
  await expect(talk.invoke('Now', config)).rejects.toThrow('An answer is waited for: "approve:pay".');
  const other = { configurable: { thread_id: 'o' } };
  const broke = asRunnable(cairn, broken, { turn });
  await expect(broke.invoke('Hi', other)).rejects.toThrow('no net');
  await expect(broke.invoke('Hi', other)).rejects.toThrow('resume() goes on: node "reply": no net.');
  await cairn.close();
});
