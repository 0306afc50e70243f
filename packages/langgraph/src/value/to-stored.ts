/**
 * Values of LangGraph's channels as JSON that brings them back as they were.
 *
 * 1. What is written is what Cairn writes of state: JSON as it is, and an object with one key, its tag, for all else.
 * 2. Of a function, and of an instance of a class that nobody told of, is written what JSON has of it, unless that is to be refused.
 * 3. A value that cannot be written is a problem that names the place, and never a value without it.
 */

import { types } from 'node:util';
import type { codecOf } from '@cairn/core';
import { problem, takeApart, writtenKey } from '@cairn/core/store';
import { fieldsOf, messageName } from './messages.ts';

export type Codec = ReturnType<typeof codecOf>;

/** What is known of classes. */
export interface Classes {
  readonly codec: Codec;
  /** Refuses what would come back as something else. */
  readonly strict: boolean;
}

/** How deep a value may nest. */
const mostLevels = 500;

/** Stands for what JSON leaves out. */
const absent = Symbol('absent');

/** One walk through a value. */
interface Walk extends Classes {
  readonly root: string;
  /** The containers that the walk is in, and the names of their parts that it went into. */
  readonly inside: object[];
  readonly names: (string | number)[];
}

/** The JSON that stands for a value; `root` is what problems call it. */
export function toStored(value: unknown, root: string, classes: Classes): unknown {
  const json = part(value, { ...classes, root, inside: [], names: [] });
  return json === absent ? { $undefined: true } : json;
}

function part(value: unknown, walk: Walk): unknown {
  switch (typeof value) {
    case 'number':
      return isPlain(value) ? value : { $number: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
      return { $bigint: String(value) };
    case 'undefined':
      return { $undefined: true };
    case 'function':
    case 'symbol':
      if (walk.strict) throw refused(walk, `a ${typeof value}`);
      return absent;
    case 'object':
      return value === null ? null : object(value, walk);
    default:
      return value;
  }
}

function isPlain(value: number): boolean {
  return value - value === 0 && (value !== 0 || 1 / value > 0);
}

function object(value: object, walk: Walk): unknown {
  const depth = walk.inside.length;
  if (depth >= mostLevels) throw refused(walk, `nested more than ${mostLevels} levels deep`);
  if (walk.inside.includes(value)) throw refused(walk, 'a cycle back to what holds it');
  walk.inside.push(value);
  const isPlainList = Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
  const json = isPlainList
    ? list(value, walk)
    : isRecord(value)
      ? record(value as Fields, walk)
      : instance(value, walk);
  walk.inside.pop();
  return json;
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a class extends one that the value would come back as; not where its own class is known. */
function isExtended(value: object): boolean {
  const isKept =
    Array.isArray(value) ||
    types.isDate(value) ||
    types.isMap(value) ||
    types.isSet(value) ||
    types.isRegExp(value) ||
    types.isNativeError(value) ||
    value instanceof URL ||
    (types.isTypedArray(value) && !Buffer.isBuffer(value));
  return isKept && !isOfPlatform(value);
}

/** Whether no author wrote the class. */
function isOfPlatform(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null;
  if (prototype === URL.prototype) return true;
  const made = prototype !== null && Object.hasOwn(prototype, 'constructor') ? prototype.constructor : undefined;
  return typeof made === 'function' && Function.prototype.toString.call(made).endsWith('{ [native code] }');
}

function within(name: string | number, value: unknown, walk: Walk): unknown {
  // Most parts are no containers: their names are of no use to anybody.
  if (typeof value === 'string') return value;
  walk.names[walk.inside.length - 1] = name;
  return part(value, walk);
}

function list(value: readonly unknown[], walk: Walk): unknown[] {
  const json: unknown[] = [];
  for (let at = 0; at < value.length; at++) {
    const item = within(at, value[at], walk);
    json.push(item === absent ? null : item);
  }
  return json;
}

function record(value: Readonly<Record<string, unknown>>, walk: Walk): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const entry = within(key, value[key], walk);
    if (entry !== absent) json[nameIn(key)] = entry;
  }
  return json;
}

/** A key that would be a prototype is written as one that JSON has to escape. */
function nameIn(key: string): string {
  return key === '__proto__' ? '$~%005f_proto__' : writtenKey(key);
}

function instance(value: object, walk: Walk): unknown {
  const message = messageName(value);
  if (message !== undefined) return { $class: [message, record(fieldsOf(value), walk)] };
  const codec = walk.codec.of(value);
  if (codec !== undefined) return { $class: [codec.name, within('data', codec.encode(value), walk)] };
  if (walk.strict && isExtended(value)) throw unknownClass(value, walk);
  if (Array.isArray(value)) return list(value, walk);
  if (types.isDate(value)) return { $date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (types.isMap(value)) return { $map: list([...value], walk) };
  if (types.isSet(value)) return { $set: list([...value], walk) };
  if (types.isRegExp(value))
    return { $regexp: [value.source, value.flags, ...(value.lastIndex > 0 ? [value.lastIndex] : [])] };
  if (value instanceof URL) return { $url: value.href };
  if (types.isNativeError(value)) return { $error: error(value, walk) };
  if (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value)) return bytes(value);
  return unknown(value, walk);
}

function error(value: Error, walk: Walk): unknown {
  const { type, name, hidden, props } = takeApart(value);
  const json: Record<string, unknown> = { ...(type !== name && { type }), name, ...record(hidden, walk) };
  return Object.keys(props).length === 0 ? json : { ...json, props: record(props, walk) };
}

function bytes(value: ArrayBufferLike | ArrayBufferView): unknown {
  const {
    buffer,
    byteOffset = 0,
    byteLength,
  } = ArrayBuffer.isView(value) ? value : { buffer: value, byteLength: value.byteLength };
  const text = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  if (Buffer.isBuffer(value)) return { $buffer: text };
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return name === 'Uint8Array' ? { $bytes: text } : { $class: [name, { $bytes: text }] };
}

function unknown(value: object, walk: Walk): unknown {
  if (walk.strict && !isOfLangGraph(value)) throw unknownClass(value, walk);
  if (types.isBoxedPrimitive(value)) return part(value.valueOf(), walk);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return part((toJSON as () => unknown).call(value), walk);
  return record(value as Readonly<Record<string, unknown>>, walk);
}

/** LangGraph takes the JSON of these for what they were. */
function isOfLangGraph({ lg_name: name }: { readonly lg_name?: unknown }): boolean {
  return name === 'Send' || name === 'Overwrite' || name === 'Command';
}

function unknownClass(value: object, walk: Walk): Error {
  return refused(walk, `an instance of ${value.constructor.name}, for which there is no codec`);
}

function refused({ root, inside, names }: Walk, found: string): Error {
  const path = names.slice(0, inside.length).map((name) => (typeof name === 'number' ? `[${name}]` : `.${name}`));
  return problem('value/refused', { path: `${root}${path.join('')}`, found });
}
