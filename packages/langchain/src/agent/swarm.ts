import { graph, type Graph, type InputOf, type StateOfKeys, type StoredOfKeys, type UpdateOfKeys } from '@cairn/core';
import type { BaseMessage, BaseMessageLike } from '@langchain/core/messages';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { message } from '../messages/message.ts';
import { messageCodecs } from '../messages/messages.ts';
import type { Asking, ChatModel, ModelGiven, ServiceOf, Tool } from '../model/chat-model.ts';
import { model as asking } from '../model/model.ts';
import type { Conversing, Prompt } from '../model/prompt.ts';
import type { Approval } from '../tools/approval.ts';
import { conversation } from '../tools/conversation.ts';
import { callsTools } from '../tools/tool-call.ts';
import { mustBeKnown } from '../tools/must-be-known.ts';
import { toolNodes } from '../tools/tool-nodes.ts';
import type { Conduct } from './agent-nodes.ts';
import type { AgentLimits } from './agent-limits.ts';
import { askingFor } from './asking-for.ts';
import { handedTo, toldOfHandingOver, toolsToHandOver } from './hand-over.ts';
import { maybe, type Maybe } from './maybe.ts';
import { patience } from './patience.ts';
import { text } from './text-schema.ts';

/** One of several that hand a conversation over to each other. */
export interface SwarmMember extends Conduct {
  readonly model: ModelGiven;
  /** What it is for: the others are told. */
  readonly about: string;
  readonly tools?: readonly Tool[];
  readonly prompt?: Prompt<Conversing>;
  /** To whom it may hand over; to all others, where that is not said. */
  readonly to?: readonly string[];
}

/** What a swarm is made of. */
export interface SwarmOptions<Name extends string, Members> {
  readonly name: Name;
  readonly members: Members;
  /** Who begins. */
  readonly start: keyof Members & string;
  /** What it may use for one turn. */
  readonly limits?: AgentLimits;
}

interface Keys {
  readonly messages: (typeof conversation)['state']['messages'];
  readonly call: (typeof conversation)['state']['call'];
  readonly active: Maybe<string>;
}

type KeysOf = { readonly [Key in keyof Keys]: Keys[Key] };

/** The graph of a swarm: a conversation, which waits for what is said next. */
export type Swarm<Name extends string, Members extends Readonly<Record<string, SwarmMember>>> = Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<KeysOf>;
  readonly stored: StoredOfKeys<KeysOf>;
  readonly update: UpdateOfKeys<KeysOf>;
  readonly input: InputOf<{ readonly state: KeysOf }>;
  readonly outcome: never;
  readonly nodes: 'listen' | 'route' | `${keyof Members & string}${'' | '-tools' | '-tools-call'}`;
  readonly events: { readonly say: BaseMessageLike };
  readonly questions: { readonly [Key in `approve:${string}`]: StandardSchemaV1<Approval, Approval> };
  readonly services: { readonly [Key in ServiceOf<Members[keyof Members]['model']>]: ChatModel };
}>;

/**
 * A conversation of turns with several, who hand it over to each other; who had it last, in the key `active`, goes on with it.
 *
 * @example
 * ```ts
 * const desk = swarm({ name: 'desk', start: 'sales', members: { sales: { model, about: 'Sells.' }, help: { model, about: 'Helps.' } } });
 * ```
 */
export function swarm<const Name extends string, const Members extends Readonly<Record<string, SwarmMember>>>(
  options: SwarmOptions<Name, Members>,
): Swarm<Name, Members> {
  const { name, members, start, limits } = options;
  const names = Object.keys(members);
  const tools = Object.values(members).flatMap((each) => each.tools ?? []);
  for (const { to = [] } of Object.values(members)) mustBeKnown('member to hand over to', to, names);
  const said = Object.values(members).map(
    ({ model }) => askingFor(model, limits, { per: 'turn', tools }).known as { readonly services?: object },
  );
  const services = Object.assign({}, ...said.map((each) => each.services)) as object;
  const nodes = {
    listen: { on: { say: { to: 'route', update: (_state: object, one: BaseMessage) => ({ messages: one }) } } },
    route: { next: { choose: ({ active }: Active) => active ?? start, among: names } },
    ...Object.assign({}, ...names.map((each) => nodesOf(each, members, start, limits))),
  };
  const state = { ...conversation.state, active: maybe(text) };
  const events = { say: message };
  return graph({
    ...conversation,
    ...said[0],
    services,
    name,
    state,
    events,
    codecs: messageCodecs,
    start: 'listen',
    nodes,
  } as never) as never;
}

interface Active extends Conversing {
  readonly active?: string | undefined;
}

function nodesOf(
  name: string,
  members: Readonly<Record<string, SwarmMember>>,
  start: string,
  limits: AgentLimits | undefined,
): object {
  const {
    model,
    prompt,
    tools = [],
    to = Object.keys(members),
    approve,
    retry = patience,
    timeout,
    calls,
  } = members[name] as SwarmMember;
  const others = to.filter((each) => each !== name && Object.hasOwn(members, each));
  const handing = toolsToHandOver(Object.fromEntries(others.map((each) => [each, members[each]?.about ?? ''])));
  const { spend, toolSpend } = askingFor(model, limits);
  const asks = asking<Conversing, string>(model as string, {
    tools: [...tools, ...handing],
    spend,
    ...(prompt !== undefined && { prompt }),
  });
  const node = {
    run: async (state: Conversing, context: Asking<string>) => {
      const { messages: answer } = await asks(state, context);
      const other = handedTo(answer, others);
      return other === undefined
        ? { messages: answer }
        : { messages: [answer, ...toldOfHandingOver(answer, other)], active: other };
    },
    next: {
      choose: (state: Active) =>
        (state.active ?? start) !== name ? (state.active as string) : callsTools(state) ? `${name}-tools` : 'listen',
      among: [...others, `${name}-tools`, 'listen'],
    },
    retry,
    ...(timeout !== undefined && { timeout }),
  };
  return {
    [name]: node,
    ...toolNodes(tools, {
      name: `${name}-tools`,
      then: name,
      spend: toolSpend,
      ...(approve !== undefined && { approve }),
      ...calls,
    }),
  };
}
