import type { Span } from './piece.ts';

/** A mistake in a document. */
export interface ConfigMistake {
  /** What kind of mistake, `unknown-node` for example; the kinds are listed in `docs/problems/config.md`. */
  readonly code: string;
  /** Where in the document, `nodes.triage.next[0].to` for example. */
  readonly path: string;
  /** The line in the text, counted from 1. */
  readonly line: number;
  /** The column in the line, in UTF-16 units, counted from 1. */
  readonly column: number;
  /** What is wrong, what was there, and what to do. */
  readonly message: string;
}

/** So many mistakes are told at once. */
const most = 200;

interface Noted {
  readonly code: string;
  readonly path: string;
  readonly start: number;
  readonly message: string;
}

/** Gathers the mistakes of one document. */
export class Mistakes {
  readonly #noted: Noted[] = [];
  readonly #lines: readonly number[];

  constructor(text: string) {
    this.#lines = lineStarts(text);
  }

  get any(): boolean {
    return this.#noted.length > 0;
  }

  /** Whether no more of them are told. */
  get full(): boolean {
    return this.#noted.length >= most;
  }

  /** Notes a mistake at a place of the text. */
  add(code: string, path: string, at: Span | number, message: string): void {
    if (this.full) return;
    const start = typeof at === 'number' ? at : at.start;
    this.#noted.push({ code, path, start, message });
  }

  /** Whether there is one at this place already. */
  has(at: Span): boolean {
    return this.#noted.some(({ start }) => start === at.start);
  }

  /** The paths of those there are by now. */
  paths(): ReadonlySet<string> {
    return new Set(this.#noted.map(({ path }) => path));
  }

  /** All of them, in the order of the text, each once. */
  list(): readonly ConfigMistake[] {
    const sorted = this.#noted.toSorted((left, right) => left.start - right.start);
    const once = new Map(sorted.map((each) => [`${each.start} ${each.code} ${each.message}`, each]));
    return Object.freeze(
      Array.from(once.values(), ({ code, path, start, message }) =>
        Object.freeze({ code, path, ...this.placeOf(start), message }),
      ),
    );
  }

  /** The line and the column of a place of the text, each counted from 1. */
  placeOf(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lines[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lines[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
