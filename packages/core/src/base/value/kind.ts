import { bufferPrototype } from './buffers.ts';
import { classOf } from '../problem/error-parts.ts';
import { isDate, NativeDate } from './native-date.ts';
import { UnknownInstance } from './unknown-instance.ts';

/** The kinds of objects that state may hold without a codec. */
export type Kind = 'record' | 'array' | 'date' | 'map' | 'set' | 'bytes' | 'url' | 'regexp' | 'error' | 'unknown';

const kinds = new Map<unknown, Kind>([
  [Object.prototype, 'record'],
  [null, 'record'],
  [Array.prototype, 'array'],
  [NativeDate.prototype, 'date'],
  [Map.prototype, 'map'],
  [Set.prototype, 'set'],
  [Uint8Array.prototype, 'bytes'],
  [URL.prototype, 'url'],
  [RegExp.prototype, 'regexp'],
  [UnknownInstance.prototype, 'unknown'],
  [bufferPrototype, 'bytes'],
]);

/** What kind of value an object is, by its prototype; undefined when it is an instance of some class. */
export function kindOf(value: object): Kind | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  const kind =
    kinds.get(prototype) ??
    frozenKind(prototype as object) ??
    (isError(value) ? errorKind(value) : isDate(value) ? 'date' : foreignKind(value, prototype as object));
  return kind === undefined || isGenuine(value, kind) ? kind : undefined;
}

/** The kind of a frozen built-in that another copy of Cairn made: its prototype stands for the plain one below it. */
function frozenKind(prototype: object): Kind | undefined {
  const { constructor } = prototype as { constructor?: { prototype?: unknown } };
  const plain: unknown = Object.getPrototypeOf(prototype);
  return Object.hasOwn(prototype, 'constructor') && constructor?.prototype === plain ? kinds.get(plain) : undefined;
}

const foreign: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['[object Object]', 'record'],
  ['[object Array]', 'array'],
  ['[object Map]', 'map'],
  ['[object Set]', 'set'],
  ['[object RegExp]', 'regexp'],
  ['[object Uint8Array]', 'bytes'],
]);

/** The kind of a built-in object from another realm (`node:vm`, an iframe, a test runner's sandbox). */
function foreignKind(value: object, prototype: object): Kind | undefined {
  const tag = Object.prototype.toString.call(value);
  const { constructor } = prototype as { constructor?: { name?: unknown } };
  return isForeign(prototype) && tag === `[object ${String(constructor?.name)}]` ? foreign.get(tag) : undefined;
}

/** Whether a prototype ends in another realm's `Object.prototype`. */
function isForeign(prototype: object): boolean {
  let root = prototype;
  for (let above: unknown = root; above !== null; above = Object.getPrototypeOf(above)) root = above as object;
  return root !== Object.prototype && Object.hasOwn(root, 'isPrototypeOf');
}

/** An error of a standard class; one of another class would not come back as itself. */
function errorKind(error: Error): Kind | undefined {
  return classOf(error) === undefined ? undefined : 'error';
}

/** Whether a value is an error, of this realm or another. */
export function isError(value: object): value is Error {
  if (value instanceof Error) return true;
  return !(Symbol.toStringTag in value) && Object.prototype.toString.call(value) === '[object Error]';
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** Calls a getter that throws for, or says nothing of, an object that is not of its class. */
function ask(prototype: object, name: PropertyKey, value: object): unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get?.call(value);
}

/** Whether an object has the insides that its prototype promises; `Object.create(Map.prototype)` has not. */
function isGenuine(value: object, kind: Kind): boolean {
  try {
    switch (kind) {
      case 'array':
        return Array.isArray(value);
      case 'date':
        NativeDate.prototype.getTime.call(value as Date);
        return true;
      case 'map':
        Map.prototype.has.call(value, value);
        return true;
      case 'set':
        Set.prototype.has.call(value, value);
        return true;
      case 'bytes':
        return ask(typedArray, Symbol.toStringTag, value) === 'Uint8Array';
      case 'url':
        return typeof ask(URL.prototype, 'href', value) === 'string';
      case 'regexp':
        return typeof ask(RegExp.prototype, 'source', value) === 'string';
      default:
        return true;
    }
  } catch {
    return false;
  }
}
