/** The built-in kinds of objects that state may hold beside plain objects and arrays. */
export type Kind = 'record' | 'array' | 'date' | 'map' | 'set' | 'bytes' | 'url' | 'regexp' | 'error';

const kinds = new Map<unknown, Kind>([
  [Object.prototype, 'record'],
  [null, 'record'],
  [Array.prototype, 'array'],
  [Date.prototype, 'date'],
  [Map.prototype, 'map'],
  [Set.prototype, 'set'],
  [Uint8Array.prototype, 'bytes'],
  [URL.prototype, 'url'],
  [RegExp.prototype, 'regexp'],
  [(globalThis as { Buffer?: { prototype: object } }).Buffer?.prototype, 'bytes'],
]);

/** What kind of value an object is, by its prototype; undefined when it is an instance of some class. */
export function kindOf(value: object): Kind | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  const kind = kinds.get(prototype) ?? (isError(value) ? 'error' : foreignKind(value, prototype as object));
  return kind === undefined || isGenuine(value, kind) ? kind : undefined;
}

const foreign: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['[object Object]', 'record'],
  ['[object Array]', 'array'],
  ['[object Date]', 'date'],
  ['[object Map]', 'map'],
  ['[object Set]', 'set'],
  ['[object RegExp]', 'regexp'],
]);

/** The kind of an object from another realm (`node:vm`, an iframe, a test runner's sandbox). */
function foreignKind(value: object, prototype: object): Kind | undefined {
  const tag = Object.prototype.toString.call(value);
  const kind = foreign.get(tag);
  const root: unknown = kind === 'record' ? prototype : Object.getPrototypeOf(prototype);
  const { constructor } = prototype as { constructor?: { name?: unknown } };
  const isBuiltIn =
    root !== null &&
    root !== Object.prototype &&
    Object.getPrototypeOf(root) === null &&
    Object.hasOwn(root as object, 'isPrototypeOf') &&
    tag === `[object ${String(constructor?.name)}]`;
  return isBuiltIn ? kind : undefined;
}

function isError(value: object): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

const typedArrayName = getter(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag);
const regExpSource = getter(RegExp.prototype, 'source');

function getter(prototype: object, name: PropertyKey): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get ?? (() => undefined);
}

/** Whether an object has the insides that its prototype promises; `Object.create(Map.prototype)` has not. */
function isGenuine(value: object, kind: Kind): boolean {
  try {
    switch (kind) {
      case 'array':
        return Array.isArray(value);
      case 'date':
        Date.prototype.getTime.call(value);
        return true;
      case 'map':
        Map.prototype.has.call(value, value);
        return true;
      case 'set':
        Set.prototype.has.call(value, value);
        return true;
      case 'bytes':
        return typedArrayName.call(value) === 'Uint8Array';
      case 'url':
        return typeof (value as URL).href === 'string';
      case 'regexp':
        return typeof regExpSource.call(value) === 'string';
      default:
        return true;
    }
  } catch {
    return false;
  }
}
