import { HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, graph, memory, open, replay, run } from '@cairn/core';
import { agent, agentNodes, chat, conversation, messages, textOf } from '@cairn/langchain';
import { call, ScriptedModel, type Line } from './scripted-model.ts';

const contents = (said: readonly BaseMessage[]) => said.map((each) => `${each.type}: ${each.text}`);

const add = tool(({ a, b }) => String(a + b), { name: 'add', schema: z.object({ a: z.number(), b: z.number() }) });

const adding = (id = 'c1'): Line => ({ content: '', tool_calls: [call('add', { a: 1, b: 2 }, id)] });

describe('an agent', () => {
  test('answers, and calls tools on the way', async () => {
    const model = new ScriptedModel([adding(), 'It is 3.']);
    const clerk = agent({ name: 'clerk', model, tools: [add], prompt: 'Reckon.' });
    const result = await run(clerk, { messages: 'What is 1 + 2?' });
    expect(result).toMatchObject({ status: 'done', outcome: 'answered' });
    expect(contents(result.state.messages)).toEqual(['human: What is 1 + 2?', 'ai: ', 'tool: 3', 'ai: It is 3.']);
    expect(contents(model.told[1] ?? [])).toEqual(['system: Reckon.', 'human: What is 1 + 2?', 'ai: ', 'tool: 3']);
  });

  test('is a graph like any other: checked, drawn, replayed', async () => {
    const clerk = agent({ name: 'clerk', model: new ScriptedModel([adding(), 'It is 3.']), tools: [add] });
    expect(check(clerk)).toEqual([]);
    expect(diagram(clerk).nodes.map(({ id }) => id)).toContain('model-tools-call');
    const cairn = open({ store: memory(), graphs: [clerk] });
    const thread = await cairn.start(clerk, { messages: new HumanMessage('1 + 2?') });
    await thread.ended();
    expect((await replay(thread, clerk)).divergence).toBeUndefined();
    await cairn.close();
  });

  test('shares the conversation of a graph that has it as a node', async () => {
    const clerk = agent({ name: 'clerk', model: new ScriptedModel([adding(), 'It is 3.']), tools: [add] });
    const desk = graph({
      name: 'desk',
      state: { messages: messages(), last: z.string().optional() },
      start: 'clerk',
      nodes: {
        clerk: {
          graph: clerk,
          share: ['messages'],
          output: (_ended, s) => ({ last: textOf(s.messages) }),
          next: 'end',
        },
        end: { final: true },
      },
    });
    expect((await run(desk, { messages: '1 + 2?' })).state).toMatchObject({
      last: 'It is 3.',
      messages: { length: 4 },
    });
  });

  test('is spread into a graph, under a name for each', async () => {
    const writer = new ScriptedModel(['A draft.', 'A better one.']);
    const critic = new ScriptedModel(['Too short.', 'Fine.']);
    const isFine = (s: { readonly messages: readonly BaseMessage[] }) => textOf(s.messages) === 'Fine.';
    const pair = graph({
      name: 'pair',
      ...conversation,
      start: 'writer',
      nodes: {
        ...agentNodes('writer', { model: writer, then: 'critic' }),
        ...agentNodes('critic', { model: critic, then: 'judge', tools: [add] }),
        judge: { next: [{ when: isFine, to: 'end' }, 'writer'] },
        end: { final: true },
      },
    });
    expect(check(pair)).toEqual([]);
    const { state } = await run(pair, { messages: 'Write.' });
    expect(contents(state.messages).slice(1)).toEqual([
      'ai: A draft.',
      'ai: Too short.',
      'ai: A better one.',
      'ai: Fine.',
    ]);
  });

  test('ends with a structured answer where it has a schema of one', async () => {
    const Sum = z.object({ sum: z.number() });
    const extract = (sum: unknown): Line => ({ content: '', tool_calls: [call('extract', { sum })] });
    const model = new ScriptedModel([adding(), 'It is 3.', extract('three'), extract(3)]);
    const clerk = agent({ name: 'clerk', model, tools: [add], answer: Sum });
    const { state } = await run(clerk, { messages: '1 + 2?' });
    expect(state.answer).toEqual({ sum: 3 });
    await expect(run(clerk, { messages: '1 + 2?', answer: { sum: 'x' } as never })).rejects.toThrow('number');
  });

  test('stops at its limits', async () => {
    const lines = Array.from({ length: 9 }, (_each, at) => adding(`c${at}`));
    const loop = agent({ name: 'loop', model: new ScriptedModel(lines), tools: [add], limits: { calls: 3 } });
    const result = await run(loop, { messages: 'Go' });
    expect(result).toMatchObject({ status: 'failed', failed: [{ code: 'limit/exceeded', node: 'model' }] });
    expect(result.state.messages.filter((each) => each instanceof ToolMessage)).toHaveLength(3);
  });

  test('asks somebody about the tools that are chosen', async () => {
    const clerk = agent({
      name: 'clerk',
      model: new ScriptedModel([adding(), 'It is 3.']),
      tools: [add],
      approve: ['add'],
    });
    const cairn = open({ store: memory(), graphs: [clerk] });
    const thread = await cairn.start(clerk, { messages: '1 + 2?' });
    await thread.settled();
    await thread.answer('approve:c1', { approve: false, reason: 'Do it in your head.' });
    const { state } = await thread.ended();
    expect(contents(state.messages).slice(2)).toEqual(['tool: Do it in your head.', 'ai: It is 3.']);
    await cairn.close();
  });

  test('leaves the last word to a tool whose answer is its own', async () => {
    const quote = tool(() => 'As written.', { name: 'quote', schema: z.object({}), returnDirect: true });
    const lines: Line[] = [{ content: '', tool_calls: [call('quote')] }];
    const { state } = await run(agent({ name: 'a', model: new ScriptedModel(lines), tools: [quote] }), {
      messages: 'Go',
    });
    expect(textOf(state.messages)).toBe('As written.');
  });

  test('is told by its model what came of such a tool that failed', async () => {
    const quote = tool(() => 'As written.', {
      name: 'quote',
      schema: z.object({ of: z.string() }),
      returnDirect: true,
    });
    const lines: Line[] = [
      { content: '', tool_calls: [call('quote')] },
      { content: '', tool_calls: [call('quote', { of: 'ada' })] },
    ];
    const { state } = await run(agent({ name: 'a', model: new ScriptedModel(lines), tools: [quote] }), {
      messages: 'Go',
    });
    expect(textOf(state.messages)).toBe('As written.');
  });
});

