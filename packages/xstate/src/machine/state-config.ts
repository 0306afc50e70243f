/** A state of a machine, as data: what XState's `createMachine` takes, and nothing that JSON does not have. */
export interface StateConfig {
  readonly type?: 'parallel' | 'final' | 'history';
  readonly initial?: string;
  /** Of a history: what it remembers, and where it leads that was never left. */
  readonly history?: 'deep';
  readonly target?: string;
  readonly states?: Readonly<Record<string, StateConfig>>;
  readonly invoke?: InvokeConfig;
  readonly on?: Readonly<Record<string, readonly TransitionConfig[]>>;
  /** By milliseconds, or by the name of a delay. */
  readonly after?: Readonly<Record<string, readonly TransitionConfig[]>>;
  readonly always?: readonly TransitionConfig[];
  readonly onDone?: readonly TransitionConfig[];
  readonly description?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** An activity that a state invokes. */
export interface InvokeConfig {
  readonly id: string;
  readonly src: string;
  readonly onDone: readonly TransitionConfig[];
  readonly onError?: readonly TransitionConfig[];
}

/** A transition; without a target the machine stays. */
export interface TransitionConfig {
  /** `#<graph>.<path>`. */
  readonly target?: string;
  readonly guard?: Named;
  readonly actions?: readonly Named[];
  readonly description?: string;
  /** There where a state is left and entered again. */
  readonly reenter?: true;
}

/** A guard or an action by its name, with what tells it from others of that name. */
export interface Named {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A machine, as data. */
export interface MachineData extends StateConfig {
  /** The name of the graph. */
  readonly id: string;
  readonly version?: string;
}

/** The value of a machine's state, as XState has it: the name of a state, or the values of the states within by their names. */
export type StateValue = string | { readonly [state: string]: StateValue };
