/**
 * What is there of a list of threads, and what becomes of it when a page is loaded or threads change.
 *
 * Nothing that is looked at moves: what comes anew waits to be shown, and what no longer fits the filter stays, and is told apart. Where
 * the list is at its top, both are done at once.
 *
 * A page may be older than what was told while it was on its way. So what is told meanwhile is kept, and told of the page again; of one
 * thread the newer word holds.
 */

import type { ThreadListed, ThreadsChanged, ThreadsPage } from '../../api.ts';
import { belongs, type Filter } from './filter.ts';

/** What is there of a list. */
export interface ListState {
  readonly threads: readonly ThreadListed[];
  readonly came: readonly ThreadListed[];
  readonly left: ReadonlySet<string>;
  /** What was told since the page was asked for that is on its way. */
  readonly told: readonly ThreadsChanged[];
  readonly damaged: readonly string[];
  readonly cursor?: string | undefined;
  readonly isLoading: boolean;
  readonly isFirst: boolean;
  readonly error?: Error | undefined;
}

/** Before anything is there. */
export const begun: ListState = {
  threads: [],
  came: [],
  left: new Set(),
  told: [],
  damaged: [],
  isLoading: true,
  isFirst: true,
};

/** A list that a page is asked for of. */
export function asking(before: ListState): ListState {
  return { ...before, told: [], isLoading: true, error: undefined };
}

/** A list with a page, the first or one that goes on, and with what was told while the page was on its way. */
export function withPage(
  before: ListState,
  page: ThreadsPage,
  { goesOn, filter, isAtTop }: { readonly goesOn: boolean; readonly filter: Filter; readonly isAtTop: boolean },
): ListState {
  const known = goesOn ? before.threads : [];
  const ids = new Set(known.map(({ id }) => id));
  const paged: ListState = {
    threads: [...known, ...page.threads.filter(({ id }) => !ids.has(id))],
    came: goesOn ? before.came : [],
    left: goesOn ? before.left : new Set(),
    told: [],
    damaged: [...(goesOn ? before.damaged : []), ...(page.damaged ?? [])],
    cursor: page.cursor,
    isLoading: false,
    isFirst: false,
  };
  return before.told.reduce((list, changed) => withChanges(list, changed, filter, isAtTop), paged);
}

/** How a list was when its beginning was asked for again, and how it is shown. */
export interface AskedAgain {
  readonly since: ListState;
  readonly filter: Filter;
  readonly isAtTop: boolean;
}

/**
 * A list after its beginning was asked for again: what is not in that any more no longer fits or is gone, as far as the page goes. It says
 * nothing of what was told while it was on its way.
 */
export function withPageAgain(
  before: ListState,
  { threads, cursor }: ThreadsPage,
  { since, filter, isAtTop }: AskedAgain,
): ListState {
  const known = new Map([...before.threads, ...before.came].map((thread) => [thread.id, thread]));
  const asOfThen = new Set([...since.threads, ...since.came]);
  const news = threads.filter(({ id }) => {
    const one = known.get(id);
    return one === undefined || asOfThen.has(one);
  });
  const after = withChanges(before, { threads: news }, filter, isAtTop);
  const ids = new Set(threads.map(({ id }) => id));
  // A page goes down to its last thread; that of what changed within a time is in another order.
  const last = cursor === undefined ? -Infinity : filter.within === '' ? (threads.at(-1)?.created ?? 0) : Infinity;
  const isMissed = (thread: ThreadListed): boolean =>
    asOfThen.has(thread) && thread.created > last && !ids.has(thread.id);
  const left = new Set([...after.left, ...after.threads.filter(isMissed).map(({ id }) => id)]);
  const asked = { ...after, left, came: after.came.filter((thread) => !isMissed(thread)) };
  return isAtTop && filter.text === '' ? withoutLeft(asked) : asked;
}

/** A list without what no longer fits. */
export function withoutLeft(before: ListState): ListState {
  if (before.left.size === 0) return before;
  return { ...before, threads: before.threads.filter(({ id }) => !before.left.has(id)), left: new Set() };
}

/** The newest first. */
export function inOrder(threads: readonly ThreadListed[]): readonly ThreadListed[] {
  return threads.toSorted((left, right) => right.created - left.created);
}

/** Which of those that are shown no longer fit, after some changed. */
function leftAfter(
  { left, threads: shown }: ListState,
  changed: readonly ThreadListed[],
  filter: Filter,
): ReadonlySet<string> {
  const ids = new Set(shown.map(({ id }) => id));
  const after = new Set(left);
  for (const thread of changed) {
    if (ids.has(thread.id) && belongs(thread, filter) === false) after.add(thread.id);
    else after.delete(thread.id);
  }
  return after;
}

/** Whether a thread stood so before it stood as it is shown; another may have its id by now. */
function isOlder(one: ThreadListed, shown: ThreadListed | undefined): boolean {
  if (shown === undefined) return false;
  if (one.created !== shown.created) return one.created < shown.created;
  return one.head === shown.head ? one.updated < shown.updated : one.head < shown.head;
}

/** A list after a change: nothing in it moves, but for where `isAtTop`; there what comes is shown, and what no longer fits goes, at once. */
export function withChanges(was: ListState, told: ThreadsChanged, filter: Filter, isAtTop: boolean): ListState {
  const before = was.isLoading ? { ...was, told: [...was.told, told] } : was;
  if (before.isFirst) return before;
  const shownNow = new Map([...before.threads, ...before.came].map((thread) => [thread.id, thread]));
  const threads = told.threads.filter((thread) => !isOlder(thread, shownNow.get(thread.id)));
  const { gone = [] } = told;
  const changed = new Map(threads.map((thread) => [thread.id, thread]));
  const lost = new Set(gone);
  const update = (list: readonly ThreadListed[]): readonly ThreadListed[] =>
    list
      .filter(({ id }) => !lost.has(id))
      .map((thread) => {
        const now = changed.get(thread.id);
        if (now === undefined) return thread;
        return thread.match === undefined ? now : { ...now, match: thread.match };
      });
  // What is older than the last one that is shown comes with a later page.
  const oldest = before.cursor === undefined ? 0 : (before.threads.at(-1)?.created ?? 0);
  const fresh = threads.filter(
    (thread) => !shownNow.has(thread.id) && thread.created >= oldest && belongs(thread, filter) === true,
  );
  const fits = (thread: ThreadListed): boolean => belongs(thread, filter) !== false;
  const came = inOrder([...fresh, ...update(before.came).filter(fits)]);
  const left = leftAfter(before, threads, filter);
  const after = { ...before, threads: update(before.threads), came, left };
  if (!isAtTop) return after;
  const shown = {
    ...after,
    threads: came.length === 0 ? after.threads : inOrder([...came, ...after.threads]),
    came: [],
  };
  // Where a text is sought only the server can say whether one fits again.
  return filter.text === '' ? withoutLeft(shown) : shown;
}
