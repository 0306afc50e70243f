import { AIMessage, HumanMessage, type BaseMessage } from '@langchain/core/messages';
import { RunnableLambda } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, run, service, type ThreadEvent } from '@cairn/core';
import { configOf, messages, model, structured, textOf, tokensOf, type ToldToken } from '@cairn/langchain';
import { ScriptedModel, type Line } from './scripted-model.ts';

const contents = (said: readonly BaseMessage[] | undefined) => said?.map((each) => `${each.type}: ${each.text}`);

/** A graph that asks a model once. */
const asking = (chat: ScriptedModel, options: object = {}, node: object = {}) =>
  graph({
    name: 'asking',
    state: { messages: messages(), tone: z.string().default('brief') },
    limits: { tokens: 100 },
    start: 'think',
    nodes: {
      think: { run: model(chat, options), next: 'end', ...node },
      end: { final: true },
    },
  });

describe('a model', () => {
  test('answers the conversation as it is', async () => {
    const chat = new ScriptedModel(['Hello to you']);
    const { state } = await run(asking(chat), { messages: 'Hello' });
    expect(contents(state.messages)).toEqual(['human: Hello', 'ai: Hello to you']);
    expect(Object.getPrototypeOf(state.messages[1])).toBe(AIMessage.prototype);
    expect(contents(chat.told[0])).toEqual(['human: Hello']);
  });

  test.each<[string, object, readonly string[]]>([
    ['a text before it', { prompt: 'Be brief.' }, ['system: Be brief.', 'human: Hello']],
    [
      'what a function says',
      { prompt: (s: { tone: string }) => `Be ${s.tone}.` },
      ['system: Be brief.', 'human: Hello'],
    ],
    ['a list instead of it', { prompt: async () => [['system', 'Sing.'], 'La'] }, ['system: Sing.', 'human: La']],
  ])('is told %s', async (_name, options, told) => {
    const chat = new ScriptedModel(['ok']);
    await run(asking(chat, options), { messages: 'Hello' });
    expect(contents(chat.told[0])).toEqual(told);
  });

  test('is found among the services of its graph', async () => {
    const served = graph({
      name: 'served',
      state: { messages: messages() },
      services: { chat: service<FakeListChatModel>() },
      start: 'think',
      nodes: { think: { run: model('chat'), next: 'end' }, end: { final: true } },
    });
    const services = { chat: new FakeListChatModel({ responses: ['ok'] }) };
    expect(contents((await run(served, { messages: 'Hello' }, { services })).state.messages)).toEqual([
      'human: Hello',
      'ai: ok',
    ]);
  });

  test('is told in the next attempt what was refused of the last', async () => {
    const chat = new ScriptedModel(['Yes', 'Because of the rain']);
    const verify = ({ messages: said }: { messages: BaseMessage }) => textOf(said).length > 5 || 'it is too short';
    const { state } = await run(asking(chat, {}, { verify, retry: { attempts: 3 } }), { messages: 'Why?' });
    expect(contents(chat.told[1])).toEqual([
      'human: Why?',
      'ai: Yes',
      'human: That answer was refused: it is too short\nAnswer anew.',
    ]);
    expect(contents(state.messages)).toEqual(['human: Why?', 'ai: Because of the rain']);
  });

  test('is told nothing of failures that are not its own', async () => {
    const chat = new ScriptedModel([new Error('rate limit'), 'ok']);
    await run(asking(chat, {}, { retry: { attempts: 2 } }), { messages: 'Why?' });
    expect(chat.told.map((told) => told.length)).toEqual([1, 1]);
  });

  test('spends the tokens that it says it used', async () => {
    const usage_metadata = { input_tokens: 20, output_tokens: 40, total_tokens: 60 };
    const answers: Line[] = [{ content: 'a', usage_metadata } as Line, { content: 'b', usage_metadata } as Line];
    const next = [{ when: (s: { messages: readonly unknown[] }) => s.messages.length > 5, to: 'end' }, 'think'];
    const twice = asking(new ScriptedModel(answers), { spend: 'tokens' }, { next });
    expect(await run(twice, { messages: 'Hello' })).toMatchObject({
      status: 'failed',
      failed: [{ code: 'limit/exceeded' }],
      state: { messages: { length: 3 } },
    });
  });

  test('that takes no tools says so', async () => {
    const bare = RunnableLambda.from(() => new AIMessage('')) as never;
    const result = await run(asking(bare, { tools: [{ name: 'a' }] }), { messages: 'Hello' });
    expect(result).toMatchObject({
      status: 'failed',
      failed: [{ message: expect.stringContaining('takes no tools') }],
    });
  });
});

