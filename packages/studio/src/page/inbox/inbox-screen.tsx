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

const most = 200;

/** What waits for somebody, over all graphs: a list, and what the chosen one needs beside it. */
export function InboxScreen() {
  const { asked, select } = useSelection();
  const graph = asked.get('graph') ?? undefined;
  const version = useVersion();
  const { value, error, retry } = useLoaded<Inbox>(pathOf(['inbox'], { graph, limit: most }), version);
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
      {value !== undefined && items.length === 0 && (
        <Empty title="Nothing waits for anybody">
          <p>Threads that wait for an answer or an event appear here, those with the nearest deadline first.</p>
        </Empty>
      )}
      {items.length > 0 && (
        <div class={item === undefined ? 'inbox' : 'inbox chosen'}>
          <InboxList items={items} at={at} onChoose={choose} />
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
}: {
  readonly items: readonly InboxItem[];
  readonly at: number;
  readonly onChoose: (index: number) => void;
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
