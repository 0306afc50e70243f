/**
 * The plan: a graph compiled for execution. Every node and transition in one canonical shape, indexed, frozen, shared.
 */

import type { Values } from '../base/change.ts';
import type { Drawing } from '../base/drawing.ts';
import type { Schema } from '../definition/schema.ts';

/** A function of the author's. Called in `author.ts` and nowhere else. */
export type Author = (...args: never[]) => unknown;

/** A compiled graph with its subgraphs. */
export interface Plan {
  readonly name: string;
  readonly version?: string;
  /** A hash of topology and schemas; a node's body may change and it stays the same. */
  readonly fingerprint: string;
  /** The graph and its subgraphs by where they are: `''`, `investigate`, `investigate.search`. */
  readonly graphs: Readonly<Record<string, GraphPlan>>;
}

/** One graph of a plan. */
export interface GraphPlan {
  readonly name: string;
  readonly version?: string;
  /** Where it is in the plan: the names of the nodes that hold it, joined by dots. */
  readonly at: string;
  readonly keys: Readonly<Record<string, KeyPlan>>;
  readonly keyNames: readonly string[];
  /** What keys are read as in a lane in which nothing was written to them. No row has it, so it takes no part in the fingerprint. */
  readonly unwritten: Values;
  readonly events: Readonly<Record<string, Schema>>;
  /** The schemas of answers, by the names of questions; they take no part in the fingerprint. */
  readonly questions: Readonly<Record<string, Schema>>;
  /** The names of the services that its activities are given. They take no part in the fingerprint: nothing stored depends on them. */
  readonly services: readonly string[];
  readonly start: string;
  /** What is made of the state that it begins with. */
  readonly begin?: Author;
  readonly nodes: Readonly<Record<string, NodePlan>>;
  /** Taken where no node below accepts the event. */
  readonly on: Readonly<Record<string, readonly Handler[]>>;
  /** Timers that run from when the graph was started, wherever in it its lane is. */
  readonly after: readonly Timer[];
  readonly limits: Readonly<Record<string, number>>;
  /** The limits that do not hold for as long as the graph is open. */
  readonly windows: Readonly<Record<string, 'turn' | 'day'>>;
  readonly migrations: readonly MigrationPlan[];
}

/** How one key takes updates. */
export interface KeyPlan {
  readonly name: string;
  readonly kind: 'set' | 'append' | 'sum' | 'union' | 'merge' | 'upsert' | 'reduce' | 'local' | 'transient';
  readonly schema?: Schema;
  /** What it starts as; undefined where it starts absent. */
  readonly initial?: unknown;
  /** What a `local` key is read as where nothing was written to it: what its schema makes of nothing, if it accepts that. */
  readonly unwritten?: unknown;
  /** Turns what is written into what its kind takes. */
  readonly from?: Author;
  /** The identifying property of `upsert`. */
  readonly by?: string;
  /** The reducer of `reduce`. */
  readonly reducer?: Author;
}

/** What a node does when it is entered. */
export type NodeKind = 'run' | 'graph' | 'pass' | 'wait' | 'final';

export interface NodePlan {
  readonly name: string;
  readonly kind: NodeKind;
  readonly run?: Author;
  /** Where the subgraph is in the plan. */
  readonly child?: string;
  readonly input?: Author;
  readonly output?: Author;
  /** Keys that it shares with its subgraph. */
  readonly share?: readonly string[];
  readonly verify?: Author;
  readonly next?: NextPlan;
  readonly on: Readonly<Record<string, readonly Handler[]>>;
  readonly after: readonly Timer[];
  /** Where failures lead, the first whose guard holds being taken. */
  readonly onError?: readonly RescuePlan[];
  readonly retry: RetryPlan;
  /** Milliseconds an attempt may take. */
  readonly timeout?: number;
  readonly cache?: { readonly key: Author; readonly ttl: number };
  /** The keys it declares to write. */
  readonly writes?: readonly string[];
  /** The states of what it hosts; they take no part in the fingerprint. */
  readonly drawing?: Drawing;
}

/** Where a node leads when it is done. */
export type NextPlan =
  | { readonly kind: 'to'; readonly to: string }
  | { readonly kind: 'cases'; readonly cases: readonly CasePlan[]; readonly otherwise?: string }
  | { readonly kind: 'choose'; readonly choose: Author; readonly among: readonly string[] }
  | AllPlan
  | EachPlan;

export interface CasePlan {
  readonly when: Author;
  readonly to: string;
  readonly label?: string;
}

/** Where a failure leads, and what it changes. */
export interface RescuePlan extends Handler {
  readonly to: string;
  /** Whether what closed lanes found is taken along. */
  readonly keep?: boolean;
}

/** How lanes meet. */
export interface Meeting {
  readonly then: string;
  readonly onError?: readonly RescuePlan[];
  readonly merge?: Author;
  readonly need: 'all' | number | Author;
}

export interface AllPlan extends Meeting {
  readonly kind: 'all';
  readonly entries: readonly { readonly to: string; readonly needs: readonly string[] }[];
}

export interface EachPlan extends Meeting {
  readonly kind: 'each';
  readonly each: Author;
  readonly to: string;
  /** What each lane is called; they are numbered where it is absent. */
  readonly id?: Author;
  /** The ids of those that it needs. */
  readonly needs?: Author;
  readonly limit?: number | Author;
  /** There where lanes come and go as the state says: whether it is enough. */
  readonly until?: Author;
  /** Then what each lane gives as it closes. */
  readonly onClosed?: Author;
}

/** What an event or a timer leads to; no `to` means the lane stays. */
export interface Handler {
  readonly to?: string;
  readonly when?: Author;
  readonly update?: Author;
  readonly label?: string;
}

/** A durable timer of a node, or of a graph. */
export interface Timer {
  /** As written, `24h`, or the place in the list, `after[0]`, of one that follows from the state. A graph's begins with `graph: `. */
  readonly name: string;
  /** Where it is written, below its node or its graph: `after.24h`, `after[0]`. */
  readonly place: string;
  /** How long it is; or how the state says how long, or until when. */
  readonly wait: number | { readonly in: Author } | { readonly at: Author };
  readonly handlers: readonly Handler[];
}

export interface RetryPlan {
  readonly attempts: number;
  /** Milliseconds before the second attempt. */
  readonly backoff: number;
  readonly factor: number;
  /** Milliseconds at most. */
  readonly max: number;
  /** The share of a backoff that varies, 0 to 1. */
  readonly jitter: number;
  readonly when?: Author;
}

/** How threads of an older plan go on under this one. */
export interface MigrationPlan {
  /** Undefined where it is for any version that no other names. */
  readonly from: string | undefined;
  readonly nodes: Readonly<Record<string, string>>;
  readonly state?: Author;
}
