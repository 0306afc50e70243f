import { bufferOf } from './buffers.ts';
import { fromBase64 } from './bytes.ts';
import type { Codec } from './codec.ts';
import { hiddenNames, putTogether, typeNamed } from '../problem/error-parts.ts';
import { freezeDate, freezeMap, freezeRegExp, freezeSet, freezeURL } from './freeze-builtins.ts';
import { handOut } from './hand-out.ts';
import { bringBack, keepInstance, marksIn } from './instances.ts';
import { keyOf } from './key-text.ts';
import { around, beside, BYTES, mark, TAGGED } from './marks.ts';
import { NativeDate } from './native-date.ts';
import { itemStep, valueStep, type Step, type Trail } from '../problem/trail.ts';
import { UnknownInstance } from './unknown-instance.ts';
import { sealedName } from './unread.ts';

/** One walk through a parsed text on its way back to a value. */
export interface Reading {
  readonly codec: Codec;
  readonly trail: Trail;
  readonly keepUnknown: boolean;
  read(json: unknown, reading: Reading): unknown;
}

type Reader = (json: unknown, reading: Reading) => unknown;

/** The value that a tag stands for; the walk is in the tagged object. */
export function readTag(tag: string, json: unknown, reading: Reading): unknown {
  const reader = readers.get(tag);
  if (reader === undefined) throw reading.trail.unreadableHere(`its tag "${tag}" is not known`);
  const value = reader(json, reading);
  if (value === nothing) throw reading.trail.unreadableHere(`its tag "${tag}" holds something else`);
  return value;
}

/** What a reader gives when the tag does not hold what it should. */
const nothing = Symbol('nothing');

const numbers: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['$number', (json) => numbers.get(json) ?? nothing],
  ['$undefined', (json) => (json === true ? undefined : nothing)],
  ['$bigint', (json) => (typeof json === 'string' && /^-?\d+$/u.test(json) ? BigInt(json) : nothing)],
  ['$date', readDate],
  ['$url', readURL],
  ['$regexp', readRegExp],
  ['$bytes', readBytes],
  ['$buffer', readBuffer],
  ['$map', readMap],
  ['$set', readSet],
  ['$error', readError],
  ['$class', readInstance],
]);

function readDate(json: unknown): unknown {
  const date = new NativeDate(typeof json === 'string' ? json : Number.NaN);
  return json !== null && Number.isNaN(date.getTime()) ? nothing : leaf(date, freezeDate);
}

function readURL(json: unknown): unknown {
  return typeof json === 'string' && URL.canParse(json) ? leaf(new URL(json), freezeURL) : nothing;
}

function readRegExp(json: unknown): unknown {
  if (!Array.isArray(json)) return nothing;
  const [source, flags, lastIndex = 0] = json as readonly unknown[];
  if (typeof source !== 'string' || typeof flags !== 'string' || !Number.isSafeInteger(lastIndex)) return nothing;
  try {
    const pattern = new RegExp(source, flags);
    pattern.lastIndex = lastIndex as number;
    return leaf(pattern, freezeRegExp);
  } catch {
    return nothing;
  }
}

function readBytes(json: unknown): unknown {
  const bytes = typeof json === 'string' ? fromBase64(json) : undefined;
  if (bytes === undefined) return nothing;
  return mark(bytes, around(TAGGED | BYTES));
}

function readBuffer(json: unknown): unknown {
  const bytes = typeof json === 'string' ? fromBase64(json) : undefined;
  return bytes === undefined ? nothing : mark(bufferOf(bytes), around(TAGGED | BYTES));
}

function readMap(json: unknown, reading: Reading): unknown {
  if (!Array.isArray(json)) return nothing;
  const map = new Map<unknown, unknown>();
  let marks = TAGGED;
  for (const [index, entry] of (json as readonly unknown[]).entries()) {
    if (!Array.isArray(entry) || entry.length !== 2) return nothing;
    const key = part(json, itemStep(index), entry[0], reading);
    const value = part(json, valueStep(key, index), entry[1], reading);
    marks = beside(marks, beside(marksIn(key), marksIn(value)));
    map.set(key, value);
  }
  if (map.size !== json.length) return nothing;
  return freezeMap(mark(map, around(marks)));
}

function readSet(json: unknown, reading: Reading): unknown {
  if (!Array.isArray(json)) return nothing;
  const set = new Set<unknown>();
  let marks = TAGGED;
  for (const [index, item] of (json as readonly unknown[]).entries()) {
    const value = part(json, itemStep(index), item, reading);
    marks = beside(marks, marksIn(value));
    set.add(value);
  }
  if (set.size !== json.length) return nothing;
  return freezeSet(mark(set, around(marks)));
}

function readError(json: unknown, reading: Reading): unknown {
  if (!isRecord(json) || typeof json['name'] !== 'string') return nothing;
  const { name, type = typeNamed(name), props: storedProps = {} } = json;
  if (typeof type !== 'string' || !isRecord(storedProps)) return nothing;
  if (json['stack'] !== undefined && typeof json['stack'] !== 'string') return nothing;
  const stored = Object.fromEntries(
    hiddenNames.filter((key) => Object.hasOwn(json, key)).map((key) => [key, json[key]]),
  );
  const hidden = readParts(stored, reading);
  const props = readParts(storedProps, reading);
  const error = putTogether({ type, name, hidden: hidden.parts, props: props.parts });
  return Object.freeze(mark(error, around(beside(TAGGED, beside(hidden.marks, props.marks)))));
}

function readParts(json: Record<string, unknown>, reading: Reading): { parts: Record<string, unknown>; marks: number } {
  const parts: Record<string, unknown> = {};
  let marks = 0;
  for (const key of Object.keys(json)) {
    const name = keyOf(key);
    if (name === '__proto__') throw reading.trail.unreadableHere('it has a key named "__proto__"');
    const value = part(json, key, json[key], reading);
    marks = beside(marks, marksIn(value));
    parts[name] = value;
  }
  return { parts, marks };
}

function whyUnknown(name: string): string {
  return name === sealedName
    ? 'it is protected, and "protect" was not given, which a module exports for the command'
    : `it is an instance of "${name}", and no codec of that name is registered`;
}

function readInstance(json: unknown, reading: Reading): unknown {
  if (!Array.isArray(json) || json.length < 2 || json.length > 3) return nothing;
  const [name, stored, storedId] = json as readonly unknown[];
  if (typeof name !== 'string') return nothing;
  const codec = reading.codec.named(name);
  if (codec === undefined && !reading.keepUnknown) {
    throw reading.trail.unreadableHere(whyUnknown(name));
  }
  const data = part(json, { entry: '' }, stored, reading);
  const id = storedId === undefined ? undefined : part(json, { entry: '' }, storedId, reading);
  const marks = around(marksIn(data) | TAGGED);
  if (codec === undefined) {
    const unknown = new UnknownInstance(name, data, id);
    return Object.freeze(mark(unknown, marks));
  }
  try {
    const value = bringBack(codec, handOut(data));
    keepInstance(value, { codec, data, marks, ...(isId(id) && { id }) });
    return value;
  } catch (error) {
    throw reading.trail.unreadableHere(`it is an instance of "${name}" whose codec could not bring it back`, error);
  }
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || typeof id === 'number';
}

function part(container: object, step: Step, json: unknown, reading: Reading): unknown {
  reading.trail.at(container, step);
  return reading.read(json, reading);
}

function leaf<Value extends object>(value: Value, freeze: (value: Value) => Value): Value {
  return freeze(mark(value, around(TAGGED)));
}

function isRecord(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
