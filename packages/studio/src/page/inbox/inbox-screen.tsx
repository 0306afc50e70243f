import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import type { Inbox, InboxItem } from '../../api.ts';
import { threadAddress, useSelection } from '../data/address.ts';
import { pathOf } from '../data/api.ts';
import { useLoaded } from '../data/loaded.ts';
import { useVersion } from '../data/live.ts';
import { Ago } from '../parts/ago.tsx';
import { Name } from '../parts/name.tsx';
import { useShortcuts } from '../parts/shortcuts.ts';
import { standingOf } from '../parts/standing.ts';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { counted, oneLine } from '../parts/text.ts';
import { ScreenHead } from '../parts/toolbar.tsx';
import { InboxDetail } from './inbox-detail.tsx';
import { decisionOf, takesOf, waitingIn, type Given } from './takes.ts';

/** So many are shown at first, and so many more each time that more are wanted. */
const most = 200;
/** So many at most: that many are asked for at once. */
const mostShown = 1_000;

/** What waits for somebody, over all graphs: a list, and what the chosen one needs beside it. */
export function InboxScreen() {
  const { asked, select } = useSelection();
  const graph = asked.get('graph') ?? undefined;
  const version = useVersion();
  const [limit, setLimit] = useState(most);
  const { value: loaded, error, isLoading, retry } = useLoaded<Inbox>(pathOf(['inbox'], { graph, limit }), version);
  const value = useKept(loaded, graph);
  const [given, setGiven] = useState<Given>(new Map());
  const items = waitingIn(value?.items ?? [], given);
  const chosen = asked.get('id');
  const at = items.findIndex(({ thread }) => thread.id === chosen);
  const item = items[at];
  const choose = (index: number): void => {
    const next = items[Math.max(0, Math.min(items.length - 1, index))];
    if (next !== undefined) select({ id: next.thread.id, take: undefined });
  };
  useInboxKeys(items, at, choose, (take) => select({ take }));
  const graphs = [...new Set([...items.map(({ thread }) => thread.graph), ...(graph === undefined ? [] : [graph])])];
  return (
    <>
      <ScreenHead
        title="Inbox"
        beside={
          value === undefined
            ? undefined
            : `${counted(items.length, 'thread')}${value.cursor === undefined ? '' : ' first'}`
        }
      >
        {graphs.length > 0 && (
          <select
            class="field"
            aria-label="Graph"
            value={graph ?? ''}
            onChange={({ currentTarget }) => select({ graph: currentTarget.value, id: undefined })}
          >
            <option value="">All graphs</option>
            {graphs.toSorted().map((name) => (
              <option key={name} value={name}>
                {oneLine(name)}
              </option>
            ))}
          </select>
        )}
      </ScreenHead>
      {error !== undefined && <Failure what="The inbox cannot be shown" error={error} retry={retry} />}
      {value === undefined && error === undefined && <Loading lines={8} what="Loading the inbox" />}
      {value !== undefined && items.length === 0 && <Nothing isCut={value.cursor !== undefined} />}
      {items.length > 0 && (
        <div class={item === undefined ? 'inbox' : 'inbox chosen'}>
          <InboxList
            items={items}
            at={at}
            onChoose={choose}
            isLoading={isLoading}
            onMore={
              value?.cursor === undefined || limit >= mostShown ? undefined : () => setLimit((before) => before + most)
            }
          />
          {item === undefined ? (
            <Empty title={chosen === null ? 'Choose what to answer' : 'This thread waits no more'}>
              <p>
                <kbd>j</kbd> and <kbd>k</kbd> go through the list, <kbd>Enter</kbd> goes to the form.
              </p>
            </Empty>
          ) : (
            <InboxDetail
              key={item.thread.id}
              item={item}
              chosenTake={asked.get('take') ?? undefined}
              onTake={(take) => select({ take })}
              onDone={() => {
                setGiven((before) => new Map(before).set(item.thread.id, item.thread.head));
                retry();
                choose(at + 1 < items.length ? at + 1 : at - 1);
              }}
              onBack={() => select({ id: undefined, take: undefined })}
            />
          )}
        </div>
      )}
    </>
  );
}

