import type { EventPayloads, EventDefinitions, EventInputs, MergeEvents } from './event.ts';
import type { AnyGraph, EventsOf, Graph } from './facts.ts';
import type { Migration } from './migration.ts';
import type { NameIn, Node } from './node.ts';
import type { Limits } from './policy.ts';
import type { GraphSource } from './source.ts';
import type { InputOf, StateDefinition, StateOf, UpdateOf } from './state.ts';
import type { On } from './transition.ts';

/** The literal that {@link graph} takes. `G` holds the captured child of each node, and its keys are the nodes' names. */
export interface Definition<Name extends string, D extends StateDefinition, E extends EventDefinitions, G> {
  readonly name: Name;
  readonly description?: string;
  readonly version?: string;
  readonly state: D;
  readonly events?: E;
  readonly start: NameIn<G>;
  /** What events do wherever in the graph a lane is. */
  readonly on?: On<StateOf<D>, UpdateOf<D>, NameIn<G>, EventPayloads<E>>;
  readonly limits?: Limits;
  readonly nodes: { readonly [K in keyof G]: Node<D, E, G, G[K]> };
  readonly migrate?: readonly Migration[];
}

type FinalName<G> = { [K in keyof G]: G[K] extends true ? K & string : never }[keyof G];

type ChildEvents<G> = { [K in keyof G]: G[K] extends AnyGraph ? EventsOf<G[K]> : never }[keyof G];

/** Declares a graph from one literal, in which everything is inferred and every name is checked. */
export function graph<Name extends string, D extends StateDefinition, G, E extends EventDefinitions>(
  definition: Definition<Name, D, E, G>,
): Graph<{
  readonly name: Name;
  readonly state: StateOf<D>;
  readonly update: UpdateOf<D>;
  readonly input: InputOf<D>;
  readonly outcome: FinalName<G>;
  readonly events: MergeEvents<EventInputs<E> | ChildEvents<G>>;
}> {
  return graphFrom(definition as unknown as GraphSource) as never;
}

/** Makes a graph from a definition that was itself computed, which nothing has checked yet. */
export function graphFrom(source: GraphSource): AnyGraph {
  return Object.freeze({ name: source.name, source: Object.freeze({ ...source }) });
}
