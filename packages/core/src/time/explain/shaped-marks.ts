import type { KeyPlan } from '../../compile/plan.ts';
import { idOf } from '../../base/change.ts';
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
export function shapedFor({ kind, by = '' }: WrittenBy, value: unknown, marks: Marks): Marks {
  switch (kind) {
    case 'append':
    case 'upsert':
      if (!Array.isArray(value)) return marks;
      return value.map((item, index) => {
        const mark = markAt(marks, value, index);
        return kind === 'upsert' ? identified(by, idOf(item, by), mark) : mark;
      });
    case 'union':
      if (!Array.isArray(value)) return marks;
      return Object.fromEntries(value.map((item, index) => [memberName(item), markAt(marks, value, index)]));
    case 'merge':
      if (!isRecord(value)) return marks;
      return Object.fromEntries(Object.keys(value).map((key) => [key, markOfEntry(marks, key)]));
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

/** The mark of an item of a list. */
function markAt(marks: Marks, value: readonly unknown[], index: number): Mark {
  if (marks instanceof Mark) return marks;
  const found = isList(marks)
    ? marks.length === value.length
      ? marks[index]
      : undefined
    : marks[memberName(value[index])];
  return found === undefined ? last(marks) : markOf(found);
}

function markOfEntry(marks: Marks, key: string): Mark {
  if (marks instanceof Mark) return marks;
  return (isList(marks) ? undefined : marks[key]) ?? last(marks);
}

/** The last of the marks, for a value that all of them wrote, such as that of a reducer: it made the value what it is. */
function last(marks: Marks): Mark {
  return marksIn(marks).at(-1) as Mark;
}

function isList(marks: Exclude<Marks, Mark>): marks is readonly Marked[] {
  return Array.isArray(marks);
}
