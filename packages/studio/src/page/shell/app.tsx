import type { ComponentChildren, FunctionComponent } from 'preact';
import { Link, Route, Router, Switch, useRoute } from 'wouter';
import type { Meta } from '../../api.ts';
import { useLoaded } from '../data/loaded.ts';
import { CompareScreen } from '../compare/compare-screen.tsx';
import { GraphScreen } from '../graphs/graph-screen.tsx';
import { GraphsScreen } from '../graphs/graphs-screen.tsx';
import { InboxScreen } from '../inbox/inbox-screen.tsx';
import { SqlScreen } from '../sql/sql-screen.tsx';
import { ThreadScreen } from '../thread/thread-screen.tsx';
import { ThreadsScreen } from '../threads/threads-screen.tsx';

/** The path that the page is mounted at, without a slash at its end. */
const base = new URL(document.baseURI).pathname.replace(/\/$/u, '');

/** The page: a rail of screens, and the screen that the address names. */
export function App() {
  const { value: meta } = useLoaded<Meta>('meta');
  return (
    <Router base={base}>
      <a class="skip" href="#screen">
        Skip to the screen
      </a>
      <nav class="rail" aria-label="Screens">
        <Rail to="/">Threads</Rail>
        <Rail to="/inbox">Inbox</Rail>
        <Rail to="/graphs">Graphs</Rail>
        <Rail to="/compare">Compare</Rail>
        <Rail to="/sql">SQL</Rail>
        <span class="store">{meta?.store}</span>
      </nav>
      <main id="screen" tabIndex={-1}>
        <Switch>
          <Route path="/" component={ThreadsScreen as FunctionComponent} />
          <Route path="/inbox" component={InboxScreen as FunctionComponent} />
          <Route path="/graphs" component={GraphsScreen as FunctionComponent} />
          <Route path="/graphs/:name">{({ name }) => <GraphScreen name={decodeURIComponent(name ?? '')} />}</Route>
          <Route path="/threads/:id">{({ id }) => <ThreadScreen id={decodeURIComponent(id ?? '')} />}</Route>
          <Route path="/compare" component={CompareScreen as FunctionComponent} />
          <Route path="/sql" component={SqlScreen as FunctionComponent} />
          <Route>
            <p class="empty">There is nothing at this address.</p>
          </Route>
        </Switch>
      </main>
    </Router>
  );
}

function Rail({ to, children }: { readonly to: string; readonly children: ComponentChildren }) {
  const [isHere] = useRoute(to);
  return (
    <Link href={to} aria-current={isHere ? 'page' : undefined}>
      {children}
    </Link>
  );
}
