import type { Status } from '../../advance/status.ts';
import type { DriveEnd } from '../drive/drive-turn.ts';

/** What a worker does. */
export type WorkerEvent =
  /** It owns the thread now and drives it. */
  | { readonly type: 'taken'; readonly thread: string }
  /** The thread came to rest: it waits for an event, an answer or time, or has come to its end. */
  | { readonly type: 'rested'; readonly thread: string; readonly status: Exclude<Status, 'running'> }
  /** It let go of a thread that was still at work, because it stops. */
  | { readonly type: 'released'; readonly thread: string }
  /** Another process took the thread. */
  | { readonly type: 'lost'; readonly thread: string }
  /** The thread could not be taken up: its graph has changed so that it cannot go on here, or what is stored of it is damaged. */
  | { readonly type: 'refused'; readonly thread: string; readonly error: unknown }
  /** Driving broke off because the store could not be written; the thread is taken up again. */
  | { readonly type: 'broken'; readonly thread: string; readonly error: unknown }
  /** The store could not be read or written, whatever the thread; it is tried again after a pause, which grows. */
  | { readonly type: 'failing'; readonly error: unknown }
  /** It takes up nothing more; so many threads are still driven here. */
  | { readonly type: 'stopping'; readonly driven: number }
  | { readonly type: 'stopped' };

/** What a worker says of how a drive ended. */
export function eventOf(thread: string, end: DriveEnd): WorkerEvent {
  if (end === 'stale') return { type: 'lost', thread };
  return end === 'yielded' ? { type: 'released', thread } : { type: 'rested', thread, status: end };
}
