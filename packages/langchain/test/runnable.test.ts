import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
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
  let runOfGraph = '';
  for await (const { event, name, tags, metadata, run_id, data } of asRunnable(cairn, clerk).streamEvents(
    { messages: '1 + 2?' },
    config,
  )) {
    if (event === 'on_chain_start') runOfGraph = run_id;
    if (event === 'on_chat_model_stream') seen.push(`says ${(data.chunk as { text: string }).text}`);
    else if (event.endsWith('_start'))
      seen.push(`${event} ${name} ${tags?.includes('mine')} ${metadata['user']} ${metadata['cairn_node'] ?? ''}`);
  }
  expect(runOfGraph).not.toBe('');
  expect(seen).toEqual([
    'on_chain_start clerk true ada ',
    'on_chat_model_start ScriptedModel true ada model',
    'says ',
    'on_tool_start add true ada model-tools-call',
    'on_chat_model_start ScriptedModel true ada model',
    'says It ',
    'says is ',
    'says 3.',
  ]);
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
  const failing = agent({ name: 'failing', model: new ScriptedModel([new Error('no answer')]) });
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
  const invoked = asRunnable(cairn, waiting).invoke(
    {},
    { signal: controller.signal, configurable: { thread_id: 'w' } },
  );
  await expect(invoked).rejects.toThrow(/abort/iu);
  expect((await cairn.thread(waiting, 'w').ended()).status).toBe('cancelled');
  await cairn.close();
});
