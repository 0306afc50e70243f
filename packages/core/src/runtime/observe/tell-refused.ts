import { isProblem } from '../../base/problem/problem.ts';
import type { Events } from './events.ts';

/** Tells that something which came to a thread was not accepted; a thread that is driven here no more has refused nothing. */
export function tellRefused(events: Events, thread: string, input: string, error: unknown): void {
  if (!events.hears('refused') || !isProblem(error) || error.code === 'thread/stale') return;
  events.tell({ type: 'refused', thread, input, error });
}
