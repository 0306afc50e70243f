import { idOf, type Change, type Changes, type Values } from '../../base/change.ts';
import type { Row } from '../../advance/state/row.ts';
import { identified, isNone, mapItem, mapMarks, Mark, markOf, type Marked, type Marks } from './mark.ts';
import { isRecord } from '../../base/value/same.ts';
import { memberName } from './member-name.ts';
import { shapedFor, type WrittenBy } from './shaped-marks.ts';
import type { Source } from './source.ts';

/** What is known where changes are written. */
export interface Writing {
  readonly row: Row;
  /** How a key is written, where the plan is known: its kind, and the property by which items are told apart. */
  keyOf(key: string): WrittenBy | undefined;
  /** The members that a union has before. */
  known(key: string): ReadonlySet<string>;
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
  if ('merge' in change) return { merge: entriesOf(change.merge, writing) };
  if ('upsert' in change)
    return { ...change, upsert: change.upsert.map((item) => identifiedMark(change.by, item, writing)) };
  return { local: markedValue(key, change.local, writing) };
}

/** The marks of a whole value: part by part where its key adds parts to it. */
export function markedValue(key: string, value: unknown, writing: Writing): Marks {
  const { row, sources } = writing;
  const found = sources.map((source) => source.whole(key, value)).find((marks) => marks !== undefined);
  const written = writing.keyOf(key) ?? { kind: likelyKind(value) };
  if (found !== undefined && !isNone(found)) {
    return shapedFor(
      written,
      value,
      mapMarks(found, (mark) => mark.through(row.seq)),
    );
  }
  const { kind, by } = written;
  switch (kind) {
    case 'append':
      return Array.isArray(value) ? value.map((item) => itemMark(item, writing)) : new Mark(row);
    case 'upsert':
      return Array.isArray(value) ? value.map((item) => identifiedMark(by ?? '', item, writing)) : new Mark(row);
    case 'union':
      return Array.isArray(value) ? membersOf(value, writing) : new Mark(row);
    case 'merge':
      return isRecord(value) ? entriesOf(value, writing) : new Mark(row);
    case 'sum':
      return [new Mark(row, [], typeof value === 'number' ? value : undefined)];
    case 'reduce':
      return [];
    default:
      return Array.isArray(value) && sources.length > 0 ? value.map((item) => itemMark(item, writing)) : new Mark(row);
  }
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

function identifiedMark(by: string, item: unknown, writing: Writing): Marked {
  return identified(by, idOf(item, by), itemMark(item, writing));
}

function entriesOf(entries: Values, writing: Writing): Record<string, Mark> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, itemMark(value, writing)]));
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
