/**
 * Writing a sealed value as text.
 *
 * 1. A JSON value is written as itself, so that SQLite's JSON functions read it.
 * 2. Anything else is an object with one key, its tag: `{"$date":"…"}`.
 * 3. A key that could be taken for a tag, or that JSON has to escape, is written as another (see key-text.ts).
 */
import { isBuffer } from './buffers.ts';
import { toBase64 } from './bytes.ts';
import type { Codec } from './codec.ts';
import { takeApart, typeNamed } from '../problem/error-parts.ts';
import { instanceOf, marksIn } from './instances.ts';
import { writtenKey } from './key-text.ts';
import { isPlainNumber, TAGGED } from './marks.ts';
import { NativeDate } from './native-date.ts';
import { seal } from './seal.ts';
import { asTooLong } from '../problem/too-long.ts';
import { MAX_STORED_DEPTH } from '../problem/trail.ts';
import { UnknownInstance } from './unknown-instance.ts';

/** The JSON text of a sealed value, or of what is wrapped around some; what is not sealed yet is sealed first. */
export function encode(value: unknown, codec?: Codec): string {
  // Half the time that JSON takes for it.
  if (typeof value === 'number' && isPlainNumber(value)) return String(value);
  try {
    return JSON.stringify(tagged(seal(value, 'value', codec, MAX_STORED_DEPTH)));
  } catch (error) {
    throw asTooLong(error, 'value');
  }
}

/** The JSON value that stands for a sealed value. */
function tagged(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return isPlainNumber(value) ? value : { $number: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
      return { $bigint: String(value) };
    case 'undefined':
      return { $undefined: true };
    case 'object':
      return value === null || (marksIn(value) & TAGGED) === 0 ? value : taggedObject(value);
    default:
      return value;
  }
}

function taggedObject(value: object): unknown {
  if (Array.isArray(value)) return value.map(tagged);
  const instance = instanceOf(value);
  if (instance !== undefined) return taggedInstance(instance.codec.name, instance.data, instance.id);
  if (value instanceof UnknownInstance) return taggedInstance(value.name, value.data, value.id);
  if (value instanceof NativeDate) return { $date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (value instanceof Map) return { $map: Array.from(value, (entry) => entry.map(tagged)) };
  if (value instanceof Set) return { $set: Array.from(value, tagged) };
  if (value instanceof Uint8Array) return isBuffer(value) ? { $buffer: toBase64(value) } : { $bytes: toBase64(value) };
  if (value instanceof URL) return { $url: value.href };
  if (value instanceof RegExp) return { $regexp: taggedRegExp(value) };
  if (value instanceof Error) return { $error: taggedError(value) };
  return taggedRecord(value as Readonly<Record<string, unknown>>);
}

function taggedInstance(name: string, data: unknown, id: unknown): object {
  return { $class: id === undefined ? [name, tagged(data)] : [name, tagged(data), tagged(id)] };
}

function taggedRecord(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const key of Object.keys(record)) json[writtenKey(key)] = tagged(record[key]);
  return json;
}

function taggedRegExp({ source, flags, lastIndex }: RegExp): unknown[] {
  return lastIndex === 0 ? [source, flags] : [source, flags, lastIndex];
}

function taggedError(error: Error): Record<string, unknown> {
  const { type, name, hidden, props } = takeApart(error);
  return {
    ...(type === typeNamed(name) ? {} : { type }),
    name,
    ...taggedRecord(hidden),
    ...(Object.keys(props).length === 0 ? {} : { props: taggedRecord(props) }),
  };
}
