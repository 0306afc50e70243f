import type { Duration } from '../base/duration.ts';
import type { Context } from './context.ts';
import type { EventPayloads, EventDefinitions } from './event.ts';
import type { AnyGraph, FactsOf } from './facts.ts';
import type { Moment } from './moment.ts';
import type { CachePolicy, Retry } from './policy.ts';
import type { StateDefinition, StateOf, UpdateOf } from './state.ts';
import type { After, Next, On, OnError } from './transition.ts';

type Answer<Value> = Value | Promise<Value>;

/** What `verify` says: `true` or nothing accepts the changes, `false` or a reason refuses them; whatever else is no verdict, and refuses them too. */
export type Verdict = boolean | string | void;

/** What every node may say about itself. */
export interface Described {
  readonly label?: string;
  readonly description?: string;
}

/** What every node but a final one may have. `Among` is what its `choose` may pick. */
export interface Leaving<
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Name,
  Among,
  Limited extends string,
> extends Described {
  readonly final?: undefined;
  readonly next?: Next<Name, StateOf<Keys>, UpdateOf<Keys>, Among>;
  readonly on?: On<Name, StateOf<Keys>, UpdateOf<Keys>, EventPayloads<Events>>;
  readonly after?: After<Name, StateOf<Keys>, UpdateOf<Keys>>;
  readonly onError?: OnError<Name, StateOf<Keys>, UpdateOf<Keys>>;
  readonly retry?: Retry;
  /** For each attempt. */
  readonly timeout?: Duration;
  /** The keys this node may change, and no others; lets conflicts between lanes be found at compile time. */
  readonly writes?: readonly (keyof Keys & string)[];
  /** Checks the changes before they enter the state; a refusal is a failed attempt, whose steps, answers and sleeps are forgotten. */
  readonly verify?: (
    update: UpdateOf<Keys>,
    state: StateOf<Keys>,
    context: Context<NoInfer<Limited>, UpdateOf<Keys>>,
  ) => Answer<Verdict>;
}

/** A node that runs a function, or only waits. */
export interface RunNode<
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Name,
  Among,
  Limited extends string,
> extends Leaving<Keys, Events, Name, Among, Limited> {
  readonly graph?: undefined;
  readonly run?: (
    state: StateOf<Keys>,
    context: Context<NoInfer<Limited>, UpdateOf<Keys>>,
  ) => Answer<UpdateOf<Keys> | void>;
  readonly cache?: CachePolicy<StateOf<Keys>>;
}

type ChildInput<State, Input> = {} extends Input
  ? { readonly input?: (state: State, moment: Moment) => Input }
  : { readonly input: (state: State, moment: Moment) => Input };

/** How a subgraph ended. */
export interface Ended<State, Outcome> {
  readonly state: State;
  /** The name of the final node. */
  readonly outcome: Outcome;
}

/** A node that runs a subgraph. */
export type GraphNode<
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Name,
  Among,
  Child extends AnyGraph,
  Limited extends string,
> = Leaving<Keys, Events, Name, Among, Limited> &
  ChildInput<StateOf<Keys>, FactsOf<Child>['input']> & {
    readonly run?: undefined;
    readonly graph: AnyGraph;
    readonly output?: (
      ended: Ended<FactsOf<Child>['state'], FactsOf<Child>['outcome']>,
      moment: Moment,
    ) => UpdateOf<Keys>;
  };

/** A node at which a lane ends; its name is the outcome. It has no activity and no way out. */
export interface FinalNode extends Described {
  readonly final: true;
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

/** The names of the nodes in `Nodes`, not to be inferred from where they are used. */
export type NameIn<Nodes> = NoInfer<keyof Nodes & string>;

/** A node of a graph with state `Keys`, events `Events`, nodes `Nodes` and limits `Limited`; `Capture` is what it says about itself. */
export type Node<
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Nodes,
  Capture,
  Limited extends string,
> = Inferring<Capture> &
  ([Capture] extends [true]
    ? FinalNode
    : [ChildOf<Capture>] extends [never]
      ? RunNode<Keys, Events, NameIn<Nodes>, AmongOf<Capture>, Limited>
      : GraphNode<Keys, Events, NameIn<Nodes>, AmongOf<Capture>, ChildOf<Capture>, Limited>);
