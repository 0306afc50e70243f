/**
 * Built-in objects whose contents `Object.freeze` does not reach.
 *
 * 1. Every method that would change a frozen one throws, and says that it is state.
 * 2. A frozen one still equals a plain one: what guards it is a prototype that names the same constructor.
 *
 * Guards that each object owned would hide as well, but sixteen of them on every Date cost 20 times the Date.
 */

import { NativeDate } from './native-date.ts';

const dates = guardOf(
  NativeDate.prototype,
  Object.getOwnPropertyNames(NativeDate.prototype).filter((name) => name.startsWith('set')),
);
const maps = guardOf(Map.prototype, ['set', 'delete', 'clear', 'getOrInsert', 'getOrInsertComputed']);
const sets = guardOf(Set.prototype, ['add', 'delete', 'clear']);
const regExps = guardOf(RegExp.prototype, ['compile']);
const queries = guardOf(URLSearchParams.prototype, ['append', 'delete', 'set', 'sort']);
const urls = guardOf(URL.prototype, Object.getOwnPropertyNames(URL.prototype).filter(isSettable), {
  searchParams: {
    get(this: URL) {
      return guarded(new URLSearchParams(this.search), queries);
    },
  },
});

export const freezeDate = (value: Date): Date => guarded(value, dates);
export const freezeMap = <Key, Value>(value: Map<Key, Value>): Map<Key, Value> => guarded(value, maps);
export const freezeSet = <Item>(value: Set<Item>): Set<Item> => guarded(value, sets);
export const freezeRegExp = (value: RegExp): RegExp => guarded(value, regExps);
export const freezeURL = (value: URL): URL => guarded(value, urls);

function guarded<Value extends object>(value: Value, guard: object): Value {
  return Object.freeze(Object.setPrototypeOf(value, guard) as Value);
}

/** A prototype on top of the plain one, on which these methods and setters throw. */
function guardOf(plain: object, names: readonly string[], more: PropertyDescriptorMap = {}): object {
  const guard = Object.create(plain, { constructor: { value: plain.constructor }, ...more }) as object;
  for (const name of names) {
    const property = Object.getOwnPropertyDescriptor(plain, name);
    const refuse = refusal(plain.constructor.name, name);
    Object.defineProperty(guard, name, property?.set === undefined ? { value: refuse } : { ...property, set: refuse });
  }
  return Object.freeze(guard);
}

function refusal(kind: string, name: string): () => never {
  return () => {
    throw new TypeError(
      `${kind} "${name}": this ${kind} is state, and state is frozen. Change a copy of it, and return the copy as an update.`,
    );
  };
}

function isSettable(name: string): boolean {
  return Object.getOwnPropertyDescriptor(URL.prototype, name)?.set !== undefined;
}