describe('what a model says', () => {
  /** The tokens that a thread shows. */
  async function tokens(events: AsyncIterable<ThreadEvent>): Promise<readonly ToldToken[]> {
    const heard: ToldToken[] = [];
    for await (const token of tokensOf(events)) heard.push(token);
    return heard;
  }

  test('is heard token by token, with the node, the lane and the attempt', async () => {
    const chat = new ScriptedModel(['Hello to you']);
    const lanes = graph({
      name: 'lanes',
      state: { messages: messages() },
      start: 'split',
      nodes: {
        split: { next: { all: ['think'], then: 'end' } },
        think: { run: model(chat), next: 'end' },
        end: { final: true },
      },
    });
    const cairn = open({ store: memory(), graphs: [lanes], outputs: 'stored' });
    const thread = await cairn.start(lanes, { messages: 'Hello' }, { id: 't' });
    const heard = await tokens(thread.watch({ from: 1 }));
    expect(heard.map(({ text }) => text)).toEqual(['Hello ', 'to ', 'you']);
    expect(heard[0]).toMatchObject({ thread: 't', lane: 'split.1/think', node: 'think', visit: 1, attempt: 1 });
    expect(heard[0]?.chunk).toEqual({ type: 'ai', chunk: true, id: expect.any(String), content: 'Hello ' });
    await cairn.close();
  });

  test('is heard from deep inside a chain, but where a tag says otherwise', async () => {
    const chain = graph({
      name: 'chain',
      state: { text: z.string().optional() },
      start: 'go',
      nodes: {
        go: {
          run: async (_s, ctx) => {
            const loud = new ScriptedModel(['in the chain']).pipe((said) => said.text);
            const quiet = new ScriptedModel(['not this']).withConfig({ tags: ['nostream'] });
            await quiet.invoke('Hello', configOf(ctx));
            return { text: await loud.invoke('Hello', configOf(ctx)) };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = open({ store: memory(), graphs: [chain] });
    const thread = await cairn.start(chain);
    const watched = tokens(thread.watch({ from: 1, until: 'ended' }));
    expect((await watched).map(({ text }) => text).join('')).toBe('in the chain');
    expect((await thread.ended()).state.text).toBe('in the chain');
    await cairn.close();
  });
});

describe('a structured answer', () => {
  const Plan = z.object({ steps: z.array(z.string()).min(1) });

  const planning = (chat: ScriptedModel) =>
    graph({
      name: 'planning',
      state: { messages: messages(), plan: Plan.optional() },
      start: 'plan',
      nodes: {
        plan: { run: structured(chat, Plan, { into: 'plan', prompt: 'Plan.' }), retry: { attempts: 3 }, next: 'end' },
        end: { final: true },
      },
    });

  const extract = (args: Record<string, unknown>): Line => ({
    content: '',
    tool_calls: [{ name: 'extract', args, id: 'x', type: 'tool_call' }],
  });

  test('is put into its key', async () => {
    const { state } = await run(planning(new ScriptedModel([extract({ steps: ['a'] })])), { messages: 'Go' });
    expect(state.plan).toEqual({ steps: ['a'] });
  });

  test('that does not fit is a failed attempt, and the model is told why in the next', async () => {
    const chat = new ScriptedModel([extract({ steps: [] }), 'I will not', extract({ steps: ['a'] })]);
    const { state } = await run(planning(chat), { messages: new HumanMessage('Go') });
    expect(state.plan).toEqual({ steps: ['a'] });
    const [, second, third] = chat.told.map((told) => contents(told) ?? []);
    expect(second?.slice(0, 2)).toEqual(['system: Plan.', 'human: Go']);
    expect(second?.[2]).toMatch(/refused: [\s\S]*steps[\s\S]*The answer was: \{"steps":\[\]\}/u);
    expect(third?.[3]).toMatch(/The answer was: I will not/u);
  });
});
