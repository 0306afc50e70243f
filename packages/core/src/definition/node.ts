import type { Duration } from '../base/duration.ts';
import type { Context } from './context.ts';
import type { EventPayloads, EventDefinitions } from './event.ts';
import type { AnyGraph, FactsOf } from './facts.ts';
import type { CachePolicy, Retry } from './policy.ts';
import type { StateDefinition, StateOf, UpdateOf } from './state.ts';
import type { After, Next, On, OnError } from './transition.ts';

type Answer<T> = T | Promise<T>;

/** What `verify` says: `false` or a reason refuses the changes, anything else accepts them. */
export type Verdict = boolean | string | void;

/** What every node may say about itself. */
export interface Described {
  readonly label?: string;
  readonly description?: string;
}

/** What every node but a final one may have. `Among` is what its `choose` may pick. */
export interface Leaving<D extends StateDefinition, E extends EventDefinitions, Name, Among> extends Described {
  readonly final?: undefined;
  readonly next?: Next<StateOf<D>, UpdateOf<D>, Name, Among>;
  readonly on?: On<StateOf<D>, UpdateOf<D>, Name, EventPayloads<E>>;
  readonly after?: After<StateOf<D>, UpdateOf<D>, Name>;
  readonly onError?: OnError<StateOf<D>, UpdateOf<D>, Name>;
  readonly retry?: Retry;
  /** For each attempt. */
  readonly timeout?: Duration;
  /** The keys this node may change; lets conflicts between lanes be found at compile time. */
  readonly writes?: readonly (keyof D & string)[];
  /** Checks the changes before they enter the state; a refusal is a failed attempt. */
  readonly verify?: (update: UpdateOf<D>, state: StateOf<D>, context: Context) => Answer<Verdict>;
}

/** A node that runs a function, or only waits. */
export interface RunNode<D extends StateDefinition, E extends EventDefinitions, Name, Among> extends Leaving<
  D,
  E,
  Name,
  Among
> {
  readonly graph?: undefined;
  readonly run?: (state: StateOf<D>, context: Context) => Answer<UpdateOf<D> | void>;
  readonly cache?: CachePolicy<StateOf<D>>;
}

type ChildInput<State, Input> = {} extends Input
  ? { readonly input?: (state: State) => Input }
  : { readonly input: (state: State) => Input };

/** How a subgraph ended. */
export interface Ended<State, Outcome> {
  readonly state: State;
  /** The name of the final node. */
  readonly outcome: Outcome;
}

/** A node that runs a subgraph. */
export type GraphNode<
  D extends StateDefinition,
  E extends EventDefinitions,
  Name,
  Among,
  Child extends AnyGraph,
> = Leaving<D, E, Name, Among> &
  ChildInput<StateOf<D>, FactsOf<Child>['input']> & {
    readonly run?: undefined;
    readonly graph: AnyGraph;
    readonly output?: (ended: Ended<FactsOf<Child>['state'], FactsOf<Child>['outcome']>) => UpdateOf<D>;
  };

/** A node at which a lane ends; its name is the outcome. It has no activity and no way out. */
export interface FinalNode extends Described {
  readonly final: true;
  readonly graph?: undefined;
  readonly next?: undefined;
}

/**
 * The three places of a node from which `Capture` is inferred: its child, that it is final, and what it chooses among.
 *
 * Nothing else may be captured: with whole nodes, inference grows quadratically with their number.
 */
interface Captured<Capture> {
  readonly graph?: Capture;
  readonly final?: Capture;
  readonly next?: { readonly among: readonly Capture[] };
}

interface Nothing {
  readonly '~nothing': never;
}

/** Seen by inference, which looks into both branches; gone once `Capture` is known, as it is never {@link Nothing}. */
type Inferring<Capture> = [Capture] extends [Nothing] ? Captured<Capture> : unknown;

type ChildOf<Capture> = Extract<Capture, AnyGraph>;

type AmongOf<Capture> = NoInfer<Extract<Capture, string>>;

/** The names of the nodes in `G`, not to be inferred from where they are used. */
export type NameIn<G> = NoInfer<keyof G & string>;

/** A node of a graph with state `D`, events `E` and nodes `G`; `Capture` is what it says about itself. */
export type Node<D extends StateDefinition, E extends EventDefinitions, G, Capture> = Inferring<Capture> &
  ([Capture] extends [true]
    ? FinalNode
    : [ChildOf<Capture>] extends [never]
      ? RunNode<D, E, NameIn<G>, AmongOf<Capture>>
      : GraphNode<D, E, NameIn<G>, AmongOf<Capture>, ChildOf<Capture>>);
