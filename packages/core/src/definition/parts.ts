// Types of what is written in a file of its own, before there is the graph that has it.

import type { ClassCodec } from '../base/value/codec.ts';
import type { AuthorOf } from './author.ts';
import type { EventDefinitions, EventInputs } from './event.ts';
import type { AnyGraph, FactsOf } from './facts.ts';
import type { Moment } from './moment.ts';
import type { Answer, GraphNode, RunNode } from './node.ts';
import type { Limits } from './policy.ts';
import type { AnswerTo, QuestionDefinitions, QuestionsOf } from './question.ts';
import type { ServiceDefinitions } from './service.ts';
import type { InputOfKeys, StateDefinition } from './state.ts';

/** What a graph says before its nodes, as an object to spread into it: `graph({ name: 'order', ...order, start, nodes })`. */
export interface Parts {
  readonly state: StateDefinition;
  readonly events?: EventDefinitions;
  readonly services?: ServiceDefinitions;
  readonly questions?: QuestionDefinitions;
  readonly limits?: Limits;
  readonly codecs?: readonly ClassCodec[];
}

type EventsIn<Of> = Of extends { readonly events: infer Events extends EventDefinitions } ? Events : EventDefinitions;

type QuestionsIn<Of> = Of extends { readonly questions: infer Questions extends QuestionDefinitions }
  ? Questions
  : QuestionDefinitions;

type KnownOf<Of extends Parts> = AuthorOf<
  Of['state'],
  EventsIn<Of>,
  Of extends { readonly limits: infer Limited } ? keyof Limited & string : string,
  Of extends { readonly services: infer Services extends ServiceDefinitions } ? Services : ServiceDefinitions,
  QuestionsIn<Of>
>;

/** The state that nodes see: `StateOf<typeof parts>`, or of a graph. */
export type StateOf<Of extends Parts | AnyGraph> = Of extends AnyGraph
  ? FactsOf<Of>['state']
  : Of extends Parts
    ? KnownOf<Of>['state']
    : never;

/** The changes that nodes make: `UpdateOf<typeof parts>`, or of a graph. */
export type UpdateOf<Of extends Parts | AnyGraph> = Of extends AnyGraph
  ? FactsOf<Of>['update']
  : Of extends Parts
    ? KnownOf<Of>['update']
    : never;

/** What a thread starts with: `InputOf<typeof parts>`, or of a graph. */
export type InputOf<Of extends Parts | AnyGraph> = Of extends AnyGraph
  ? FactsOf<Of>['input']
  : Of extends Parts
    ? InputOfKeys<Of['state']>
    : never;

/** What may be sent to a thread: payloads by event name. Of a graph, those of its subgraphs too, at any depth. */
export type EventsOf<Of extends Parts | AnyGraph> = Of extends AnyGraph
  ? FactsOf<Of>['events']
  : EventInputs<EventsIn<Of>>;

/** What answers may be given: values by the keys of questions. Of a graph, those of its subgraphs too, at any depth. */
export type AnswersOf<Of extends Parts | AnyGraph> = Answers<
  Of extends AnyGraph ? FactsOf<Of>['questions'] : QuestionsOf<QuestionsIn<Of>>
>;

type Answers<Questions> = { readonly [Key in keyof Questions]: AnswerTo<Questions, Key> };

/** What activities are given besides the state: `ContextOf<typeof parts>`. */
export type ContextOf<Of extends Parts> = KnownOf<Of>['context'];

/** A function that a node runs: `const charge: ActivityOf<typeof parts> = async (s, ctx) => …`. */
export type ActivityOf<Of extends Parts> = (state: StateOf<Of>, context: ContextOf<Of>) => Answer<UpdateOf<Of> | void>;

/** What says whether a way out is taken, where an event led to it by the event's name: `GuardOf<typeof parts, 'approve'>`. */
export type GuardOf<Of extends Parts, Event extends keyof KnownOf<Of>['payloads'] = never> = [Event] extends [never]
  ? (state: StateOf<Of>, moment: Moment) => boolean
  : (state: StateOf<Of>, payload: KnownOf<Of>['payloads'][Event], moment: Moment) => boolean;

/**
 * A node that may lead to `To`, and runs `Child` where it is the node of a subgraph, with which it may share `Shared`:
 * `{ … } satisfies NodeOf<typeof parts, 'paid'>`.
 */
export type NodeOf<
  Of extends Parts,
  To extends string,
  Child extends AnyGraph = never,
  Shared extends keyof KnownOf<Of>['state'] = never,
> = [Child] extends [never]
  ? RunNode<KnownOf<Of>, To, To>
  : GraphNode<KnownOf<Of>, To, To, Child, Shared> & { readonly graph: Child; readonly share?: readonly Shared[] };
