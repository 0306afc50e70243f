import { isProblem } from '../../base/problem/problem.ts';
import type { Events } from './events.ts';

/** Tells that an input was refused with a problem; not of `thread/stale`, which says that the thread is no longer driven here. */
export function tellRefused(events: Events, thread: string, input: string, error: unknown): void {
  if (!events.hears('refused') || !isProblem(error) || error.code === 'thread/stale') return;
  events.tell({ type: 'refused', thread, input, error });
}
