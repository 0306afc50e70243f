import { useLocation } from 'wouter';
import { hint, notify } from '../parts/notice.tsx';
import { useShortcuts } from '../parts/shortcuts.ts';
import { useMark } from './use-mark.ts';
import type { View } from './view.ts';

/** The keys of the screen. */
export function useKeys({ id, thread, at, go }: View): void {
  const [, leave] = useLocation();
  const [mark, keepMark] = useMark();
  const { story } = thread;
  const step = (by: number): void =>
    go({ at: Math.min(Math.max(at + by, story.first), thread.shown?.thread.head ?? at) });
  const failure = (direction: -1 | 1): void => {
    const seq = story.failureFrom(at, direction);
    if (seq === undefined) notify(direction === 1 ? 'Nothing failed after this.' : 'Nothing failed before this.');
    else go({ at: seq });
  };
  useShortcuts('Thread', [
    { keys: 'ArrowLeft', label: 'The checkpoint before', run: () => step(-1) },
    { keys: 'ArrowRight', label: 'The checkpoint after', run: () => step(1) },
    { keys: 'Home', label: 'The first checkpoint', run: () => go({ at: story.first }) },
    { keys: 'End', label: 'The newest checkpoint, and what comes', run: () => go({ at: undefined }) },
    { keys: '[', label: 'The failure before', run: () => failure(-1) },
    { keys: ']', label: 'The failure after', run: () => failure(1) },
    { keys: 'd', label: 'What it changed', run: () => go({ tab: 'changes' }) },
    { keys: 'b', label: 'The state, and who wrote it', run: () => go({ tab: 'state' }) },
    { keys: 'w', label: 'Why', run: () => go({ tab: 'why' }) },
    {
      keys: 'v',
      label: 'Mark to compare; compare with what is marked',
      run: () => {
        const here = `${id}@${at}`;
        if (mark === undefined || mark === here) {
          keepMark(mark === here ? undefined : here);
          hint(mark === here ? 'No longer marked.' : `${here} is marked. Go to another checkpoint and press v.`);
        } else leave(compareAddress(mark, here));
      },
    },
  ]);
}

/** The page's address of two checkpoints side by side. */
export function compareAddress(left: string, right: string): string {
  return `/compare?${new URLSearchParams({ a: left, b: right }).toString()}`;
}
