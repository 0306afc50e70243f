import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, run } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { callsTools, conversation, model, toolNodes, type Tool, type ToolOptions } from '@cairn/langchain';
import { call, ScriptedModel, type Line } from './scripted-model.ts';

const add = tool(({ a, b }) => String(a + b), {
  name: 'add',
  description: 'Adds two numbers.',
  schema: z.object({ a: z.number(), b: z.number() }),
});

/** A graph in which a model calls tools until it calls no more. */
const working = (
  lines: readonly Line[],
  tools: readonly Tool[],
  options: Omit<ToolOptions<'tools', 'think'>, 'then'> = {},
) =>
  graph({
    name: 'working',
    ...conversation,
    start: 'think',
    nodes: {
      think: { run: model(new ScriptedModel(lines), { tools }), next: [{ when: callsTools, to: 'tools' }, 'end'] },
      ...toolNodes(tools, { then: 'think', ...options }),
      end: { final: true },
    },
  });

/** What tools answered. */
const answers = (said: readonly BaseMessage[]) =>
  said.flatMap((each) => (each instanceof ToolMessage ? [`${each.tool_call_id} ${each.status}: ${each.text}`] : []));

async function answered(
  calls: readonly object[],
  tools: readonly Tool[],
  options: object = {},
): Promise<readonly string[]> {
  const lines = [{ content: '', tool_calls: calls } as Line, 'done'];
  const { state, status } = await run(working(lines, tools, options), { messages: 'Go' });
  expect(status).toBe('done');
  return answers(state.messages);
}

describe('tools', () => {
  test('are called side by side, and answer in the order of the calls', async () => {
    let isHere: () => void = () => undefined;
    const other = new Promise<void>((resolve) => (isHere = resolve));
    const waits = tool(() => other.then(() => 'first'), { name: 'waits', schema: z.object({}) });
    const frees = tool(() => (isHere(), 'second'), { name: 'frees', schema: z.object({}) });
    expect(await answered([call('waits'), call('frees')], [waits, frees])).toEqual([
      'waits success: first',
      'frees success: second',
    ]);
  });

  test('are told apart by their place, where calls have one id or none', async () => {
    const calls = [
      call('add', { a: 1, b: 1 }, 'x'),
      call('add', { a: 2, b: 2 }, 'x'),
      { ...call('add', { a: 3, b: 3 }), id: undefined },
    ];
    expect(await answered(calls, [add])).toEqual(['x success: 2', 'x success: 4', '2 success: 6']);
  });

  test.each<[string, object, RegExp]>([
    ['there is no such tool', call('sub', { a: 1 }), /^sub error: There is no tool "sub"\. There are: add\.$/u],
    ['the arguments do not fit', call('add', { a: 1 }), /^add error: The arguments do not fit: [\s\S]*b/u],
  ])('tell the model where %s', async (_name, one, told) => {
    expect((await answered([one], [add]))[0]).toMatch(told);
  });

  test('tell the model where the arguments are no JSON', async () => {
    const half = { type: 'tool_call_chunk', index: 0, name: 'add', args: '"a', id: 'x' };
    const line = { content: '', tool_call_chunks: [half] } as Line;
    const { state } = await run(working([line, 'done'], [add]), { messages: 'Go' });
    expect(answers(state.messages)).toEqual(['x error: The arguments do not fit: Malformed args. They were: "a']);
  });

  test('that throw are tried again as the node says, and then the model is told', async () => {
    let calls = 0;
    const fails = tool(
      () => {
        calls += 1;
        throw new Error(`no ${calls}`);
      },
      { name: 'fails', schema: z.object({}) },
    );
    expect(
      await answered([call('fails'), call('add', { a: 1, b: 2 })], [fails, add], { retry: { attempts: 2 } }),
    ).toEqual(['fails error: The tool failed: no 2', 'add success: 3']);
  });

  test('that take too long are told to the model', async () => {
    const clock = virtualClock();
    const hangs = tool(() => new Promise<string>(() => undefined), { name: 'hangs', schema: z.object({}) });
    const slow = working([{ content: '', tool_calls: [call('hangs')] }, 'done'], [hangs], { timeout: '5s' });
    const cairn = open({ store: memory(), graphs: [slow], clock });
    const thread = await cairn.start(slow, { messages: 'Go' });
    await clock.advance('6s');
    expect(answers((await thread.ended()).state.messages)[0]).toContain('hangs error: The tool failed:');
    await cairn.close();
  });

  test('give messages of their own, artifacts and what is no text', async () => {
    const options = { schema: z.object({}) };
    const data = tool(() => ({ found: [1, 2] }), { ...options, name: 'data' });
    const both = tool(() => ['text', { kept: true }], {
      ...options,
      name: 'both',
      responseFormat: 'content_and_artifact',
    });
    const own = tool(() => new ToolMessage({ content: 'own', tool_call_id: 'other' }), { ...options, name: 'own' });
    const chain = RunnableLambda.from(() => new AIMessage('said'));
    const asks = chain.asTool({ name: 'asks', schema: z.object({}) }) as unknown as Tool;
    const lines: Line[] = [
      { content: '', tool_calls: [call('data'), call('both'), call('own'), call('asks')] },
      'done',
    ];
    const { state } = await run(working(lines, [data, both, own, asks]), { messages: 'Go' });
    const said = state.messages.filter((each) => each instanceof ToolMessage);
    expect(said.map(({ text }) => text)).toEqual(['{"found":[1,2]}', 'text', 'own', 'said']);
    expect(said.map(({ name }) => name)).toEqual(['data', 'both', 'own', 'asks']);
    expect(said.map(({ tool_call_id: id }) => id)).toEqual(['data', 'both', 'own', 'asks']);
    expect((said[1] as ToolMessage).artifact).toEqual({ kept: true });
  });

  test('are not called again for calls that were answered', async () => {
    const asked = new AIMessage({
      content: '',
      tool_calls: [call('add', { a: 1, b: 1 }, 'x'), call('add', { a: 2, b: 2 }, 'y')],
    });
    const begun = graph({
      name: 'begun',
      ...conversation,
      start: 'tools',
      nodes: { ...toolNodes([add], { then: 'end' }), end: { final: true } },
    });
    const before = [new HumanMessage('Go'), asked, new ToolMessage({ content: 'known', tool_call_id: 'x' })];
    expect(answers((await run(begun, { messages: before })).state.messages)).toEqual([
      'x undefined: known',
      'y success: 4',
    ]);
  });
});

