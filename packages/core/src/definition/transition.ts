import type { Duration } from '../base/duration.ts';
import type { Failure } from './context.ts';

/** A way out that is taken if its guard holds. */
export interface Case<State, Name> {
  readonly when: (state: State) => boolean;
  readonly to: Name;
  readonly label?: string;
}

/** A way out picked by a function; what it may pick is listed, so that it can be drawn and checked. */
export interface Choose<State, Name, Among> {
  readonly choose: (state: State) => NoInfer<Among> & Name;
  readonly among: readonly (Among & Name)[];
}

/** An entry of `all` that waits for others of the same fork. */
export interface Needing<Name> {
  readonly to: Name;
  readonly needs: readonly Name[];
}

/** A lane that closed, as `merge` sees it. */
export interface ClosedLane<State, Name> {
  /** The lane's path. */
  readonly lane: string;
  /** The node it closed at. */
  readonly node: Name;
  readonly state: State;
  /** The name of the final node, if it ended in one. */
  readonly outcome?: Name;
}

/** How lanes meet. */
export interface Join<State, Update, Name> {
  /** The node where the lanes meet. */
  readonly then: Name;
  /** How many lanes must close before the others are cancelled; all of them by default. */
  readonly need?: 'all' | 'any' | number;
  /** Where to go when a lane failed for good. */
  readonly onError?: Name;
  /** Decides what the lanes leave behind; by default their changes are applied in the order they were declared. */
  readonly merge?: (lanes: readonly ClosedLane<State, Name>[], state: State) => Update;
}

/** Opens one lane for each of the listed nodes. */
export interface All<State, Update, Name> extends Join<State, Update, Name> {
  readonly all: readonly (Name | Needing<Name>)[];
}

/** Opens one lane for each entry that a function lists; the entry is the lane's first changes. */
export interface Each<State, Update, Name> extends Join<State, Update, Name> {
  readonly each: (state: State) => readonly Update[];
  /** The node at which each lane starts. */
  readonly to: Name;
  /** How many lanes are open at a time; no limit by default. */
  readonly limit?: number;
}

/** Where a lane goes once a node's activity is done. */
export type Next<State, Update, Name, Among> =
  | Name
  | readonly [...cases: Case<State, Name>[], otherwise: Case<State, Name> | Name]
  | Choose<State, Name, Among>
  | All<State, Update, Name>
  | Each<State, Update, Name>;

/** What an event does; without `to` the lane stays where it is. */
export interface Handler<State, Update, Name, Payload> {
  readonly to?: Name;
  readonly when?: (state: State, payload: Payload) => boolean;
  readonly update?: (state: State, payload: Payload) => Update;
  readonly label?: string;
}

type OnEntry<State, Update, Name, Payload> = Name | Handler<State, Update, Name, Payload>;

/** What events do, by name; of a list the first whose guard holds is taken. */
export type On<State, Update, Name, Payloads> = {
  readonly [Event in keyof Payloads]?:
    | OnEntry<State, Update, Name, Payloads[Event]>
    | readonly OnEntry<State, Update, Name, Payloads[Event]>[];
};

/** What time does; without `to` the lane stays where it is. */
export interface Timed<State, Update, Name> {
  readonly to?: Name;
  readonly when?: (state: State) => boolean;
  readonly update?: (state: State) => Update;
  readonly label?: string;
}

/** What happens when a lane has been at a node for so long, by duration. */
export type After<State, Update, Name> = {
  readonly [Time in Extract<Duration, string>]?: Name | Timed<State, Update, Name>;
};

/** Where a lane goes when an activity failed for good. */
export type OnError<State, Update, Name> =
  | Name
  | { readonly to: Name; readonly update?: (state: State, error: Failure) => Update };
