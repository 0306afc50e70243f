import { ThreadCounting, type CountQuery, type ThreadCount } from '../contract/thread-counts.ts';
import type { KeptThread } from './kept-thread.ts';

/** How many threads there are. */
export function countsOf(threads: Iterable<KeptThread>, query: CountQuery): readonly ThreadCount[] {
  const counting = new ThreadCounting(query);
  for (const { record } of threads) counting.add(record);
  return counting.counts;
}
