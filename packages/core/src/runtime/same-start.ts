import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../advance/row.ts';
import type { Changes } from '../base/change.ts';
import { encode } from '../base/encode.ts';
import { problem } from '../base/problem.ts';
import type { Plan } from '../compile/plan.ts';
import { loadRows } from '../store/load.ts';
import type { ThreadRecord } from '../store/store.ts';
import type { Environment } from './environment.ts';

/** So many milliseconds later, a default of now is another. */
const later = 2;

/**
 * A problem `thread/exists` unless a thread that is there was started as this one would be.
 *
 * `start` gives the first rows of this one; values that it gives anew each time, such as a default of now, do not count.
 */
export async function mustBeSameStart(
  environment: Environment,
  plan: Plan,
  { id, graph }: ThreadRecord,
  start: () => readonly Row[],
): Promise<void> {
  const isSameGraph = graph === plan.name;
  if (isSameGraph && (await isSameStart(environment, id, start))) return;
  const why = isSameGraph ? 'started with another input' : 'of another graph';
  throw problem('thread/exists', { thread: id, graph, why });
}

async function isSameStart(
  { store, codec }: Environment,
  thread: string,
  start: () => readonly Row[],
): Promise<boolean> {
  const [first] = await loadRows(store, thread, { codec }, { to: 1 });
  if (first?.seq !== 1) return false;
  const textsOf = (changes: Changes = {}): ReadonlyMap<string, string> =>
    new Map(Object.entries(changes).map(([key, change]) => [key, encode(change, codec)]));
  const [before, now] = [textsOf(first.changes), textsOf(start()[0]?.changes)];
  const others = [...new Set([...before.keys(), ...now.keys()])].filter((key) => before.get(key) !== now.get(key));
  if (others.length === 0) return true;
  await pause(later);
  const anew = textsOf(start()[0]?.changes);
  return others.every((key) => before.has(key) && now.get(key) !== anew.get(key));
}
