import type { ClassCodec, Codec } from './codec.ts';
import { putTogether, takeApart } from './error-parts.ts';
import { freezeDate, freezeMap, freezeRegExp, freezeSet, freezeURL } from './freeze-builtins.ts';
import { handOut } from './hand-out.ts';
import { bringBack, keepInstance, marksIn } from './instances.ts';
import type { Kind } from './kind.ts';
import { around, beside, BYTES, mark, TAGGED } from './marks.ts';
import { itemStep, valueStep, type Step, type Trail } from './trail.ts';

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
  if (kind !== 'error' && Object.keys(value).length > 0) {
    throw trail.refused(`a ${value.constructor.name} with properties of its own`);
  }
  if (kind === 'date') return leaf(new Date(Date.prototype.getTime.call(value)), freezeDate);
  if (kind === 'url') return leaf(new URL((value as URL).href), freezeURL);
  if (kind === 'regexp') return sealRegExp(value as RegExp, trail);
  if (!trail.enter(value)) throw trail.refused(trail.obstacle(value));
  const sealed = parted(value, kind, sealing);
  trail.leave();
  return sealed;
}

/** The sealed copy of an instance of a class that has a codec. */
export function sealInstance(value: object, codec: ClassCodec, sealing: Sealing): object {
  const { trail } = sealing;
  if (!trail.enter(value)) throw trail.refused(trail.obstacle(value));
  const data = part({ entry: '' }, encoded(value, codec, trail), sealing);
  let copy: object;
  try {
    copy = bringBack(codec, handOut(data));
  } catch (error) {
    throw trail.refused(`an instance of ${codec.name} whose codec could not bring it back`, error);
  }
  if (Object.getPrototypeOf(copy) !== Object.getPrototypeOf(value)) {
    throw trail.refused(`an instance of ${value.constructor.name}, which the codec "${codec.name}" brings back as another class`);
  }
  trail.leave();
  keepInstance(copy, { codec, data, marks: around(marksIn(data) | TAGGED) });
  return copy;
}

function encoded(value: object, codec: ClassCodec, trail: Trail): unknown {
  try {
    return codec.encode(value);
  } catch (error) {
    throw trail.refused(`an instance of ${codec.name} whose codec could not encode it`, error);
  }
}

function parted(value: object, kind: 'map' | 'set' | 'error', sealing: Sealing): object {
  if (kind === 'map') return sealMap(value as Map<unknown, unknown>, sealing);
  return kind === 'set' ? sealSet(value as Set<unknown>, sealing) : sealError(value as Error, sealing);
}

function sealMap(value: ReadonlyMap<unknown, unknown>, sealing: Sealing): object {
  const copy = new Map<unknown, unknown>();
  let marks = TAGGED;
  let index = 0;
  for (const [key, entry] of Map.prototype.entries.call(value)) {
    const sealedKey = part(itemStep(index), key, sealing);
    const sealed = part(valueStep(key, index++), entry, sealing);
    marks = beside(marks, beside(marksIn(sealedKey), marksIn(sealed)));
    copy.set(sealedKey, sealed);
  }
  mark(copy, around(marks));
  return freezeMap(copy);
}

function sealSet(value: ReadonlySet<unknown>, sealing: Sealing): object {
  const copy = new Set<unknown>();
  let marks = TAGGED;
  let index = 0;
  for (const item of Set.prototype.values.call(value)) {
    const sealed = part(itemStep(index++), item, sealing);
    marks = beside(marks, marksIn(sealed));
    copy.add(sealed);
  }
  mark(copy, around(marks));
  return freezeSet(copy);
}

function sealError(value: Error, sealing: Sealing): object {
  const parts = takeApart(value);
  const hidden: Record<string, unknown> = {};
  const props: Record<string, unknown> = {};
  let marks = TAGGED;
  for (const [from, to] of [[parts.hidden, hidden], [parts.props, props]] as const) {
    for (const [key, inner] of Object.entries(from)) {
      const sealed = part(key, inner, sealing);
      marks = beside(marks, marksIn(sealed));
      to[key] = sealed;
    }
  }
  const copy = putTogether({ ...parts, hidden, props });
  mark(copy, around(marks));
  return Object.freeze(copy);
}

function sealBytes(value: Uint8Array): object {
  const copy = Uint8Array.from(value);
  mark(copy, around(TAGGED | BYTES));
  return copy;
}

function sealRegExp(value: RegExp, trail: Trail): object {
  if (!Number.isSafeInteger(value.lastIndex)) throw trail.refused('a RegExp whose lastIndex is no index');
  const copy = new RegExp(value.source, value.flags);
  copy.lastIndex = value.lastIndex;
  return leaf(copy, freezeRegExp);
}

function part(step: Step, value: unknown, sealing: Sealing): unknown {
  sealing.trail.at(step);
  return sealing.seal(value, sealing);
}

function leaf<Value extends object>(value: Value, freeze: (value: Value) => Value): Value {
  mark(value, around(TAGGED));
  return freeze(value);
}
