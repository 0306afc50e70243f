import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import type { ThreadsPage } from '../../api.ts';
import { graphAddress, threadAddress } from '../data/address.ts';
import { get, pathOf } from '../data/api.ts';
import { useMeta } from '../data/meta.ts';
import { Dialog } from '../parts/dialog.tsx';
import { shownShortcuts } from '../parts/shortcuts.ts';
import { oneLine } from '../parts/text.ts';
import { screens } from './screens.ts';

/** Something that the palette offers. */
interface Offer {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

const mostOffers = 12;
const typingPause = 120;

/** Goes to a thread by its id, to a graph, to a screen, or does what a key does here. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const offers = useOffers(typed.trim());
  const chosen = Math.min(at, offers.length - 1);
  const run = (offer: Offer | undefined): void => {
    if (offer === undefined) return;
    onClose();
    offer.run();
  };
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
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            const by = event.key === 'ArrowDown' ? 1 : -1;
            setAt((chosen + by + offers.length) % Math.max(1, offers.length));
          }
          if (event.key === 'Enter') {
            event.preventDefault();
            run(offers[chosen]);
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
            onPointerMove={() => setAt(index)}
            onClick={() => run(offer)}
          >
            <span class="palette-kind quiet">{offer.kind}</span>
            <span class="palette-label">{oneLine(offer.label)}</span>
            {offer.hint !== undefined && <span class="quiet">{oneLine(offer.hint)}</span>}
          </div>
        ))}
        {offers.length === 0 && <p class="quiet palette-none">Nothing is called that.</p>}
      </div>
    </Dialog>
  );
}

function useOffers(typed: string): readonly Offer[] {
  const [, go] = useLocation();
  const meta = useMeta();
  const [answer, setAnswer] = useState<{ readonly of: string; readonly threads: ThreadsPage['threads'] }>();
  // What was found for other words is no offer for these.
  const found = answer?.of === typed ? answer.threads : [];
  const [keys] = useState(() =>
    shownShortcuts().flatMap(({ title, shortcuts }) => (title === 'Everywhere' ? [] : shortcuts)),
  );
  useEffect(() => {
    const ends = new AbortController();
    const timer = setTimeout(
      () =>
        void get<ThreadsPage>(pathOf(['threads'], { text: typed, limit: 8 }), ends.signal).then(
          ({ threads }) => setAnswer({ of: typed, threads }),
          () => undefined,
        ),
      typed === '' ? 0 : typingPause,
    );
    return () => {
      clearTimeout(timer);
      ends.abort();
    };
  }, [typed]);
  const words = typed.toLowerCase();
  const fits = ({ label, kind }: Offer): boolean => `${kind} ${label}`.toLowerCase().includes(words);
  const fixed: readonly Offer[] = [
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
  const threads = found.map(({ id, graph, status }): Offer => ({
    id: `t${id}`,
    kind: 'Thread',
    label: id,
    hint: `${graph}, ${status}`,
    run: () => go(threadAddress(id)),
  }));
  const exact: readonly Offer[] =
    typed === '' || found.some(({ id }) => id === typed)
      ? []
      : [{ id: 'exact', kind: 'Thread', label: typed, hint: 'by this id', run: () => go(threadAddress(typed)) }];
  const isId = threads.filter(({ label }) => label.toLowerCase().includes(words));
  return [
    ...(typed === '' ? [] : isId),
    ...fixed.filter(fits),
    ...threads.filter((offer) => typed === '' || !isId.includes(offer)),
    ...exact,
  ].slice(0, mostOffers);
}
