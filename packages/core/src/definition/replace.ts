/** Shared by all copies of Cairn in a process; nothing that comes from JSON has it. */
const brand: unique symbol = Symbol.for('cairn/replace') as never;

/** A change that overwrites a key's whole value; made by {@link replace}. */
export interface Replace<Value = unknown> {
  readonly [brand]: true;
  readonly value: Value;
}

/** A class of its own, so that no state takes it for a plain object. */
class Whole<Value> implements Replace<Value> {
  readonly [brand] = true;
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** Overwrites a key that otherwise accumulates: `{ evidence: replace([]) }` empties a list. */
export function replace<Value>(value: Value): Replace<Value> {
  return Object.freeze(new Whole(value));
}

/** Whether a change asks to overwrite the whole value: {@link replace} made it, and not somebody's JSON. */
export function isReplace(change: unknown): change is Replace {
  return typeof change === 'object' && change !== null && brand in change;
}
