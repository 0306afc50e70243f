import { noClasses, type Codec } from '../base/value/codec.ts';
import { dictionary } from '../base/value/dictionary.ts';
import { seal } from '../base/value/seal.ts';
import { kindOf, type AnyKey } from '../definition/keys.ts';
import type { Schema } from '../definition/schema.ts';
import type { StateDefinition } from '../definition/state.ts';
import type { KeyPlan } from './plan.ts';

const emptyList: readonly unknown[] = seal([], '');
const emptyRecord: object = seal({}, '');

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
    default:
      return { ...common, kind: key.kind };
  }
}
