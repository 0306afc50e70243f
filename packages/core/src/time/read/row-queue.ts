import type { Row } from '../../advance/state/row.ts';

/** How many rows are read at a time. */
const pageSize = 2_000;

/** A thread's rows in order, read a page at a time; a few of them are looked at before they are taken. */
export class RowQueue {
  readonly #read: (from: number, limit: number) => Promise<readonly Row[]>;
  #rows: readonly Row[] = [];
  #at = 0;
  #next: number;
  #isOver = false;

  /** `read` gives rows from a seq on. */
  constructor(read: (from: number, limit: number) => Promise<readonly Row[]>, from: number) {
    this.#read = read;
    this.#next = from;
  }

  /** Whether so many rows are at hand, or all that are left. */
  has(count: number): boolean {
    return this.#isOver || this.#rows.length - this.#at >= count;
  }

  /** Reads on until so many rows are at hand, or all that are left. */
  async fill(count: number): Promise<void> {
    while (!this.has(count)) {
      const page = await this.#read(this.#next, pageSize);
      this.#isOver = page.length < pageSize;
      this.#rows = [...this.#rows.slice(this.#at), ...page];
      this.#at = 0;
      this.#next += page.length;
    }
  }

  /** The row after so many others; undefined past the end. */
  peek(after = 0): Row | undefined {
    return this.#rows[this.#at + after];
  }

  /** The next rows, so many at most. */
  first(count: number): readonly Row[] {
    return this.#rows.slice(this.#at, this.#at + count);
  }

  take(count: number): readonly Row[] {
    const taken = this.first(count);
    this.#at += count;
    return taken;
  }
}
