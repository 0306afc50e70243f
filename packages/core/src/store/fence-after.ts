import type { Commit } from './store.ts';

/** A thread's fence after a commit: that of the commit, which rises where the commit takes the thread. */
export function fenceAfter({ fence, takes }: Pick<Commit, 'fence' | 'takes'>): number {
  return takes === undefined ? fence : fence + (takes.raises ?? 1);
}
