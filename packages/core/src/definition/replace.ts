/** A change that overwrites a key's whole value, whatever the key's kind; made by {@link replace}. */
export interface Replace<Value = unknown> {
  readonly '~replace': true;
  readonly value: Value;
}

/** Overwrites a key that otherwise accumulates: `{ evidence: replace([]) }` empties a list. */
export function replace<Value>(value: Value): Replace<Value> {
  return Object.freeze({ '~replace': true, value });
}

/** Whether a change asks to overwrite the whole value. */
export function isReplace(change: unknown): change is Replace {
  return typeof change === 'object' && change !== null && '~replace' in change && change['~replace'] === true;
}
