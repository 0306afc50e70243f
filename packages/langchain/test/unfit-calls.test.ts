import { DynamicStructuredTool, tool } from '@langchain/core/tools';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { longTermMemory, memory, open, run } from '@cairn/core';
import { agent, chat, memoryTools, swarm, toolNodes } from '@cairn/langchain';
import { call, ScriptedModel, type Line } from './scripted-model.ts';

/** What the tools answered in a conversation. */
const toldIn = (state: unknown) =>
  (state as { readonly messages: readonly { type: string; text: string; status?: string }[] }).messages
    .filter(({ type }) => type === 'tool')
    .map(({ text, status }) => `${status}: ${text}`);

const asking = (...calls: readonly ReturnType<typeof call>[]) =>
  new ScriptedModel([{ content: '', tool_calls: [...calls] }, 'done']);

describe('a tool whose schema is JSON Schema', () => {
  let made = 0;
  const pay = new DynamicStructuredTool({
    name: 'pay',
    description: 'Pays somebody.',
    schema: {
      type: 'object' as const,
      properties: {
        to: { type: 'string' as const },
        how: { type: 'object' as const, properties: { fast: { type: 'boolean' as const } } },
      },
      required: ['to'],
      additionalProperties: false,
    },
    func: async ({ to }: { to: string }) => `paid ${to} ${(made += 1)}`,
  });

  test('is not asked about, nor tried, with arguments that do not fit, and the model is told what and where', async () => {
    const clerk = agent({
      name: 'clerk',
      model: asking(
        call('pay', { to: 5 }, '1'),
        call('pay', { whom: 'ada' }, '2'),
        call('pay', { to: 'ada', how: { fast: 1 } }, '3'),
      ),
      tools: [pay],
      approve: ['pay'],
      calls: { retry: { attempts: 3, backoff: '1h' } },
    });
    const result = await run(clerk, { messages: 'Pay' });
    expect(result.status).toBe('done');
    expect(toldIn(result.state)).toEqual([
      'error: The arguments do not fit: to: Instance type "number" is invalid. Expected "string".',
      expect.stringMatching(/^error: The arguments do not fit: .*"to".*\n.*"whom"/u),
      expect.stringMatching(/^error: The arguments do not fit: how\/fast: .*"boolean"/u),
    ]);
    expect(made).toBe(0);
  });

  test('is called with arguments that fit', async () => {
    const clerk = agent({ name: 'clerk', model: asking(call('pay', { to: 'ada' })), tools: [pay] });
    expect(toldIn((await run(clerk, { messages: 'Pay' })).state)).toEqual(['success: paid ada 1']);
  });

  test('is one of those by which models remember', async () => {
    const tools = memoryTools(longTermMemory(memory()), { namespace: ['clerk'] });
    const clerk = agent({
      name: 'clerk',
      model: asking(call('recall', { query: 'tea' })),
      tools,
      calls: { retry: { attempts: 3, backoff: '1h' } },
    });
    expect(toldIn((await run(clerk, { messages: 'Tea?' })).state)).toEqual([
      expect.stringMatching(/^error: The arguments do not fit: .*"text"/u),
    ]);
  });
});

describe('a tool that did its work', () => {
  class Row {
    readonly id = 1;
  }

  test('is not called again for what comes with its words and cannot be kept', async () => {
    let paid = 0;
    const pay = tool(() => [`Paid ${(paid += 1)}.`, { row: new Row() }], {
      name: 'pay',
      schema: z.object({}),
      responseFormat: 'content_and_artifact',
    });
    const clerk = agent({
      name: 'clerk',
      model: asking(call('pay')),
      tools: [pay],
      calls: { retry: { attempts: 3, backoff: '1ms' } },
    });
    const { state } = await run(clerk, { messages: 'Pay' });
    expect(toldIn(state)).toEqual(['success: Paid 1.']);
    expect(paid).toBe(1);
    const said = (state as { messages: readonly { metadata?: object; artifact?: unknown }[] }).messages.at(-2);
    expect(said).toMatchObject({ metadata: { dropped: expect.stringContaining('Row') } });
    expect(said?.artifact).toBeUndefined();
  });

  test('keeps what comes with its words where that can be kept', async () => {
    const when = new Map([['a', new Date(0)]]);
    const look = tool(() => ['Seen.', { when }], {
      name: 'look',
      schema: z.object({}),
      responseFormat: 'content_and_artifact',
    });
    const clerk = agent({ name: 'clerk', model: asking(call('look')), tools: [look] });
    const { state } = await run(clerk, { messages: 'Look' });
    expect((state as { messages: readonly unknown[] }).messages.at(-2)).toMatchObject({ artifact: { when } });
  });
});

test('names in options that are of no tool, and of no member, are refused as the graph is made', () => {
  const model = new ScriptedModel([]);
  const pay = tool(() => '', { name: 'pay', schema: z.object({}) });
  const tools = [pay];
  expect(() => agent({ name: 'a', model, tools, approve: ['Pay'] })).toThrow(
    'There is no tool to approve "Pay". Did you mean "pay"?',
  );
  expect(() => toolNodes(tools, { then: 'end', approve: ['play'] })).toThrow('no tool to approve "play"');
  expect(() => agent({ name: 'a', model, tools, limits: { perTool: { Pay: 1 } } })).toThrow('no tool to limit "Pay"');
  expect(() => chat({ name: 'a', model, limits: { perTool: { pay: 1 } } })).toThrow('There are none.');
  const members = { one: { model, about: 'One.', to: ['two'] }, Two: { model, about: 'Two.' } };
  expect(() => swarm({ name: 'a', start: 'one', members })).toThrow('There is no member to hand over to "two".');
});

test.each([
  [50, ['spend', 'done']],
  [10, ['save', 'spend']],
])('an answer is on disk with what it cost, in one commit, where there are %i tokens', async (tokens, wanted) => {
  const usage_metadata = { input_tokens: 40, output_tokens: 2, total_tokens: 42 };
  const clerk = agent({
    name: 'clerk',
    model: new ScriptedModel([{ content: 'Hi', usage_metadata } as Line]),
    limits: { tokens },
  });
  const store = memory();
  const commits: string[][] = [];
  const watched = new Proxy(store, {
    get: (target, key) => {
      const found: unknown = Reflect.get(target, key, target);
      if (typeof found !== 'function') return found;
      return (...given: readonly unknown[]): unknown => {
        const { rows } = (key === 'commit' ? given[0] : { rows: [] }) as { rows: readonly { cause: string }[] };
        commits.push(rows.map(({ cause }) => cause));
        return Reflect.apply(found, target, given);
      };
    },
  });
  const cairn = open({ store: watched, graphs: [clerk] });
  const thread = await cairn.start(clerk, { messages: 'Hello' });
  await thread.settled();
  expect(commits.filter((causes) => causes.includes('spend'))).toEqual([expect.arrayContaining(wanted)]);
  expect((await thread.now()).spent).toMatchObject({ tokens: 42 });
  await cairn.close();
});
