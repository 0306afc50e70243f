import { isProblem, type ProblemCode } from '../../base/problem/problem.ts';
import { ask, type Patience } from '../../store/ask.ts';
import { isUnanswered } from '../../store/in-time.ts';
import { isPassing } from '../../store/contract/is-passing.ts';
import type { Commit, NewThread, Store, StoredRow } from '../../store/contract/store.ts';
import { isTakenBy } from './taking.ts';

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

/** Problems by which a store refuses what it was given, what goes to other threads included. */
const refusals: ReadonlySet<ProblemCode> = new Set([
  'store/refused',
  'value/refused',
  'thread/not-found',
  'thread/exists',
]);

/** Whether a store refuses what it was given, rather than being at fault itself. */
export function isRefusal(error: unknown): boolean {
  return isProblem(error) && refusals.has(error.code);
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

/** How long a failing store is waited for while a thread is let go of. */
export const farewell: Patience = () => AbortSignal.timeout(2_000);

/** Whether a thread is in the store as it was to be created, by this owner: no other has its name. */
export async function isCreated(store: Store, { id, created, owner, rows }: NewThread): Promise<boolean> {
  const record = await store.thread(id);
  if (record?.created !== created || record.owner !== owner) return false;
  return (
    record.head === (rows.at(-1)?.seq ?? 0) &&
    (await isWritten(store, { thread: id, fence: record.fence, rows })) === true
  );
}

/**
 * Writes a commit again that met an error of the store which may pass.
 *
 * Such a commit may be in the store all the same; then another try is stale, and the stored rows tell that they are its own.
 */
export async function writeAgain(store: Store, commit: Commit, first: unknown, patience: Patience): Promise<Written> {
  let met = first;
  let mayComeYet = isUnanswered(first);
  try {
    const end = await ask(patience, async (isAgain) => {
      if (!isAgain) throw met;
      try {
        const isThere = (await store.commit(commit)) === 'ok' || (await isWritten(store, commit));
        return isThere === undefined ? 'unknown' : isThere ? 'ok' : 'stale';
      } catch (error) {
        met = error;
        mayComeYet ||= isUnanswered(error);
        throw error;
      }
    });
    return end === 'unknown' ? { end: 'given up', error: met, isKnown: false } : { end };
  } catch (error) {
    if (!isPassing(error)) throw error;
    const what = await givenUp(store, commit, error);
    return what.end === 'given up' && mayComeYet ? { ...what, isKnown: false } : what;
  }
}

/** What can be told of a commit that is given up. */
async function givenUp(store: Store, commit: Commit, error: unknown): Promise<Written> {
  try {
    const isThere = await isWritten(store, commit);
    return isThere === true ? { end: 'ok' } : { end: 'given up', error, isKnown: isThere === false };
  } catch {
    return { end: 'given up', error, isKnown: false };
  }
}

/**
 * Whether a commit is in the store: its rows are, or, where it has none, its messages have its outcomes; undefined where that
 * cannot be told.
 *
 * Somebody else may have written rows that are the same, in the same millisecond: whose they are is told by the thread's fence
 * and owner. What they hold tells it of a thread that was owned already: nobody takes one from its owner and writes the same, all
 * within the millisecond in which the owner did.
 */
async function isWritten(store: Store, commit: Commit): Promise<boolean | undefined> {
  const { thread, rows, takes, consumed = [] } = commit;
  const [first] = rows;
  const last = rows.at(-1);
  if (first !== undefined && last !== undefined) {
    const stored = await store.rows(thread, { from: first.seq, to: last.seq });
    const isLike = (parts: readonly (keyof StoredRow)[]): boolean =>
      stored.length === rows.length && stored.every((row, index) => isSame(row, rows[index] as StoredRow, parts));
    const isOurs = isLike(marks) && isTakenBy(commit, await store.thread(thread));
    return isOurs ?? ((takes === undefined && isLike(['changes', 'detail'])) || undefined);
  }
  const [message] = consumed;
  return message !== undefined && (await store.message(message.id))?.outcome === message.outcome;
}

/** The columns that a store gives back as they were written; the others read otherwise where it protects them. */
const marks = ['seq', 'time', 'lane', 'cause', 'from', 'to', 'phase', 'label'] as const satisfies (keyof StoredRow)[];

function isSame(left: StoredRow, right: StoredRow, parts: readonly (keyof StoredRow)[]): boolean {
  return parts.every((part) => left[part] === right[part]);
}
