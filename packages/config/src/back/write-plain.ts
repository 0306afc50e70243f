import { below } from '../document/path.ts';

/** A part of a graph that a document does not say. */
export interface LostPart {
  /** Where it would stand in the document, `nodes.triage.next[0].when` for example. */
  readonly path: string;
  /** Why it is not there, in a sentence. */
  readonly reason: string;
}

/** Notes what is lost. */
export type Lose = (path: string, reason: string) => void;

/** What is data, as a copy; what is not is left out and noted. */
export function writePlain(value: unknown, path: string, lose: Lose): unknown {
  if (Array.isArray(value)) return value.map((item, index) => writePlain(item, `${path}[${index}]`, lose));
  if (typeof value === 'function') {
    lose(path, 'It is a function. Write an expression in its place.');
    return undefined;
  }
  if (typeof value !== 'object' || value === null) {
    if (!['bigint', 'symbol'].includes(typeof value)) return value;
  } else if (isPlain(value)) {
    const entries = Object.entries(value).map(
      ([key, part]) => [key, writePlain(part, below(path, key), lose)] as const,
    );
    return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
  }
  lose(path, 'It is no text, number, flag, list or mapping.');
  return undefined;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
