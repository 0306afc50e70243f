import type { Schema } from '@cairn/core';
import { suggest } from '@cairn/core/store';
import type { Known } from '../cel/known.ts';
import { wanted, type Wanted } from '../expression/expression.ts';
import type { NamedKey } from '../registry/registry.ts';

/** The keys that an update may write, by name. */
export type Keys = ReadonlyMap<string, NamedKey>;

/** What an update has to give: constants in it are held against the keys that they are written to, as Cairn does with all when it runs. */
export function updateOf(keys: Keys, known: Known): Wanted {
  const refusesFor = (name: string) => (value: unknown) => unfit(keys.get(name), value);
  return {
    ...wanted.update,
    known,
    entry: (name) => ({ refuses: refusesFor(name) }),
    refuses: (update) => {
      if (typeof update !== 'object' || update === null) return undefined;
      for (const [name, value] of Object.entries(update)) {
        if (!keys.has(name))
          return `There is no key ${JSON.stringify(name)} in the state. ${suggest(name, [...keys.keys()])}`;
        const said = unfit(keys.get(name), value);
        if (said !== undefined) return `${JSON.stringify(name)}: ${said}`;
      }
      return undefined;
    },
  };
}

/** What is wrong with a constant that is written to a key; undefined where it is fine, or where nobody knows before it runs. */
function unfit(key: NamedKey | undefined, value: unknown): string | undefined {
  if (key === undefined) return undefined;
  if (!('kind' in key)) return byType(key, value);
  // What a key of the registry takes besides is known by its own function.
  if ('from' in key && key.from !== undefined) return undefined;
  switch (key.kind) {
    case 'sum':
      return Number.isFinite(value) ? undefined : 'A sum takes a number.';
    case 'append':
    case 'union':
      return byItems(key.schema, value);
    case 'merge':
      return isRecord(value)
        ? firstOf(Object.values(value), key.schema)
        : 'This key takes a mapping of what is merged.';
    case 'upsert':
      return byIds(key, value);
    default:
      return byType(key.schema, value);
  }
}

function byItems(schema: Schema, value: unknown): string | undefined {
  return Array.isArray(value) ? firstOf(value, schema) : 'This key takes a list of what is added.';
}

/** Items that are known by an id, or those and ids that go. */
function byIds({ schema, id }: Extract<NamedKey, { kind: 'upsert' }>, value: unknown): string | undefined {
  const shape = 'This key takes a list of items, or a mapping of "upsert" and "remove".';
  if (!Array.isArray(value) && !isRecord(value)) return shape;
  const { upsert = [], remove = [], ...others } = isRecord(value) ? value : { upsert: value };
  if (Object.keys(others).length > 0 || !Array.isArray(remove)) return shape;
  const ids = [...remove, ...(Array.isArray(upsert) ? upsert.map((item) => (isRecord(item) ? item[id] : '')) : [])];
  const wrong = ids.find((each) => typeof each !== 'string' && typeof each !== 'number');
  return (
    byItems(schema, upsert) ?? (wrong === undefined ? undefined : 'What an item is known by is a text or a number.')
  );
}

function firstOf(values: readonly unknown[], schema: Schema): string | undefined {
  return values.map((value) => byType(schema, value)).find((said) => said !== undefined);
}

function byType(schema: Schema, value: unknown): string | undefined {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise || result.issues === undefined) return undefined;
  const said = result.issues.map(({ message, path = [] }) =>
    [path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.'), message]
      .filter((part) => part !== '')
      .join(': '),
  );
  return `What is written does not fit the key's type: ${said.join('; ')}.`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
