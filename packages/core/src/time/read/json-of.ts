import { encode } from '../../base/value/encode.ts';

/**
 * A value as JSON. What JSON has no word for is written as Cairn stores it, with a tag: `{"$date":"…"}`; parts that are
 * undefined are left out.
 */
export function jsonOf(value: unknown): unknown {
  return JSON.parse(encode(stripped(value))) as unknown;
}

function stripped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(stripped);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, stripped(part)])) as unknown;
}
