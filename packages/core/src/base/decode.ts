/**
 * Reading a value back from its text.
 *
 * 1. What is read equals what was sealed, and is sealed.
 * 2. Text that `encode` could not have written is a problem `value/unreadable` with a path, never a crash.
 */
import { noClasses, type Codec } from './codec.ts';
import { marksIn } from './instances.ts';
import { around, beside, mark, TAGGED } from './marks.ts';
import { readTag, type Reading } from './read-tag.ts';
import { MAX_DEPTH, Trail } from './trail.ts';

export interface DecodeOptions {
  /** What problems call the value. Default: `value`. */
  readonly path?: string;
  /** What to do with an instance of a class without a codec: `keep` it as an UnknownInstance. Default: `refuse`. */
  readonly unknown?: 'refuse' | 'keep';
}

/** The sealed value of a text that `encode` wrote; a problem `value/unreadable` for any other text. */
export function decode(text: string, codec: Codec = noClasses, options: DecodeOptions = {}): unknown {
  const trail = new Trail(options.path ?? 'value', MAX_DEPTH + 1);
  const reading: Reading = { codec, trail, keepUnknown: options.unknown === 'keep', read };
  return read(parsed(text, trail), reading);
}

function parsed(text: string, trail: Trail): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw trail.unreadable(`it is not JSON (${(error as Error).message})`, error);
  }
}

function read(json: unknown, reading: Reading): unknown {
  if (typeof json === 'number' && json - json !== 0) throw reading.trail.unreadable('its number is out of range');
  if (typeof json !== 'object' || json === null) return json;
  const { trail } = reading;
  if (!trail.enter(json)) throw trail.unreadable(`it is ${trail.obstacle(json)}`);
  const sealed = Array.isArray(json) ? readArray(json, reading) : readRecord(json as Record<string, unknown>, reading);
  trail.leave();
  return sealed;
}

function readArray(json: unknown[], reading: Reading): object {
  let marks = 0;
  for (let index = 0; index < json.length; index++) {
    const part = json[index];
    if (typeof part === 'string') continue;
    reading.trail.at(index);
    const sealed = read(part, reading);
    if (sealed !== part) json[index] = sealed;
    marks = beside(marks, marksIn(sealed));
  }
  mark(json, around(marks));
  return Object.freeze(json);
}

function readRecord(json: Record<string, unknown>, reading: Reading): unknown {
  const { trail } = reading;
  const keys = Object.keys(json);
  let marks = 0;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    if (key.charCodeAt(0) === 36) {
      if (key.charCodeAt(1) === 36) marks |= TAGGED;
      else if (keys.length === 1) return readTag(key, json[key], reading);
      else throw trail.unreadableHere(`it has the tag "${key}" and other keys`);
    }
    if (key === '__proto__') throw trail.unreadableHere('it has a key named "__proto__"');
    const part = json[key];
    if (typeof part === 'string') continue;
    trail.at(key);
    const sealed = read(part, reading);
    if (sealed !== part) json[key] = sealed;
    marks = beside(marks, marksIn(sealed));
  }
  const record = (marks & TAGGED) === 0 ? json : withoutEscapes(json, keys);
  mark(record, around(marks));
  return Object.freeze(record);
}

/** The object whose keys that start with `$` were given one more. */
function withoutEscapes(json: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  if (!keys.some((key) => key.startsWith('$'))) return json;
  const record: Record<string, unknown> = {};
  for (const key of keys) record[key.startsWith('$') ? key.slice(1) : key] = json[key];
  return record;
}
