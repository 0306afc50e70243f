/** Values brought back from the JSON that stands for them: new ones each time, for whoever gets them may change them. */

import { keyOf, problem, putTogether } from '@cairn/core/store';
import { isMessageName, messageOf } from './messages.ts';
import type { Codec } from './to-stored.ts';

/** The value that JSON stands for; nothing of it is shared with the JSON. */
export function fromStored(json: unknown, codec: Codec): unknown {
  if (typeof json !== 'object' || json === null) return json;
  return Array.isArray(json) ? list(json, codec) : record(json as Json, codec);
}

type Json = Readonly<Record<string, unknown>>;

function list(json: readonly unknown[], codec: Codec): unknown[] {
  const items: unknown[] = [];
  for (const item of json) items.push(typeof item === 'string' ? item : fromStored(item, codec));
  return items;
}

function record(json: Json, codec: Codec): unknown {
  const value: Record<string, unknown> = {};
  for (const key in json) {
    if (key.charCodeAt(0) === 36 && keyOf(key) === key) return tagged(key, json[key], codec);
    const part = json[key];
    const entry = typeof part === 'string' ? part : fromStored(part, codec);
    const name = keyOf(key);
    if (name === '__proto__')
      Object.defineProperty(value, name, { value: entry, enumerable: true, configurable: true, writable: true });
    else value[name] = entry;
  }
  return value;
}

function tagged(tag: string, json: unknown, codec: Codec): unknown {
  const reader = readers[tag];
  if (reader === undefined)
    throw problem('value/unreadable', { path: 'value', found: `its tag "${tag}" is not known` });
  return reader(json as never, codec);
}

const readers: Readonly<Record<string, (json: never, codec: Codec) => unknown>> = {
  $number: (json: string) => Number(json),
  $bigint: (json: string) => BigInt(json),
  $undefined: () => undefined,
  $date: (json: string | null) => new Date(json ?? Number.NaN),
  $url: (json: string) => new URL(json),
  $regexp: regExp,
  $bytes: (json: string) => new Uint8Array(Buffer.from(json, 'base64')),
  $buffer: (json: string) => Buffer.from(json, 'base64'),
  $map: (json: readonly unknown[], codec) => new Map(list(json, codec) as [unknown, unknown][]),
  $set: (json: readonly unknown[], codec) => new Set(list(json, codec)),
  $error: error,
  $class: instance,
};

function regExp([source, flags, lastIndex = 0]: readonly [string, string, number?]): RegExp {
  return Object.assign(new RegExp(source, flags), { lastIndex });
}

function error(json: Json, codec: Codec): Error {
  const { type, name, props = {}, ...hidden } = json as Json & { name: string; type?: string; props?: Json };
  return putTogether({
    type: type ?? name,
    name,
    hidden: record(hidden, codec) as Json,
    props: record(props, codec) as Json,
  });
}

function instance([name, data]: readonly [string, unknown], codec: Codec): unknown {
  if (isMessageName(name)) return messageOf(name, record(data as Json, codec) as Record<string, unknown>);
  const known = codec.named(name);
  if (known !== undefined) return known.decode(fromStored(data, codec));
  const buffer = buffers[name];
  if (buffer !== undefined) return buffer((fromStored(data, codec) as Uint8Array<ArrayBuffer>).buffer);
  throw problem('value/unreadable', {
    path: 'value',
    found: `it is an instance of "${name}", and no codec of that name is given`,
  });
}

const buffers: Readonly<Record<string, (buffer: ArrayBuffer) => unknown>> = {
  ArrayBuffer: (buffer) => buffer,
  SharedArrayBuffer: (buffer) => buffer,
  DataView: (buffer) => new DataView(buffer),
  Int8Array: (buffer) => new Int8Array(buffer),
  Uint8ClampedArray: (buffer) => new Uint8ClampedArray(buffer),
  Int16Array: (buffer) => new Int16Array(buffer),
  Uint16Array: (buffer) => new Uint16Array(buffer),
  Int32Array: (buffer) => new Int32Array(buffer),
  Uint32Array: (buffer) => new Uint32Array(buffer),
  Float32Array: (buffer) => new Float32Array(buffer),
  Float64Array: (buffer) => new Float64Array(buffer),
  BigInt64Array: (buffer) => new BigInt64Array(buffer),
  BigUint64Array: (buffer) => new BigUint64Array(buffer),
};
