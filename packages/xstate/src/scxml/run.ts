import type { Logged } from '../engine/engine.ts';
import type { DocState, ScxmlDocument, Transition } from './document.ts';
import type { Scope, ScxmlEvent } from './scope.ts';
import type { Whereabouts } from './select.ts';

/** A machine while it takes a step: all of it is gone afterwards, but for what its state tells. */
export interface Run extends Whereabouts {
  readonly document: ScxmlDocument;
  readonly scope: Scope;
  readonly session: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly internal: ScxmlEvent[];
  /** In the order in which they were made. */
  timers: readonly Timer[];
  /** How many sends were given a name of their own. */
  made: number;
  /** Ids of the states whose variables have their values. */
  readonly bound: Set<string>;
  /** What it logged in this step. */
  readonly logged: Logged[];
  /** The transitions that were taken in this step, in order, and the states that were come to. */
  readonly taken: Transition[];
  readonly entered: DocState[];
  over: { readonly data: unknown } | undefined;
}

/** An event that comes later. */
export interface Timer {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: ScxmlEvent;
}
