import type { ComponentType, FunctionComponent } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Route, Router, Switch, useLocation } from 'wouter';
import type { Meta } from '../../api.ts';
import { setServerTime } from '../data/clock.ts';
import { useLoaded } from '../data/loaded.ts';
import { MetaContext } from '../data/meta.ts';
import { idIn } from '../data/segment.ts';
import { Notices } from '../parts/notice.tsx';
import { useShortcuts } from '../parts/shortcuts.ts';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { ScreenHead } from '../parts/toolbar.tsx';
import { ThreadsScreen } from '../threads/threads-screen.tsx';
import { Boundary } from './boundary.tsx';
import { loaded } from './loading-parts.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { screens } from './screens.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';

/** The path that the page is mounted at, without a slash at its end. */
const base = new URL(document.baseURI).pathname.replace(/\/$/u, '');

/** A screen that is loaded when it is gone to. */
function later<Props>(load: () => Promise<ComponentType<Props>>): FunctionComponent<Props> {
  return lazy(async () => ({ default: await loaded(load) })) as FunctionComponent<Props>;
}

const InboxScreen = later(async () => (await import('../inbox/inbox-screen.tsx')).InboxScreen);
const GraphsScreen = later(async () => (await import('../graphs/graphs-screen.tsx')).GraphsScreen);
const GraphScreen = later(async () => (await import('../graphs/graph-screen.tsx')).GraphScreen);
const ThreadScreen = later(async () => (await import('../thread/acting-thread-screen.tsx')).ActingThreadScreen);
const CompareScreen = later(async () => (await import('../compare/compare-screen.tsx')).CompareScreen);
const SqlScreen = later(async () => (await import('../sql/sql-screen.tsx')).SqlScreen);

/** The page: a rail of screens, and the screen that the address names. */
export function App() {
  const { value: meta, error, retry } = useLoaded<Meta>('meta');
  useEffect(() => {
    if (meta !== undefined) setServerTime(meta.now);
  }, [meta]);
  return (
    <MetaContext.Provider value={meta}>
      <Router base={base}>
        <Frame />
        {error !== undefined && meta === undefined && (
          <div class="overall">
            <Failure what="Studio cannot ask its server" error={error} retry={retry} />
          </div>
        )}
      </Router>
      <Notices />
    </MetaContext.Provider>
  );
}

function Frame() {
  const [open, setOpen] = useState<'search' | 'help'>();
  const [here, go] = useLocation();
  const screen = useRef<HTMLElement>(null);
  const before = useRef(here);
  useEffect(() => {
    // Who goes to another screen is at its beginning; not where the screen itself has put the focus already.
    if (before.current !== here && !(screen.current?.contains(document.activeElement) ?? false))
      screen.current?.focus();
    before.current = here;
  }, [here]);
  useShortcuts('Everywhere', [
    { keys: 'Mod+k', label: 'Go to a thread, a graph, a screen', run: () => setOpen('search') },
    { keys: '?', label: 'Keyboard shortcuts', run: () => setOpen('help') },
    ...screens.map(({ to, label, letter }) => ({ keys: `g ${letter}`, label, run: () => go(to) })),
  ]);
  return (
    <>
      <a class="skip" href="#screen" onClick={(event) => skipTo(event, screen.current)}>
        Skip to the screen
      </a>
      <Rail onSearch={() => setOpen('search')} onHelp={() => setOpen('help')} />
      <main id="screen" tabIndex={-1} ref={screen}>
        <Boundary key={here}>
          <Suspense fallback={<Loading what="Loading the screen" />}>
            <Screens />
          </Suspense>
        </Boundary>
      </main>
      {open === 'search' && <Palette onClose={() => setOpen(undefined)} />}
      {open === 'help' && <ShortcutSheet onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Screens() {
  return (
    <Switch>
      <Route path="/" component={ThreadsScreen} />
      <Route path="/inbox" component={InboxScreen as FunctionComponent} />
      <Route path="/graphs" component={GraphsScreen as FunctionComponent} />
      <Route path="/graphs/:name">{({ name }) => <GraphScreen name={idIn(name ?? '')} />}</Route>
      <Route path="/threads/:id">{({ id }) => <ThreadScreen id={idIn(id ?? '')} />}</Route>
      <Route path="/compare" component={CompareScreen as FunctionComponent} />
      <Route path="/sql" component={SqlScreen as FunctionComponent} />
      <Route>
        <>
          <ScreenHead title="Not found" />
          <Empty title="There is nothing at this address">
            <p>Choose a screen of the rail.</p>
          </Empty>
        </>
      </Route>
    </Switch>
  );
}

/** The page has a base address, so an address of a part of it would lead away. */
function skipTo(event: Event, screen: HTMLElement | null): void {
  event.preventDefault();
  screen?.focus();
}
