import { apply, combine, type Changes, type Values } from '../../base/change.ts';
import type { Writable } from '../../base/writable.ts';
import { handOut } from '../../base/value/hand-out.ts';
import type { GraphPlan } from '../../compile/plan.ts';
import type { Baggage } from '../../definition/baggage.ts';
import type { Failure } from '../../definition/context.ts';
import type { Entries } from './entries.ts';
import type { Phase } from './row.ts';

/** One sequential line of execution: at any moment it is at exactly one node, in one {@link Phase}. Only folding a row makes another of it. */
export interface Lane {
  /** Where it comes from, `gather.1/logs`; empty for a thread's first lane. */
  readonly path: string;
  /** The lane it was opened by; undefined for the first. */
  readonly parent: string | undefined;
  /** The checkpoint it was opened by; a lane that is opened anew under its path is another lane. */
  readonly opened?: number;
  /** Where its graph is in the plan. */
  readonly graph: string;
  readonly node: string;
  readonly phase: Phase;
  /** How often each node was entered. */
  readonly visits: Readonly<Record<string, number>>;
  /** Its path as idempotency keys have it, where they have another: below a subgraph that is tried again. */
  readonly named?: string;
  /** When it entered its node, in milliseconds since 1970. */
  readonly entered: number;
  readonly values: Values;
  /** Values of `local` keys. */
  readonly local: Values;
  /** Values of `transient` keys; gone after a restart. */
  readonly transient: Values;
  /** Plain keys that it was opened with; the join leaves them out. */
  readonly seed?: Values;
  /** Keys that a subgraph's lane shares with its holder: it began with what that had of them, and what it changes is for it. */
  readonly shares?: readonly string[];
  /** All it changed since it was opened, for the join, of what it shares alone where it shares; undefined where no join waits for it. */
  readonly delta: Changes | undefined;
  /** What went along with the last input that came to it. */
  readonly context?: Baggage;
  /** The attempt that runs or is next, counted from 1. */
  readonly attempt: number;
  /** The attempts of this visit that failed. */
  readonly failures: readonly Failure[];
  /** The failure that led to this node by `onError`. */
  readonly error?: Failure;
  /** What this visit's activity recorded, by key. */
  readonly journal?: Entries;
  /** Steps that it keeps beyond visits. */
  readonly kept?: KeptSteps;
  /** When it goes on by itself: the end of a backoff or of the earliest sleep. */
  readonly due?: number;
  /** What its function spent in this attempt outside of steps: run again from its top, it spends that again, and it counts once. */
  readonly counted?: Readonly<Record<string, number>>;
  /**
   * How often its line of execution came back to a node since somebody outside was waited for. Counts are always there, 0 too:
   * lanes of many shapes are copied several times slower.
   */
  readonly rounds: number;
  /** Moves within the subgraph that it started with; 0 for all other lanes. */
  readonly transitions: number;
  /** What was spent within the subgraph that it started with. */
  readonly spent?: Readonly<Record<string, number>>;
  /** What of that was spent lately. */
  readonly lately?: Readonly<Record<string, Lately>>;
  /** The lanes it opened and waits for. */
  readonly fork?: Fork;
  /** The failure that nothing handled; the lane is stopped by it. */
  readonly stopped?: Failure;
  /** What it was about to do when it failed. */
  readonly pending?: Phase;
  /** Updates of `reduce` keys whose reducer threw. */
  readonly unreduced?: Changes;
  /** Timers of this visit that fired and led nowhere. */
  readonly fired?: readonly string[];
  /** What it waits for by its state, and for its graph. */
  readonly waits?: readonly LaneWait[];
  /** When its graph was started, in milliseconds since 1970; there where that has timers. */
  readonly began?: number;
  /** Paths of the lanes that close before this one begins; for an `all` with those that these need, for an `each` without. */
  readonly needs?: readonly string[];
  /** Keys set by hand while the lane's join was failed: they win over the lanes. */
  readonly decided?: readonly string[];
}

/** Steps that a lane keeps beyond visits, by graph and node. */
export interface KeptSteps {
  readonly turn?: Readonly<Record<string, Entries>>;
  /** There where a new turn began in the middle of a visit: what was done since the last of them. */
  readonly next?: Readonly<Record<string, Entries>>;
  readonly thread?: Readonly<Record<string, Entries>>;
}

/** A wait of a lane. */
export interface LaneWait {
  readonly name: string;
  /** The `in` or `at` that was said of it, by which a change is known. */
  readonly said: number;
  /** When it is over, in milliseconds since 1970. */
  readonly at: number;
  /** It fired and led nowhere; or it is its graph's and has fired. */
  readonly fired?: true;
}

/** What was spent of a name since somebody outside was last waited for, and on the day when some of it was last spent. */
export interface Lately {
  readonly turn: number;
  /** The days since 1970, in UTC. */
  readonly day: number;
  readonly today: number;
}