describe('a conversation of turns', () => {
  test('waits for what is said next', async () => {
    const desk = chat({ name: 'desk', model: 'llm', tools: [add], prompt: 'Be kind.' });
    expect(check(desk)).toEqual([]);
    const store = memory();
    for (const [said, answers] of [
      ['Hello', ['Hi!']],
      ['1 + 2?', [adding(), 'It is 3.']],
    ] as const) {
      const cairn = open({ store, graphs: [desk], services: { llm: new ScriptedModel(answers) } });
      const thread = await cairn.start(desk, {}, { id: 'ada' });
      await thread.send('say', said);
      expect(textOf((await thread.settled()).state.messages)).toBe(answers.at(-1));
      expect((await replay(thread, desk)).divergence).toBeUndefined();
      await cairn.close();
    }
  });

  test('sums up what is old, and goes on with that', async () => {
    const model = new ScriptedModel(['a1', 'a2', 'They said hello twice.', 'a3']);
    const desk = chat({ name: 'desk', model, prompt: 'Be kind.', summary: { above: 3, keep: 2 } });
    expect(check(desk)).toEqual([]);
    const cairn = open({ store: memory(), graphs: [desk] });
    const thread = await cairn.start(desk);
    for (const said of ['q1', 'q2', 'q3']) {
      await thread.send('say', said);
      await thread.settled();
    }
    expect(contents(model.told[2] ?? [])[1]).toBe('human: Human: q1\nAI: a1');
    expect(contents(model.told[3] ?? [])).toEqual([
      'system: Be kind.',
      'system: What was said before, summed up:\nThey said hello twice.',
      'human: q2',
      'ai: a2',
      'human: q3',
    ]);
    expect(contents((await thread.settled()).state.messages)).toEqual(['human: q2', 'ai: a2', 'human: q3', 'ai: a3']);
    await cairn.close();
  });

  test('keeps what its model is to be, and sums up nothing before somebody spoke', async () => {
    const model = new ScriptedModel([adding(), 'a0', 'a1', 'They added.', 'a2']);
    const desk = chat({ name: 'desk', model, tools: [add], summary: { above: 3, keep: 1 } });
    const cairn = open({ store: memory(), graphs: [desk] });
    const thread = await cairn.start(desk, { messages: [{ role: 'system', content: 'Be kind.' }] });
    await thread.send('say', { role: 'system', content: 'Add.' });
    const first = (await thread.settled()).state;
    expect(contents(first.messages)).toEqual(['system: Be kind.', 'system: Add.', 'ai: ', 'tool: 3', 'ai: a0']);
    expect(first.summary).toBeUndefined();
    for (const said of ['q1', 'q2']) {
      await thread.send('say', said);
      await thread.settled();
    }
    expect(contents(model.told[4] ?? [])).toEqual([
      'system: Be kind.',
      'system: Add.',
      'system: What was said before, summed up:\nThey added.',
      'human: q1',
      'ai: a1',
      'human: q2',
    ]);
    await cairn.close();
  });

  test('has its limits anew each turn', async () => {
    const desk = chat({ name: 'desk', model: new ScriptedModel(['a', 'b', 'c']), limits: { calls: 1 } });
    const cairn = open({ store: memory(), graphs: [desk] });
    const thread = await cairn.start(desk);
    for (const said of ['q1', 'q2', 'q3']) {
      await thread.send('say', said);
      expect((await thread.settled()).status).toBe('waiting');
    }
    await cairn.close();
  });
});
