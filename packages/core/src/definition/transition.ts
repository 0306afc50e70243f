import type { Duration } from '../base/duration.ts';
import type { Failure } from './context.ts';
import type { Moment } from './moment.ts';

// What there is at many nodes is a type and no interface: that costs a checker less.

/** A way out that is taken if its guard holds. */
export type Case<Name, State> = {
  readonly when: (state: State, moment: Moment) => boolean;
  readonly to: Name;
  readonly label?: string;
};

/** A way out picked by a function; what it may pick is listed, so that it can be drawn and checked. */
export interface Choose<Name, State, Among> {
  readonly all?: undefined;
  readonly each?: undefined;
  readonly choose: (state: State, moment: Moment) => Among;
  readonly among: readonly ([Among] extends [Name] ? Among : Name)[];
}

/** An entry of `all` that waits for others of the same fork. */
export interface Needing<Name, Entries> {
  readonly to: Name;
  readonly needs: readonly Entries[];
}

/** A lane that closed, as `merge` sees it. */
export interface ClosedLane<Name, State> {
  /** The lane's path, `gather.1/logs`: which of them it is. */
  readonly lane: string;
  /** The node it closed at: where the lanes meet, unless it ended in a final one. */
  readonly node: Name;
  readonly state: State;
  /** The name of the final node, if it ended in one. */
  readonly outcome?: Name;
}

/** So many lanes; all where there are fewer. */
type Need = 'all' | 'any' | number;

/** How lanes meet. */
export interface Join<Name, State, Update> {
  /** The node where the lanes meet. */
  readonly then: Name;
  /** How many lanes must close before the others are cancelled; all of them by default. What the state says holds from when they are opened. */
  readonly need?: Need | ((state: State, moment: Moment) => Need);
  /** Where to go when a lane failed for good and too few others can close; before the node's own `onError`, which holds for its activity too. */
  readonly onError?: OnError<Name, State, Update>;
  /** Decides what the lanes leave behind; by default their changes are applied in the order they were declared. */
  readonly merge?: (lanes: readonly ClosedLane<Name, State>[], state: State, moment: Moment) => Update;
}

/** Opens one lane for each of the listed nodes, which are `Entries`. */
export interface All<Name, State, Update, Entries> extends Join<Name, State, Update> {
  readonly all: readonly (Name | Needing<Name, Entries>)[];
  readonly each?: undefined;
  readonly choose?: undefined;
}

/** Opens one lane for each entry that a function lists; the entry is the lane's first changes. */
export interface Each<Name, State, Update> extends Join<Name, State, Update> {
  readonly all?: undefined;
  readonly choose?: undefined;
  readonly each: (state: State, moment: Moment) => readonly Update[];
  /** The node at which each lane starts. */
  readonly to: Name;
  /**
   * What a lane is called in its path, `research.1/acme`, by the state that it begins with; a text without "/", of which no other
   * is like it. Else lanes are numbered from 0.
   */
  readonly id?: (state: State, moment: Moment) => string;
  /** The ids of the lanes that close before a lane begins, by the state that it begins with: it sees what they changed. */
  readonly needs?: (state: State, moment: Moment) => readonly string[] | undefined;
  /** How many lanes are at work at a time; no limit by default. What the state says holds from when they are opened. */
  readonly limit?: number | ((state: State, moment: Moment) => number);
  readonly until?: undefined;
  readonly onClosed?: undefined;
}

/**
 * Has lanes come and go while their holder takes events and waits for timers: one for each entry that the state lists by now. It is asked again
 * after each change of the holder's state. A lane whose id is new begins, with the state as it was when the first were opened and its entry; one whose
 * id is listed no longer is over at once, and nothing of it is left.
 */
