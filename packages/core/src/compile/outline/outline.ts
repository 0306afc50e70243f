/**
 * The outline of a graph: what its literal says, in one shape, wherever it could be read. The literal is read once: what is checked,
 * drawn and run follows from its outline.
 *
 * 1. Making it never throws and calls nothing of the author's, whatever was given instead of a graph.
 * 2. What could not be read is left out, and a {@link Way} that could not be read might lead anywhere.
 * 3. What is said to be part of a plan is that where nothing is mistaken.
 */

import type { ClassCodec } from '../../base/value/codec.ts';
import type { Schema } from '../../definition/schema.ts';
import type { Handler, MigrationPlan, NodeKind, NodePlan, Timer } from '../plan.ts';

/** The properties of an object, copied once so that reading them again is safe. */
export type Fields = Readonly<Record<string, unknown>>;

/** Schemas by name. */
export type Schemas = Readonly<Record<string, Schema>>;

/** Why a lane goes from one node to another; `lane` opens a lane there, `join` is where lanes meet. */
export type WayKind = 'next' | 'case' | 'choice' | 'event' | 'timer' | 'error' | 'lane' | 'join';

/** A name of a node somewhere in the literal. */
export interface Target {
  /** Where in the literal, `nodes.triage.next[0].to` for example. */
  readonly path: string;
  /** The name as written; undefined where it could not be read. */
  readonly to: string | undefined;
}

/** One way from a node to another. */
export interface Way extends Target {
  readonly kind: WayKind;
  readonly label?: string;
}

/** A lane that a fork opens. */
export interface LaneOutline extends Way {
  /** The entries it waits for. */
  readonly needs: readonly Target[];
}

/** Where a node opens lanes. */
export interface ForkOutline {
  readonly by: 'all' | 'each';
  readonly path: string;
  readonly lanes: readonly LaneOutline[];
  readonly then: Way;
  readonly need: unknown;
  readonly limit: unknown;
  readonly merges: boolean;
  /** Whether lanes of an `each` may need others: which of them, their states say. */
  readonly hasNeeds: boolean;
  /** The entries that each entry of an `all` waits for, directly or through others. */
  readonly needed: ReadonlyMap<string, ReadonlySet<string>>;
}

/** An event that something is to happen on. */
export interface EventName {
  readonly path: string;
  readonly event: string;
}

/** A list in the literal. */
export interface ListOutline {
  readonly path: string;
  readonly of: 'cases' | 'handlers' | 'choices' | 'lanes' | 'needs' | 'keys' | 'shares';
  readonly entries: readonly ListEntry[];
}

/** An entry of a list. */
export interface ListEntry {
  readonly path: string;
  /** The name it is, where it is one. */
  readonly name?: string | undefined;
  /** Whether it may be passed over, so that what comes after it has a chance. */
  readonly guarded: boolean;
}

/** A transition that changes the state and stays at the node. */
export interface Staying {
  readonly kind: 'event' | 'timer';
  readonly label: string;
}

/** A timer, with how long it is as written; undefined where the state says so. */
export interface TimerOutline {
  readonly path: string;
  readonly length: unknown;
}

/** What handlers and ways out have in common, of a node or of a whole graph. */
export interface Exits {
  readonly ways: readonly Way[];
  readonly stays: readonly Staying[];
  readonly lists: readonly ListOutline[];
  readonly events: readonly EventName[];
  /** What happens after some time. */
  readonly timers: readonly TimerOutline[];
}

/** A node as its literal says. */
export interface NodeOutline extends Exits {
  readonly name: string;
  readonly path: string;
  readonly kind: NodeKind;
  readonly fields: Fields;
  readonly retry: Fields;
  readonly cache: Fields;
  /** What it is in a plan, but for where its subgraph is there. */
  readonly plan: Omit<NodePlan, 'child'>;
  readonly fork?: ForkOutline;
  /** The graph it holds. */
  readonly child?: GraphOutline;
  /** Whether something that comes can take a lane on from here. */
  readonly waits: boolean;
}

/** A graph as its literal says. */
export interface GraphOutline extends Exits {
  /** Where it is in the literal: empty, or `nodes.investigate.graph`. */
  readonly path: string;
  readonly fields: Fields;
  readonly name: string;
  readonly start: Target;
  readonly keys: Fields;
  /** The schemas of declared events; undefined where they could not be read. */
  readonly declared: Schemas | undefined;
  readonly limits: Fields;
  readonly services: Fields;
  readonly questions: Schemas;
  /** Names of nodes that old threads move to. */
  readonly migrated: readonly Target[];
  /** What happens on events and after some time, and how old threads go on: as its plan has it. */
  readonly on: Readonly<Record<string, readonly Handler[]>>;
  readonly after: readonly Timer[];
  readonly migrations: readonly MigrationPlan[];
  /** The codecs that come with it and its keys. */
  readonly codecs: readonly ClassCodec[];
  readonly nodes: ReadonlyMap<string, NodeOutline>;
}
