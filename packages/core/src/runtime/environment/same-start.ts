import type { Row } from '../../advance/state/row.ts';
import type { ToldChanges } from '../../base/told-change.ts';
import { encode } from '../../base/value/encode.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import { load, loadRows } from '../../store/load.ts';
import type { ThreadRecord } from '../../store/contract/store.ts';
import type { Environment } from './environment.ts';

/**
 * A problem `thread/exists` unless a thread that is there was started as this one would be.
 *
 * `first` is the first row of this one. It is the same start where both inputs have one hash, whatever schemas made of them, or else
 * where both first rows have the same changes.
 */
export async function mustBeSameStart(
  environment: Environment,
  plan: Plan,
  { id, graph, origin }: ThreadRecord,
  first: Row | undefined,
): Promise<void> {
  const isSameGraph = graph === plan.name;
  if (isSameGraph && origin === null && (await isSameStart(environment, id, first))) return;
  const why = isSameGraph
    ? origin === null
      ? 'started with another input'
      : `forked from "${origin.thread}"`
    : 'of another graph';
  throw problem('thread/exists', { thread: id, graph, why });
}

async function isSameStart({ store, codec }: Environment, thread: string, first: Row | undefined): Promise<boolean> {
  const [started] = await loadRows(store, thread, { codec }, { to: 1 });
  const isThere = started?.cause === 'start';
  const input = isThere ? started.note?.input : (await load(store, thread, { codec })).snapshot.input;
  if (input !== undefined && input === first?.note?.input) return true;
  const textsOf = (changes: ToldChanges = {}): ReadonlyMap<string, string> =>
    new Map(Object.entries(changes).map(([key, change]) => [key, encode(change, codec)]));
  const [before, now] = [textsOf(started?.changes), textsOf(first?.changes)];
  return isThere && before.size === now.size && [...before].every(([key, text]) => now.get(key) === text);
}
