// Agents of the langchain package, with its middleware: as a node of Cairn, and by themselves with a saver.

import { AIMessage, HumanMessage, type BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { fakeModel } from '@langchain/core/testing';
import { Command } from '@langchain/langgraph';
import { graph, memory, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import {
  createAgent,
  humanInTheLoopMiddleware,
  modelFallbackMiddleware,
  summarizationMiddleware,
  toolCallLimitMiddleware,
  type AgentMiddleware,
} from 'langchain';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { CairnSaver, fromLangGraph } from '../src/index.ts';

/** What an agent does that deletes what it is told to, by what its model says. */
function agentOf(model: ReturnType<typeof fakeModel>, layers: readonly AgentMiddleware[]) {
  const deleted: string[] = [];
  const remove = tool(
    ({ id }: { id: string }) => {
      deleted.push(id);
      return `deleted ${id}`;
    },
    { name: 'remove', description: 'deletes a file', schema: z.object({ id: z.string() }) },
  );
  return {
    deleted,
    agent: (saver?: CairnSaver) =>
      createAgent({ model, tools: [remove], middleware: layers, ...(saver && { checkpointer: saver }) }).graph,
  };
}

const calls = (...ids: string[]): AIMessage =>
  new AIMessage({
    content: '',
    tool_calls: ids.map((id) => ({ name: 'remove', args: { id }, id: `call-${id}`, type: 'tool_call' as const })),
  });

/** Middleware with its options, whose types are of zod 3 and take nothing beside zod 4. */
function middleware(make: (options: never) => unknown, options: object): AgentMiddleware {
  return (make as (options: object) => AgentMiddleware)(options);
}

const asks = (): AgentMiddleware => middleware(humanInTheLoopMiddleware, { interruptOn: { remove: true } });

const verdict = z.object({
  decisions: z.array(z.object({ type: z.enum(['approve', 'reject']), message: z.string().optional() })),
});

/** A graph that hosts an agent, and declares what its questions take. */
function hosting({ agent }: ReturnType<typeof agentOf>, store = memory()) {
  const run = fromLangGraph(agent() as never, {
    store,
    question: 'approve:',
    input: ({ said }: { readonly said: readonly string[] }) => ({
      messages: said.map((text) => new HumanMessage(text)),
    }),
    output: ({ messages }: { messages: BaseMessage[] }) => ({
      said: [...told(messages)],
    }),
  });
  const host = graph({
    name: 'host',
    state: { said: z.array(z.string()) },
    questions: { 'approve:*': verdict },
    start: 'agent',
    nodes: { agent: { run, next: 'done' }, done: { final: true } },
  });
  const cairn = open({ store, graphs: [host] });
  onTestFinished(() => cairn.close());
  return { cairn, host, store };
}

const told = (messages: readonly BaseMessage[]): readonly string[] =>
  messages.map(({ type, text }) => `${type}: ${text}`);

/** What the agent comes to by itself. */
async function byItself(
  { agent }: ReturnType<typeof agentOf>,
  said: readonly string[],
  ...answers: unknown[]
): Promise<readonly string[]> {
  const app = agent(new CairnSaver(memory()));
  const config = { configurable: { thread_id: 't' } };
  let { messages } = await app.invoke({ messages: said.map((text) => new HumanMessage(text)) }, config);
  for (const resume of answers) ({ messages } = await app.invoke(new Command({ resume }), config));
  return told(messages);
}

describe('an agent with middleware as a node', () => {
  test('asks whether a tool may run, and takes an answer that is declared and no other', async () => {
    const make = () =>
      agentOf(fakeModel().respond(calls('a', 'b')).respond(calls('c')).respond(new AIMessage('Done.')), [asks()]);
    const [made, alone] = [make(), make()];
    const { cairn, host } = hosting(made);
    const thread = await cairn.start(host, { said: ['delete a and b'] });
    const question = async () => {
      const waiting = await thread.settled();
      if (waiting.status !== 'waiting') throw new Error(waiting.status);
      return waiting.questions[0];
    };
    const first = await question();
    expect(first).toMatchObject({
      key: expect.stringMatching(/^approve:[0-9a-f]+$/u) as string,
      payload: { actionRequests: [{ name: 'remove', args: { id: 'a' } }, { args: { id: 'b' } }] },
    });
    const key = first?.key as `approve:${string}`;
    const odd = thread.answer(key, { decisions: [{ type: 'maybe' as never }] });
    await expect(odd).rejects.toMatchObject({ code: 'value/invalid' });
    const yes = { decisions: [{ type: 'approve' as const }, { type: 'approve' as const }] };
    const no = { decisions: [{ type: 'reject' as const, message: 'c is needed' }] };
    await thread.answer(key, yes);
    await thread.answer((await question())?.key as typeof key, no);
    const { status, state } = await thread.settled();
    expect([status, made.deleted]).toEqual(['done', ['a', 'b']]);
    expect(state.said).toEqual(await byItself(alone, ['delete a and b'], yes, no));
    expect(state.said.slice(-2)).toEqual(['tool: c is needed', 'ai: Done.']);
  });

  test('sums up what is old, ends at a limit of calls, and asks another model where one fails', async () => {
    const make = () => {
      const summary = new AIMessage('They greeted each other.');
      const second = fakeModel().respond(calls('a')).respond(calls('b')).respond(new AIMessage('That was enough.'));
      return agentOf(fakeModel().alwaysThrow(new Error('no such model')), [
        middleware(summarizationMiddleware, {
          model: fakeModel().respond(summary).respond(summary).respond(summary),
          trigger: { messages: 4 },
          keep: { messages: 2 },
        }),
        middleware(toolCallLimitMiddleware, { runLimit: 1 }),
        modelFallbackMiddleware(second) as AgentMiddleware,
      ]);
    };
    const [made, alone] = [make(), make()];
    const { cairn, host } = hosting(made);
    const said = ['hello', 'hello you', 'how are you', 'delete a, then b'];
    const { status, state } = await (await cairn.start(host, { said })).settled();
    expect([status, made.deleted]).toEqual(['done', ['a']]);
    expect(state.said).toEqual(await byItself(alone, said));
    expect(state.said[0]).toContain('They greeted each other.');
    expect(state.said.join()).not.toContain('hello you');
    expect(state.said.join()).toContain('Tool call limit exceeded');
  });
});

test('an agent with middleware goes on by its saver in a process that knows nothing of it', async () => {
  const store = sqlite(':memory:');
  onTestFinished(() => void store.close());
  const model = fakeModel()
    .respond(calls('a'))
    .respond(new AIMessage('Done.'))
    .respond(new AIMessage('You are welcome.'));
  const made = agentOf(model, [asks(), middleware(toolCallLimitMiddleware, { threadLimit: 1 })]);
  const ada = { configurable: { thread_id: 'ada' } };
  await made.agent(new CairnSaver(store)).invoke({ messages: [new HumanMessage('delete a')] }, ada);
  expect(made.deleted).toEqual([]);
  const answer = new Command({ resume: { decisions: [{ type: 'approve' }] } });
  await made.agent(new CairnSaver(store)).invoke(answer, ada);
  const { messages } = await made.agent(new CairnSaver(store)).invoke({ messages: [new HumanMessage('thanks')] }, ada);
  expect(made.deleted).toEqual(['a']);
  expect((messages as BaseMessage[]).map(({ type }) => type)).toEqual(['human', 'ai', 'tool', 'ai', 'human', 'ai']);
});
