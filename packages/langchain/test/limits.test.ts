import { ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, replay, run } from '@cairn/core';
import { agent, chat, messages, structured, textOf, type AgentLimits } from '@cairn/langchain';
import { call, ScriptedModel, type Line } from './scripted-model.ts';

const called: string[] = [];

const toolOf = (name: string, fails = false) =>
  tool(
    () => {
      called.push(name);
      if (fails) throw new Error('out of order');
      return `${name} done`;
    },
    { name, schema: z.object({}) },
  );

const tools = [toolOf('look'), toolOf('search')];

/** An answer that calls tools, by name. */
const calling = (...names: readonly string[]): Line => ({
  content: '',
  tool_calls: names.map((name, at) => call(name, {}, `${name}${at}`)),
});

const answers = (said: readonly BaseMessage[]) =>
  said.flatMap((each) => (each instanceof ToolMessage ? [each.status === 'success' ? each.text : 'no more'] : []));

describe('calls of tools that are too many', () => {
  test.each<[string, AgentLimits, readonly string[]]>([
    ['of all', { tools: 3 }, ['look done', 'search done', 'search done', 'no more', 'no more']],
    ['of one', { perTool: { search: 1 } }, ['look done', 'search done', 'no more', 'no more', 'look done']],
    ['of both', { tools: 2, perTool: { search: 1 } }, ['look done', 'search done', 'no more', 'no more', 'no more']],
  ])('are told to the model, and not made, where there is a limit %s', async (_name, limits, told) => {
    called.length = 0;
    const lines = [calling('look', 'search'), calling('search'), calling('search', 'look'), 'Enough.'];
    const clerk = agent({ name: 'clerk', model: new ScriptedModel(lines), tools, limits });
    const cairn = open({ store: memory(), graphs: [clerk] });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(clerk, { messages: 'Go' });
    const { status, state } = await thread.ended();
    expect([status, textOf(state.messages)]).toEqual(['done', 'Enough.']);
    expect(answers(state.messages)).toEqual(told);
    expect(called).toHaveLength(told.filter((each) => each !== 'no more').length);
    expect(state.messages.find((each) => each instanceof ToolMessage && each.status === 'error')?.text).toMatch(
      /^This call was not made, as no more of "(?:look|search)" are allowed/u,
    );
    expect((await replay(thread, clerk)).divergence).toBeUndefined();
  });

  test('are counted once for all attempts of a call, and anew for each turn of a conversation', async () => {
    called.length = 0;
    const lines = [calling('broken'), 'a', calling('broken'), 'b'];
    const desk = chat({
      name: 'desk',
      model: new ScriptedModel(lines),
      tools: [toolOf('broken', true)],
      limits: { tools: 1 },
      calls: { retry: { attempts: 2 } },
    });
    const cairn = open({ store: memory(), graphs: [desk] });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(desk);
    for (const said of ['q1', 'q2']) {
      await thread.send('say', said);
      await thread.settled();
    }
    expect(called).toHaveLength(4);
    expect((await thread.settled()).state.messages.map(({ text }) => text)).toContain('The tool failed: out of order');
  });

  test('are asked of nobody', async () => {
    const clerk = agent({
      name: 'clerk',
      model: new ScriptedModel([calling('look', 'look'), 'Enough.']),
      tools,
      limits: { tools: 1 },
      approve: ['look'],
      calls: { limit: 1 },
    });
    const cairn = open({ store: memory(), graphs: [clerk] });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(clerk, { messages: 'Go' });
    const waiting = await thread.settled();
    expect(waiting.status === 'waiting' && waiting.questions.map(({ key }) => key)).toEqual(['approve:look0']);
    await thread.answer('approve:look0', { approve: true });
    expect(answers((await thread.ended()).state.messages)).toEqual(['look done', 'no more']);
  });
});

/** An answer that used so many tokens. */
const costing = (line: object, tokens: number): Line =>
  ({ content: '', ...line, usage_metadata: { input_tokens: 0, output_tokens: tokens, total_tokens: tokens } }) as Line;

