import type { Duration } from '../base/duration.ts';
import type { Author } from './author.ts';
import type { Drawing } from '../base/drawing.ts';
import type { AnyGraph, FactsOf } from './facts.ts';
import type { Hints } from './hints.ts';
import type { Moment } from './moment.ts';
import type { CachePolicy, Retry } from './policy.ts';
import type { After, Next, On, OnError } from './transition.ts';

/** What a function gives at once or later. */
export type Answer<Value> = Value | Promise<Value>;

/** What `verify` says: `true` or nothing accepts the changes, `false` or a reason refuses them; whatever else is no verdict, and refuses them too. */
export type Verdict = boolean | string | void;

/** What every node may say about itself. */
export interface Described {
  readonly label?: string;
  readonly description?: string;
}

/** What every node but a final one may have. `Among` is what its `choose` may pick. */
export interface Leaving<Known extends Author, Name, Among> extends Described {
  readonly final?: undefined;
  readonly next?: Next<Name, Known['state'], Known['update'], Among>;
  readonly on?: On<Name, Known['state'], Known['update'], Known['payloads']>;
  readonly after?: After<Name, Known['state'], Known['update']>;
  readonly onError?: OnError<Name, Known['state'], Known['update']>;
  readonly retry?: Retry;
  /** For each attempt. */
  readonly timeout?: Duration;
  /** The keys this node may change, and no others; lets conflicts between lanes be found at compile time. */
  readonly writes?: readonly (keyof Known['update'] & string)[];
  /** Checks the changes before they enter the state; a refusal is a failed attempt, whose steps, answers and sleeps are forgotten. */
  readonly verify?: (update: Known['update'], state: Known['state'], context: Known['context']) => Answer<Verdict>;
}

/** A node that runs a function, or only waits. */
export interface RunNode<Known extends Author, Name, Among> extends Leaving<Known, Name, Among> {
  readonly graph?: undefined;
  readonly run?: (state: Known['state'], context: Known['context']) => Answer<Known['update'] | void>;
  readonly cache?: CachePolicy<Known['state']>;
  /** The states of what it hosts, a state machine: drawn within it, and followed by what its state tells. */
  readonly drawing?: Drawing;
}

type ChildInput<State, Input> = {} extends Input
  ? { readonly input?: (state: State, moment: Moment) => Input }
  : { readonly input: (state: State, moment: Moment) => Input };

/** What `input` gives: what the subgraph shares it has from its holder, and from nowhere else. */
type Unshared<Input, Shared> = [Shared] extends [never]
  ? Input
  : Omit<Input, Shared & string> & { readonly [Key in Shared & keyof Input]?: never };

/** The keys of a state that a child has too, with the same value. */
type Shareable<State, ChildState> = {
  [Key in keyof State & keyof ChildState]: [State[Key], ChildState[Key]] extends [ChildState[Key], State[Key]]
    ? Key
    : never;
}[keyof State & keyof ChildState];

/** How a subgraph ended. */
export interface Ended<State, Outcome> {
  readonly state: State;
  /** The name of the final node. */
  readonly outcome: Outcome;
}

/** A node that runs a subgraph. */
export type GraphNode<Known extends Author, Name, Among, Child extends AnyGraph, Shared> = Leaving<Known, Name, Among> &
  ChildInput<Known['state'], Unshared<FactsOf<Child>['input'], Shared>> & {
    readonly run?: undefined;
    readonly graph: AnyGraph;
    /**
     * Keys that the subgraph has too, and shares: it begins with what they are here, and what it changes of them is changed
     * here when it ends.
     */
    readonly share?: readonly Shareable<Known['state'], FactsOf<Child>['state']>[];
    /** What changes when the subgraph ends; `state` is this graph's, with what the two share. */
    readonly output?: (
      ended: Ended<FactsOf<Child>['state'], FactsOf<Child>['outcome']>,
      state: Known['state'],
      moment: Moment,
    ) => Known['update'];
  };

/** A node at which a lane ends; its name is the outcome. It has no activity and no way out. */
export interface FinalNode extends Described {
  readonly final: true;
}

/**
 * The places of a node from which `Capture` is inferred: its child, what it shares with that, that it is final, what it
 * chooses among, and the lanes that it opens.
 *
 * Nothing else may be captured: with whole nodes, inference grows quadratically with their number.
 */
interface Captured<Capture> {
  readonly graph?: Capture;
  readonly share?: Capture;
  readonly final?: Capture;
  readonly next?:
    | { readonly among: readonly Capture[] }
    | { readonly all: readonly (Capture | { readonly to: Capture })[] };
  readonly input?: () => Hints;
  readonly output?: () => Hints;
}

interface Nothing {
  readonly '~nothing': never;
}

/** Nodes of which nothing was captured: none was yet, or no type of them is known. Any name may be chosen. */
export interface Uncaptured {
  readonly [name: string]: Nothing & '';
}

/** Seen by inference, which looks into both branches, and while nothing was captured. */
type Inferring<Capture> = [Capture] extends [Nothing] ? Captured<Capture> : unknown;

type ChildOf<Capture> = Extract<Capture, AnyGraph>;

type SharedOf<Capture> = Extract<Capture, readonly unknown[]>[number];

type AmongOf<Capture> = NoInfer<Extract<Capture, string>>;

/** A node whose functions see `Known`, and which may lead to one of `Names`; `Capture` is what it says about itself. */
export type Node<Known extends Author, Names, Capture> = Inferring<Capture> &
  ([Capture] extends [true]
    ? FinalNode
    : [ChildOf<Capture>] extends [never]
      ? RunNode<Known, Names, AmongOf<Capture>>
      : GraphNode<Known, Names, AmongOf<Capture>, ChildOf<Capture>, SharedOf<Capture>>);