export interface ComingAndGoing<Name, State, Update> extends Pick<Join<Name, State, Update>, 'then' | 'onError'> {
  readonly all?: undefined;
  readonly choose?: undefined;
  readonly each: (state: State, moment: Moment) => readonly Update[];
  /** The node at which each lane starts. */
  readonly to: Name;
  /** What a lane is called in its path, by the state that it begins with: by it a lane is known while it is listed. */
  readonly id: (state: State, moment: Moment) => string;
  /** What a lane that has closed gives to its holder; at once, whatever the others do. Nothing else of the lane is left. */
  readonly onClosed: (lane: ClosedLane<Name, State>, state: State, moment: Moment) => Update;
  /** Whether it is enough: then the holder goes on, and what is at work is cancelled. Asked after each change, too. */
  readonly until: (state: State, moment: Moment) => boolean;
  readonly need?: undefined;
  readonly needs?: undefined;
  readonly limit?: undefined;
}

/** Where a lane goes once a node's activity is done: `Among` is what `choose` may pick, or what `all` lists. */
export type Next<Name, State, Update, Among> =
  | Name
  | readonly [...cases: Case<Name, State>[], otherwise: Case<Name, State> | Name]
  | Choose<Name, State, Among>
  | All<Name, State, Update, Among>
  | Each<Name, State, Update>
  | ComingAndGoing<Name, State, Update>;

/** What an event does; without `to` the lane stays where it is. */
export interface Handler<Name, State, Update, Payload> {
  readonly to?: Name;
  readonly when?: (state: State, payload: Payload, moment: Moment) => boolean;
  readonly update?: (state: State, payload: Payload, moment: Moment) => Update;
  readonly label?: string;
}

type OnEntry<Name, State, Update, Payload> = Name | Handler<Name, State, Update, Payload>;

/** What events do, by name; of a list the first whose guard holds is taken. */
export type On<Name, State, Update, Payloads> = {
  readonly [Event in keyof Payloads]?:
    | OnEntry<Name, State, Update, Payloads[Event]>
    | readonly OnEntry<Name, State, Update, Payloads[Event]>[];
};

/** What time does; without `to` the lane stays where it is. */
export interface Timed<Name, State, Update> {
  readonly to?: Name;
  readonly when?: (state: State, moment: Moment) => boolean;
  readonly update?: (state: State, moment: Moment) => Update;
  readonly label?: string;
}

/** A wait that is as long as said, or as the state says; none where that gives no duration. */
export interface TimedIn<Name, State, Update> extends Timed<Name, State, Update> {
  /** How long from when the node was entered; asked on entry, and again after each change of the state at the node. */
  readonly in: Duration | ((state: State, moment: Moment) => Duration | undefined);
  readonly at?: undefined;
}

/** A wait until the instant that the state says; none where it gives none. */
export interface TimedAt<Name, State, Update> extends Timed<Name, State, Update> {
  /** A date, or milliseconds since 1970; asked on entry, and again after each change of the state at the node. */
  readonly at: (state: State, moment: Moment) => Date | number | undefined;
  readonly in?: undefined;
}

/** What happens when a lane has been at a node for so long, by duration; or a list of waits, of which some follow from the state. */
export type After<Name, State, Update> =
  | { readonly [Time in Extract<Duration, string>]?: Name | Timed<Name, State, Update> }
  | readonly (TimedIn<Name, State, Update> | TimedAt<Name, State, Update>)[];

/** What failed; `lane` is the path of the lane that did, where that is one of those that the node holds. */
type Failed = Failure & { readonly lane?: string };

/** A way out for failures. */
type Rescue<Name, State, Update> = {
  readonly to: Name;
  /** Whether this failure goes that way. */
  readonly when?: (state: State, error: Failed, moment: Moment) => boolean;
  readonly update?: (state: State, error: Failed, moment: Moment) => Update;
  /**
   * Takes along what lanes of this node had found that closed before another failed for good, as at a join, by `merge` where there is
   * one; `when` and `update` see it. Else that stays in the history alone. Which of them had closed by then is a matter of time. Of a
   * subgraph that failed, it takes along what that had changed of the keys that both `share`.
   */
  readonly keep?: boolean;
  readonly label?: string;
};

/**
 * Where a lane goes when an activity failed for good; of a list the first whose guard holds is taken. Where none does, the failure is not
 * handled here.
 */
export type OnError<Name, State, Update> =
  | Name
  | Rescue<Name, State, Update>
  | readonly (Name | Rescue<Name, State, Update>)[];
