import { setTimeout as pause } from 'node:timers/promises';
import { isProblem } from '../base/problem.ts';
import { isPassing } from '../store/is-passing.ts';
import type { Commit, Soon, Store, StoredRow } from '../store/store.ts';

/** The first pause before something is tried again, and the longest, in milliseconds. */
const pauses = { first: 5, longest: 1_000 };

const faults = new WeakSet<object>();

/** Notes that an error is the store's, and no input's fault. */
export function atFault<Thrown extends Error>(error: Thrown): Thrown {
  faults.add(error);
  return error;
}

/** Whether an error was noted to be the store's. */
export function isStoresFault(error: unknown): boolean {
  return typeof error === 'object' && error !== null && faults.has(error);
}

/** Whether a store refuses what it was given, rather than being at fault itself. */
export function isRefusal(error: unknown): boolean {
  return isProblem(error, 'store/refused') || isProblem(error, 'value/refused');
}

/** Whether what ended a drive may be over when the thread is next driven. */
export function mayPass(error: unknown): boolean {
  return isPassing(error) || isProblem(error, 'thread/outcome-unknown');
}

/** What came of a commit that failed in a way that may pass. */
export type Written =
  | { readonly end: 'ok' | 'stale' }
  /** There is no more time to try. `isKnown` says whether nothing of it is in the store, for sure. */
  | { readonly end: 'given up'; readonly error: unknown; readonly isKnown: boolean };

/** The longest wait that a timer of the platform can take, in milliseconds. */
const longestTimeout = 2 ** 31 - 1;

/** Patience for as long as a lease, and until another signal aborts. */
export function patienceOf(lease: number, until: AbortSignal): AbortSignal {
  return AbortSignal.any([until, AbortSignal.timeout(Math.min(lease, longestTimeout))]);
}

/** Says when there is no more time to try; asked for when something failed for the first time. */
export type Patience = () => AbortSignal;

/** For letting go of a thread: nobody waits for that for long. */
export const farewell: Patience = () => AbortSignal.timeout(2_000);

/**
 * Asks a store again and again, with growing pauses, until it answers, refuses for good, or there is no more time; then it
 * throws what went wrong last.
 */
export async function ask<Answer>(patience: Patience, question: (isAgain: boolean) => Soon<Answer>): Promise<Answer> {
  let signal: AbortSignal | undefined;
  for (let wait = 0; ; wait = Math.min(wait * 2 || pauses.first, pauses.longest)) {
    if (wait > 0) await pause(wait, undefined, { signal: signal as AbortSignal }).catch(() => undefined);
    try {
      return await question(wait > 0);
    } catch (error) {
      signal ??= patience();
      if (signal.aborted || !isPassing(error)) throw error;
    }
  }
}

/**
 * Writes a commit again that met an error of the store which may pass.
 *
 * Such a commit may be in the store all the same, and then it is stale: its rows say so, as no others can be where they are.
 */
export async function writeAgain(store: Store, commit: Commit, first: unknown, patience: Patience): Promise<Written> {
  let met = first;
  try {
    const end = await ask(patience, async (isAgain) => {
      if (!isAgain) throw met;
      try {
        return (await store.commit(commit)) === 'ok' || (await isWritten(store, commit)) ? 'ok' : 'stale';
      } catch (error) {
        met = error;
        throw error;
      }
    });
    return { end };
  } catch (error) {
    if (!isPassing(error)) throw error;
    return givenUp(store, commit, error);
  }
}

/** What can be told of a commit that is given up. */
async function givenUp(store: Store, commit: Commit, error: unknown): Promise<Written> {
  try {
    return (await isWritten(store, commit)) ? { end: 'ok' } : { end: 'given up', error, isKnown: true };
  } catch {
    return { end: 'given up', error, isKnown: false };
  }
}

/** Whether a commit is in the store: its rows are, or, where it has none, its messages have its outcomes. */
async function isWritten(store: Store, { thread, rows, consumed = [] }: Commit): Promise<boolean> {
  const [first] = rows;
  const last = rows.at(-1);
  if (first !== undefined && last !== undefined) {
    const stored = await store.rows(thread, { from: first.seq, to: last.seq });
    return stored.length === rows.length && stored.every((row, index) => isSame(row, rows[index] as StoredRow));
  }
  const [message] = consumed;
  return message !== undefined && (await store.message(message.id))?.outcome === message.outcome;
}

/** What says whose row it is. What it holds may read otherwise than it was written, where the store protects it. */
const marks = ['seq', 'time', 'lane', 'cause', 'from', 'to', 'phase', 'label'] as const satisfies (keyof StoredRow)[];

function isSame(left: StoredRow, right: StoredRow): boolean {
  return marks.every((part) => left[part] === right[part]);
}
