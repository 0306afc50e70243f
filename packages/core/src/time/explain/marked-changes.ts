import { idOf, type Change, type Changes, type Values } from '../../base/change.ts';
import type { Row } from '../../advance/state/row.ts';
import { keptPart, keptWhole, partsIn, type Before, type PartsById } from './kept-parts.ts';
import { identified, isNone, mapItem, mapMarks, Mark, markOf, type Marked, type Marks } from './mark.ts';
import { isRecord } from '../../base/value/same.ts';
import { memberName } from './member-name.ts';
import { byParts, markAt, shapedFor, type WrittenBy } from './shaped-marks.ts';
import type { Source } from './source.ts';

/** What is known where changes are written. */
export interface Writing {
  readonly row: Row;
  /** How a key is written, where the plan is known: its kind, and the property by which items are told apart. */
  keyOf(key: string): WrittenBy | undefined;
  /** The members that a union has before. */
  known(key: string): ReadonlySet<string>;
  /** What a key has before; undefined where it has nothing. */
  before(key: string): Before | undefined;
  /** The parts that it has before, as a change adds them. */
  parts(key: string, written: WrittenBy): PartsById;
  /** States that the changes were made of: parts that are found in them are followed. */
  readonly sources: readonly Source[];
}

/** Changes with marks in the place of values: folding them gives a state of marks. */
export function markedChanges(changes: Changes, writing: Writing): Changes {
  const marked: Record<string, Change> = {};
  for (const key in changes) marked[key] = markedChange(key, changes[key] as Change, writing);
  return marked;
}

function markedChange(key: string, change: Change, writing: Writing): Change {
  if ('reduce' in change) return { append: change.reduce.map((update) => itemMark(update, writing)) };
  if ('set' in change) return { set: markedValue(key, change.set, writing) };
  if ('append' in change) return { append: change.append.map((item) => itemMark(item, writing)) };
  if ('add' in change) return { append: addedMarks(key, change.add, writing) };
  if ('union' in change) return { merge: membersOf(newMembers(change.union, writing.known(key)), writing) };
  if ('merge' in change) {
    const parts = writing.parts(key, { kind: 'merge' });
    return { merge: entriesOf(change.merge, writing, parts) };
  }
  if ('upsert' in change) {
    const { by } = change;
    const parts = writing.parts(key, { kind: 'upsert', by });
    const markFor = (item: unknown) => keptPart(parts.get(idOf(item, by)), item, itemMark(item, writing));
    return { ...change, upsert: change.upsert.map((item) => identified(by, idOf(item, by), markFor(item))) };
  }
  return { local: markedValue(key, change.local, writing) };
}

/** A change of marks, with each of them changed. */
export function mapChange(change: Change, map: (mark: Mark) => Mark): Change {
  if ('set' in change) return { set: mapMarks(change.set as Marks, map) };
  if ('append' in change) return { append: (change.append as readonly Marked[]).map((item) => mapItem(item, map)) };
  if ('merge' in change) return { merge: mapMarks(change.merge as Marks, map) as unknown as Values };
  if ('upsert' in change)
    return { ...change, upsert: (change.upsert as readonly Marked[]).map((item) => mapItem(item, map)) };
  return change;
}

/** The marks of what a lane changed, where that is written over what its parent has. */
export function keptChange(
  key: string,
  marked: Change,
  real: Change | undefined,
  { before, parts }: Pick<Writing, 'before' | 'parts'>,
): Change {
  if (real === undefined || 'reduce' in real) return marked;
  if ('set' in marked && 'set' in real && marked.set instanceof Mark)
    return { set: keptWhole(before(key), real.set, marked.set) };
  if ('merge' in marked && 'merge' in real) {
    const old = parts(key, { kind: 'merge' });
    const entries = Object.entries(marked.merge as Readonly<Record<string, Mark>>);
    return {
      merge: Object.fromEntries(entries.map(([at, mark]) => [at, keptPart(old.get(at), real.merge[at], mark)])),
    };
  }
  if ('upsert' in marked && 'upsert' in real) {
    const { by } = real;
    const old = parts(key, { kind: 'upsert', by });
    const items = real.upsert.map((item, index) =>
      identified(by, idOf(item, by), keptPart(old.get(idOf(item, by)), item, markOf(marked.upsert[index] as Marked))),
    );
    return { ...marked, upsert: items };
  }
  return marked;
}

