/**
 * Taking a value into state.
 *
 * 1. The author keeps their object: nothing they change in it later reaches the state.
 * 2. A value that would not come back as it was is refused, with the path to it.
 * 3. What is sealed is frozen at every depth, bytes excepted.
 * 4. A container that is sealed already is taken as it is, in constant time.
 */
import { noClasses, type Codec } from './codec.ts';
import { marksIn } from './instances.ts';
import { kindOf } from './kind.ts';
import { around, beside, heightOf, mark, marksOf, marksOfPrimitive, REFUSED, TAGGED } from './marks.ts';
import { sealBuiltIn, sealInstance, type Sealing } from './seal-builtin.ts';
import { MAX_DEPTH, tooDeep, Trail } from './trail.ts';

/** The frozen copy of a value that state may hold; a problem `value/refused` that starts its path with `path`. */
export function seal<Value>(value: Value, path: string, codec: Codec = noClasses): Value {
  if (typeof value === 'object' && value !== null) {
    if (marksOf(value) !== 0) return value;
    return sealContainer(value, { codec, trail: new Trail(path), seal: sealPart }) as Value;
  }
  if (marksOfPrimitive(value) === REFUSED) throw new Trail(path).refused(named(value));
  return value;
}

/** The sealed form of a part of the container that the walk is in. */
function sealPart(value: unknown, sealing: Sealing): unknown {
  if (typeof value !== 'object' || value === null) {
    if (marksOfPrimitive(value) === REFUSED) throw sealing.trail.refused(named(value));
    return value;
  }
  const marks = marksOf(value);
  if (marks === 0) return sealContainer(value, sealing);
  if (sealing.trail.depth + heightOf(marks) > MAX_DEPTH) throw sealing.trail.refused(tooDeep);
  return value;
}

function sealContainer(value: object, sealing: Sealing): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return sealRecord(value as Record<string, unknown>, sealing);
  if (prototype === Array.prototype && Array.isArray(value)) return sealArray(value, sealing);
  return sealOther(value, sealing);
}

function sealOther(value: object, sealing: Sealing): object {
  if (marksIn(value) !== 0) return value;
  const classCodec = sealing.codec.of(value);
  if (classCodec !== undefined) return sealInstance(value, classCodec, sealing);
  const kind = kindOf(value);
  if (kind === undefined) throw sealing.trail.refused(named(value));
  if (kind === 'record') return sealRecord(value as Record<string, unknown>, sealing);
  if (kind === 'array') return sealArray(value as unknown[], sealing);
  return sealBuiltIn(value, kind, sealing);
}

function sealRecord(value: Record<string, unknown>, sealing: Sealing): object {
  const { trail } = sealing;
  if (!trail.enter(value)) throw trail.refused(trail.obstacle(value));
  const keys = plainKeys(value, trail);
  const copy: Record<string, unknown> = { ...value };
  let marks = 0;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    const part = copy[key];
    if (key.charCodeAt(0) === 36) marks |= TAGGED;
    if (typeof part === 'string') continue;
    if (typeof part === 'object' && part !== null) {
      trail.at(key);
      const sealed = sealPart(part, sealing) as object;
      if (sealed !== part) copy[key] = sealed;
      marks = beside(marks, marksIn(sealed));
    } else {
      const added = marksOfPrimitive(part);
      if (added === REFUSED) throw trail.refusedAt(key, named(part));
      marks |= added;
    }
  }
  trail.leave();
  mark(copy, around(marks));
  return Object.freeze(copy);
}

function sealArray(value: readonly unknown[], sealing: Sealing): object {
  const { trail } = sealing;
  if (!trail.enter(value)) throw trail.refused(trail.obstacle(value));
  refuseOddArray(value, trail);
  const copy: unknown[] = Array.prototype.slice.call(value);
  let marks = 0;
  for (let index = 0; index < copy.length; index++) {
    const part = copy[index];
    if (typeof part === 'string') continue;
    if (typeof part === 'object' && part !== null) {
      trail.at(index);
      const sealed = sealPart(part, sealing) as object;
      if (sealed !== part) copy[index] = sealed;
      marks = beside(marks, marksIn(sealed));
    } else {
      const added = marksOfPrimitive(part);
      if (added === REFUSED) throw trail.refusedAt(index, named(part));
      marks |= added;
    }
  }
  trail.leave();
  mark(copy, around(marks));
  return Object.freeze(copy);
}

/** The keys of an object that holds nothing but plain properties. */
function plainKeys(value: object, trail: Trail): readonly string[] {
  const keys = Object.keys(value);
  if (Object.getOwnPropertySymbols(value).length !== 0) throw trail.refusedHere(symbolKey(value));
  for (const key of keys) {
    if (key === '__proto__') throw trail.refusedHere('an object with a key named "__proto__"');
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor !== undefined && !('value' in descriptor)) throw trail.refusedAt(key, accessor);
  }
  if (Object.getOwnPropertyNames(value).length !== keys.length) throw hidden(value, trail);
  return keys;
}

function refuseOddArray(value: readonly unknown[], trail: Trail): void {
  const keys = Object.keys(value);
  if (Object.getOwnPropertySymbols(value).length !== 0) throw trail.refusedHere(symbolKey(value));
  if (keys.length === value.length && (keys.length === 0 || keys.at(-1) === String(value.length - 1))) return;
  for (let index = 0; index < value.length; index++) {
    if (!Object.hasOwn(value, index)) throw trail.refusedAt(index, 'a hole in an array');
  }
  throw trail.refusedAt(keys[value.length] ?? '', 'a named property of an array');
}

const accessor = 'an accessor (a getter or a setter)';

function symbolKey(value: object): string {
  const [symbol] = Object.getOwnPropertySymbols(value);
  return `${Array.isArray(value) ? 'an array' : 'an object'} with the key ${String(symbol)}`;
}

function hidden(value: object, trail: Trail): Error {
  const key = Object.getOwnPropertyNames(value).find((name) => !Object.prototype.propertyIsEnumerable.call(value, name));
  return trail.refusedAt(String(key), 'a property that is not enumerable');
}

/** What a value is, in words. */
function named(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  const own = prototype !== null && Object.hasOwn(prototype as object, 'constructor');
  const maker: unknown = own ? (prototype as { constructor: unknown }).constructor : undefined;
  return typeof maker === 'function' && maker.name !== ''
    ? `an instance of ${maker.name}`
    : 'an object with a prototype of its own';
}
