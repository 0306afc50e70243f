import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ThreadListed, ThreadsChanged, ThreadsPage } from '../../api.ts';
import { get, pathOf } from '../data/api.ts';
import { serverNow } from '../data/clock.ts';
import { useChanges, useConnection } from '../data/live.ts';
import { askedOf, belongs, type Filter } from './filter.ts';

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
  readonly loadMore: () => void;
  /** Shows those that came. */
  readonly showCame: () => void;
  readonly reload: () => void;
}

interface State {
  readonly threads: readonly ThreadListed[];
  readonly came: readonly ThreadListed[];
  readonly damaged: readonly string[];
  readonly cursor?: string | undefined;
  readonly isLoading: boolean;
  readonly isFirst: boolean;
  readonly error?: Error | undefined;
}

const begun: State = { threads: [], came: [], damaged: [], isLoading: true, isFirst: true };
const pageLength = 100;

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
        const page = await get<ThreadsPage>(pathOf(['threads'], { ...asked, limit: pageLength, cursor }), signal);
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
    setState((before) => ({ ...before, isFirst: true, came: [] }));
    void load(undefined, ends.current.signal);
    return () => ends.current.abort();
  }, [load]);
  useChanges(
    useCallback((changed) => setState((before) => withChanges(before, changed, filter, atTop.current)), [key]),
  );
  useFreshStart(() => void load(undefined, ends.current.signal));
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
    hasMore: cursor !== undefined,
    ...(error !== undefined && { error }),
    loadMore: () => {
      if (!isLoading && cursor !== undefined && error === undefined) void load(cursor, ends.current.signal);
    },
    showCame: () => setState((before) => ({ ...before, came: [], threads: [...before.came, ...before.threads] })),
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

function withPage(before: State, page: ThreadsPage, goesOn: boolean): State {
  const known = goesOn ? before.threads : [];
  const ids = new Set(known.map(({ id }) => id));
  return {
    threads: [...known, ...page.threads.filter(({ id }) => !ids.has(id))],
    came: goesOn ? before.came : [],
    damaged: [...(goesOn ? before.damaged : []), ...(page.damaged ?? [])],
    cursor: page.cursor,
    isLoading: false,
    isFirst: false,
  };
}

/** A list after a change: nothing in it moves. */
function withChanges(before: State, { threads, gone = [] }: ThreadsChanged, filter: Filter, isAtTop: boolean): State {
  if (before.isFirst) return before;
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
  const known = new Set([...before.threads, ...before.came].map(({ id }) => id));
  const newest = before.threads[0]?.created ?? 0;
  const fresh = threads.filter(
    (thread) => !known.has(thread.id) && thread.created >= newest && belongs(thread, filter) === true,
  );
  const sorted = fresh.toSorted((left, right) => right.created - left.created);
  const came = [...sorted, ...update(before.came)];
  if (isAtTop) return { ...before, threads: [...came, ...update(before.threads)], came: [] };
  return { ...before, threads: update(before.threads), came };
}
