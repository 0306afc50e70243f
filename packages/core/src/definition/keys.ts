import type { ClassCodec } from '../base/value/codec.ts';
import type { Moment } from './moment.ts';
import type { Replace } from './replace.ts';
import { isSchema, type Schema, type InferInput, type InferOutput } from './schema.ts';

/** What a key of the state holds and what may be written to it; exists for types only. */
export interface Key<State = unknown, Update = unknown> {
  readonly '~types'?: { readonly state: State; readonly update: Update };
}

/** What is added, or, in {@link replace}, all there is to be. */
type OrReplace<Added> = Added | Replace<Added>;

/** What may come with a key. */
export interface KeyOptions<Update, Taken, Held = unknown> {
  /** How instances of classes are stored that it holds. */
  readonly codecs?: readonly ClassCodec[];
  /**
   * Turns what is written to it into what its kind takes: other forms of an update, or what another copy of a library made. It is asked
   * when something is written, as decisions are, and not of what {@link replace} made.
   *
   * `current` is what whoever writes has of the key; undefined where that is not known. A `moment` is there where a decision writes, which
   * a replay makes again; what a function gave is recorded as what came of it here.
   */
  readonly from?: (this: void, update: Update, current: Held | undefined, moment: Moment | undefined) => Taken;
}

/** What a key has of {@link KeyOptions}. */
type With = KeyOptions<never, unknown, never>;

/** A list that is only added to. */
export interface AppendKey<Value extends Schema = Schema, Update = readonly InferInput<Value>[]>
  extends With, Key<readonly InferOutput<Value>[], Update | Replace<readonly InferInput<Value>[]>> {
  readonly kind: 'append';
  readonly schema: Value;
}

/** A number that is only added to. */
export interface SumKey extends Key<number, OrReplace<number>> {
  readonly kind: 'sum';
  readonly initial: number;
}

/** A list without duplicates. */
export interface UnionKey<Value extends Schema = Schema, Update = readonly InferInput<Value>[]>
  extends With, Key<readonly InferOutput<Value>[], Update | Replace<readonly InferInput<Value>[]>> {
  readonly kind: 'union';
  readonly schema: Value;
}

type Entries<Value> = Readonly<Record<string, Value>>;

