import { isRecord, isSame } from '../../base/value/same.ts';

/** Where in a state something is: a key, then keys of objects, keys of maps and places in lists. */
export type Path = readonly (string | number)[];

/** One part of a value that two checkpoints do not have alike. */
export type ValueDifference =
  | { readonly kind: 'added'; readonly path: Path; readonly after: unknown }
  | { readonly kind: 'removed'; readonly path: Path; readonly before: unknown }
  | { readonly kind: 'changed'; readonly path: Path; readonly before: unknown; readonly after: unknown };

/** The parts in which two values differ, each as deep as it can be named; empty where they are equal. */
export function differencesOf(before: unknown, after: unknown, path: Path = []): readonly ValueDifference[] {
  const found: ValueDifference[] = [];
  compare(before, after, path, found);
  return found;
}

function compare(before: unknown, after: unknown, path: Path, found: ValueDifference[]): void {
  if (isSame(before, after)) return;
  if (isRecord(before) && isRecord(after)) compareEntries(Object.entries(before), Object.entries(after), path, found);
  else if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, found);
  else if (before instanceof Map && after instanceof Map)
    compareEntries(entriesOf(before), entriesOf(after), path, found);
  else if (before instanceof Set && after instanceof Set) compareSets([...before], [...after], path, found);
  else found.push({ kind: 'changed', path, before, after });
}

type Entries = readonly (readonly [key: string | number, value: unknown])[];

function entriesOf(map: ReadonlyMap<unknown, unknown>): Entries {
  return Array.from(map, ([key, value]) => [typeof key === 'number' ? key : String(key), value]);
}

function compareEntries(before: Entries, after: Entries, path: Path, found: ValueDifference[]): void {
  const old = new Map(before);
  const now = new Map(after);
  for (const [key, value] of old) {
    if (now.has(key)) compare(value, now.get(key), [...path, key], found);
    else found.push({ kind: 'removed', path: [...path, key], before: value });
  }
  for (const [key, value] of now) {
    if (!old.has(key)) found.push({ kind: 'added', path: [...path, key], after: value });
  }
}

/** What two lists have in common at both ends is left out; what is between them is compared place by place. */
function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: Path,
  found: ValueDifference[],
): void {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && isSame(before[first], after[first])) first += 1;
  let last = 0;
  while (last < shorter - first && isSame(before.at(-1 - last), after.at(-1 - last))) last += 1;
  const both = shorter - last;
  for (let at = first; at < both; at += 1) compare(before[at], after[at], [...path, at], found);
  for (let at = both; at < before.length - last; at += 1) {
    found.push({ kind: 'removed', path: [...path, at], before: before[at] });
  }
  for (let at = both; at < after.length - last; at += 1) {
    found.push({ kind: 'added', path: [...path, at], after: after[at] });
  }
}

function compareSets(
  before: readonly unknown[],
  after: readonly unknown[],
  path: Path,
  found: ValueDifference[],
): void {
  const isIn = (members: readonly unknown[], member: unknown) => members.some((each) => isSame(each, member));
  for (const member of before) if (!isIn(after, member)) found.push({ kind: 'removed', path, before: member });
  for (const member of after) if (!isIn(before, member)) found.push({ kind: 'added', path, after: member });
}