/** The lanes one lane opened, and what it waits for. */
export interface Fork {
  readonly by: 'all' | 'each' | 'graph';
  /** When, in milliseconds since 1970. */
  readonly at: number;
  readonly then: string | undefined;
  readonly need: number;
  /** How many may be at work at a time, where the state said so. */
  readonly limit?: number;
  /** Whether some of its lanes need others; an `all` does not say. */
  readonly hasNeeds?: true;
  /** Paths in the order declared, each after those that it needs. */
  readonly lanes: readonly string[];
  readonly closed: number;
  readonly queued: number;
  /** The place in `lanes` of the first that is queued. */
  readonly queue: number;
  /** The parent's values when the lanes were opened. */
  readonly base: Values;
  /** Keys of the parent's that its subgraph shares. */
  readonly shares?: readonly string[];
  /** There where lanes come and go as the state says, until that says that it is enough: so many were opened by now. */
  readonly came?: number;
  /** What was written to the parent while its lanes were open, by key: it conflicts with a lane as another lane does. */
  readonly written?: Readonly<Record<string, Written>>;
}

/** What wrote a key of a lane while the lanes it had opened were at work. */
export interface Written {
  readonly cause: 'event' | 'timer' | 'edit' | 'fork';
  readonly label?: string;
  /** Whether it replaced what was there. */
  readonly sets: boolean;
}

/** A count by name; only own properties count, as a name may be `constructor`. */
export function countOf(counts: Readonly<Record<string, number>> | undefined, name: string): number {
  return counts !== undefined && Object.hasOwn(counts, name) ? (counts[name] as number) : 0;
}

/** Whether a lane started a graph: the thread's first, or a subgraph's. The others are of forks. */
export function startsGraph({ delta, shares }: Lane): boolean {
  return delta === undefined || shares !== undefined;
}

/** The phase in which a suspended lane goes on: `verifying` where it has a subgraph, whose `verify` asked or slept, else `running`. */
export function awake({ fork }: Lane): Phase {
  return fork === undefined ? 'running' : 'verifying';
}

/** Whether a lane is still at the attempt that it was at before, and that is not over. */
export function isAtAttempt(lane: Lane, before: Lane): boolean {
  return (
    lane.node === before.node &&
    lane.opened === before.opened &&
    lane.attempt === before.attempt &&
    lane.visits[lane.node] === (before.visits[before.node] ?? 1) &&
    (lane.phase === 'running' || lane.phase === 'verifying' || lane.phase === 'suspended')
  );
}

/** The values of `local` keys after changes. */
function localsAfter(local: Values, changes: Changes): Values {
  let next = local;
  for (const key in changes) {
    const change = changes[key];
    if (change !== undefined && 'local' in change) next = { ...next, [key]: change.local };
  }
  return next;
}

/** A lane with changes applied. */
export function changed(lane: Lane, changes: Changes | undefined, transient: Values | undefined): Lane {
  if (changes === undefined && transient === undefined) return lane;
  const next: Writable<Lane> = { ...lane };
  if (changes !== undefined) {
    next.values = apply(lane.values, changes);
    next.local = localsAfter(lane.local, changes);
    next.delta = lane.delta && deltaAfter(lane.delta, changes, lane.shares);
  }
  if (transient !== undefined) next.transient = { ...lane.transient, ...transient };
  return next;
}

/** What a lane changed, after these changes; where it shares keys with its holder, of those alone. */
export function deltaAfter(delta: Changes, changes: Changes, shares: Lane['shares']): Changes {
  if (shares === undefined) return combine([delta, changes]);
  const shared = Object.entries(changes).filter(([key]) => shares.includes(key));
  return shared.length === 0 ? delta : combine([delta, Object.fromEntries(shared)]);
}

/** The state that a node of a graph sees: the lane's values with its own `local` and `transient` ones, frozen. */
export function view({ values, local, transient }: Lane, { unwritten }: Pick<GraphPlan, 'unwritten'>): Values {
  // Most lanes have nothing but values, and most values are given as they are: then nothing is copied.
  let copy: Record<string, unknown> | undefined;
  for (const key in unwritten) (copy ??= { ...values })[key] = handOut(unwritten[key]);
  for (const key in local) {
    const value = local[key];
    if (value !== undefined || !Object.hasOwn(unwritten, key)) (copy ??= { ...values })[key] = handOut(value);
  }
  for (const key in values) {
    const value = values[key];
    const given = typeof value === 'object' ? handOut(value) : value;
    if (given !== value && !Object.hasOwn(local, key)) (copy ??= { ...values })[key] = given;
  }
  for (const key in transient) (copy ??= { ...values })[key] = transient[key];
  return Object.freeze(copy ?? values);
}
