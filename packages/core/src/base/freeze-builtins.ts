/**
 * Built-in objects whose contents `Object.freeze` does not reach.
 *
 * 1. Every method that would change a frozen one throws, and says that it is state.
 * 2. A frozen one still equals a plain one: what guards it is not enumerable and its prototype is the plain one's.
 */

function refusal(kind: string, method: string): () => never {
  return () => {
    throw new TypeError(
      `${kind}.${method}: this ${kind} is state, which is frozen. Change a copy, and return the copy as an update.`,
    );
  };
}

type Guard = readonly (readonly [name: string, descriptor: PropertyDescriptor])[];

function guardOf(kind: string, names: readonly string[]): Guard {
  return names.map((name) => [name, Object.freeze({ value: refusal(kind, name) })] as const);
}

function settersOf(kind: string, prototype: object): readonly string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => name.startsWith('set'));
}

const dates = guardOf('Date', settersOf('Date', Date.prototype));
const maps = guardOf('Map', ['set', 'delete', 'clear']);
const sets = guardOf('Set', ['add', 'delete', 'clear']);
const queries = guardOf('URLSearchParams', ['append', 'delete', 'set', 'sort']);
const patterns = guardOf('RegExp', ['compile']);

function guarded<Value extends object>(value: Value, guard: Guard): Value {
  for (const [name, descriptor] of guard) Object.defineProperty(value, name, descriptor);
  return Object.freeze(value);
}

export const freezeDate = (value: Date): Date => guarded(value, dates);
export const freezeMap = <Key, Value>(value: Map<Key, Value>): Map<Key, Value> => guarded(value, maps);
export const freezeSet = <Item>(value: Set<Item>): Set<Item> => guarded(value, sets);
export const freezeRegExp = (value: RegExp): RegExp => guarded(value, patterns);

const urls: Guard = Object.entries(Object.getOwnPropertyDescriptors(URL.prototype)).flatMap(
  ([name, { get, set }]): Guard =>
    get === undefined || (set === undefined && name !== 'searchParams')
      ? []
      : [[name, { get: name === 'searchParams' ? queryOf : get, set: refusal('URL', name) }]],
);

function queryOf(this: URL): URLSearchParams {
  return guarded(new URLSearchParams(this.search), queries);
}

export const freezeURL = (value: URL): URL => guarded(value, urls);
