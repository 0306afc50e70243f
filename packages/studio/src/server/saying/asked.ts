import { Refused } from './refusal.ts';

/** What a request asks for: the words after its "?". */
export class Asked {
  readonly #words: URLSearchParams;

  constructor(words: URLSearchParams) {
    this.#words = words;
  }

  /** A word; undefined where it is not there, or empty. */
  text(name: string): string | undefined {
    return this.#words.get(name) || undefined;
  }

  /** Whether a word is there at all. */
  has(name: string): boolean {
    return this.#words.has(name);
  }

  /** All words of a name. */
  texts(name: string): readonly string[] {
    return this.#words.getAll(name).filter((word) => word !== '');
  }

  /** A whole number; undefined where it is not there. */
  number(name: string): number | undefined {
    const word = this.text(name);
    if (word === undefined) return undefined;
    const value = Number(word);
    if (!/^-?\d+$/u.test(word) || !Number.isSafeInteger(value))
      throw new Refused(400, 'studio/invalid', `"${name}" is a whole number, and was "${word}".`);
    return value;
  }

  /** How many are asked for: from 1 to `most`. */
  limit(usual: number, most: number): number {
    const limit = this.number('limit') ?? usual;
    if (limit < 1) throw new Refused(400, 'studio/invalid', `"limit" is at least 1, and was ${limit}.`);
    return Math.min(most, limit);
  }

  /** The same words, some of them otherwise. */
  with(others: Readonly<Record<string, string | number | undefined>>): string {
    const words = new URLSearchParams(this.#words);
    for (const [name, word] of Object.entries(others)) if (word !== undefined) words.set(name, String(word));
    return words.toString();
  }

  /** A list of names and numbers, as JSON. */
  place(name: string): readonly (string | number)[] | undefined {
    const word = this.text(name);
    if (word === undefined) return undefined;
    const place = jsonIn(word);
    if (Array.isArray(place) && place.every((part) => typeof part === 'string' || typeof part === 'number'))
      return place;
    throw new Refused(400, 'studio/invalid', `"${name}" is a JSON list of names and numbers, and was ${word}.`);
  }
}

function jsonIn(word: string): unknown {
  try {
    return JSON.parse(word);
  } catch {
    return undefined;
  }
}
