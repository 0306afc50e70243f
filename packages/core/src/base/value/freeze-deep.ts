import { freezeDate, freezeMap, freezeSet } from './freeze-builtins.ts';
import { NativeDate } from './native-date.ts';

/** Freezes an author's object and the plain containers it owns; other classes' objects in it may be shared, and stay as they are. */
export function freezeDeep(value: object): void {
  if (Object.isFrozen(value) || ArrayBuffer.isView(value)) return;
  freezeOne(value);
  for (const part of partsOf(value)) {
    if (typeof part === 'object' && part !== null && isPlain(part)) freezeDeep(part);
  }
}

function freezeOne(value: object): void {
  if (!Object.isExtensible(value)) Object.freeze(value);
  else if (value instanceof Map) freezeMap(value);
  else if (value instanceof Set) freezeSet(value);
  else if (value instanceof NativeDate) freezeDate(value);
  else Object.freeze(value);
}

function* partsOf(value: object): Iterable<unknown> {
  if (value instanceof Map) yield* value.keys();
  if (value instanceof Map || value instanceof Set) yield* value.values();
  for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(value))) yield descriptor.value;
}

const plain: ReadonlySet<unknown> = new Set([
  Object.prototype,
  null,
  Array.prototype,
  Map.prototype,
  Set.prototype,
  NativeDate.prototype,
]);

function isPlain(value: object): boolean {
  return plain.has(Object.getPrototypeOf(value));
}
