import { toMilliseconds, type Duration } from '../base/duration.ts';
import { length, mustFit, signal as aSignal, type Shapes } from '../base/problem/given.ts';
import { problem } from '../base/problem/problem.ts';
import type { Runtime } from './runtime.ts';
import { checkNumbers } from './environment/runtime-options.ts';

/** How a worker works. */
export interface WorkOptions {
  /** How many threads this process drives at once; what `open()` was given by default. */
  readonly concurrency?: number;
  /** Stops the worker when it aborts. By default it stops on SIGTERM and SIGINT; a second one ends the process. */
  readonly signal?: AbortSignal;
  /** How long activities may go on once it stops, before they are aborted; 10 seconds by default. */
  readonly drain?: Duration;
}

/**
 * Drives whatever has something to do, until it is stopped; resolves when it has let go of everything. Where the store will
 * never answer again, it rejects with what is wrong.
 */
export function work(runtime: Runtime, options: WorkOptions): Promise<void> {
  // Its drain may wait for an activity that holds no handle of the process.
  return runtime.alive.during(workUntilStopped(runtime, options));
}

const shapes: Shapes<WorkOptions> = { signal: aSignal, drain: length };

async function workUntilStopped(runtime: Runtime, options: WorkOptions): Promise<void> {
  mustFit('options', options, shapes);
  runtime.refuseWhenClosed('work()');
  if (!runtime.options.drive) throw problem('worker/refused', { why: 'it was opened with { drive: false }' });
  if (runtime.isWorking) throw problem('worker/refused', { why: 'it works already' });
  const drain = toMilliseconds(options.drain ?? '10s');
  const { concurrency = runtime.options.concurrency } = options;
  checkNumbers({ concurrency });
  const { events } = runtime.environment;
  const broken = new AbortController();
  const fail = (error: unknown): void => broken.abort(error);
  const stopping = whenStopped(options.signal, AbortSignal.any([runtime.closing, broken.signal]));
  runtime.isWorking = true;
  try {
    if (options.signal?.aborted !== true) runtime.agenda.work({ concurrency, fail });
    await stopping;
    events.tell({ type: 'stopping', driven: runtime.driven });
    // What can no longer be kept is not gone on with.
    await runtime.drain(broken.signal.aborted ? 0 : drain);
    events.tell({ type: 'stopped' });
    broken.signal.throwIfAborted();
  } finally {
    runtime.isWorking = false;
  }
}

/** Resolves when the signal aborts or, where none is given, the process is asked to end; and when the runtime is closed. */
function whenStopped(signal: AbortSignal | undefined, closing: AbortSignal): Promise<void> {
  const stopping = signal === undefined ? [closing] : [closing, signal];
  if (stopping.some(({ aborted }) => aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const each of stopping) each.removeEventListener('abort', stop);
      for (const name of endings) process.removeListener(name, stop);
      resolve();
    };
    for (const each of stopping) each.addEventListener('abort', stop);
    if (signal === undefined) for (const name of endings) process.once(name, stop);
  });
}

/** The signals by which a process is asked to end. */
const endings = ['SIGTERM', 'SIGINT'] as const;
