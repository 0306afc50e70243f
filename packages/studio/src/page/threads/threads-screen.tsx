import { ScreenHead } from '../parts/toolbar.tsx';

/** All threads, as the filters of the address have them. */
export function ThreadsScreen() {
  return <ScreenHead title="Threads" />;
}
