import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import type { ThreadListed, ThreadsPage } from '../../api.ts';
import { graphAddress, threadAddress } from '../data/address.ts';
import { get, pathOf } from '../data/api.ts';
import { useMeta } from '../data/meta.ts';
import { Dialog } from '../parts/dialog.tsx';
import { shownShortcuts } from '../parts/shortcuts.ts';
import { messageOf } from '../parts/states.tsx';
import { oneLine } from '../parts/text.ts';
import { chosenOf, offersFor, openedBy, type Offer, type Wanted } from './offers.ts';
import { screens } from './screens.ts';

const mostThreads = 8;
const typingPause = 120;

/** Goes to a thread by its id, to a graph, to a screen, or does what a key does here. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [wanted, setWanted] = useState<Wanted>({ typed: '' });
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { offers, isAnswered, error } = useOffers(wanted.typed.trim());
  const chosen = chosenOf(wanted, offers);
  const run = (offer: Offer): void => {
    onClose();
    offer.run();
  };
  const opened = openedBy(wanted, offers, isAnswered);
  useEffect(() => {
    if (opened !== undefined) run(opened);
  }, [opened]);
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [chosen]);
  return (
    <Dialog title="Go to" kind="palette" onClose={onClose}>
      <input
        class="palette-field"
        role="combobox"
        aria-label="Go to a thread, a graph, a screen, or do something"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={offers[chosen] === undefined ? undefined : `${id}-${chosen}`}
        placeholder="A thread's id, a graph, a screen, something to do"
        spellcheck={false}
        autocomplete="off"
        autofocus
        value={wanted.typed}
        onInput={({ currentTarget }) => setWanted({ typed: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            const by = event.key === 'ArrowDown' ? 1 : -1;
            setWanted({ typed: wanted.typed, chosen: offers.at((chosen + by) % Math.max(1, offers.length))?.id });
          }
          if (event.key === 'Enter') {
            event.preventDefault();
            setWanted((before) => ({ ...before, isEntered: true }));
          }
        }}
      />
      <div id={id} class="palette-list" role="listbox" aria-label="What there is" ref={list}>
        {offers.map((offer, index) => (
          <div
            key={offer.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onPointerMove={() => setWanted({ typed: wanted.typed, chosen: offer.id })}
            onClick={() => run(offer)}
          >
            <span class="palette-kind quiet">{offer.kind}</span>
            <span class="palette-label">{oneLine(offer.label)}</span>
            {offer.hint !== undefined && <span class="quiet">{oneLine(offer.hint)}</span>}
          </div>
        ))}
        {error !== undefined && <p class="quiet palette-none">{`Threads cannot be looked for. ${messageOf(error)}`}</p>}
        {error === undefined && !isAnswered && (offers.length === 0 || wanted.isEntered === true) && (
          <p class="quiet palette-none" aria-busy="true">
            Looking for it…
          </p>
        )}
        {isAnswered && error === undefined && offers.length === 0 && (
          <p class="quiet palette-none">Nothing is called that.</p>
        )}
      </div>
    </Dialog>
  );
}

/** What is offered for what is typed, and whether all of it is there: threads are looked for. */
function useOffers(typed: string): {
  readonly offers: readonly Offer[];
  readonly isAnswered: boolean;
  readonly error: Error | undefined;
} {
  const [, go] = useLocation();
  const fixed = useFixedOffers();
  const [answer, setAnswer] = useState<{
    readonly of: string;
    readonly threads: readonly ThreadListed[];
    readonly error?: Error;
  }>();
  useEffect(() => {
    const ends = new AbortController();
    const timer = setTimeout(
      () =>
        void threadsFor(typed, ends.signal).then(
          (threads) => setAnswer({ of: typed, threads }),
          (error: Error) => {
            if (!ends.signal.aborted) setAnswer({ of: typed, threads: [], error });
          },
        ),
      typed === '' ? 0 : typingPause,
    );
    return () => {
      clearTimeout(timer);
      ends.abort();
    };
  }, [typed]);
  // What was found for other words is no offer for these.
  const isAnswered = answer?.of === typed;
  const threads = (isAnswered ? answer.threads : []).map(({ id, graph, status }): Offer => ({
    id: `t${id}`,
    kind: 'Thread',
    label: id,
    hint: `${graph}, ${status}`,
    run: () => go(threadAddress(id)),
  }));
  return { offers: offersFor(typed, fixed, threads), isAnswered, error: isAnswered ? answer.error : undefined };
}

/** What is there without being looked for: screens, what a key does here, and graphs. */
function useFixedOffers(): readonly Offer[] {
  const [, go] = useLocation();
  const meta = useMeta();
  const [keys] = useState(() =>
    shownShortcuts().flatMap(({ title, shortcuts }) => (title === 'Everywhere' ? [] : shortcuts)),
  );
  return [
    ...screens.map(({ to, label, letter }) => ({
      id: `s${to}`,
      kind: 'Screen',
      label,
      hint: `g ${letter}`,
      run: () => go(to),
    })),
    ...keys.map(({ keys: hint, label, run }) => ({
      id: `k${hint}`,
      kind: 'Here',
      label,
      hint,
      run: () => run(new KeyboardEvent('keydown')),
    })),
    ...(meta?.graphs ?? []).map((name) => ({
      id: `g${name}`,
      kind: 'Graph',
      label: name,
      run: () => go(graphAddress(name)),
    })),
  ];
}

/** The thread that has this very id, where there is one, and those in which the text is found. */
async function threadsFor(typed: string, signal: AbortSignal): Promise<readonly ThreadListed[]> {
  const [exact, found] = await Promise.all([
    typed === '' ? undefined : get<ThreadsPage>(pathOf(['threads'], { id: typed }), signal),
    get<ThreadsPage>(pathOf(['threads'], { text: typed, limit: mostThreads }), signal),
  ]);
  return [...(exact?.threads ?? []), ...found.threads.filter(({ id }) => id !== typed)];
}
