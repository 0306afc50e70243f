import type { Replace } from './replace.ts';
import { isSchema, type Schema, type InferInput, type InferOutput } from './schema.ts';

/** What a key of the state holds and what may be written to it; exists for types only. */
export interface Key<State = unknown, Update = unknown> {
  readonly '~types'?: { readonly state: State; readonly update: Update | Replace<State> };
}

/** A list that is only added to. */
export interface AppendKey<S extends Schema = Schema> extends Key<readonly InferOutput<S>[], readonly InferInput<S>[]> {
  readonly kind: 'append';
  readonly schema: S;
}

/** A number that is only added to. */
export interface SumKey extends Key<number, number> {
  readonly kind: 'sum';
  readonly initial: number;
}

/** A list without duplicates. */
export interface UnionKey<S extends Schema = Schema> extends Key<readonly InferOutput<S>[], readonly InferInput<S>[]> {
  readonly kind: 'union';
  readonly schema: S;
}

/** A record whose entries are written one by one. */
export interface MergeKey<S extends Schema = Schema> extends Key<
  Readonly<Record<string, InferOutput<S>>>,
  Readonly<Record<string, InferInput<S>>>
> {
  readonly kind: 'merge';
  readonly schema: S;
}

/** The names of the properties that can identify an item: those that hold a string or a number. */
export type IdName<Item> = {
  [Name in keyof Item]-?: Item[Name] extends string | number ? Name : never;
}[keyof Item] &
  string;

/** Items to add or overwrite, and ids to remove; the removals come first. */
export interface UpsertChange<Item, Id> {
  readonly upsert?: readonly Item[];
  readonly remove?: readonly Id[];
}

/** A list of items known by an id. */
export interface UpsertKey<S extends Schema = Schema, Id extends string = string> extends Key<
  readonly InferOutput<S>[],
  readonly InferInput<S>[] | UpsertChange<InferInput<S>, InferOutput<S>[Id & keyof InferOutput<S>]>
> {
  readonly kind: 'upsert';
  readonly schema: S;
  readonly id: Id;
}

/** A value that the author's own function folds. */
export interface ReduceKey<S extends Schema = Schema, State = unknown> extends Key<State, InferInput<S>> {
  readonly kind: 'reduce';
  readonly schema: S;
  readonly initial: State;
  apply(this: void, current: State, update: InferOutput<S>): State;
}

/** A value that lives in its lane only. */
export interface LocalKey<S extends Schema = Schema> extends Key<InferOutput<S> | undefined, InferInput<S>> {
  readonly kind: 'local';
  readonly schema: S;
}

/** A value that is never stored. */
export interface TransientKey<S extends Schema = Schema> extends Key<InferOutput<S> | undefined, InferInput<S>> {
  readonly kind: 'transient';
  readonly schema: S;
}

/** Any key that was made by a factory; a bare schema is the other way to declare one. */
export type AnyKey = AppendKey | SumKey | UnionKey | MergeKey | UpsertKey | ReduceKey | LocalKey | TransientKey;

/** How writes to a key are taken: `set` for a bare schema. */
export type KeyKind = AnyKey['kind'] | 'set';

/** A list that starts empty; what a node returns is added to its end, and only that is stored. */
export function append<S extends Schema>(schema: S): AppendKey<S> {
  return Object.freeze({ kind: 'append', schema });
}

/** A number to which what a node returns is added. */
export function sum(initial = 0): SumKey {
  return Object.freeze({ kind: 'sum', initial });
}

/** A list that starts empty and takes each value once. */
export function union<S extends Schema>(schema: S): UnionKey<S> {
  return Object.freeze({ kind: 'union', schema });
}

/** A record that starts empty; the entries a node returns are added or overwritten, the others stay. */
export function merge<S extends Schema>(schema: S): MergeKey<S> {
  return Object.freeze({ kind: 'merge', schema });
}

/** A list that starts empty, of items told apart by the property `id`: a known id is overwritten in place, a new one is added. */
export function upsert<S extends Schema, Id extends IdName<InferOutput<S>>>(schema: S, id: Id): UpsertKey<S, Id> {
  return Object.freeze({ kind: 'upsert', schema, id });
}

/**
 * A value folded by `apply`, which must be pure. `schema` parses what nodes return; the result is stored whole.
 */
export function reduce<S extends Schema, State>(fold: {
  readonly schema: S;
  readonly initial: State;
  readonly apply: (current: NoInfer<State>, update: InferOutput<S>) => NoInfer<State>;
}): ReduceKey<S, State> {
  const { schema, initial, apply } = fold;
  return Object.freeze({ kind: 'reduce', schema, initial, apply });
}

/** A value replaced on write that its lane alone sees: it is dropped where lanes meet. */
export function local<S extends Schema>(schema: S): LocalKey<S> {
  return Object.freeze({ kind: 'local', schema });
}

/** A value replaced on write that is never stored, so it is absent after a resume. */
export function transient<S extends Schema>(schema: S): TransientKey<S> {
  return Object.freeze({ kind: 'transient', schema });
}

/** The kind of a key of the state. */
export function kindOf(entry: Schema | AnyKey): KeyKind {
  return isSchema(entry) ? 'set' : entry.kind;
}
