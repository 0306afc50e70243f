import type { Replace } from './replace.ts';
import { isSchema, type Schema, type InferInput, type InferOutput } from './schema.ts';

/** What a key of the state holds and what may be written to it; exists for types only. */
export interface Key<State = unknown, Update = unknown> {
  readonly '~types'?: { readonly state: State; readonly update: Update };
}

/** What is added, or, in {@link replace}, all there is to be. */
type OrReplace<Added> = Added | Replace<Added>;

/** A list that is only added to. */
export interface AppendKey<Value extends Schema = Schema> extends Key<
  readonly InferOutput<Value>[],
  OrReplace<readonly InferInput<Value>[]>
> {
  readonly kind: 'append';
  readonly schema: Value;
}

/** A number that is only added to. */
export interface SumKey extends Key<number, OrReplace<number>> {
  readonly kind: 'sum';
  readonly initial: number;
}

/** A list without duplicates. */
export interface UnionKey<Value extends Schema = Schema> extends Key<
  readonly InferOutput<Value>[],
  OrReplace<readonly InferInput<Value>[]>
> {
  readonly kind: 'union';
  readonly schema: Value;
}

/** A record whose entries are written one by one. */
export interface MergeKey<Value extends Schema = Schema> extends Key<
  Readonly<Record<string, InferOutput<Value>>>,
  OrReplace<Readonly<Record<string, InferInput<Value>>>>
> {
  readonly kind: 'merge';
  readonly schema: Value;
}

/** The names of the properties that can identify an item: those that hold a string or a number. */
export type IdName<Item> = {
  [Name in keyof Item]-?: Item[Name] extends string | number ? Name : never;
}[keyof Item] &
  string;

type IdOf<Item, Name> = Name extends keyof Item ? Item[Name] : unknown;

/** Items to add or overwrite, and ids to remove; the removals come first. */
export interface UpsertChange<Item, Id> {
  readonly upsert?: readonly Item[];
  readonly remove?: readonly Id[];
}

/** A list of items known by an id. */
export interface UpsertKey<Value extends Schema = Schema, Id extends string = string> extends Key<
  readonly InferOutput<Value>[],
  OrReplace<readonly InferInput<Value>[]> | UpsertChange<InferInput<Value>, IdOf<InferOutput<Value>, Id>>
> {
  readonly kind: 'upsert';
  readonly schema: Value;
  readonly id: Id;
}

/** A value that the author's own function folds. */
export interface ReduceKey<Value extends Schema = Schema, State = unknown> extends Key<
  State,
  InferInput<Value> | Replace<State>
> {
  readonly kind: 'reduce';
  readonly schema: Value;
  readonly initial: State;
  apply(this: void, current: State, update: InferOutput<Value>): State;
}

/** A value that lives in its lane only. */
export interface LocalKey<Value extends Schema = Schema> extends Key<
  InferOutput<Value> | undefined,
  InferInput<Value>
> {
  readonly kind: 'local';
  readonly schema: Value;
}

/** A value that is never stored. */
export interface TransientKey<Value extends Schema = Schema> extends Key<
  InferOutput<Value> | undefined,
  InferInput<Value>
> {
  readonly kind: 'transient';
  readonly schema: Value;
}

/** Any key that was made by a factory; a bare schema is the other way to declare one. */
export type AnyKey = AppendKey | SumKey | UnionKey | MergeKey | UpsertKey | ReduceKey | LocalKey | TransientKey;

/** How writes to a key are taken: `set` for a bare schema. */
export type KeyKind = AnyKey['kind'] | 'set';

/** A list that starts empty; what a node returns is added to its end, and only that is stored. */
export function append<Value extends Schema>(schema: Value): AppendKey<Value> {
  return Object.freeze({ kind: 'append', schema });
}

/** A number to which what a node returns is added. */
export function sum(initial = 0): SumKey {
  return Object.freeze({ kind: 'sum', initial });
}

/** A list that starts empty and takes each value once. */
export function union<Value extends Schema>(schema: Value): UnionKey<Value> {
  return Object.freeze({ kind: 'union', schema });
}

/** A record that starts empty; the entries a node returns are added or overwritten, the others stay. */
export function merge<Value extends Schema>(schema: Value): MergeKey<Value> {
  return Object.freeze({ kind: 'merge', schema });
}

/** A list that starts empty, of items told apart by the property `id`: a known id is overwritten in place, a new one is added. */
export function upsert<Value extends Schema, Id extends IdName<InferOutput<Value>>>(
  schema: Value,
  id: Id,
): UpsertKey<Value, Id> {
  return Object.freeze({ kind: 'upsert', schema, id });
}

/**
 * A value folded by `apply`, which must be pure. `schema` parses what nodes return; the result is stored whole.
 */
export function reduce<Value extends Schema, State>(fold: {
  readonly schema: Value;
  readonly initial: State;
  readonly apply: (current: NoInfer<State>, update: InferOutput<Value>) => NoInfer<State>;
}): ReduceKey<Value, State> {
  const { schema, initial, apply } = Object(fold) as typeof fold;
  return Object.freeze({ kind: 'reduce', schema, initial, apply });
}

/** A value replaced on write that its lane alone sees: it is dropped where lanes meet. */
export function local<Value extends Schema>(schema: Value): LocalKey<Value> {
  return Object.freeze({ kind: 'local', schema });
}

/** A value replaced on write that is never stored, so it is absent after a resume. */
export function transient<Value extends Schema>(schema: Value): TransientKey<Value> {
  return Object.freeze({ kind: 'transient', schema });
}

/** The kind of a key of the state. */
export function kindOf(entry: Schema | AnyKey): KeyKind {
  return isSchema(entry) ? 'set' : entry.kind;
}
