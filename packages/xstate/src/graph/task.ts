import { toMilliseconds, type Context, type Duration } from '@cairn/core';
import type { Job } from '../engine/engine.ts';
import { copied } from '../engine/plain.ts';

/** How a promise of a machine is run. `Input` is what its logic is given. */
export interface TaskPolicy<Input = unknown> {
  /** How many times it is tried in all, the first included; 1 by default. */
  readonly attempts?: number;
  /** How long an attempt may take; a number is milliseconds. */
  readonly timeout?: Duration;
  /** Runs in the place of the machine's own logic. `key` is an idempotency key: the same in every attempt, also after a crash. */
  readonly run?: (given: {
    readonly input: Input;
    readonly signal: AbortSignal;
    readonly attempt: number;
    readonly key: string;
  }) => unknown;
}

/** A value, unless a signal comes before it. */
export function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

export type Policies = Readonly<Record<string, TaskPolicy<never> | undefined>>;

/** Aborts when a lane is stopped, or its attempt takes too long. */
export function signalOf({ signal }: Context, timeout: Duration | undefined): AbortSignal {
  return timeout === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(toMilliseconds(timeout))]);
}

/** How often a job is tried in all. */
export function attemptsBy(policies: Policies): (job: Job) => number {
  return ({ kind, src }) => (kind === 'promise' ? (policies[src]?.attempts ?? 1) : 1);
}

/** The most attempts that any may have. */
export function mostOf(policies: Policies): number {
  return Math.max(1, ...Object.values(policies).map((policy) => policy?.attempts ?? 1));
}

/** What runs of a machine's own logic. */
export interface Running {
  readonly ended: Promise<unknown>;
  stop(): void;
}

/** Runs a promise by its policy; `own` runs what the machine has for it. */
export async function runTask(
  policy: TaskPolicy<never> | undefined,
  { input }: Job,
  context: Context,
  own: () => Running,
): Promise<unknown> {
  const signal = signalOf(context, policy?.timeout);
  const { attempt } = context;
  if (policy?.run !== undefined)
    return unlessAborted(
      Promise.resolve(policy.run({ input: copied(input) as never, signal, attempt, key: context.key() })),
      signal,
    );
  const running = own();
  signal.addEventListener('abort', () => running.stop(), { once: true });
  return unlessAborted(running.ended, signal);
}
