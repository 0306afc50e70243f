/**
 * Reading a value back from its text.
 *
 * 1. What is read equals what was sealed, and is sealed.
 * 2. Text that stands for no value is a problem `value/unreadable` with a path, never a crash.
 */
import { noClasses, type Codec } from './codec.ts';
import { marksIn } from './instances.ts';
import { keyOf } from './key-text.ts';
import { around, beside, isPlainNumber, mark, TAGGED } from './marks.ts';
import { isProblem } from '../problem/problem.ts';
import { readTag, type Reading } from './read-tag.ts';
import { MAX_STORED_DEPTH, Trail } from '../problem/trail.ts';

export interface DecodeOptions {
  /** What problems call the value. Default: `value`. */
  readonly path?: string;
  /** What to do with an instance of a class without a codec: `keep` it as an UnknownInstance. Default: `refuse`. */
  readonly unknown?: 'refuse' | 'keep';
}

/** The sealed value of a text that `encode` wrote; a problem `value/unreadable` for any other text. */
export function decode(text: string, codec: Codec = noClasses, options: DecodeOptions = {}): unknown {
  const trail = new Trail(options.path ?? 'value', MAX_STORED_DEPTH);
  const reading: Reading = { codec, trail, keepUnknown: options.unknown === 'keep', read };
  const json = parsed(text, trail);
  try {
    return read(json, reading);
  } catch (error) {
    throw isProblem(error) ? error : trail.unreadableHere('it is more than this engine can hold', error);
  }
}

function parsed(text: string, trail: Trail): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw trail.unreadable(`it is not JSON (${(error as Error).message})`, error);
  }
}

function read(json: unknown, reading: Reading): unknown {
  if (typeof json === 'object' && json !== null) return readContainer(json, reading);
  if (typeof json === 'number' && json - json !== 0) throw reading.trail.unreadable(outOfRange);
  return json;
}

const outOfRange = 'its number is out of range';

function readContainer(json: object, reading: Reading): unknown {
  const { trail } = reading;
  if (!trail.enter(json)) throw trail.unreadable(`it is ${trail.obstacle(json)}`);
  const sealed = Array.isArray(json) ? readArray(json, reading) : readRecord(json as Record<string, unknown>, reading);
  trail.leave();
  return sealed;
}

function readArray(json: unknown[], reading: Reading): object {
  const { trail } = reading;
  let marks = 0;
  for (let index = 0; index < json.length; index++) {
    const part = json[index];
    if (typeof part === 'object' && part !== null) {
      trail.at(json, index);
      const sealed = readContainer(part, reading);
      if (sealed !== part) json[index] = sealed;
      marks = beside(marks, marksIn(sealed));
    } else if (typeof part === 'number' && !isPlainNumber(part)) {
      if (part !== 0) throw trail.unreadableAt(index, outOfRange);
      marks |= TAGGED;
    }
  }
  return Object.freeze(mark(json, around(marks)));
}

function readRecord(json: Record<string, unknown>, reading: Reading): unknown {
  const { trail } = reading;
  const keys = Object.keys(json);
  let marks = 0;
  let isEscaped = false;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    let name = key;
    if (key.charCodeAt(0) === 36) {
      name = keyOf(key);
      if (name === key) return readTag(onlyKey(keys, key, trail), json[key], reading);
      isEscaped = true;
    }
    if (name === '__proto__') throw trail.unreadableHere('it has a key named "__proto__"');
    const part = json[key];
    if (typeof part === 'object' && part !== null) {
      trail.at(json, key);
      const sealed = readContainer(part, reading);
      if (sealed !== part) json[key] = sealed;
      marks = beside(marks, marksIn(sealed));
    } else if (typeof part === 'number' && !isPlainNumber(part)) {
      if (part !== 0) throw trail.unreadableAt(key, outOfRange);
      marks |= TAGGED;
    }
  }
  const record = isEscaped ? withoutEscapes(json, keys) : json;
  return Object.freeze(mark(record, around(isEscaped ? marks | TAGGED : marks)));
}

/** The tag of an object that has nothing but its tag. */
function onlyKey(keys: readonly string[], tag: string, trail: Trail): string {
  if (keys.length > 1) throw trail.unreadableHere(`it has other keys beside the tag "${tag}"`);
  return tag;
}

/** The object with the keys that it had before it was written. */
function withoutEscapes(json: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const key of keys) record[keyOf(key)] = json[key];
  return record;
}
