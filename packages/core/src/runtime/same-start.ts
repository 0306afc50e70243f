import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../advance/row.ts';
import type { Changes } from '../base/change.ts';
import { encode } from '../base/encode.ts';
import { loadRows } from '../store/load.ts';
import type { Environment } from './environment.ts';

/** So many milliseconds later, a default of now is another. */
const later = 2;

/**
 * Whether a thread that exists was started as another would be.
 *
 * `start` gives the first rows of the other; values that it gives anew each time, such as a default of now, do not count.
 */
export async function isSameStart(
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
