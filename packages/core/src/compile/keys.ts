import type { Values } from '../base/change.ts';
import { noClasses, type Codec } from '../base/value/codec.ts';
import { dictionary } from '../base/value/dictionary.ts';
import { isProblem } from '../base/problem/problem.ts';
import { seal } from '../base/value/seal.ts';
import { kindOf, type AnyKey } from '../definition/keys.ts';
import type { Schema } from '../definition/schema.ts';
import type { StateDefinition } from '../definition/state.ts';
import { parse } from './author.ts';
import type { KeyPlan } from './plan.ts';

const emptyList: readonly unknown[] = seal([], '');
const emptyRecord: object = seal({}, '');

const noValues: Values = Object.freeze({});

/** The canonical form of a graph's state keys. */
export function normaliseKeys(state: StateDefinition, codec: Codec = noClasses): Readonly<Record<string, KeyPlan>> {
  const keys = dictionary<KeyPlan>();
  for (const [name, entry] of Object.entries(state)) keys[name] = normaliseKey(name, entry, codec);
  return Object.freeze(keys);
}

function normaliseKey(name: string, entry: Schema | AnyKey, codec: Codec): KeyPlan {
  const kind = kindOf(entry);
  if (kind === 'set') return { name, kind, schema: entry as Schema };
  const key = entry as AnyKey;
  if (key.kind === 'sum') return { name, kind: 'sum', initial: key.initial };
  if (key.kind === 'reduce') {
    const initial = seal(key.initial, `state.${name}.initial`, codec);
    return { name, kind: 'reduce', schema: key.schema, initial, reducer: key.apply };
  }
  const common = { name, schema: key.schema, ...(key.from && { from: key.from }) };
  switch (key.kind) {
    case 'append':
    case 'union':
      return { ...common, kind: key.kind, initial: emptyList };
    case 'merge':
      return { ...common, kind: 'merge', initial: emptyRecord };
    case 'upsert':
      return { ...common, kind: 'upsert', initial: emptyList, by: key.id };
    case 'local':
      return { ...common, kind: 'local', ...unwritten(name, key.schema, codec) };
    default:
      return { ...common, kind: key.kind };
  }
}

/** A key's value where nothing was written to it, if its schema has one. */
function unwritten(name: string, schema: Schema, codec: Codec): Pick<KeyPlan, 'unwritten'> {
  const path = `state.${name}`;
  let value: unknown;
  try {
    value = parse(schema, undefined, path);
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
  return value === undefined ? {} : { unwritten: seal(value, path, codec) };
}

/** What keys are read as in a lane in which nothing was written to them. */
export function unwrittenValues(keys: Readonly<Record<string, KeyPlan>>): Values {
  const all = Object.values(keys).filter((key) => key.unwritten !== undefined);
  return all.length === 0 ? noValues : Object.freeze(Object.fromEntries(all.map((key) => [key.name, key.unwritten])));
}
