import {
  graph,
  type AnyGraph,
  type FactsOf,
  type Graph,
  type InputOf,
  type Merged,
  type StateOfKeys,
  type StoredOfKeys,
  type UpdateOfKeys,
} from '@cairn/core';
import { messageCodecs } from '../messages/messages.ts';
import type { Asking, ChatModel, ModelGiven, ServiceOf } from '../model/chat-model.ts';
import { model as asking } from '../model/model.ts';
import type { Conversing, Prompt } from '../model/prompt.ts';
import { conversation } from '../tools/conversation.ts';
import { callsTools } from '../tools/tool-call.ts';
import { toolNodes } from '../tools/tool-nodes.ts';
import type { Conduct } from './agent-nodes.ts';
import type { AgentLimits } from './agent-limits.ts';
import { askingFor } from './asking-for.ts';
import { patience } from './patience.ts';
import { handedTo, toldOfHandingOver, toolsToHandOver } from './hand-over.ts';

/** A graph that works for a supervisor, with a conversation in the key `messages`, and what it is for. */
export interface Supervised {
  readonly graph: AnyGraph;
  readonly about: string;
}

/** What a supervisor is made of. */
export interface SupervisorOptions<Name extends string, Team, Model extends ModelGiven> extends Pick<
  Conduct,
  'retry' | 'timeout'
> {
  readonly name: Name;
  readonly model: Model;
  /** Who works for it, by name. Each begins with the conversation as it is, and what it says is said there. */
  readonly team: Team;
  readonly prompt?: Prompt<Conversing>;
  readonly limits?: AgentLimits;
}

type Keys = (typeof conversation)['state'];

type Known<Team extends Readonly<Record<string, Supervised>>> = FactsOf<Team[keyof Team]['graph']>;

type All<Services> = (Services extends unknown ? (each: Services) => void : never) extends (all: infer Every) => void
  ? Every
  : never;

/** The graph of a supervisor and those who work for it: it ends as `answered`. */
export type Supervisor<
  Name extends string,
  Team extends Readonly<Record<string, Supervised>>,
  Model extends ModelGiven,
> = Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<Keys>;
  readonly stored: StoredOfKeys<Keys>;
  readonly update: UpdateOfKeys<Keys>;
  readonly input: InputOf<{ readonly state: Keys }>;
  readonly outcome: 'answered';
  readonly nodes: 'lead' | 'lead-tools' | 'lead-tools-call' | 'answered' | (keyof Team & string) | Known<Team>['nodes'];
  readonly events: Merged<Known<Team>['events']>;
  readonly questions: Merged<Known<Team>['questions']>;
  readonly services: { readonly [Key in ServiceOf<Model>]: ChatModel } & All<Known<Team>['services']>;
}>;

/**
 * A graph in which a model decides who goes on with the conversation, one of a team at a time, until it answers itself.
 *
 * @example
 * ```ts
 * const desk = supervisor({ name: 'desk', model, team: { clerk: { graph: clerk, about: 'Knows the orders.' } } });
 * ```
 */
export function supervisor<
  const Name extends string,
  const Team extends Readonly<Record<string, Supervised>>,
  const Model extends ModelGiven = ChatModel,
>(options: SupervisorOptions<Name, Team, Model>): Supervisor<Name, Team, Model> {
  const { name, model, team, prompt, limits, retry = patience, timeout } = options;
  const names = Object.keys(team);
  const tools = toolsToHandOver(Object.fromEntries(names.map((each) => [each, team[each]?.about ?? ''])));
  const { spend, known } = askingFor(model, limits);
  const asks = asking<Conversing, Model>(model, { tools, spend, ...(prompt !== undefined && { prompt }) });
  const nodes = {
    lead: {
      run: async (state: Conversing, context: Asking<ServiceOf<Model>>) => {
        const { messages: answer } = await asks(state, context);
        const to = handedTo(answer, names);
        return { messages: to === undefined ? [answer] : [answer, ...toldOfHandingOver(answer, to)] };
      },
      next: { choose: (state: Conversing) => toWhom(state, names), among: [...names, 'lead-tools', 'answered'] },
      retry,
      ...(timeout !== undefined && { timeout }),
    },
    // Whatever else it calls, it is told of.
    ...toolNodes(tools, { name: 'lead-tools', then: 'lead' }),
    ...Object.fromEntries(names.map((each) => [each, { graph: team[each]?.graph, share: ['messages'], next: 'lead' }])),
    answered: { final: true },
  };
  return graph({ ...conversation, ...known, name, codecs: messageCodecs, start: 'lead', nodes } as never) as never;
}

function toWhom(state: Conversing, names: readonly string[]): string {
  const last = state.messages.findLast(({ type }) => type === 'ai');
  return handedTo(last, names) ?? (callsTools(state) ? 'lead-tools' : 'answered');
}
