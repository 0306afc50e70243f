import { object } from '../base/problem/given.ts';
import type { ClassCodec } from '../base/value/codec.ts';
import type { EventDefinitions, EventInputs } from './event.ts';
import type { AnyGraph, FactsOf, Graph, Merged } from './facts.ts';
import type { Migration } from './migration.ts';
import type { Moment } from './moment.ts';
import type { Author, AuthorOf } from './author.ts';
import type { Node, Uncaptured } from './node.ts';
import type { Limits } from './policy.ts';
import type { QuestionDefinitions, QuestionsOf } from './question.ts';
import type { AllServices, FlatServices, ServiceDefinitions, ServicesOf } from './service.ts';
import type { GraphSource } from './source.ts';
import type { InputOfKeys, StateDefinition, StateOfKeys, StoredOfKeys, UpdateOfKeys } from './state.ts';
import type { After, On } from './transition.ts';

/** The literal that {@link graph} takes. `Nodes` holds what is captured of each node, whose names are `Names`. */
export interface Definition<
  Name extends string,
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Names extends string = string,
  Limited extends string = string,
  Services extends ServiceDefinitions = ServiceDefinitions,
  Questions extends QuestionDefinitions = QuestionDefinitions,
  Known extends Author = AuthorOf<Keys, Events, Limited, Services, Questions>,
  Nodes = Uncaptured,
> {
  readonly name: Name;
  readonly description?: string;
  readonly version?: string;
  readonly state: Keys;
  readonly events?: Events;
  /** What its activities need of the world outside; whoever opens a runtime with it gives them. */
  readonly services?: Services;
  /** What its activities ask of whoever is outside: the schema of each answer, by key; a name that ends in `*` is of many keys. */
  readonly questions?: Questions;
  readonly start: NoInfer<Names>;
  /** Decides what the state that it begins with comes to: what keys start as, and what it is started with. */
  readonly begin?: (state: Known['state'], moment: Moment) => Known['update'] | void;
  /** What events do wherever in the graph a lane is. */
  readonly on?: On<NoInfer<Names>, Known['state'], Known['update'], Known['payloads']>;
  /** What happens when so much time has passed since the graph was started, wherever in it a lane is. */
  readonly after?: After<NoInfer<Names>, Known['state'], Known['update']>;
  readonly limits?: Limits<Limited>;
  /** How instances of classes are stored that its state, its events and its steps hold; keys may bring more. */
  readonly codecs?: readonly ClassCodec[];
  readonly nodes: { readonly [Key in Names]: unknown } & {
    readonly [Key in keyof Nodes]: Node<Known, NoInfer<Names>, Nodes[Key]>;
  };
  readonly migrate?: readonly Migration<NoInfer<Names>>[];
}

type FinalName<Nodes> = { [Key in keyof Nodes]: Nodes[Key] extends true ? Key & string : never }[keyof Nodes];

/** The graphs among what was captured of nodes: beside its graph stands what a node shares and what it chooses among. */
type ChildrenOf<Nodes> = { [Key in keyof Nodes]: Extract<Nodes[Key], AnyGraph> }[keyof Nodes];

/**
 * Declares a graph from one literal, in which everything is inferred and every name is checked.
 *
 * @example
 * ```ts
 * const hello = graph({
 *   name: 'hello',
 *   state: { name: z.string(), greeting: z.string().optional() },
 *   start: 'greet',
 *   nodes: {
 *     greet: { run: (s) => ({ greeting: `Hello, ${s.name}!` }), next: 'done' },
 *     done: { final: true },
 *   },
 * });
 * ```
 */
export function graph<
  Name extends string,
  Keys extends StateDefinition,
  Names extends string,
  Events extends EventDefinitions,
  Limited extends string,
  Services extends ServiceDefinitions,
  Questions extends QuestionDefinitions = QuestionDefinitions,
  Known extends Author = AuthorOf<Keys, Events, Limited, Services, Questions>,
  Nodes = Uncaptured,
>(
  definition: Definition<Name, Keys, Events, Names, Limited, Services, Questions, Known, Nodes>,
): Graph<{
  readonly name: Name;
  readonly state: StateOfKeys<Keys>;
  readonly stored: StoredOfKeys<Keys>;
  readonly update: UpdateOfKeys<Keys>;
  readonly input: InputOfKeys<Keys>;
  readonly outcome: FinalName<Nodes>;
  readonly nodes: Names | FactsOf<ChildrenOf<Nodes>>['nodes'];
  readonly events: Merged<EventInputs<Events> | FactsOf<ChildrenOf<Nodes>>['events']>;
  readonly questions: Merged<QuestionsOf<Questions> | FactsOf<ChildrenOf<Nodes>>['questions']>;
  readonly services: FlatServices<ServicesOf<Services> & AllServices<FactsOf<ChildrenOf<Nodes>>['services']>>;
}> {
  return graphFrom(definition as unknown as GraphSource) as never;
}

/** Makes a graph from a definition that was itself computed, which nothing has checked yet. */
export function graphFrom(source: GraphSource): AnyGraph {
  try {
    if (object.fits(source)) return Object.freeze({ name: source.name, source: Object.freeze({ ...source }) });
  } catch {
    // It refuses to be looked at.
  }
  // What is no definition at all is told when it is compiled, like every other mistake.
  return Object.freeze({ name: '', source });
}
