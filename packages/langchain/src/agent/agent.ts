import { graph, type Graph, type InputOf, type StateOfKeys, type StoredOfKeys, type UpdateOfKeys } from '@cairn/core';
import type { InteropZodType } from '@langchain/core/utils/types';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { messageCodecs } from '../messages/messages.ts';
import type { ChatModel, ModelGiven, ServiceOf, Tool } from '../model/chat-model.ts';
import type { Conversing, Prompt } from '../model/prompt.ts';
import { structured } from '../model/structured.ts';
import type { Approval } from '../tools/approval.ts';
import { conversation } from '../tools/conversation.ts';
import type { AgentLimits } from './agent-limits.ts';
import { agentNodes, type Conduct } from './agent-nodes.ts';
import { askingFor } from './asking-for.ts';
import { maybe, type Maybe } from './maybe.ts';
import { patience } from './patience.ts';

/** What an agent is made of. */
export interface AgentOptions<Name extends string, Answer, Model extends ModelGiven> extends Conduct {
  readonly name: Name;
  readonly description?: string;
  readonly model: Model;
  readonly tools?: readonly Tool[];
  readonly prompt?: Prompt<Conversing>;
  readonly limits?: AgentLimits;
  /** A schema of zod by which it answers in the end, into the key `answer`. */
  readonly answer?: InteropZodType<Answer> & StandardSchemaV1<unknown, Answer>;
}

interface Keys<Answer> {
  readonly messages: (typeof conversation)['state']['messages'];
  readonly call: (typeof conversation)['state']['call'];
  readonly answer: Maybe<Answer>;
}

type KeysOf<Answer> = { readonly [Key in keyof Keys<Answer>]: Keys<Answer>[Key] };

/** The graph of an agent: it ends as `answered`. */
export type Agent<Name extends string, Answer, Model extends ModelGiven> = Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<KeysOf<Answer>>;
  readonly stored: StoredOfKeys<KeysOf<Answer>>;
  readonly update: UpdateOfKeys<KeysOf<Answer>>;
  readonly input: InputOf<{ readonly state: KeysOf<Answer> }>;
  readonly outcome: 'answered';
  readonly nodes: 'model' | 'model-tools' | 'model-tools-call' | 'answer' | 'answered';
  readonly events: {};
  readonly questions: { readonly [Key in `approve:${string}`]: StandardSchemaV1<Approval, Approval> };
  readonly services: { readonly [Key in ServiceOf<Model>]: ChatModel };
}>;

/**
 * An agent as a graph: a model answers the conversation in the key `messages`, calling tools on the way. It is a graph like any other, to be
 * started, drawn, replayed, or a node of another that shares the conversation.
 *
 * @example
 * ```ts
 * const clerk = agent({ name: 'clerk', model: new ChatOpenAI(), tools: [search, pay], approve: ['pay'] });
 * ```
 */
export function agent<const Name extends string, Answer = undefined, const Model extends ModelGiven = ChatModel>(
  options: AgentOptions<Name, Answer, Model>,
): Agent<Name, Answer, Model> {
  const { name, description, model: chat, tools, prompt, limits, answer, ...conduct } = options;
  const { spend, toolSpend, known } = askingFor(chat, limits, { tools: tools ?? [] });
  const asked = { ...(prompt !== undefined && { prompt }), ...(spend !== undefined && { spend }) };
  const then = answer === undefined ? 'answered' : 'answer';
  const { retry, timeout, calls } = conduct;
  const nodes = {
    ...agentNodes('model', {
      ...conduct,
      ...asked,
      calls: { spend: toolSpend, ...calls },
      model: chat,
      then,
      ...(tools !== undefined && { tools }),
    }),
    ...(answer !== undefined && {
      answer: {
        run: structured(chat, answer, { ...asked, into: 'answer' }),
        retry: retry ?? patience,
        ...(timeout !== undefined && { timeout }),
        next: 'answered',
      },
    }),
    answered: { final: true },
  };
  const state = { ...conversation.state, answer: maybe(answer) };
  const said = { ...conversation, ...known, name, state, codecs: messageCodecs, start: 'model', nodes };
  return graph({ ...said, ...(description !== undefined && { description }) } as never) as never;
}
