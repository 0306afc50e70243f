import { toMilliseconds } from '../../base/duration.ts';
import { latePattern } from '../../base/problem/late-pattern.ts';
import type { Fields } from './outline.ts';

/** What has no fields, or could not be read. */
export const noFields: Fields = Object.freeze(Object.create(null) as Fields);

/** The longest list that is looked at. */
const longest = 10_000;

/** The own properties of an object, or undefined where the value is no object or refuses to be read. */
export function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return attempt(() => {
    if (Array.isArray(value)) return undefined;
    return Object.freeze(Object.assign(Object.create(null), value) as Fields);
  });
}

/** The entries of a list, or undefined where the value is none or refuses to be read. */
export function entriesOf(value: unknown): readonly unknown[] | undefined {
  return attempt(() => {
    if (!Array.isArray(value) || value.length > longest) return undefined;
    return Array.from(value as readonly unknown[]);
  });
}

/** What a function gives, or undefined where it throws: for reading what may be hostile. */
export function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A length of time in milliseconds, or undefined where the value is none. */
export function lengthOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return attempt(() => toMilliseconds(value));
}

/** A few words for a value that was there instead. */
export function found(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    case 'undefined':
      return 'missing';
    case 'object':
      if (value === null) return 'null';
      return attempt(() => Array.isArray(value)) === true ? 'a list' : 'an object';
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    default:
      return String(value);
  }
}

const letters = latePattern(String.raw`^[\p{L}\p{N}_$-]+$`);

/** A path and a name below it: `nodes.triage`, or `nodes["a b"]` where a dot would mislead. */
export function below(path: string, name: string): string {
  const plain = /^[\w$-]+$/u.test(name) || letters().test(name);
  if (path === '') return plain ? name : `[${JSON.stringify(name)}]`;
  return plain ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}
