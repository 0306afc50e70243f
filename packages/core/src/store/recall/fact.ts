import { decode } from '../../base/value/decode.ts';
import { encode } from '../../base/value/encode.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Item, ItemSaying } from '../contract/item.ts';
import { keyOfFact, placeOfFact, type FactPlace } from './fact-place.ts';

/** Something that is remembered. */
export interface Fact<Value = unknown> extends FactPlace {
  /** What is remembered, in words. */
  readonly text: string;
  readonly value: Value;
  /** The checkpoints that it came from, `thread@seq`, oldest first: those of all its sayings. */
  readonly from: readonly string[];
  /** The facts that it follows from, by any of its sayings. */
  readonly needs: readonly FactPlace[];
  /** The threads with the last of which it goes; none where it stays. */
  readonly of: readonly string[];
  /** Each time that it was said, the oldest first; it goes with the last of them. */
  readonly sayings: readonly Saying[];
  readonly created: Date;
  readonly updated: Date;
  readonly until?: Date;
  /** Another with each write. */
  readonly version: number;
}

/** One that said a fact. */
export interface Saying {
  /** The checkpoints that it came from, `thread@seq`. */
  readonly from: readonly string[];
  /** The facts that it follows from; with any of them it goes. */
  readonly needs: readonly FactPlace[];
  /** The thread with which it goes. */
  readonly of?: string;
  /** It is over from then on. */
  readonly until?: Date;
}

/** How values stand in JSON. */
export interface ValueForm {
  /** The JSON that stands for a value; a problem where none does. */
  write(value: unknown): unknown;
  read(json: unknown): unknown;
  /** Has a filter that fits no value find nothing; it is refused otherwise. */
  readonly takesAnyFilter?: boolean;
}

/** As they stand in a state. */
export function formOf(codec: Codec): ValueForm {
  return {
    write: (value) => JSON.parse(encode(value, codec)) as unknown,
    read: (json) => decode(JSON.stringify(json), codec, { path: 'fact' }),
  };
}

/** A fact as the body of an item has it. */
export interface FactBody {
  readonly text: string;
  readonly value?: unknown;
  readonly created: number;
  readonly updated: number;
  /** By what it is found; here only where that would tell of what is sealed. */
  readonly words?: string;
  readonly vectors?: readonly (readonly number[])[];
}

/** The fact that an item is. */
export function factOf<Value>(item: Item, body: FactBody, form: ValueForm): Fact<Value> {
  const { key, version, until } = item;
  const { text, value, created, updated } = body;
  const sayings = (item.sayings ?? []).map(sayingOf);
  const needs = new Map(sayings.flatMap((each) => each.needs.map((place) => [keyOfFact(place), place] as const)));
  const of = sayings.flatMap((each) => each.of ?? []);
  return {
    ...placeOfFact(key),
    text,
    value: (value === undefined ? undefined : form.read(value)) as Value,
    from: [...new Set(sayings.flatMap(({ from }) => from))],
    needs: [...needs.values()],
    of: of.length < sayings.length ? [] : [...new Set(of)],
    sayings,
    created: new Date(created),
    updated: new Date(updated),
    ...(until !== null && { until: new Date(until) }),
    version,
  };
}

function sayingOf({ from = [], needs = [], of, until }: ItemSaying): Saying {
  return {
    from,
    needs: needs.map(({ key }) => placeOfFact(key)),
    ...(of !== undefined && { of }),
    ...(until !== undefined && { until: new Date(until) }),
  };
}

/** What there is to say of it, and nothing else. */
export function bodyText({ value, vectors, ...rest }: FactBody): string {
  return JSON.stringify({
    ...rest,
    ...(value !== undefined && { value }),
    ...(vectors !== undefined && { vectors }),
  });
}
