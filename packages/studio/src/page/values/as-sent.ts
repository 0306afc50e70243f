/**
 * Values as the API sends and takes them: JSON in which keys that could be taken for tags, or that JSON has to escape, stand as others
 * (`$$ref`, `$~%0022`), and tags stand for what JSON has no word for.
 */

import { keyOf, writtenKey } from '@cairn/core/store';

type Json = Readonly<Record<string, unknown>>;

/** A plain value as the API takes it. */
export function asSent(value: unknown): unknown {
  return withKeys(value, writtenKey);
}

/** A value that the API sends, with its keys as they are; its tags stay. */
export function asMeant(value: unknown): unknown {
  return withKeys(value, keyOf);
}

/** A part of an object that the API sends, by its name: an object has more names than those that it was sent with. */
export function partNamed(sent: unknown, name: string): unknown {
  const key = writtenKey(name);
  return isRecord(sent) && Object.hasOwn(sent, key) ? sent[key] : undefined;
}

function withKeys(value: unknown, keyIn: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => withKeys(each, keyIn));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [keyIn(key), withKeys(part, keyIn)])) as unknown;
}

function isRecord(json: unknown): json is Json {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
