/** Overwrites a key that otherwise accumulates: `{ evidence: replace([]) }` empties a list. */
export function replace(value) {
    return Object.freeze({ '~replace': true, value });
}
/** Whether a change asks to overwrite the whole value. */
export function isReplace(change) {
    return typeof change === 'object' && change !== null && '~replace' in change && change['~replace'] === true;
}
