import { decode } from '../../base/value/decode.ts';
import { encode } from '../../base/value/encode.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Item } from '../contract/item.ts';
import { placeOfFact, type FactPlace } from './fact-place.ts';

/** Something that is remembered. */
export interface Fact<Value = unknown> extends FactPlace {
  /** What is remembered, in words. */
  readonly text: string;
  readonly value: Value;
  /** The checkpoints that it came from, `thread@seq`, oldest first. */
  readonly from: readonly string[];
  /** The facts that it follows from; with any of them it goes. */
  readonly needs: readonly FactPlace[];
  /** The threads with the last of which it goes; none where it stays. */
  readonly of: readonly string[];
  readonly created: Date;
  readonly updated: Date;
  readonly until?: Date;
  /** Another with each write. */
  readonly version: number;
}

/** How values stand in JSON. */
export interface ValueForm {
  /** The JSON that stands for a value; a problem where none does. */
  write(value: unknown): unknown;
  read(json: unknown): unknown;
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
  readonly from?: readonly string[];
  readonly needs?: readonly string[];
  readonly of?: readonly string[];
  readonly created: number;
  readonly updated: number;
  /** By what it is found; here only where that would tell of what is sealed. */
  readonly words?: string;
  readonly vectors?: readonly (readonly number[])[];
}

/** The fact that an item is. */
export function factOf<Value>({ key, version, until }: Item, body: FactBody, form: ValueForm): Fact<Value> {
  const { text, value, from = [], needs = [], of = [], created, updated } = body;
  return {
    ...placeOfFact(key),
    text,
    value: (value === undefined ? undefined : form.read(value)) as Value,
    from,
    needs: needs.map(placeOfFact),
    of,
    created: new Date(created),
    updated: new Date(updated),
    ...(until !== null && { until: new Date(until) }),
    version,
  };
}

/** What there is to say of it, and nothing else. */
export function bodyText({ value, from = [], needs = [], of = [], vectors, ...rest }: FactBody): string {
  return JSON.stringify({
    ...rest,
    ...(value !== undefined && { value }),
    ...(from.length > 0 && { from }),
    ...(needs.length > 0 && { needs }),
    ...(of.length > 0 && { of }),
    ...(vectors !== undefined && { vectors }),
  });
}
