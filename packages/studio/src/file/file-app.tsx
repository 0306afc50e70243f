import { useEffect, useRef } from 'preact/hooks';
import { Link, Route, Router, Switch, useLocation } from 'wouter';
import { CompareScreen } from '../page/compare/compare-screen.tsx';
import { OnlyThread } from '../page/data/only-thread.ts';
import { idIn } from '../page/data/segment.ts';
import { Notices } from '../page/parts/notice.tsx';
import { Empty } from '../page/parts/states.tsx';
import { ScreenHead } from '../page/parts/toolbar.tsx';
import { Boundary } from '../page/shell/boundary.tsx';
import { ThreadScreen } from '../page/thread/thread-screen.tsx';
import { FileHead } from './file-head.tsx';
import { useHashPath, useHashSearch } from './hash-address.ts';
import type { HeldThread } from './held-thread.ts';

/** The page of a file: its thread, two checkpoints of it side by side, and nothing else. */
export function FileApp({ thread, held }: { readonly thread: string; readonly held: HeldThread }) {
  return (
    <OnlyThread.Provider value={thread}>
      <Router hook={useHashPath} searchHook={useHashSearch} hrefs={(address) => `#${address}`}>
        <FileHead thread={thread} held={held} />
        <Main thread={thread} />
      </Router>
      <Notices />
    </OnlyThread.Provider>
  );
}

function Main({ thread }: { readonly thread: string }) {
  const [here] = useLocation();
  const screen = useRef<HTMLElement>(null);
  const before = useRef(here);
  useEffect(() => {
    if (before.current !== here && !(screen.current?.contains(document.activeElement) ?? false))
      screen.current?.focus();
    before.current = here;
  }, [here]);
  return (
    <main tabIndex={-1} ref={screen}>
      <Boundary key={here}>
        <Switch>
          <Route path="/">
            <ThreadScreen id={thread} />
          </Route>
          <Route path="/compare" component={CompareScreen} />
          <Route path="/threads/:id">
            {({ id }) => (idIn(id ?? '') === thread ? <ThreadScreen id={thread} /> : <Absent />)}
          </Route>
          <Route>
            <Absent />
          </Route>
        </Switch>
      </Boundary>
    </main>
  );
}

function Absent() {
  return (
    <>
      <ScreenHead title="Not here" />
      <Empty title="This file has one thread alone">
        <p>
          <Link href="/">Go to it</Link>
        </p>
      </Empty>
    </>
  );
}
