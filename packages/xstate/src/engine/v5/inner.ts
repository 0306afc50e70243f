/**
 * What the engine uses of XState 5 that XState's types do not show. It is named here alone, and was read in 5.33.3.
 */
import type { AnyActorLogic, AnyEventObject } from 'xstate';

/** How far an actor is: made, begun, or over. */
export const RUNNING = 1;
export const STOPPED = 2;

export interface Inner {
  id: string;
  sessionId: string;
  readonly src: unknown;
  readonly systemId?: string;
  readonly system: InnerSystem;
  logic: AnyActorLogic;
  _parent: Inner | undefined;
  readonly _syncSnapshot?: boolean;
  _snapshot: InnerSnapshot;
  _processingStatus: number;
  readonly _actorScope: InnerScope;
  start(): void;
  _send(event: AnyEventObject): void;
}

export interface InnerSnapshot {
  status: 'active' | 'done' | 'error' | 'stopped';
  [key: string]: unknown;
}

/** The snapshot of a machine; its nodes are in the order in which they were entered, which is the order they are asked in. */
export interface InnerMachineSnapshot extends InnerSnapshot {
  value: unknown;
  context: unknown;
  children: Record<string, Inner | undefined>;
  readonly historyValue: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly _nodes: { readonly id: string }[];
  can(event: AnyEventObject): boolean;
}

export interface InnerScope {
  id: string;
  sessionId: string;
  logger: (...told: unknown[]) => void;
  emit: (event: AnyEventObject) => void;
  actionExecutor: (action: InnerAction) => void;
}

export interface InnerAction {
  readonly type: string;
  readonly params: unknown;
  readonly info: { readonly context: unknown; readonly event: AnyEventObject };
  readonly exec: unknown;
}

export interface InnerSystem {
  get(systemId: string): Inner | undefined;
  _bookId: () => string;
  _relay: (source: Inner | undefined, target: Inner, event: AnyEventObject) => void;
  scheduler: {
    schedule(
      source: Inner,
      target: Inner | undefined,
      event: AnyEventObject,
      delay: number,
      id?: string | number,
    ): void;
    cancel(source: Inner, id: string | number): void;
    cancelAll(source: Inner): void;
  };
}

/** What a system tells to who inspects it, as far as it is used. */
export interface Inspected {
  readonly type: string;
  readonly actorRef: unknown;
  readonly snapshot?: unknown;
  readonly _transitions?: readonly { readonly target?: unknown; readonly actions: readonly unknown[] }[];
}

export function isMachineSnapshot(snapshot: InnerSnapshot | undefined): snapshot is InnerMachineSnapshot {
  return snapshot !== undefined && '_nodes' in snapshot;
}

/** The events by which XState's own logic is told what its work came to. */
export const outcomes = {
  promise: { done: 'xstate.promise.resolve', error: 'xstate.promise.reject' },
  observable: { done: 'xstate.observable.complete', error: 'xstate.observable.error' },
} as const;

export const OBSERVABLE_NEXT = 'xstate.observable.next';
export const STOP = 'xstate.stop';
