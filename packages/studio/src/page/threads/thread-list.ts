import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ThreadListed, ThreadsPage } from '../../api.ts';
import { get, pathOf } from '../data/api.ts';
import { serverNow } from '../data/clock.ts';
import { useChanges, useConnection } from '../data/live.ts';
import { askedOf, type Filter } from './filter.ts';
import { begun, inOrder, withChanges, withoutLeft, withPage } from './list-state.ts';

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
    async (cursor: string | undefined, signal?: AbortSignal) => {
      setState((before) => ({ ...before, isLoading: true, error: undefined }));
      try {
        const limit = cursor === undefined ? firstPage : nextPages;
        const page = await get<ThreadsPage>(pathOf(['threads'], { ...asked, limit, cursor }), signal);
        if (signal?.aborted !== true) setState((before) => withPage(before, page, cursor !== undefined));
      } catch (error) {
        if (signal?.aborted !== true) setState((before) => ({ ...before, isLoading: false, error: error as Error }));
      }
    },
    [asked],
  );
  const ends = useRef(new AbortController());
  useEffect(() => {
    ends.current = new AbortController();
    setState((before) => ({ ...before, isFirst: true, came: [], left: new Set() }));
    void load(undefined, ends.current.signal);
    return () => ends.current.abort();
  }, [load]);
  useChanges(
    useCallback((changed) => setState((before) => withChanges(before, changed, filter, atTop.current)), [key]),
  );
  useFreshStart(() => void load(undefined, ends.current.signal));
  useEffect(() => {
    if (isAtTop) setState(withoutLeft);
  }, [isAtTop]);
  const { cursor, isLoading } = state;
  const isBlank = !isLoading && state.error === undefined && cursor !== undefined && state.threads.length === 0;
  useEffect(() => {
    // A page may have nothing where a text is sought in much: the next one is asked for.
    if (isBlank) void load(cursor, ends.current.signal);
  }, [isBlank, cursor]);
  const { threads, damaged, isFirst, error } = state;
  return {
    threads,
    damaged,
    isLoading,
    isFirst,
    came: state.came.length,
    left: state.left,
    hasMore: cursor !== undefined,
    ...(error !== undefined && { error }),
    loadMore: () => {
      if (!isLoading && cursor !== undefined && error === undefined) void load(cursor, ends.current.signal);
    },
    showCame: () =>
      setState((before) => ({ ...before, came: [], threads: inOrder([...before.came, ...before.threads]) })),
    hideLeft: () => setState(withoutLeft),
    reload: () => setTries((before) => before + 1),
  };
}

/** Loads once more when the stream of changes begins, as what changed in between was not told. */
function useFreshStart(load: () => void): void {
  const connection = useConnection();
  const isBehind = useRef(connection !== 'live');
  useEffect(() => {
    if (connection !== 'live' || !isBehind.current) return;
    isBehind.current = false;
    load();
  }, [connection]);
}