/** What was there of the same graph stays while more of it is asked for. */
function useKept(value: Inbox | undefined, graph: string | undefined): Inbox | undefined {
  const kept = useRef<{ readonly value: Inbox; readonly graph: string | undefined }>(undefined);
  if (value !== undefined) kept.current = { value, graph };
  return kept.current?.graph === graph ? kept.current?.value : undefined;
}

/** Nobody is waited for: as far as the list was looked through, where that is cut. */
function Nothing({ isCut }: { readonly isCut: boolean }) {
  if (isCut)
    return (
      <Empty title="Nothing that waits for anybody was found yet">
        <p>There are so many threads that wait for their time alone that not all could be looked through.</p>
      </Empty>
    );
  return (
    <Empty title="Nothing waits for anybody">
      <p>Threads that wait for an answer or an event appear here, those with the nearest deadline first.</p>
    </Empty>
  );
}

function useInboxKeys(
  items: readonly InboxItem[],
  at: number,
  choose: (index: number) => void,
  take: (id: string) => void,
): void {
  const [, go] = useLocation();
  const item = items[at];
  const decide = (key: 'a' | 'r'): void => {
    const found = item === undefined ? undefined : decisionOf(key, takesOf(item));
    if (found === undefined) return;
    take(found.id);
    focusForm();
  };
  useShortcuts('Inbox', [
    { keys: 'j', label: 'Next', run: () => choose(at + 1) },
    { keys: 'k', label: 'Before', run: () => choose(at < 0 ? 0 : at - 1) },
    { keys: 'Enter', label: 'Go to the form', run: focusForm },
    { keys: 'a', label: 'Approve it: choose that event', run: () => decide('a') },
    { keys: 'r', label: 'Reject it: choose that event', run: () => decide('r') },
    { keys: 'o', label: 'Open the thread', run: () => item !== undefined && go(threadAddress(item.thread.id)) },
  ]);
}

/** Puts the focus into the form, once it is drawn. */
function focusForm(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('.inbox-form :is(input, textarea, select, button[type=submit])')?.focus(),
  );
}

function InboxList({
  items,
  at,
  onChoose,
  isLoading,
  onMore,
}: {
  readonly items: readonly InboxItem[];
  readonly at: number;
  readonly onChoose: (index: number) => void;
  readonly isLoading: boolean;
  readonly onMore: (() => void) | undefined;
}) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' }), [at]);
  return (
    <ul class="inbox-list" ref={list} aria-label="What waits">
      {items.map((item, index) => (
        <li key={item.thread.id}>
          <button
            type="button"
            class="inbox-item"
            aria-current={index === at ? 'true' : undefined}
            onClick={() => onChoose(index)}
          >
            <InboxLine item={item} />
          </button>
        </li>
      ))}
      {onMore !== undefined && (
        <li class="inbox-more">
          <button type="button" class="button" disabled={isLoading} onClick={onMore}>
            {isLoading ? 'Loading more…' : 'Show more'}
          </button>
        </li>
      )}
    </ul>
  );
}

function InboxLine({ item: { thread, since } }: { readonly item: InboxItem }) {
  const { why, where } = standingOf(thread);
  return (
    <>
      <span class="inbox-first">
        <Name value={thread.id} />
        {thread.due === null ? (
          <span class="quiet">
            <Ago at={since} />
          </span>
        ) : (
          <span class="until">
            <Ago at={thread.due} />
          </span>
        )}
      </span>
      <span class="inbox-why">{oneLine(why)}</span>
      <span class="quiet inbox-where">{oneLine([thread.graph, ...where].join(' · '))}</span>
    </>
  );
}
