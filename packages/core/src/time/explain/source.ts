import type { Values } from '../../base/change.ts';
import { Mark, marksIn, markOf, type Marked, type Marks } from './mark.ts';
import { isRecord, isSame } from '../../base/value/same.ts';

/** A state that another was made of by a function of the author's: what is found in it unchanged comes from there. */
export class Source {
  readonly #values: Values;
  readonly #marks: Readonly<Record<string, Marks>>;

  constructor(values: Values, marks: Values) {
    this.#values = values;
    this.#marks = marks as Readonly<Record<string, Marks>>;
  }

  /** The marks of a whole key that holds this value: of the same name, or the only one. */
  whole(key: string, value: unknown): Marks | undefined {
    if (value === undefined || isEmpty(value)) return undefined;
    if (Object.hasOwn(this.#values, key) && isSame(this.#values[key], value)) return this.#marks[key];
    const [found, other] = Object.keys(this.#values).filter((each) => isSame(this.#values[each], value));
    const marks = found !== undefined && other === undefined ? this.#marks[found] : undefined;
    return marks !== undefined && mayBeElse(value, marks) ? undefined : marks;
  }

  /** The mark of a part that equals this one: a key, an item or an entry. */
  part(part: unknown): Mark | undefined {
    if (part === undefined || isEmpty(part)) return undefined;
    const marks = this.whole('', part);
    if (marks !== undefined) return marksIn(marks).at(-1);
    const found: Mark[] = [];
    for (const key of Object.keys(this.#values)) found.push(...partsLike(part, this.#values[key], this.#marks[key]));
    if (typeof part !== 'object' && found.length !== 1) return undefined;
    return found[0] !== undefined && mayBeElse(part, found[0]) ? undefined : found[0];
  }
}

/** Whether a value may just as well come from elsewhere: a text or a number that a subgraph was opened with tells nothing. */
function mayBeElse(value: unknown, marks: Marks): boolean {
  return typeof value !== 'object' && marksIn(marks).every(({ row }) => row.cause === 'open');
}

function partsLike(part: unknown, value: unknown, marks: Marks | undefined): readonly Mark[] {
  if (marks === undefined) return [];
  if (Array.isArray(value)) {
    const at = value.flatMap((item, index) => (isSame(item, part) ? [index] : []));
    if (marks instanceof Mark) return at.length > 0 ? [marks] : [];
    if (!Array.isArray(marks)) return [];
    return at.flatMap((index) =>
      (marks as readonly Marked[])[index] === undefined ? [] : [markOf(marks[index] as Marked)],
    );
  }
  if (!isRecord(value) || Array.isArray(marks)) return [];
  const keys = Object.keys(value).filter((key) => isSame(value[key], part));
  if (marks instanceof Mark) return keys.length > 0 ? [marks] : [];
  return keys.map((key) => (marks as Readonly<Record<string, Mark>>)[key]).filter((mark) => mark !== undefined);
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value).length === 0 && isPlainEmpty(value))
  );
}

function isPlainEmpty(value: object): boolean {
  return Array.isArray(value) || isRecord(value);
}
