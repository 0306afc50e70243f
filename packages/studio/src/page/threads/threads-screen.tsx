import { useCallback, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import type { ThreadListed } from '../../api.ts';
import { useSelection, threadAddress } from '../data/address.ts';
import { useMeta } from '../data/meta.ts';
import { DataTable } from '../parts/data-table.tsx';
import { useMedia } from '../parts/media.ts';
import { useShortcuts } from '../parts/shortcuts.ts';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { counted } from '../parts/text.ts';
import { ScreenHead } from '../parts/toolbar.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { addressed, filterOf, isAll, type Filter } from './filter.ts';
import { threadColumns } from './thread-columns.tsx';
import { useThreadList, type ThreadList } from './thread-list.ts';
import { ThreadsFilters } from './threads-filters.tsx';

/** All threads, as the filters of the address have them. */
export function ThreadsScreen() {
  const { asked, select } = useSelection();
  const filter = filterOf(asked);
  const [isAtTop, setAtTop] = useState(true);
  const search = useRef<HTMLInputElement>(null);
  const { chosen, setChosen, toggle } = useChosen();
  const list = useThreadList(filter, isAtTop && chosen.size === 0);
  const [current, setCurrent] = useState<{ readonly id: string; readonly at: number }>();
  const { threads } = list;
  const here = placeOf(current, threads);
  const change = useCallback(
    (some: Partial<Filter>) => {
      select(addressed({ ...filterOf(new URLSearchParams(location.search)), ...some }));
      setCurrent(undefined);
    },
    [select],
  );
  const at = here === undefined ? undefined : threads[here];
  useThreadsKeys({
    move: (by) => {
      const next = moved(here, by, threads.length);
      const thread = threads[next];
      setCurrent(thread && { id: thread.id, at: next });
    },
    at,
    toggle,
    search,
    clear: () => setChosen(new Set()),
  });
  const isNarrow = useMedia('(width < 720px)');
  const areAll = threads.length > 0 && threads.every(({ id }) => chosen.has(id));
  const toggleAll = (): void => setChosen(areAll ? new Set() : new Set(threads.map(({ id }) => id)));
  const loaded = `${counted(threads.length - list.left.size, 'thread')}${list.hasMore ? ' loaded' : ''}`;
  return (
    <>
      <ScreenHead title="Threads" beside={list.isFirst ? undefined : loaded}>
        {list.came > 0 && (
          <button type="button" class="button" onClick={list.showCame}>
            Show {counted(list.came, 'new thread')}
          </button>
        )}
        {list.left.size > 0 && (
          <button type="button" class="button" onClick={list.hideLeft}>
            Hide {counted(list.left.size, 'thread')} that no longer {list.left.size === 1 ? 'fits' : 'fit'}
          </button>
        )}
      </ScreenHead>
      <ThreadsFilters filter={filter} onChange={change} search={search} />
      {list.error !== undefined && (
        <Failure what="The threads cannot be listed" error={list.error} retry={list.reload} />
      )}
      {list.damaged.length > 0 && <Damaged count={list.damaged.length} />}
      {list.isFirst && threads.length === 0 && list.error === undefined ? (
        <Loading lines={12} what="Loading threads" />
      ) : threads.length === 0 && !list.hasMore && list.error === undefined ? (
        <NoThreads isAll={isAll(filter)} onClear={() => change(filterOf(new URLSearchParams()))} />
      ) : (
        <DataTable<ThreadListed>
          label="Threads"
          columns={threadColumns({ chosen, toggle, toggleAll, areAll }, isNarrow, filter.text)}
          rows={threads}
          keyOf={({ id }) => id}
          current={here}
          isMarked={({ id }) => chosen.has(id)}
          isFaded={({ id }) => list.left.has(id)}
          onEnd={list.loadMore}
          onTop={setAtTop}
          heights={[34, 56]}
          foot={<Foot list={list} />}
        />
      )}
      {chosen.size > 0 && <BulkBar chosen={chosen} onClear={() => setChosen(new Set())} />}
    </>
  );
}

function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  return { chosen, setChosen, toggle };
}

/** Where the keyboard is: at its thread, wherever that stands now; where it stood, once it is gone. */
function placeOf(
  current: { readonly id: string; readonly at: number } | undefined,
  threads: readonly ThreadListed[],
): number | undefined {
  if (current === undefined || threads.length === 0) return undefined;
  const at = threads.findIndex(({ id }) => id === current.id);
  return at === -1 ? Math.min(current.at, threads.length - 1) : at;
}

function moved(here: number | undefined, by: number, length: number): number {
  return here === undefined ? 0 : Math.max(0, Math.min(length - 1, here + by));
}

function useThreadsKeys(keys: {
  readonly move: (by: number) => void;
  readonly at: ThreadListed | undefined;
  readonly toggle: (id: string) => void;
  readonly search: { readonly current: HTMLInputElement | null };
  readonly clear: () => void;
}): void {
  const [, go] = useLocation();
  const { move, at, toggle, search, clear } = keys;
  useShortcuts('Threads', [
    { keys: 'j', label: 'Next thread', run: () => move(1) },
    { keys: 'k', label: 'Thread before', run: () => move(-1) },
    { keys: 'Enter', label: 'Open it', run: () => at !== undefined && go(threadAddress(at.id)) },
    { keys: 'x', label: 'Choose it, or not', run: () => at !== undefined && toggle(at.id) },
    { keys: '/', label: 'Search', run: () => search.current?.focus() },
    { keys: 'Escape', label: 'Choose none', run: clear },
  ]);
}

function Foot({ list: { isLoading, hasMore } }: { readonly list: ThreadList }) {
  if (!hasMore) return null;
  return <p class="table-foot quiet">{isLoading ? 'Loading more…' : 'More are loaded on the way down.'}</p>;
}

function Damaged({ count }: { readonly count: number }) {
  return (
    <p class="damaged">
      {counted(count, 'thread')} cannot be read. <code>cairn integrity</code> says why.
    </p>
  );
}

function NoThreads({ isAll: isWhole, onClear }: { readonly isAll: boolean; readonly onClear: () => void }) {
  const meta = useMeta();
  if (!isWhole) {
    return (
      <Empty title="No thread is like that">
        <button type="button" class="button" onClick={onClear}>
          Show all threads
        </button>
      </Empty>
    );
  }
  return (
    <Empty title="There are no threads yet">
      {meta?.acts === true ? (
        <p>Start one on the screen of its graph, or from code. It appears here by itself.</p>
      ) : (
        <p>What programs start with this store appears here by itself.</p>
      )}
    </Empty>
  );
}
