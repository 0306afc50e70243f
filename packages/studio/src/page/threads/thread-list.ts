import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ThreadListed, ThreadsPage } from '../../api.ts';
import { get, pathOf, type Asked } from '../data/api.ts';
import { serverNow } from '../data/clock.ts';
import { useBegins, useChanges } from '../data/live.ts';
import { askedOf, type Filter } from './filter.ts';
import {
  asking,
  begun,
  inOrder,
  withChanges,
  withoutLeft,
  withPage,
  withPageAgain,
  type ListState,
} from './list-state.ts';

/** Threads as they are listed, as far as they are loaded. */
export interface ThreadList {
  readonly threads: readonly ThreadListed[];
  readonly damaged: readonly string[];
  readonly isLoading: boolean;
  /** Nothing was loaded for this filter yet. */
  readonly isFirst: boolean;
  /** There are more. */
  readonly hasMore: boolean;
  readonly error?: Error;
  /** How many came since and are not shown yet. */
  readonly came: number;
  /** Those that are still shown and no longer fit the filter. */
  readonly left: ReadonlySet<string>;
  readonly loadMore: () => void;
  /** Takes those away that no longer fit. */
  readonly hideLeft: () => void;
  /** Shows those that came. */
  readonly showCame: () => void;
  readonly reload: () => void;
}

/** So many are asked for first, and then at once: the first are there soon, and of most lists they are all. */
const firstPage = 100;
const nextPages = 500;

/** Lists threads page by page. What changes is changed where it stands; what comes anew stands at the top, at once where `isAtTop`. */
export function useThreadList(filter: Filter, isAtTop: boolean): ThreadList {
  const key = JSON.stringify(filter);
  const [state, setState] = useState(begun);
  const [tries, setTries] = useState(0);
  const asked = useMemo(() => askedOf(filter, serverNow()), [key, tries]);
  const atTop = useRef(isAtTop);
  atTop.current = isAtTop;
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      setState(asking);
      try {
        const limit = cursor === undefined ? firstPage : nextPages;
        const page = await get<ThreadsPage>(pathOf(['threads'], { ...asked, limit, cursor }), signal);
        const how = { goesOn: cursor !== undefined, filter, isAtTop: atTop.current };
        if (!signal.aborted) setState((before) => withPage(before, page, how));
      } catch (error) {
        if (!signal.aborted) setState((before) => ({ ...before, isLoading: false, error: error as Error }));
      }
    },
    [asked],
  );
  const ends = useRef(new AbortController());
  const begin = (): void => void load(undefined, renewed(ends));
  useEffect(() => {
    setState((before) => ({ ...before, isFirst: true, came: [], left: new Set() }));
    begin();
    return () => ends.current.abort();
  }, [load]);
  useChanges(
    useCallback((changed) => setState((before) => withChanges(before, changed, filter, atTop.current)), [key]),
  );
  useFreshStart(() => {
    if (state.isFirst || state.error !== undefined) return begin();
    return void pageAgain(asked, state.threads.length, ends.current.signal).then((page) => {
      if (page === undefined) return;
      setState((before) => withPageAgain(before, page, { since: state, filter, isAtTop: atTop.current }));
    });
  });
  useEffect(() => {
    if (isAtTop) setState(withoutLeft);
  }, [isAtTop]);
  const { cursor, isLoading } = state;
  useUntilFound(state, () => void load(cursor, ends.current.signal));
  return {
    ...shownOf(state),
    loadMore: () => {
      if (!isLoading && cursor !== undefined && state.error === undefined) void load(cursor, ends.current.signal);
    },
    showCame: () =>
      setState((before) => ({ ...before, came: [], threads: inOrder([...before.came, ...before.threads]) })),
    hideLeft: () => setState(withoutLeft),
    reload: () => setTries((before) => before + 1),
  };
}

/** Breaks off what is under way, for something new: of two answers the one that comes last may be the older. */
function renewed(ends: { current: AbortController }): AbortSignal {
  ends.current.abort();
  ends.current = new AbortController();
  return ends.current.signal;
}

/** What is shown of a list. */
function shownOf({ came, cursor, error, ...shown }: ListState) {
  return { ...shown, came: came.length, hasMore: cursor !== undefined, ...(error !== undefined && { error }) };
}

/** Asks for the next page where those so far have nothing, as they may where a text is sought in much. */
function useUntilFound({ isLoading, error, cursor, threads }: ListState, loadMore: () => void): void {
  const isBlank = !isLoading && error === undefined && cursor !== undefined && threads.length === 0;
  useEffect(() => {
    if (isBlank) loadMore();
  }, [isBlank, cursor]);
}

/** The beginning of a list of which so many are shown; undefined where nobody answers, as the stream is lost then too. */
async function pageAgain(asked: Asked, shown: number, signal: AbortSignal): Promise<ThreadsPage | undefined> {
  const limit = Math.min(Math.max(shown, firstPage), nextPages);
  try {
    const page = await get<ThreadsPage>(pathOf(['threads'], { ...asked, limit }), signal);
    return signal.aborted ? undefined : page;
  } catch {
    return undefined;
  }
}

/**
 * Has the list looked at once more when the stream of changes begins, as what changed in between was not told, and each time that it is there again: it
 * tells all that happened since, but for other tags, and threads that are gone.
 */
function useFreshStart(look: () => void): void {
  const begins = useBegins();
  const before = useRef(begins);
  useEffect(() => {
    if (begins === before.current) return;
    before.current = begins;
    look();
  }, [begins]);
}
