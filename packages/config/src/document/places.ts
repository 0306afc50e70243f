import { Scalar } from 'yaml';
import type { Span } from './piece.ts';

/** Where each character of a scalar's text stands in the document: as it is written, folded, indented or escaped. */
export function placesIn(text: string, at: Span, type: string | undefined, value: string): (offset: number) => number {
  let places: Uint32Array | undefined;
  return (offset) => {
    places ??= new Walk(text, at, type).places(value);
    return places[Math.min(offset, places.length - 1)] ?? at.start;
  };
}

/** How many digits the escapes have that say a character by its number. */
const digits: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Goes through what is written and what it stands for side by side. */
class Walk {
  readonly #text: string;
  readonly #type: string | undefined;
  readonly #end: number;
  #at: number;

  constructor(text: string, { start, end }: Span, type: string | undefined) {
    this.#text = text;
    this.#type = type;
    this.#end = end;
    this.#at = start + this.#opening(text.slice(start, end));
  }

  places(value: string): Uint32Array {
    const places = new Uint32Array(value.length + 1);
    let index = 0;
    for (; index < value.length; index++) {
      const character = value.charAt(index);
      const isBlank = isSpace(character);
      if (!isBlank) this.#skipSpace();
      places[index] = this.#at;
      const length = this.#escape(value.codePointAt(index) ?? 0);
      if (length > 1) places[++index] = this.#at;
      else if (length === 0 && (!isBlank || this.#text.charAt(this.#at) === character)) this.#at++;
    }
    places[index] = Math.min(this.#at, this.#end);
    return places;
  }

  /** How many characters stand before the first: a quote, or the line that begins a block. */
  #opening(written: string): number {
    if (this.#isBlock) return written.indexOf('\n') + 1;
    return this.#type === Scalar.QUOTE_DOUBLE || this.#type === Scalar.QUOTE_SINGLE ? 1 : 0;
  }

  get #isBlock(): boolean {
    return this.#type === Scalar.BLOCK_LITERAL || this.#type === Scalar.BLOCK_FOLDED;
  }

  /** Passes over what is no part of the text: how lines are indented and folded. */
  #skipSpace(): void {
    for (;;) {
      const isContinued =
        this.#type === Scalar.QUOTE_DOUBLE && /^\\\r?\n/u.test(this.#text.slice(this.#at, this.#at + 3));
      if (!isContinued && !isSpace(this.#text.charAt(this.#at))) return;
      if (this.#at >= this.#end) return;
      this.#at++;
    }
  }

  /** Passes over an escape; how many units of the text it stands for, none where there is no escape. */
  #escape(meant: number): number {
    const [first, second = ''] = this.#text.slice(this.#at, this.#at + 2);
    if (this.#type === Scalar.QUOTE_SINGLE && first === "'" && second === "'") {
      this.#at += 2;
      return 1;
    }
    if (this.#type !== Scalar.QUOTE_DOUBLE || first !== '\\' || isBreak(second)) return 0;
    const many = digits.get(second) ?? 0;
    this.#at += 2 + many;
    return second === 'U' && meant > 0xff_ff ? 2 : 1;
  }
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || isBreak(character);
}

function isBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}
