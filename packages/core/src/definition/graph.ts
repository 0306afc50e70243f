import { object } from '../base/problem/given.ts';
import type { EventPayloads, EventDefinitions, EventInputs, MergeEvents } from './event.ts';
import type { AnyGraph, EventsOf, Graph } from './facts.ts';
import type { Migration } from './migration.ts';
import type { NameIn, Node } from './node.ts';
import type { Limits } from './policy.ts';
import type { GraphSource } from './source.ts';
import type { InputOf, StateDefinition, StateOf, UpdateOf } from './state.ts';
import type { On } from './transition.ts';

/** The literal that {@link graph} takes. `Nodes` holds the captured child of each node, and its keys are the nodes' names. */
export interface Definition<
  Name extends string,
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Nodes,
  Limited extends string = string,
> {
  readonly name: Name;
  readonly description?: string;
  readonly version?: string;
  readonly state: Keys;
  readonly events?: Events;
  readonly start: NameIn<Nodes>;
  /** What events do wherever in the graph a lane is. */
  readonly on?: On<NameIn<Nodes>, StateOf<Keys>, UpdateOf<Keys>, EventPayloads<Events>>;
  readonly limits?: Limits<Limited>;
  readonly nodes: { readonly [Key in keyof Nodes]: Node<Keys, Events, Nodes, Nodes[Key], Limited> };
  readonly migrate?: readonly Migration[];
}

type FinalName<Nodes> = { [Key in keyof Nodes]: Nodes[Key] extends true ? Key & string : never }[keyof Nodes];

type ChildEvents<Nodes> = {
  [Key in keyof Nodes]: Nodes[Key] extends AnyGraph ? EventsOf<Nodes[Key]> : never;
}[keyof Nodes];

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
  Nodes,
  Events extends EventDefinitions,
  Limited extends string,
>(
  definition: Definition<Name, Keys, Events, Nodes, Limited>,
): Graph<{
  readonly name: Name;
  readonly state: StateOf<Keys>;
  readonly update: UpdateOf<Keys>;
  readonly input: InputOf<Keys>;
  readonly outcome: FinalName<Nodes>;
  readonly events: MergeEvents<EventInputs<Events> | ChildEvents<Nodes>>;
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
