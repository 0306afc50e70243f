/**
 * Built-in objects whose contents `Object.freeze` does not reach.
 *
 * 1. Every method that would change a frozen one throws, and says that it is state.
 * 2. A frozen one still equals a plain one: what guards it is not enumerable, and its prototype is the plain one's.
 */

type Guard = readonly (readonly [name: string, descriptor: PropertyDescriptor])[];

const dates = guardOf(
  'Date',
  namesOf(Date.prototype).filter((name) => name.startsWith('set')),
);
const maps = guardOf('Map', ['set', 'delete', 'clear', 'getOrInsert', 'getOrInsertComputed']);
const sets = guardOf('Set', ['add', 'delete', 'clear']);
const regExps = guardOf('RegExp', ['compile']);
const queries = guardOf('URLSearchParams', ['append', 'delete', 'set', 'sort']);
const urls = namesOf(URL.prototype).flatMap(urlGuard);

export const freezeDate = (value: Date): Date => guarded(value, dates);
export const freezeMap = <Key, Value>(value: Map<Key, Value>): Map<Key, Value> => guarded(value, maps);
export const freezeSet = <Item>(value: Set<Item>): Set<Item> => guarded(value, sets);
export const freezeRegExp = (value: RegExp): RegExp => guarded(value, regExps);
export const freezeURL = (value: URL): URL => guarded(value, urls);

function guarded<Value extends object>(value: Value, guard: Guard): Value {
  for (const [name, descriptor] of guard) Object.defineProperty(value, name, descriptor);
  return Object.freeze(value);
}

function guardOf(kind: string, names: readonly string[]): Guard {
  return names.map((name) => [name, Object.freeze({ value: refusal(kind, name) })]);
}

function refusal(kind: string, name: string): () => never {
  return () => {
    throw new TypeError(
      `${kind} "${name}": this ${kind} is state, and state is frozen. Change a copy of it, and return the copy as an update.`,
    );
  };
}

/** A URL is changed by setting its properties, and through its `searchParams`. */
function urlGuard(name: string): Guard {
  const property = Object.getOwnPropertyDescriptor(URL.prototype, name);
  if (name === 'searchParams') return [[name, { get: frozenQuery }]];
  return property?.set === undefined ? [] : [[name, { ...property, set: refusal('URL', name), enumerable: false }]];
}

function frozenQuery(this: URL): URLSearchParams {
  return guarded(new URLSearchParams(this.search), queries);
}

function namesOf(prototype: object): readonly string[] {
  return Object.getOwnPropertyNames(prototype);
}
