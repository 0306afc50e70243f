import type { EventDefinitions, EventInputs } from './event.ts';
import type { Node } from './node.ts';
import type { Limits } from './policy.ts';
import type { GraphSource, Values } from './source.ts';
import type { InputOf, StateDefinition, StateOf, UpdateOf } from './state.ts';
import type { On } from './transition.ts';

/** All that is known about a graph at compile time. */
export interface Facts {
  readonly name: string;
  readonly state: unknown;
  readonly update: unknown;
  readonly input: unknown;
  readonly outcome: string;
  readonly events: unknown;
}

/** A declared graph, to be started, or used as a node of another. */
export interface Graph<F extends Facts = Facts> {
  readonly name: F['name'];
  readonly source: GraphSource;
  /** Exists for types only. */
  readonly '~facts'?: F;
}

/** A graph of which nothing is known. */
export type AnyGraph = Graph;

/** The facts of a graph: `FactsOf<typeof incident>['state']`. */
export type FactsOf<G extends AnyGraph> = NonNullable<G['~facts']>;

/** What may be sent to a thread: payloads by event name, of the graph's own events and its subgraphs' at any depth. */
export type EventsOf<G extends AnyGraph> = FactsOf<G>['events'];

/** How threads of an older version of a graph go on with this one. */
export interface Migration {
  /** The fingerprint or the version of the older graph. */
  readonly from: string;
  /** What became of nodes that are gone: new names by old. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** Makes a state that this graph's schemas accept. */
  readonly state?: (old: Values) => Values;
}

/** The literal that {@link graph} takes. `G` holds the captured child of each node, and its keys are the nodes' names. */
export interface Definition<Name extends string, D extends StateDefinition, E extends EventDefinitions, G> {
  readonly name: Name;
  readonly description?: string;
  readonly version?: string;
  readonly state: D;
  readonly events?: E;
  readonly start: NoInfer<keyof G & string>;
  /** What events do wherever in the graph a lane is. */
  readonly on?: On<StateOf<D>, UpdateOf<D>, NoInfer<keyof G & string>, E>;
  readonly limits?: Limits;
  readonly nodes: { readonly [K in keyof G]: Node<D, E, NoInfer<keyof G & string>, G[K]> };
  readonly migrate?: readonly Migration[];
}

type FinalName<G> = { [K in keyof G]: G[K] extends true ? K & string : never }[keyof G];

type ChildEvents<G> = { [K in keyof G]: G[K] extends AnyGraph ? EventsOf<G[K]> : never }[keyof G];

type NameOf<Events> = Events extends unknown ? keyof Events : never;

type PayloadOf<Events, Name> = Events extends unknown ? (Name extends keyof Events ? Events[Name] : never) : never;

type MergeEvents<Events> = { readonly [Name in NameOf<Events>]: PayloadOf<Events, Name> };

/** Declares a graph from one literal, in which everything is inferred and every name is checked. */
export function graph<Name extends string, D extends StateDefinition, G, E extends EventDefinitions = {}>(
  definition: Definition<Name, D, E, G>,
): Graph<{
  readonly name: Name;
  readonly state: StateOf<D>;
  readonly update: UpdateOf<D>;
  readonly input: InputOf<D>;
  readonly outcome: FinalName<G>;
  readonly events: MergeEvents<EventInputs<E> | ChildEvents<G>>;
}> {
  const source = Object.freeze({ ...definition }) as unknown as GraphSource;
  return Object.freeze({ name: definition.name, source });
}
