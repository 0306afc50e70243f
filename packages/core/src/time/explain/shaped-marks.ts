import type { KeyPlan } from '../../compile/plan.ts';
import { idOf } from '../../base/change.ts';
import { ownValue } from '../../base/value/own-value.ts';
import { isRecord } from '../../base/value/same.ts';
import { identified, Mark, markOf, marksIn, type Marked, type Marks } from './mark.ts';
import { memberName } from './member-name.ts';

/** How a key is written: its kind, and the property by which its items are told apart. */
export interface WrittenBy {
  readonly kind: KeyPlan['kind'];
  readonly by?: string;
}

/**
 * The marks of a value in the shape in which its key's marks are folded. They may have been found at a key of another kind, which
 * has one for the whole, or one for each part, of the same value.
 */
export function shapedFor(written: WrittenBy, value: unknown, marks: Marks): Marks {
  const shaped = byParts(written, value, (_part, _id, place) => markAt(marks, value, place) ?? last(marks));
  if (shaped !== undefined) return shaped;
  switch (written.kind) {
    case 'sum':
      return marks instanceof Mark && typeof value === 'number'
        ? [new Mark(marks.row, marks.via, value)]
        : marksIn(marks);
    case 'reduce':
      return marksIn(marks);
    default:
      return marks;
  }
}

/**
 * Marks in the shape of a value whose key adds parts to it, made part by part: each has what it is known by, and its place in the value.
 * Undefined where its key adds no parts, or the value has none.
 */
export function byParts(
  { kind, by = '' }: WrittenBy,
  value: unknown,
  mark: (part: unknown, id: unknown, place: string | number) => Mark,
): Marks | undefined {
  if (kind === 'merge') {
    if (!isRecord(value)) return undefined;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mark(part, key, key)]));
  }
  if (!Array.isArray(value)) return undefined;
  switch (kind) {
    case 'append':
      return value.map((item, index) => mark(item, index, index));
    case 'upsert':
      return value.map((item, index) => identified(by, idOf(item, by), mark(item, idOf(item, by), index)));
    case 'union':
      return Object.fromEntries(
        value.map((item, index) => [memberName(item), mark(item, memberName(item), index)] as const),
      );
    default:
      return undefined;
  }
}

/** The mark of the part at a place of a value; undefined where the marks are not those of its parts. */
export function markAt(marks: Marks, value: unknown, place: string | number): Mark | undefined {
  if (Array.isArray(value) && typeof place !== 'number') return undefined;
  if (marks instanceof Mark) return marks.part(place);
  if (!isList(marks)) return ownValue(marks, Array.isArray(value) ? memberName(value[place as number]) : String(place));
  const found = Array.isArray(value) && marks.length === value.length ? marks[place as number] : undefined;
  return found && markOf(found);
}

/** One mark for a whole value: that of its newest part, with the others for their parts. */
export function asOne(marks: Marks, value: unknown): Mark | undefined {
  if (marks instanceof Mark) return marks;
  const newest = marksIn(marks).reduce<Mark | undefined>(
    (found, each) => (found === undefined || each.row.seq > found.row.seq ? each : found),
    undefined,
  );
  const places = Array.isArray(value) ? value.keys() : isRecord(value) ? Object.keys(value) : [];
  const parts = new Map<unknown, Mark>();
  for (const place of places) {
    const part = markAt(marks, value, place);
    if (part !== undefined) parts.set(place, part);
  }
  return newest?.with(parts);
}

/** The last of the marks, for a value that all of them wrote, such as that of a reducer: it made the value what it is. */
function last(marks: Marks): Mark {
  return marksIn(marks).at(-1) as Mark;
}

function isList(marks: Exclude<Marks, Mark>): marks is readonly Marked[] {
  return Array.isArray(marks);
}
