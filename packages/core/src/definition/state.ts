import type { AnyKey, Key } from './keys.ts';
import type { Schema, InferInput, InferOutput } from './schema.ts';

/** One key of the state: a bare schema, or what a factory such as `append` made. */
export type StateEntry = Schema | AnyKey;

/** The keys of a graph's state, by name. */
export type StateDefinition = Readonly<Record<string, StateEntry>>;

type EntryState<Entry> = Entry extends Schema
  ? InferOutput<Entry>
  : Entry extends Key
    ? NonNullable<Entry['~types']>['state']
    : never;

type EntryUpdate<Entry> = Entry extends Schema
  ? InferInput<Entry>
  : Entry extends Key
    ? NonNullable<Entry['~types']>['update']
    : never;

/** The names of the keys without which a thread cannot start. */
type RequiredKey<D extends StateDefinition> = {
  [K in keyof D]: D[K] extends Schema ? (undefined extends InferInput<D[K]> ? never : K) : never;
}[keyof D];

/** What nodes see: every key's parsed value. */
export type StateOf<D extends StateDefinition> = { readonly [K in keyof D]: EntryState<D[K]> };

/** What nodes return: changes to any of the keys. */
export type UpdateOf<D extends StateDefinition> = { readonly [K in keyof D]?: EntryUpdate<D[K]> };

/** What a thread starts with: bare keys are required, unless their schema accepts `undefined`. */
export type InputOf<D extends StateDefinition> = { readonly [K in RequiredKey<D>]: EntryUpdate<D[K]> } & {
  readonly [K in Exclude<keyof D, RequiredKey<D>>]?: EntryUpdate<D[K]>;
};
