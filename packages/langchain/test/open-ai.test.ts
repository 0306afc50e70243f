import { AIMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { agent, messages, model, structured, textOf, tokensOf } from '@cairn/langchain';
import { endpoint, type Endpoint } from './endpoint.ts';

const at = ({ url }: Endpoint, fields: object = {}) =>
  new ChatOpenAI({ model: 'small', apiKey: 'none', configuration: { baseURL: url }, ...fields });

/** A thread in which a model is asked once. */
async function asking(chat: ChatOpenAI, node: object = {}, options: object = {}) {
  const asks = graph({
    name: 'asks',
    state: { messages: messages() },
    limits: { tokens: 100 },
    start: 'think',
    nodes: { think: { run: model(chat, { spend: 'tokens' }), next: 'end', ...node }, end: { final: true } },
  });
  const cairn = open({ store: memory(), graphs: [asks], outputs: 'stored', ...options });
  onTestFinished(() => cairn.close());
  return cairn.start(asks, { messages: 'Hello' }, { id: 't' });
}

type Thread = Awaited<ReturnType<typeof asking>>;

/** What the model of a thread says, attempt by attempt, and of which attempts it is for nothing. */
async function told(thread: Thread, hear?: (line: string) => Promise<unknown>): Promise<readonly string[]> {
  const heard: string[] = [];
  for await (const said of tokensOf(thread.watch({ from: 1 }), { superseded: true })) {
    const text = said.type === 'langchain/superseded' ? '(for nothing)' : said.text;
    if (text === '') continue;
    heard.push(`${said.attempt}.${said.run} ${text}`);
    await hear?.(heard.at(-1) ?? '');
  }
  return heard;
}

describe('a model of OpenAI', () => {
  test('is heard word by word, and its answer and what it used are there once', async () => {
    const server = await endpoint({ text: 'Hello to you', tokens: 12 });
    const thread = await asking(at(server));
    expect(await told(thread)).toEqual(['1.1 Hello ', '1.1 to ', '1.1 you']);
    const { state, spent } = await thread.now();
    expect(spent).toEqual({ tokens: 12 });
    const answer = state.messages.at(-1);
    expect(answer).toBeInstanceOf(AIMessage);
    expect(answer).toMatchObject({
      text: 'Hello to you',
      usage_metadata: { total_tokens: 12 },
      response_metadata: { finish_reason: 'stop' },
    });
    expect(server.requests).toMatchObject([{ stream: true, messages: [{ role: 'user', content: 'Hello' }] }]);
  });

  test('that does not stream answers at once, and what it used is there once', async () => {
    const server = await endpoint({ text: 'Hello to you', tokens: 12 });
    const thread = await asking(at(server, { disableStreaming: true }));
    expect(await told(thread)).toEqual([]);
    const { state, spent } = await thread.now();
    expect([textOf(state.messages), spent, server.requests[0]?.stream ?? false]).toEqual([
      'Hello to you',
      { tokens: 12 },
      false,
    ]);
  });

  test.each<[string, object, number, object]>([
    ['500', { status: 500 }, 3, { retry: { attempts: 3 } }],
    ['500, without a policy', { status: 500 }, 1, {}],
    ['401', { status: 401 }, 1, { retry: { attempts: 3 } }],
    ['400', { status: 400 }, 1, { retry: { attempts: 3 } }],
    ['429', { status: 429 }, 3, { retry: { attempts: 3 } }],
  ])('that answers %s is asked as often as the policy of its node says', async (_name, reply, times, node) => {
    const server = await endpoint(...Array.from({ length: 9 }, () => reply));
    const result = await (await asking(at(server), node)).settled();
    expect(result).toMatchObject({ status: 'failed', failed: [{ node: 'think' }] });
    expect(server.requests).toHaveLength(times);
  });

  test.each([
    [429, { 'retry-after': '7' }],
    [503, { 'retry-after': '7' }],
    [500, { 'retry-after': '6.9', 'retry-after-ms': '7000' }],
    [503, { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT', date: 'Sun, 06 Nov 1994 08:49:30 GMT' }],
  ])('that says when it may be asked again is asked no earlier: %i, %o', async (status, headers) => {
    const server = await endpoint({ status, headers }, { text: 'Hello' });
    const clock = virtualClock();
    const thread = await asking(at(server), { retry: { attempts: 2, backoff: '1s' } }, { clock });
    const asleep: (readonly number[])[] = [];
    for await (const event of thread.watch({ from: 1 })) {
      if (event.type !== 'checkpoint') continue;
      if (event.cause === 'attempt') await clock.advance('1s');
      if (event.cause !== 'sleep') continue;
      asleep.push([server.requests.length, (event.due ?? 0) - clock.now()]);
      await clock.advance('6s');
    }
    expect(asleep).toEqual([[1, 6_000]]);
    expect(textOf((await thread.settled()).state.messages)).toBe('Hello');
  });

  test.each<[string, 'cut' | 'end' | 'error']>([
    ['whose connection is cut', 'cut'],
    ['whose answer ends before it is whole', 'end'],
    ['that fails while it answers', 'error'],
  ])(
    '%s says it all again in the next attempt, and what it had said is told to be for nothing',
    async (_name, then) => {
      const server = await endpoint({ text: 'Hello to', then }, { text: 'Good day', tokens: 3 });
      const thread = await asking(at(server), { retry: { attempts: 2 } });
      expect(await told(thread)).toEqual(['1.1 Hello ', '1.1 to', '1.1 (for nothing)', '2.1 Good ', '2.1 day']);
      const { state, spent } = await thread.now();
      expect([textOf(state.messages), spent]).toEqual(['Good day', { tokens: 3 }]);
    },
  );

  test.each(['streams', 'does not stream'])(
    'that %s is told what is wrong with arguments of a call that are no JSON',
    async (how) => {
      const add = tool(({ a }) => String(a), { name: 'add', schema: z.object({ a: z.number() }) });
      const calls = ['{"a": 2}', '{"a": 1'].map((args, place) => ({ id: `c${place}`, name: 'add', args }));
      const server = await endpoint({ calls }, { text: 'I see' });
      const clerk = agent({ name: 'clerk', model: at(server, { disableStreaming: how !== 'streams' }), tools: [add] });
      const cairn = open({ store: memory(), graphs: [clerk] });
      onTestFinished(() => cairn.close());
      const { state } = await (await cairn.start(clerk, { messages: 'Add' })).settled();
      expect(textOf(state.messages)).toBe('I see');
      expect(state.messages.slice(2, 4)).toMatchObject([
        { status: 'success', text: '2' },
        { status: 'error', text: expect.stringMatching(/do not fit: .*\{"a": 1/su) },
      ]);
      // Each answer is one to a call that the model is told of.
      expect(server.requests[1]?.messages).toMatchObject([
        { role: 'user' },
        { role: 'assistant', tool_calls: [{ id: 'c0' }, { id: 'c1' }] },
        { role: 'tool', tool_call_id: 'c0' },
        { role: 'tool', tool_call_id: 'c1' },
      ]);
      expect(server.requests[0]?.tools).toHaveLength(1);
    },
  );

  test('has its connection closed where its thread is cancelled, and what it had said is for nothing', async () => {
    const server = await endpoint({ text: 'Hello to', then: 'hang' });
    const thread = await asking(at(server));
    const heard = await told(thread, async (line) => line === '1.1 to' && thread.cancel('enough'));
    expect(heard).toEqual(['1.1 Hello ', '1.1 to', '1.1 (for nothing)']);
    await server.closed;
    expect(await thread.settled()).toMatchObject({ status: 'cancelled', state: { messages: { length: 1 } } });
  });

  test('that does not stream has its connection closed where its thread is cancelled', async () => {
    const server = await endpoint({ then: 'hang' });
    const thread = await asking(at(server, { disableStreaming: true }));
    await server.hangs;
    await thread.cancel('enough');
    await server.closed;
    expect((await thread.settled()).status).toBe('cancelled');
  });

  test('has its connection closed where its time is up, and is asked anew', async () => {
    const server = await endpoint({ text: 'Hello to', then: 'hang' }, { text: 'Good day' });
    const clock = virtualClock();
    const thread = await asking(at(server), { timeout: '5s', retry: { attempts: 2 } }, { clock });
    const heard = await told(thread, async (line) => line === '1.1 to' && clock.advance('5s'));
    await server.closed;
    const { state } = await thread.settled();
    expect(textOf(state.messages)).toBe('Good day');
    expect(heard).toEqual(['1.1 Hello ', '1.1 to', '1.1 (for nothing)', '2.1 Good ', '2.1 day']);
  });

  test('answers by a schema, and is told what was wrong with an answer that does not fit', async () => {
    const Plan = z.object({ steps: z.array(z.string()).min(1) });
    const server = await endpoint({ text: '{"steps":[]}', tokens: 5 }, { text: '{"steps":["dig"]}', tokens: 6 });
    const chat = at(server);
    const plans = graph({
      name: 'plans',
      state: { messages: messages(), plan: Plan.optional() },
      limits: { tokens: 100 },
      start: 'plan',
      nodes: {
        plan: { run: structured(chat, Plan, { into: 'plan', spend: 'tokens' }), retry: { attempts: 2 }, next: 'end' },
        end: { final: true },
      },
    });
    const cairn = open({ store: memory(), graphs: [plans] });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(plans, { messages: 'Plan it' });
    expect((await thread.settled()).state.plan).toEqual({ steps: ['dig'] });
    expect((await thread.now()).spent).toEqual({ tokens: 11 });
    expect(server.requests[0]?.response_format?.type).toBe('json_schema');
    expect(server.requests[1]?.messages.at(-1)?.content).toMatch(
      /refused: [\s\S]*steps[\s\S]*The answer was: \{"steps":\[\]\}/u,
    );
  });
});
