/**
 * Taking a value into state.
 *
 * 1. The author keeps their object: nothing they change in it later reaches the state.
 * 2. A value that would not come back as it was is refused, with the path to it.
 * 3. What is sealed is frozen at every depth, bytes excepted.
 * 4. A container that is sealed already is taken as it is, in constant time.
 */
import { noClasses, type Codec } from './codec.ts';
import { accessor, named, symbolKey } from './found.ts';
import { marksIn } from './instances.ts';
import { isOddKey } from './key-text.ts';
import { kindOf } from './kind.ts';
import { around, beside, heightOf, mark, marksOf, marksOfPrimitive, REFUSED, TAGGED } from './marks.ts';
import { isProblem } from '../problem/problem.ts';
import { sealBuiltIn, sealInstance, type Sealing } from './seal-builtin.ts';
import { MAX_DEPTH, Trail } from '../problem/trail.ts';

/** The frozen copy of a value that state may hold; a problem `value/refused` that starts its path with `path`. */
export function seal<Value>(value: Value, path: string, codec: Codec = noClasses, limit: number = MAX_DEPTH): Value {
  if (typeof value === 'object' && value !== null) {
    if (marksOf(value) !== 0) return value;
    return sealRoot(value, { codec, trail: new Trail(path, limit), seal: sealPart }) as Value;
  }
  if (marksOfPrimitive(value) === REFUSED) throw new Trail(path).refused(named(value));
  return value;
}

/** The sealed form of a list that nobody else holds, whose items are sealed. */
export function sealList(items: unknown[], path: string, codec: Codec): readonly unknown[] {
  let marks = 0;
  for (const item of items) marks = beside(marks, marksIn(item));
  const all = around(marks);
  // The walk says where it is too deep.
  return heightOf(all) > MAX_DEPTH ? seal(items, path, codec) : Object.freeze(mark(items, all));
}

function sealRoot(value: object, sealing: Sealing): object {
  try {
    return sealContainer(value, sealing);
  } catch (error) {
    // A proxy, or a getter on a prototype, can run the author's code while it is read.
    throw isProblem(error) ? error : sealing.trail.refusedHere('an object that throws when it is read', error);
  }
}

/** The sealed form of a part of the container that the walk is in. */
function sealPart(value: unknown, sealing: Sealing): unknown {
  if (typeof value !== 'object' || value === null) {
    if (marksOfPrimitive(value) === REFUSED) throw sealing.trail.refused(named(value));
    return value;
  }
  const marks = marksOf(value);
  return marks === 0 ? sealContainer(value, sealing) : asItIs(value, marks, sealing.trail);
}

/** A container that is sealed already, unless it would make the whole nest too deep to be read back. */
function asItIs(value: object, marks: number, trail: Trail): object {
  if (!trail.hasRoomFor(heightOf(marks))) throw trail.refused(trail.tooDeep);
  return value;
}

function sealContainer(value: object, sealing: Sealing): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return sealRecord(value as Record<string, unknown>, sealing);
  if (prototype === Array.prototype && Array.isArray(value)) return sealArray(value, sealing);
  return sealOther(value, sealing);
}

function sealOther(value: object, sealing: Sealing): object {
  const marks = marksIn(value);
  if (marks !== 0) return asItIs(value, marks, sealing.trail);
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
    if (isOddKey(key)) marks |= TAGGED;
    if (typeof part === 'string') continue;
    if (typeof part === 'object' && part !== null) {
      trail.at(value, key);
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
  return Object.freeze(mark(copy, around(marks)));
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
      trail.at(value, index);
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
  return Object.freeze(mark(copy, around(marks)));
}

/** The keys of an object, once it is known to hold nothing but plain properties. */
function plainKeys(value: object, trail: Trail): readonly string[] {
  const keys = Object.getOwnPropertyNames(value);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined || property.enumerable !== true || !('value' in property) || key === '__proto__') {
      throw oddProperty(property, key, trail);
    }
  }
  const [symbol] = Object.getOwnPropertySymbols(value);
  if (symbol !== undefined) throw trail.refusedHere(symbolKey('an object', symbol));
  return keys;
}

function oddProperty(property: PropertyDescriptor | undefined, key: string, trail: Trail): Error {
  if (key === '__proto__') return trail.refusedHere('an object with a key named "__proto__"');
  const isAccessor = property !== undefined && !('value' in property);
  return trail.refusedAt(key, isAccessor ? accessor : 'a property that is not enumerable');
}

function refuseOddArray(value: readonly unknown[], trail: Trail): void {
  const keys = Object.keys(value);
  const [symbol] = Object.getOwnPropertySymbols(value);
  if (symbol !== undefined) throw trail.refusedHere(symbolKey('an array', symbol));
  if (keys.length === value.length && (keys.length === 0 || keys.at(-1) === String(value.length - 1))) return;
  for (let index = 0; index < value.length; index++) {
    if (!Object.hasOwn(value, index)) throw trail.refusedAt(index, 'a hole in an array');
  }
  throw trail.refusedAt(keys[value.length] ?? '', 'a named property of an array');
}
