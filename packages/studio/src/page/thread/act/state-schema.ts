import type { PlanData } from '@cairn/core/inspect';
import { isRecord, keyOf } from '../../values/shape.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * A JSON Schema of what an update of a lane's state may say: any of its keys. An update of a key that grows says what is added. Of what
 * no schema tells, its value in `state` tells how it is written.
 */
export function updateSchema(plan: PlanData | undefined, graph: string, state: unknown = {}): Schema | undefined {
  const keys = plan?.graphs[graph]?.keys;
  if (keys === undefined) return undefined;
  const properties = Object.entries(keys).map(([name, { kind, schema }]) => [
    name,
    withHow(asHad(schemaOf(kind, schema, `#/properties/${name}`), isRecord(state) ? state[name] : undefined), kind),
  ]);
  return { type: 'object', properties: Object.fromEntries(properties) as Schema, additionalProperties: false };
}

/** What an update of a key is: of a list that grows, a list of what is added. */
function schemaOf(kind: string, said: unknown, place: string): Schema {
  const isOfItems = kind === 'append' || kind === 'union';
  const {
    $schema: _,
    vendor,
    default: _default,
    ...schema
  } = asWritten(said ?? {}, isOfItems ? `${place}/items` : place) as Schema;
  const known: Schema = vendor === undefined ? schema : {};
  if (isOfItems) return { type: 'array', items: known };
  if (kind === 'sum') return { type: 'number' };
  return kind === 'set' || kind === 'local' ? known : {};
}

/** A schema that tells nothing of a date says how one is written, where the key has one. */
function asHad(schema: Schema, value: unknown): Schema {
  const isDate = isRecord(value) && typeof value['$date'] === 'string' && Object.keys(value).length === 1;
  if (!isDate || Object.keys(schema).length > 0) return schema;
  return { description: 'A date: { "$date": "2026-11-30T14:30:00.000Z" }' };
}

const hows: Readonly<Record<string, string>> = {
  append: 'added at its end',
  union: 'added to it',
  sum: 'added to it',
  merge: 'merged into it',
  upsert: 'put into it by id',
  reduce: 'given to its reducer',
};

function withHow(schema: Schema, kind: string): Schema {
  const how = hows[kind];
  return how === undefined ? schema : { ...schema, description: `What is ${how}.` };
}

/**
 * A part of a schema of a plan with its keys as they are there: sent as a value, those with a $ have one more. What it refers to in
 * itself is below the place where it stands now.
 */
function asWritten(part: unknown, place: string): unknown {
  if (Array.isArray(part)) return part.map((each) => asWritten(each, place));
  if (!isRecord(part)) return part;
  const entries = Object.entries(part).map(([name, value]): [string, unknown] => {
    const key = keyOf(name);
    const isOwn = key === '$ref' && typeof value === 'string' && value.startsWith('#');
    return [key, isOwn ? `${place}${value.slice(1)}` : asWritten(value, place)];
  });
  return Object.fromEntries(entries);
}