describe('an answer that cost more than a limit leaves', () => {
  const dear = costing({ content: 'Forty-two.' }, 150);
  const agentOf = (model: ScriptedModel, tokens: number) => agent({ name: 'sage', model, limits: { tokens } });

  test('is kept, and stops its agent; with a higher limit that goes on with it', async () => {
    const model = new ScriptedModel([dear, 'never']);
    const store = memory();
    const cheap = agentOf(model, 100);
    const poor = open({ store, graphs: [cheap] });
    const stopped = await (await poor.start(cheap, { messages: 'Why?' }, { id: 't' })).ended();
    expect(stopped).toMatchObject({ status: 'failed', failed: [{ node: 'model', code: 'limit/exceeded' }] });
    expect(textOf(stopped.state.messages)).toBe('Forty-two.');
    await poor.close();
    const rich = agentOf(model, 1_000);
    const cairn = open({ store, graphs: [rich] });
    onTestFinished(() => cairn.close());
    const thread = cairn.thread(rich, 't');
    await thread.resume();
    const done = await thread.ended();
    expect([done.status, done.state.messages.map(({ text }) => text)]).toEqual(['done', ['Why?', 'Forty-two.']]);
    expect(model.told).toHaveLength(1);
    expect((await thread.now()).spent).toEqual({ tokens: 150 });
    expect((await replay(thread, rich)).divergence).toBeUndefined();
  });

  test('calls no tools, and where all is spent the model is not called', async () => {
    const model = new ScriptedModel([costing(calling('look') as object, 150), 'never']);
    const clerk = agent({ name: 'clerk', model, tools, limits: { tokens: 100 } });
    const cairn = open({ store: memory(), graphs: [clerk] });
    onTestFinished(() => cairn.close());
    called.length = 0;
    const thread = await cairn.start(clerk, { messages: 'Go' });
    expect((await thread.ended()).status).toBe('failed');
    expect(called).toEqual([]);
    await thread.resume();
    expect(await thread.ended()).toMatchObject({ status: 'failed', failed: [{ code: 'limit/exceeded' }] });
    expect([called, model.told.length]).toEqual([['look'], 1]);
  });

  test('is kept by an agent that is a subgraph, and said to its holder once that goes on', async () => {
    const model = new ScriptedModel([dear, 'never']);
    const deskOf = (tokens: number) =>
      graph({
        name: 'desk',
        state: { messages: messages() },
        start: 'sage',
        nodes: { sage: { graph: agentOf(model, tokens), share: ['messages'], next: 'end' }, end: { final: true } },
      });
    const store = memory();
    const [cheap, rich] = [deskOf(100), deskOf(1_000)];
    const poor = open({ store, graphs: [cheap] });
    expect((await (await poor.start(cheap, { messages: 'Why?' }, { id: 't' })).ended()).status).toBe('failed');
    await poor.close();
    const cairn = open({ store, graphs: [rich] });
    onTestFinished(() => cairn.close());
    await cairn.thread(rich, 't').resume();
    const done = await cairn.thread(rich, 't').ended();
    expect([done.status, textOf(done.state.messages), model.told.length]).toEqual(['done', 'Forty-two.', 1]);
  });

  test('is in its key, where it has a form', async () => {
    const Plan = z.object({ steps: z.array(z.string()) });
    const extract = { tool_calls: [call('extract', { steps: ['dig'] })] };
    const planning = (tokens: number, model: ScriptedModel) =>
      graph({
        name: 'planning',
        state: { messages: messages(), plan: Plan.optional() },
        limits: { tokens },
        start: 'plan',
        nodes: {
          plan: { run: structured(model, Plan, { into: 'plan', spend: 'tokens' }), next: 'end' },
          end: { final: true },
        },
      });
    const result = await run(planning(100, new ScriptedModel([costing(extract, 150)])), { messages: 'Go' });
    expect(result).toMatchObject({ status: 'failed', state: { plan: { steps: ['dig'] } } });
  });
});
