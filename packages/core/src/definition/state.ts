import type { AnyKey, Key } from './keys.ts';
import type { Schema, InferInput, InferOutput } from './schema.ts';

/** One key of the state: a bare schema, or what a factory such as `append` made. */
export type StateEntry = Schema | AnyKey;

/** The keys of a graph's state, by name. */
export type StateDefinition = Readonly<Record<string, StateEntry>>;

/** What nodes see of a key. */
export type EntryState<Entry> = Entry extends Schema
  ? InferOutput<Entry>
  : Entry extends Key
    ? NonNullable<Entry['~types']>['state']
    : never;

/** What may be written to a key. */
export type EntryUpdate<Entry> = Entry extends Schema
  ? InferInput<Entry>
  : Entry extends Key
    ? NonNullable<Entry['~types']>['update']
    : never;

/** The names of the keys without which a thread cannot start. */
type RequiredKey<Keys extends StateDefinition> = {
  [Name in keyof Keys]: Keys[Name] extends Schema ? (undefined extends InferInput<Keys[Name]> ? never : Name) : never;
}[keyof Keys];

/** What nodes see: every key's parsed value. */
export type StateOfKeys<Keys extends StateDefinition> = { readonly [Name in keyof Keys]: EntryState<Keys[Name]> };

/** The names of keys that are left of a lane. */
type Left<Entry, Name> = Entry extends { readonly kind: 'local' | 'transient' } ? never : Name;

/** What a thread at rest has: without keys that live in one lane, or are never stored. */
export type StoredOfKeys<Keys extends StateDefinition> = {
  readonly [Name in keyof Keys as Left<Keys[Name], Name>]: EntryState<Keys[Name]>;
};

/** What nodes return: changes to any of the keys. */
export type UpdateOfKeys<Keys extends StateDefinition> = { readonly [Name in keyof Keys]?: EntryUpdate<Keys[Name]> };

/** One object type of an intersection of them: errors read better, and names that fit none of its keys are refused. */
type Flat<Parts> = { [Name in keyof Parts]: Parts[Name] };

/** What a thread starts with: bare keys are required, unless their schema accepts `undefined`. */
export type InputOfKeys<Keys extends StateDefinition> = Flat<
  { readonly [Name in RequiredKey<Keys>]: EntryUpdate<Keys[Name]> } & {
    readonly [Name in Exclude<keyof Keys, RequiredKey<Keys>>]?: EntryUpdate<Keys[Name]>;
  }
>;