/** A record whose entries are written one by one. */
export interface MergeKey<Value extends Schema = Schema, Update = Entries<InferInput<Value>>>
  extends With, Key<Entries<InferOutput<Value>>, Update | Replace<Entries<InferInput<Value>>>> {
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

type Upserts<Value extends Schema, Id> =
  | readonly InferInput<Value>[]
  | UpsertChange<InferInput<Value>, IdOf<InferOutput<Value>, Id>>;

/** A list of items known by an id. */
export interface UpsertKey<Value extends Schema = Schema, Id extends string = string, Update = Upserts<Value, Id>>
  extends With, Key<readonly InferOutput<Value>[], Update | Replace<readonly InferInput<Value>[]>> {
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
  readonly codecs?: readonly ClassCodec[];
  apply(this: void, current: State, update: InferOutput<Value>): State;
}

/** What is read where nothing may have been written: what a schema makes of nothing, if it accepts that. */
type Unwritten<Value extends Schema> =
  undefined extends InferInput<Value> ? InferOutput<Value> : InferOutput<Value> | undefined;

/** A value that lives in its lane only. */
export interface LocalKey<Value extends Schema = Schema, Update = InferInput<Value>>
  extends With, Key<Unwritten<Value>, Update> {
  readonly kind: 'local';
  readonly schema: Value;
}

/** A value that is never stored. */
export interface TransientKey<Value extends Schema = Schema, Update = InferInput<Value>>
  extends With, Key<InferOutput<Value> | undefined, Update> {
  readonly kind: 'transient';
  readonly schema: Value;
}

/** Any key that was made by a factory; a bare schema is the other way to declare one. */
export type AnyKey =
  | Untold<AppendKey>
  | Untold<SumKey>
  | Untold<UnionKey>
  | Untold<MergeKey>
  | Untold<UpsertKey>
  | Untold<ReduceKey>
  | Untold<LocalKey>
  | Untold<TransientKey>;

/** A key of which is not said what may be written to it: or else it would be inferred from where the key is put. */
type Untold<Of extends Key> = Omit<Of, '~types'>;

/** How writes to a key are taken: `set` for a bare schema. */
export type KeyKind = AnyKey['kind'] | 'set';

/** A list that starts empty; what a node returns is added to its end, and only that is stored. */
export function append<Value extends Schema, Update = readonly InferInput<Value>[]>(
  schema: Value,
  options?: KeyOptions<Update, OrReplace<readonly InferInput<Value>[]>, readonly InferOutput<Value>[]>,
): AppendKey<Value, Update> {
  return Object.freeze({ kind: 'append', schema, ...brought(options) });
}

/** A number to which what a node returns is added. */
export function sum(initial = 0): SumKey {
  return Object.freeze({ kind: 'sum', initial });
}

/** A list that starts empty and takes each value once. */
export function union<Value extends Schema, Update = readonly InferInput<Value>[]>(
  schema: Value,
  options?: KeyOptions<Update, OrReplace<readonly InferInput<Value>[]>, readonly InferOutput<Value>[]>,
): UnionKey<Value, Update> {
  return Object.freeze({ kind: 'union', schema, ...brought(options) });
}

/** A record that starts empty; the entries a node returns are added or overwritten, the others stay. */
export function merge<Value extends Schema, Update = Entries<InferInput<Value>>>(
  schema: Value,
  options?: KeyOptions<Update, OrReplace<Entries<InferInput<Value>>>, Entries<InferOutput<Value>>>,
): MergeKey<Value, Update> {
  return Object.freeze({ kind: 'merge', schema, ...brought(options) });
}

/** A list that starts empty, of items told apart by the property `id`: a known id is overwritten in place, a new one is added. */
export function upsert<Value extends Schema, Id extends IdName<InferOutput<Value>>, Update = Upserts<Value, Id>>(
  schema: Value,
  id: Id,
  options?: KeyOptions<
    Update,
    Upserts<Value, Id> | Replace<readonly InferInput<Value>[]>,
    readonly InferOutput<Value>[]
  >,
): UpsertKey<Value, Id, Update> {
  return Object.freeze({ kind: 'upsert', schema, id, ...brought(options) });
}

/** What comes with a key; what is no such thing is told when its graph is compiled. */
function brought(options: With | undefined): With {
  const { codecs, from } = Object(options) as With;
  return { ...(codecs !== undefined && { codecs }), ...(from !== undefined && { from }) };
}

/**
 * A value folded by `apply`, which must be pure. `schema` parses what nodes return; the result is stored whole.
 */
export function reduce<Value extends Schema, State>(fold: {
  readonly schema: Value;
  readonly initial: State;
  readonly apply: (current: NoInfer<State>, update: InferOutput<Value>) => NoInfer<State>;
  /** How instances of classes are stored that it holds. */
  readonly codecs?: readonly ClassCodec[];
}): ReduceKey<Value, State> {
  const { schema, initial, apply, codecs } = Object(fold) as typeof fold;
  return Object.freeze({ kind: 'reduce', schema, initial, apply, ...(codecs !== undefined && { codecs }) });
}

/**
 * A value replaced on write that its lane alone sees: it is dropped where lanes meet. In a lane in which nothing was written to it, it is
 * what its schema makes of nothing, as `z.number().default(0)` does; that is asked once, and stored nowhere. Else it is undefined.
 */
export function local<Value extends Schema, Update = InferInput<Value>>(
  schema: Value,
  options?: KeyOptions<Update, InferInput<Value>, InferOutput<Value>>,
): LocalKey<Value, Update> {
  return Object.freeze({ kind: 'local', schema, ...brought(options) });
}

/** A value replaced on write that is never stored, so it is absent after a resume. */
export function transient<Value extends Schema, Update = InferInput<Value>>(
  schema: Value,
  options?: KeyOptions<Update, InferInput<Value>, InferOutput<Value>>,
): TransientKey<Value, Update> {
  return Object.freeze({ kind: 'transient', schema, ...brought(options) });
}

/** The kind of a key of the state. */
export function kindOf(entry: Schema | AnyKey): KeyKind {
  return isSchema(entry) ? 'set' : entry.kind;
}