describe('a call that somebody has to approve', () => {
  /** A thread that asks about a call. */
  async function asking(
    calls: readonly object[],
    answer: Parameters<Awaited<ReturnType<typeof started>>['answer']>[1],
  ) {
    const thread = await started(calls);
    const waiting = await thread.settled();
    const asked = waiting.status === 'waiting' ? waiting.questions.map(({ key, payload }) => ({ key, payload })) : [];
    for (const { key } of asked) await thread.answer(key as 'approve:x', answer);
    return { asked, told: answers((await thread.ended()).state.messages) };
  }

  async function started(calls: readonly object[]) {
    const policed = working([{ content: '', tool_calls: calls } as Line, 'done'], [add], {
      approve: ({ args }) => args['a'] === 1,
    });
    return open({ store: memory(), graphs: [policed] }).start(policed, { messages: 'Go' });
  }

  test('waits for an answer, while others are made', async () => {
    const calls = [call('add', { a: 1, b: 1 }, 'x'), call('add', { a: 2, b: 2 }, 'y')];
    expect(await asking(calls, { approve: true })).toEqual({
      asked: [{ key: 'approve:x', payload: { tool: 'add', args: { a: 1, b: 1 } } }],
      told: ['x success: 2', 'y success: 4'],
    });
  });

  test('is made with other arguments, or not at all', async () => {
    const calls = [call('add', { a: 1, b: 1 }, 'x')];
    expect((await asking(calls, { approve: true, args: { a: 5, b: 5 } })).told).toEqual(['x success: 10']);
    expect((await asking(calls, { approve: false })).told).toEqual(['x error: This call was not approved.']);
    expect((await asking(calls, { approve: false, reason: 'Too much.' })).told).toEqual(['x error: Too much.']);
  });

  test('is asked about again, and why, where other arguments do not fit', async () => {
    const thread = await started([call('add', { a: 1, b: 1 }, 'x')]);
    await thread.settled();
    await thread.answer('approve:x', { approve: true, args: { a: 'five', b: 1 } });
    const payload = { tool: 'add', args: { a: 1, b: 1 }, unfit: expect.stringContaining('expected number') as string };
    expect(await thread.settled()).toMatchObject({ questions: [{ key: 'approve:x~2', payload }] });
    await thread.answer('approve:x~2', { approve: true, args: { a: 5, b: 1 } });
    expect(answers((await thread.ended()).state.messages)).toEqual(['x success: 6']);
  });

  test('is not asked about where it cannot be made', async () => {
    expect((await asking([call('add', { a: 1 }, 'x')], { approve: true })).asked).toEqual([]);
  });

  test('takes no other answer', async () => {
    const thread = await started([call('add', { a: 1, b: 1 }, 'x')]);
    await thread.settled();
    const neither = { approve: true, reason: 'yes' } as const;
    await expect(thread.answer('approve:x', neither)).rejects.toThrow('Expected { approve: true');
  });
});
