import type { BulkDone } from '../../api.ts';

/** So many threads the API does something to at once. */
const most = 1_000;

/** What became of threads of any number: they are asked for so many at a time, one batch after the other. */
export async function inBatches(
  threads: readonly string[],
  ask: (batch: readonly string[]) => Promise<BulkDone>,
): Promise<BulkDone> {
  const all: BulkDone[] = [];
  for (let at = 0; at === 0 || at < threads.length; at += most) all.push(await ask(threads.slice(at, at + most)));
  return { done: all.flatMap(({ done }) => done), refused: all.flatMap(({ refused }) => refused) };
}
