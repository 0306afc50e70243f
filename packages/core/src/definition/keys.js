import { isSchema } from './schema.ts';
/** A list that starts empty; what a node returns is added to its end, and only that is stored. */
export function append(schema) {
    return Object.freeze({ kind: 'append', schema });
}
/** A number to which what a node returns is added. */
export function sum(initial = 0) {
    return Object.freeze({ kind: 'sum', initial });
}
/** A list that starts empty and takes each value once. */
export function union(schema) {
    return Object.freeze({ kind: 'union', schema });
}
/** A record that starts empty; the entries a node returns are added or overwritten, the others stay. */
export function merge(schema) {
    return Object.freeze({ kind: 'merge', schema });
}
/** A list that starts empty, of items told apart by the property `id`: a known id is overwritten in place, a new one is added. */
export function upsert(schema, id) {
    return Object.freeze({ kind: 'upsert', schema, id });
}
/**
 * A value folded by `apply`, which must be pure. `schema` parses what nodes return; the result is stored whole.
 */
export function reduce(fold) {
    const { schema, initial, apply } = fold;
    return Object.freeze({ kind: 'reduce', schema, initial, apply });
}
/** A value replaced on write that its lane alone sees: it is dropped where lanes meet. */
export function local(schema) {
    return Object.freeze({ kind: 'local', schema });
}
/** A value replaced on write that is never stored, so it is absent after a resume. */
export function transient(schema) {
    return Object.freeze({ kind: 'transient', schema });
}
/** The kind of a key of the state. */
export function kindOf(entry) {
    return isSchema(entry) ? 'set' : entry.kind;
}
