import type { Row } from '../../advance/state/row.ts';

/**
 * Stands for a part of a value: the checkpoint that wrote it, and those through which it came to where it is. Parts of that part may be
 * older: what a checkpoint left as it was, it did not write.
 */
export class Mark {
  readonly row: Row;
  /** Joins, inputs and outputs of subgraphs, in order. */
  readonly via: readonly number[];
  /** What it added to a sum. */
  readonly amount: number | undefined;
  /** The parts that other checkpoints wrote, by key or by place. */
  readonly #parts: ReadonlyMap<unknown, Mark> | undefined;
  #alone: Mark | undefined;

  constructor(row: Row, via: readonly number[] = [], amount?: number, parts?: ReadonlyMap<unknown, Mark>) {
    this.row = row;
    this.via = via;
    this.amount = amount;
    this.#parts = parts !== undefined && parts.size > 0 ? parts : undefined;
  }

  /** The same part, once it came through a checkpoint. */
  through(seq: number): Mark {
    const parts = this.#parts && new Map(Array.from(this.#parts, ([key, part]) => [key, part.through(seq)]));
    return new Mark(this.row, [...this.via, seq], this.amount, parts);
  }

  /** The same with these parts, and no others, written by others. */
  with(parts: ReadonlyMap<unknown, Mark>): Mark {
    return new Mark(this.row, this.via, this.amount, parts);
  }

  /** Who wrote what no other is named for. */
  get alone(): Mark {
    if (this.#parts === undefined) return this;
    return (this.#alone ??= new Mark(this.row, this.via, this.amount));
  }

  /** Who wrote the part under a key or at a place. */
  part(key: unknown): Mark {
    return this.#parts?.get(key) ?? this.alone;
  }
}

/** Marks in the shape of a value: one for the whole, one for each item, one for each entry. */
export type Marks = Mark | readonly Marked[] | Readonly<Record<string, Mark>>;

/** An item of a list: a mark, or one with the id by which the item is known. */
export type Marked = Mark | Identified;

const mark: unique symbol = Symbol('mark');

interface Identified {
  readonly [mark]: Mark;
}

/** An item that is known by an id, as its mark. */
export function identified(by: string, id: unknown, of: Mark): Identified {
  return { [by]: id, [mark]: of };
}

/** The mark of an item. */
export function markOf(item: Marked): Mark {
  return item instanceof Mark ? item : item[mark];
}

/** Marks changed one by one. */
export function mapMarks(marks: Marks, change: (each: Mark) => Mark): Marks {
  if (marks instanceof Mark) return change(marks);
  if (Array.isArray(marks)) return (marks as readonly Marked[]).map((item) => mapItem(item, change));
  return mapEntries(marks as Readonly<Record<string, Mark>>, change);
}

/** An item's mark changed. */
export function mapItem(item: Marked, change: (each: Mark) => Mark): Marked {
  return item instanceof Mark ? change(item) : { ...item, [mark]: change(item[mark]) };
}

function mapEntries(marks: Readonly<Record<string, Mark>>, change: (each: Mark) => Mark): Record<string, Mark> {
  return Object.fromEntries(Object.entries(marks).map(([key, each]) => [key, change(each)]));
}

/** All marks in one shape. */
export function marksIn(marks: Marks): readonly Mark[] {
  if (marks instanceof Mark) return [marks];
  return Array.isArray(marks) ? (marks as readonly Marked[]).map(markOf) : Object.values(marks as Record<string, Mark>);
}

/** Whether there are no marks. */
export function isNone(marks: Marks): boolean {
  return marksIn(marks).length === 0;
}
