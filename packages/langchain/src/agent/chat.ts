import { graph, type Graph, type InputOf, type StateOfKeys, type StoredOfKeys, type UpdateOfKeys } from '@cairn/core';
import { SystemMessage, type BaseMessage, type BaseMessageLike } from '@langchain/core/messages';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { message } from '../messages/message.ts';
import { messageCodecs } from '../messages/messages.ts';
import { toldTo, type Prompt } from '../model/prompt.ts';
import { conversation } from '../tools/conversation.ts';
import type { Approval } from '../tools/approval.ts';
import type { ChatModel, ModelGiven, ServiceOf, Tool } from '../model/chat-model.ts';
import { agentNodes, type Conduct } from './agent-nodes.ts';
import type { AgentLimits } from './agent-limits.ts';
import { askingFor } from './asking-for.ts';
import { maybe, type Maybe } from './maybe.ts';
import { patience } from './patience.ts';
import { text } from './text-schema.ts';
import { isLong, summarise, type Summed, type SummaryPolicy } from './summarise.ts';

/** What a conversation is made of. */
export interface ChatOptions<Name extends string, Model extends ModelGiven> extends Conduct {
  readonly name: Name;
  readonly description?: string;
  readonly model: Model;
  readonly tools?: readonly Tool[];
  readonly prompt?: Prompt<Summed>;
  /** What it may use for one turn. */
  readonly limits?: AgentLimits;
  /** Has the older part of a long conversation summed up by the model, into the key `summary`, which it is told of. */
  readonly summary?: SummaryPolicy;
}

interface Keys {
  readonly messages: (typeof conversation)['state']['messages'];
  readonly call: (typeof conversation)['state']['call'];
  readonly summary: Maybe<string>;
}

type KeysOf = { readonly [Key in keyof Keys]: Keys[Key] };

/** The graph of a conversation, which waits for what is said next. */
export type Chat<Name extends string, Model extends ModelGiven> = Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<KeysOf>;
  readonly stored: StoredOfKeys<KeysOf>;
  readonly update: UpdateOfKeys<KeysOf>;
  readonly input: InputOf<{ readonly state: KeysOf }>;
  readonly outcome: never;
  readonly nodes: 'listen' | 'reply' | 'reply-tools' | 'reply-tools-call' | 'sum-up';
  readonly events: { readonly say: BaseMessageLike };
  readonly questions: { readonly [Key in `approve:${string}`]: StandardSchemaV1<Approval, Approval> };
  readonly services: { readonly [Key in ServiceOf<Model>]: ChatModel };
}>;

/**
 * A conversation of turns as a graph: it waits for the event `say`, an agent answers, and it waits again.
 *
 * @example
 * ```ts
 * const desk = chat({ name: 'desk', model: new ChatOpenAI(), tools: [search], summary: { above: 60, keep: 20 } });
 * ```
 */
export function chat<const Name extends string, const Model extends ModelGiven = ChatModel>(
  options: ChatOptions<Name, Model>,
): Chat<Name, Model> {
  const { name, description, model, tools, prompt, limits, summary, ...conduct } = options;
  const { spend, toolSpend, known } = askingFor(model, limits, { per: 'turn', tools: tools ?? [] });
  const { retry, timeout, calls } = conduct;
  const then = summary === undefined ? 'listen' : 'remember';
  const nodes = {
    listen: { on: { say: { to: 'reply', update: (_state: object, said: BaseMessage) => ({ messages: said }) } } },
    ...agentNodes('reply', {
      ...conduct,
      calls: { spend: toolSpend, ...calls },
      model,
      then,
      spend,
      prompt: remembering(prompt),
      ...(tools !== undefined && { tools }),
    }),
    ...(summary !== undefined && {
      remember: { next: [{ when: (state: Summed) => isLong(state, summary), to: 'sum-up' }, 'listen'] },
      'sum-up': {
        run: summarise(model, summary, spend),
        retry: retry ?? patience,
        ...(timeout !== undefined && { timeout }),
        // It goes on without, and is summed up another time.
        onError: 'listen',
        next: 'listen',
      },
    }),
  };
  const state = { ...conversation.state, summary: maybe(text) };
  const said = {
    ...conversation,
    ...known,
    name,
    state,
    events: { say: message },
    codecs: messageCodecs,
    start: 'listen',
    nodes,
  };
  return graph({ ...said, ...(description !== undefined && { description }) } as never) as never;
}

/** A prompt, and after it what was summed up. */
function remembering(prompt: Prompt<Summed> | undefined): Prompt<Summed> {
  return async (state) => {
    const said = await toldTo(prompt, state);
    if (state.summary === undefined) return said;
    const at = said.findLastIndex(({ type }) => type === 'system') + 1;
    const summed = new SystemMessage(`What was said before, summed up:\n${state.summary}`);
    return [...said.slice(0, at), summed, ...said.slice(at)];
  };
}
