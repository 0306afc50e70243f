/**
 * What the engine uses of XState 6, which is named here alone and was read in 6.0.0-alpha.52. Nothing of XState 6 is imported: who
 * hosts a machine hands in `createDurable` of `xstate/durable`, and all else hangs on it and on the machine.
 */

/** An event of XState, of its own kinds too. */
export interface InnerEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A snapshot of an actor; those of machines have more. */
export interface InnerSnapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly output?: unknown;
  readonly error?: unknown;
  readonly effects?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export interface InnerMachineSnapshot extends InnerSnapshot {
  readonly machine: InnerMachine;
  readonly value: unknown;
  readonly context: unknown;
  readonly children: Readonly<Record<string, InnerActor>>;
  timers: Readonly<Record<string, TimerRecord>>;
  can(event: InnerEvent): boolean;
}

/** A timer as a snapshot has it. */
export interface TimerRecord {
  readonly event: unknown;
  /** `self`, an actor; in data, the id of a child, the parent, or a mark. */
  target: unknown;
}

/** What XState writes of a snapshot of a machine. */
export interface Persisted {
  readonly children: Readonly<Record<string, PersistedChild>>;
  timers: Readonly<Record<string, TimerRecord>>;
  readonly [key: string]: unknown;
}

export interface PersistedChild {
  readonly src: string;
  readonly snapshot: Readonly<Record<string, unknown>>;
}

export interface InnerLogic {
  readonly config?: unknown;
  transition(snapshot: InnerSnapshot, event: InnerEvent, scope: never): readonly [InnerSnapshot, readonly Effect[]];
  initialTransition(input: unknown, scope: never): readonly [InnerSnapshot, readonly Effect[]];
  getPersistedSnapshot(snapshot: InnerSnapshot): unknown;
  start?(snapshot: InnerSnapshot, scope?: never, options?: object): void;
  getExecutionErrorEvent?(snapshot: InnerSnapshot, error: unknown): InnerEvent | undefined;
}

export interface InnerMachine extends InnerLogic {
  readonly id: string;
  readonly root: InnerNode;
  readonly sources: {
    readonly actors: Readonly<Record<string, InnerLogic | undefined>>;
    readonly actions: Readonly<Record<string, unknown>>;
  };
  restoreSnapshot(persisted: unknown, scope: never): InnerMachineSnapshot;
  isInternalEventType(type: string): boolean;
}

export interface InnerNode {
  readonly id: string;
  readonly states: Readonly<Record<string, InnerNode>>;
  readonly invoke: readonly { readonly src: string }[];
  readonly config: { readonly invoke?: unknown };
}

export interface InnerActor {
  readonly id: string;
  /** The ids from the root to it, joined by `/`. */
  readonly address: string;
  readonly sessionId: string;
  readonly src: unknown;
  readonly system: InnerSystem;
  readonly logger: unknown;
  readonly _parent?: InnerActor;
  logic: InnerLogic;
  _snapshot: InnerSnapshot;
  _processingStatus: number;
  getSnapshot(): InnerSnapshot;
  _executeAction(effect: Effect): void;
}

/** What an actor is that takes nothing any more. */
export const STOPPED = 2;

export interface InnerSystem {
  runtime?: object;
  sendEvent(source: InnerActor | undefined, target: InnerActor, event: InnerEvent): void;
  createActorRef(logic: InnerLogic, options: object): InnerActor;
}

/** Something that a transition has done: by XState itself, by who hears emitted events, or by a function. */
export interface Effect {
  readonly kind: 'builtin' | 'emit' | 'action';
  readonly type: string;
  readonly args: readonly unknown[];
  readonly params?: unknown;
  readonly action?: unknown;
  exec(runtime?: unknown): unknown;
}

/** An execution that `createDurable` makes. */
export interface Execution {
  readonly rootAddress: string;
  readonly nextTransitionIndex: number;
  initialTransition(input: unknown): readonly [InnerMachineSnapshot, readonly TaggedEffect[]];
  transition(snapshot: unknown, event: InnerEvent): readonly [InnerMachineSnapshot, readonly TaggedEffect[]];
  getActorRef(snapshot: InnerSnapshot, address?: string): InnerActor | undefined;
  run(input: unknown): Promise<unknown>;
}

interface TaggedEffect {
  readonly effect: Effect;
}

/** What is given to `createDurable`: what its host does. */
export interface Adapter {
  readonly executionId: string;
  readonly transitionIndex?: number;
  readonly spawnActor?: (source: InnerActor | undefined, actor: InnerActor) => void;
  readonly enqueueRootEvent: (source: InnerActor | undefined, event: InnerEvent) => void;
  readonly emitEvent: (source: InnerActor, event: InnerEvent) => void;
  readonly scheduleTimer?: (source: InnerActor, id: string, delay: number) => void;
  readonly cancelTimer?: (source: InnerActor, id: string) => void;
  readonly cancelAllTimers?: (source: InnerActor) => void;
  readonly deadLetter: () => void;
  readonly terminateActor?: () => void;
  readonly runStep?: (actor: InnerActor, key: string, exec: () => unknown) => unknown;
  readonly executeAction: (action: Effect, metadata: unknown, runtime: unknown) => void;
  readonly waitForEvent: () => InnerEvent | Promise<InnerEvent>;
}

export type MakeExecution = (logic: InnerLogic, adapter: Adapter) => Execution;

export function isMachine(logic: unknown): logic is InnerMachine {
  return typeof logic === 'object' && logic !== null && 'root' in logic && 'restoreSnapshot' in logic;
}

export function isMachineSnapshot(snapshot: InnerSnapshot): snapshot is InnerMachineSnapshot {
  return 'machine' in snapshot && 'nodes' in snapshot;
}

/** The events by which XState's own logic is told what its work came to. */
export const outcomes = { done: 'xstate.async.resolve', error: 'xstate.async.reject' } as const;

export const INIT = '@xstate.init';
export const STOP = '@xstate.stop';
export const TERMINATE = '@xstate.terminate';
export const TIMER = 'xstate.timer';

/** Actions by which XState's own logic begins its work outside, and ends it. */
export const BEGIN_WORK = 'xstate.logic.effect';
export const END_WORK = 'xstate.logic.cleanup';
