import { bufferOf, isBuffer } from './buffers.ts';
import type { ClassCodec, Codec } from './codec.ts';
import { putTogether, takeApart } from '../problem/error-parts.ts';
import { accessor, named, symbolKey } from './found.ts';
import { freezeDate, freezeMap, freezeRegExp, freezeSet, freezeURL } from './freeze-builtins.ts';
import { handOut } from './hand-out.ts';
import { bringBack, keepInstance, marksIn } from './instances.ts';
import type { Kind } from './kind.ts';
import { NativeDate } from './native-date.ts';
import { around, beside, BYTES, mark, TAGGED } from './marks.ts';
import { itemStep, valueStep, type Step, type Trail } from '../problem/trail.ts';
import { UnknownInstance } from './unknown-instance.ts';

/** One walk through a value on its way into state. */
export interface Sealing {
  readonly codec: Codec;
  readonly trail: Trail;
  seal(value: unknown, sealing: Sealing): unknown;
}

/** The sealed copy of a built-in object. */
export function sealBuiltIn(value: object, kind: Exclude<Kind, 'record' | 'array'>, sealing: Sealing): object {
  const { trail } = sealing;
  if (kind === 'bytes') return sealBytes(value as Uint8Array);
  if (kind !== 'error' && kind !== 'unknown' && Object.keys(value).length > 0) {
    throw trail.refused(`a ${value.constructor.name} with properties of its own`);
  }
  if (kind === 'date') return leaf(new NativeDate(NativeDate.prototype.getTime.call(value as Date)), freezeDate);
  if (kind === 'url') return leaf(new URL((value as URL).href), freezeURL);
  if (kind === 'regexp') return sealRegExp(value as RegExp, trail);
  if (!trail.enter(value)) throw trail.refused(trail.obstacle(value));
  const sealed = sealParts(value, kind, sealing);
  trail.leave();
  return sealed;
}

/** The sealed copy of an instance of a class that has a codec. */
export function sealInstance(value: object, codec: ClassCodec, sealing: Sealing): object {
  const { trail } = sealing;
  const encoded = encodedBy(codec, value, trail);
  if (!trail.enter(value)) throw trail.refused(trail.obstacle(value));
  const data = part(value, { entry: '' }, encoded, sealing);
  let copy: object;
  try {
    copy = bringBack(codec, handOut(data));
  } catch (error) {
    throw trail.refused(`an instance of ${codec.name} whose codec could not bring it back`, error);
  }
  if (Object.getPrototypeOf(copy) !== Object.getPrototypeOf(value)) {
    throw trail.refused(`${named(value)}, which the codec "${codec.name}" brings back as another class`);
  }
  trail.leave();
  keepInstance(copy, { codec, data, marks: around(marksIn(data) | TAGGED) });
  return copy;
}

function encodedBy(codec: ClassCodec, value: object, trail: Trail): unknown {
  try {
    return codec.encode(value);
  } catch (error) {
    throw trail.refused(`an instance of ${codec.name} whose codec could not encode it`, error);
  }
}

function sealParts(value: object, kind: 'map' | 'set' | 'error' | 'unknown', sealing: Sealing): object {
  switch (kind) {
    case 'map':
      return sealMap(value as Map<unknown, unknown>, sealing);
    case 'set':
      return sealSet(value as Set<unknown>, sealing);
    case 'unknown':
      return sealUnknown(value as UnknownInstance, sealing);
    default:
      return sealError(value as Error, sealing);
  }
}

function sealMap(value: ReadonlyMap<unknown, unknown>, sealing: Sealing): object {
  const copy = new Map<unknown, unknown>();
  let marks = TAGGED;
  let index = 0;
  for (const [key, entry] of Map.prototype.entries.call(value)) {
    const sealedKey = part(value, itemStep(index), key, sealing);
    const sealed = part(value, valueStep(key, index++), entry, sealing);
    marks = beside(marks, beside(marksIn(sealedKey), marksIn(sealed)));
    copy.set(sealedKey, sealed);
  }
  return freezeMap(mark(copy, around(marks)));
}

function sealSet(value: ReadonlySet<unknown>, sealing: Sealing): object {
  const copy = new Set<unknown>();
  let marks = TAGGED;
  let index = 0;
  for (const item of Set.prototype.values.call(value)) {
    const sealed = part(value, itemStep(index++), item, sealing);
    marks = beside(marks, marksIn(sealed));
    copy.add(sealed);
  }
  return freezeSet(mark(copy, around(marks)));
}

function sealError(value: Error, sealing: Sealing): object {
  refuseOddError(value, sealing.trail);
  const parts = takeApart(value);
  const hidden: Record<string, unknown> = {};
  const props: Record<string, unknown> = {};
  let marks = TAGGED;
  for (const [from, to] of [
    [parts.hidden, hidden],
    [parts.props, props],
  ] as const) {
    for (const [key, inner] of Object.entries(from)) {
      const sealed = part(value, key, inner, sealing);
      marks = beside(marks, marksIn(sealed));
      to[key] = sealed;
    }
  }
  const copy = putTogether({ ...parts, hidden, props });
  return Object.freeze(mark(copy, around(marks)));
}

function sealUnknown(value: UnknownInstance, sealing: Sealing): object {
  const copy = new UnknownInstance(value.name, part(value, 'data', value.data, sealing), value.id);
  return Object.freeze(mark(copy, around(marksIn(copy.data) | TAGGED)));
}

function sealBytes(value: Uint8Array): object {
  const copy = isBuffer(value) ? bufferOf(value) : new Uint8Array(value);
  return mark(copy, around(TAGGED | BYTES));
}

function refuseOddError(value: Error, trail: Trail): void {
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property?.enumerable !== true) continue;
    if (typeof key === 'symbol') throw trail.refusedHere(symbolKey('an error', key));
    if (key === '__proto__') throw trail.refusedHere('an error with a key named "__proto__"');
    if (!('value' in property)) throw trail.refusedAt(key, accessor);
  }
}

function sealRegExp(value: RegExp, trail: Trail): object {
  if (!Number.isSafeInteger(value.lastIndex)) throw trail.refused('a RegExp whose lastIndex is no index');
  const copy = new RegExp(value.source, value.flags);
  copy.lastIndex = value.lastIndex;
  return leaf(copy, freezeRegExp);
}

function part(container: object, step: Step, value: unknown, sealing: Sealing): unknown {
  sealing.trail.at(container, step);
  return sealing.seal(value, sealing);
}

function leaf<Value extends object>(value: Value, freeze: (value: Value) => Value): Value {
  return freeze(mark(value, around(TAGGED)));
}