/** The marks of a whole value: part by part where its key adds parts to it. */
export function markedValue(key: string, value: unknown, writing: Writing): Marks {
  const { row, sources } = writing;
  const found = sources.map((source) => source.whole(key, value)).find((marks) => marks !== undefined);
  const written = writing.keyOf(key) ?? { kind: likelyKind(value) };
  const before = writing.before(key);
  const parts = partsIn(written, before);
  if (found !== undefined && !isNone(found)) {
    const marks = shapedFor(
      written,
      value,
      mapMarks(found, (mark) => mark.through(row.seq)),
    );
    if (marks instanceof Mark) return keptWhole(before, value, marks);
    const markFor = (part: unknown, id: unknown, place: string | number) =>
      keptPart(parts.get(id), part, markAt(marks, value, place) ?? new Mark(row));
    return byParts(written, value, markFor) ?? marks;
  }
  const shaped = byParts(written, value, (part, id) => keptPart(parts.get(id), part, itemMark(part, writing)));
  if (shaped !== undefined) return shaped;
  switch (written.kind) {
    case 'sum':
      return [new Mark(row, [], typeof value === 'number' ? value : undefined)];
    case 'reduce':
      return [];
    default:
      return markedWhole(value, before, writing);
  }
}

/** The marks of a value that is set as a whole. What a function made of other states may have items of theirs. */
function markedWhole(value: unknown, before: Before | undefined, writing: Writing): Marks {
  if (!Array.isArray(value) || writing.sources.length === 0) return keptWhole(before, value, new Mark(writing.row));
  const parts = partsIn({ kind: 'append' }, before);
  return value.map((item, index) => keptPart(parts.get(index), item, itemMark(item, writing)));
}

/** How a key of a plan that is not known seems to be written. */
function likelyKind(value: unknown): 'append' | 'merge' | 'sum' | 'set' {
  if (Array.isArray(value)) return 'append';
  return isRecord(value) ? 'merge' : typeof value === 'number' ? 'sum' : 'set';
}

function itemMark(item: unknown, { row, sources }: Writing): Mark {
  const found = sources.map((source) => source.part(item)).find((mark) => mark !== undefined);
  return found === undefined ? new Mark(row) : found.through(row.seq);
}

function entriesOf(entries: Values, writing: Writing, parts: PartsById): Record<string, Mark> {
  return Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [key, keptPart(parts.get(key), value, itemMark(value, writing))]),
  );
}

function newMembers(members: readonly unknown[], known: ReadonlySet<string>): readonly unknown[] {
  return members.filter((member) => !known.has(memberName(member)));
}

/** The marks of a union's members, by {@link memberName}. */
function membersOf(members: readonly unknown[], writing: Writing): Record<string, Mark> {
  return Object.fromEntries(members.map((member) => [memberName(member), itemMark(member, writing)]));
}

/** What was added to a sum: where it is another sum, all that was added to that. */
function addedMarks(key: string, amount: number, { row, sources }: Writing): readonly Mark[] {
  const found = sources.map((source) => source.whole(key, amount)).find((marks) => marks !== undefined);
  if (found instanceof Mark) return [new Mark(found.row, [...found.via, row.seq], amount)];
  if (Array.isArray(found) && found.length > 0) {
    return (found as readonly Marked[]).map((item) => markOf(mapItem(item, (mark) => mark.through(row.seq))));
  }
  return [new Mark(row, [], amount)];
}
