import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, run, service } from '@cairn/core';
import {
  agent,
  agentNodes,
  asRunnable,
  chat,
  conversation,
  messages,
  supervisor,
  swarm,
  tokensOf,
  type ChatModel,
} from '@cairn/langchain';

declare const llm: ChatModel;

const clerk = agent({ name: 'clerk', model: 'llm', answer: z.object({ sum: z.number() }) });
expectTypeOf((await run(clerk, { messages: 'hi' }, { services: { llm } })).state.answer).toEqualTypeOf<
  { sum: number } | undefined
>();
// @ts-expect-error: the service is missing
open({ store: memory(), graphs: [clerk] });

expectTypeOf(
  (await run(agent({ name: 'plain', model: llm }), { messages: 'hi' })).state.answer,
).toEqualTypeOf<undefined>();

export const desk = graph({
  name: 'desk',
  ...conversation,
  state: { ...conversation.state, last: z.number().optional() },
  services: { llm: service<ChatModel>() },
  start: 'clerk',
  nodes: {
    clerk: {
      graph: clerk,
      share: ['messages'],
      output: ({ state, outcome }) => (expectTypeOf(outcome).toEqualTypeOf<'answered'>(), { last: state.answer?.sum }),
      next: 'writer',
    },
    ...agentNodes('writer', {
      model: 'llm',
      then: 'end',
      prompt: (s: { readonly last?: number | undefined }) => `${s.last}`,
    }),
    end: { final: true },
  },
});

export const astray = graph({
  name: 'astray',
  state: { messages: messages() },
  start: 'writer',
  // @ts-expect-error: there is no such node
  nodes: { ...agentNodes('writer', { model: llm, then: 'nowhere' }), end: { final: true } },
});

const talk = chat({ name: 'talk', model: llm });
const thread = open({ store: memory(), graphs: [talk] }).thread(talk, 'a');
thread.send('say', 'hi');
// @ts-expect-error: there is no such event
thread.send('shout', 'hi');
expectTypeOf((await thread.settled()).state.summary).toEqualTypeOf<string | undefined>();

const team = supervisor({ name: 'team', model: llm, team: { clerk: { graph: clerk, about: 'Reckons.' } } });
run(team, { messages: 'hi' }, { services: { llm } });
// @ts-expect-error: the service of who works for it is missing
run(team, { messages: 'hi' });

const many = swarm({
  name: 'many',
  start: 'a',
  members: { a: { model: 'llm', about: '' }, b: { model: llm, about: '' } },
});
expectTypeOf((await run(many, {}, { services: { llm } })).state.active).toEqualTypeOf<string | undefined>();
// @ts-expect-error: nobody has that name
swarm({ name: 'none', start: 'c', members: { a: { model: llm, about: '' } } });

for await (const token of tokensOf(thread.watch())) expectTypeOf(token.type).toEqualTypeOf<'langchain/token'>();
for await (const said of tokensOf(thread.watch(), { superseded: true }))
  expectTypeOf(said.type).toEqualTypeOf<'langchain/token' | 'langchain/superseded'>();

const runnable = asRunnable(open({ store: memory(), graphs: [talk] }), talk, {
  turn: (payload: string) => ({ event: 'say', payload }),
});
for await (const state of await runnable.stream('hi')) expectTypeOf(state.summary).toEqualTypeOf<string | undefined>();
for await (const update of await runnable.stream('hi', { streamMode: 'updates' }))
  expectTypeOf(update).toEqualTypeOf<Readonly<Record<string, Readonly<Record<string, unknown>>>>>();
// @ts-expect-error: there is no such mode
runnable.stream('hi', { streamMode: 'debug' });

agent({ name: 'limited', model: llm, limits: { tools: 3, perTool: { search: 1 } } });
// @ts-expect-error: a limit is a number
agent({ name: 'limited', model: llm, limits: { perTool: { search: 'few' } } });
