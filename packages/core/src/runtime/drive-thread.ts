import { toMilliseconds, type Duration } from '../base/duration.ts';
import { length, mustFit, oneOf, signal as aSignal, type Shapes } from '../base/problem/given.ts';
import { isProblem } from '../base/problem/problem.ts';
import { ask } from '../store/ask.ts';
import { ways, type OnBusy } from './environment/on-busy.ts';
import { patience } from './environment/patience.ts';
import type { Driving } from './own/driving.ts';
import type { Runtime } from './runtime.ts';

/** How one thread is driven. */
export interface DriveOptions {
  /** After so long nothing more of it is begun; what runs then goes on to its end. */
  readonly budget?: Duration;
  /** Lets go of it when it aborts: what runs is aborted, and runs again when the thread is next driven. */
  readonly signal?: AbortSignal;
  /**
   * What is done while another process drives it: `refuse` is a problem `thread/busy`, `wait` waits until that lets go of it, `replace`
   * takes it from that. By default, what `open()` was given.
   */
  readonly onBusy?: OnBusy;
}

/** How driving a thread ended. */
export interface Driven {
  /**
   * How it rests; or `yielded`, where something is left to do and there was no more time for it; or `lost`, where another process has
   * taken it.
   */
  readonly status: 'waiting' | 'done' | 'failed' | 'cancelled' | 'yielded' | 'lost';
  /** When it goes on by itself, in milliseconds since 1970. */
  readonly due?: number;
}

const shapes: Shapes<DriveOptions> = { budget: length, signal: aSignal, onBusy: oneOf(...ways) };

/**
 * Drives one thread until it rests, or there is no more time, and lets go of it.
 *
 * 1. What was left for the thread, and what came due, before its last commit here is taken. So whoever finds it driven by another
 *    process has nothing to do: that sees to what was there by then.
 * 2. Once it is over nobody owns the thread, nothing of it runs here, and nothing of it is begun here by itself, unless somebody waits.
 * 3. What was aborted counts as no death, and the thread is free for others at once.
 */
export async function driveThread(runtime: Runtime, id: string, options: DriveOptions): Promise<Driven> {
  mustFit('options', options, shapes);
  const { budget, signal } = options;
  const time: Time = { isSpent: false, driving: undefined };
  const spend = (): void => {
    time.isSpent = true;
    time.driving?.driver.drain();
  };
  const stop = (): void => time.driving?.driver.stop();
  const { clock } = runtime.environment;
  const stopTimer = budget === undefined ? undefined : clock.after(toMilliseconds(budget), spend);
  signal?.addEventListener('abort', stop);
  try {
    return await driveOn(runtime, id, options, time);
  } finally {
    stopTimer?.();
    signal?.removeEventListener('abort', stop);
    if (!runtime.waiters.isWaitedFor(id)) runtime.agenda.forget(id);
  }
}

/** How much time is left for a drive. */
interface Time {
  isSpent: boolean;
  /** What is under way. */
  driving: Driving | undefined;
}

async function driveOn(
  runtime: Runtime,
  id: string,
  { signal, onBusy = runtime.options.onBusy }: DriveOptions,
  time: Time,
): Promise<Driven> {
  const isStopped = (): boolean => signal?.aborted === true;
  for (let tries = 1; ; tries += 1) {
    runtime.refuseWhenClosed('drive()');
    if (time.isSpent || isStopped()) return { status: 'yielded' };
    const taken = await takeFor(runtime, id, onBusy);
    if (taken === undefined) {
      await patience(tries);
      continue;
    }
    time.driving = taken;
    // There may be no more time by now.
    if (isStopped()) taken.driver.stop();
    else if (time.isSpent) taken.driver.drain();
    const end = await taken.ended;
    time.driving = undefined;
    if (end === 'stale') return { status: 'lost' };
    if (end === 'yielded') return { status: end };
    const { due } = taken.log.standing;
    if (!(await hasMore(runtime, id, taken))) return { status: end, ...(due !== null && { due }) };
  }
}

/** The thread's drive here; undefined where it is to be waited for. */
async function takeFor(runtime: Runtime, id: string, onBusy: OnBusy): Promise<Driving | undefined> {
  try {
    return await runtime.take(id, { of: () => Promise.resolve(), force: () => onBusy === 'replace' });
  } catch (error) {
    if (onBusy === 'refuse' || !isProblem(error, 'thread/busy')) throw error;
    return undefined;
  }
}

/** Whether something was left for the thread, or came due, since it was looked at last, and nobody has taken it since. */
async function hasMore(
  { environment, patience: lease }: Runtime,
  id: string,
  { driver, log }: Driving,
): Promise<boolean> {
  const { store, clock } = environment;
  const { due, fence } = log.standing;
  const isDue = due !== null && due <= clock.now();
  const left = isDue || (await ask(lease, () => store.messages(id, driver.inbox.seen))).length > 0;
  if (!left) return false;
  const record = await ask(lease, () => store.thread(id));
  return record?.owner === null && record.fence === fence;
}
