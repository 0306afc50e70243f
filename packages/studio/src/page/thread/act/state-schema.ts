import type { PlanData } from '@cairn/core/inspect';
import { asMeant, partNamed } from '../../values/as-sent.ts';
import { isRecord } from '../../values/shape.ts';
import { bigintKeyword, dateKeyword } from '../../forms/field.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * A JSON Schema of what an update of a lane's state may say: any of its keys. An update of a key that grows says what is added. Of what
 * no schema tells, its value in `state` tells how it is written.
 */
export function updateSchema(plan: PlanData | undefined, graph: string, state: unknown = {}): Schema | undefined {
  const keys = keysOf(plan, graph);
  if (keys === undefined) return undefined;
  const properties = Object.entries(keys).map(([name, { kind, schema }]) => [
    name,
    withHow(asHad(schemaOf(kind, schema, placeOf(name)), partNamed(state, name)), kind),
  ]);
  return { type: 'object', properties: Object.fromEntries(properties) as Schema, additionalProperties: false };
}

/** A JSON Schema of what a graph's input may have, as far as a plan says; `needed` are the keys that have to be there. */
export function inputSchema(plan: PlanData | undefined, needed: readonly string[] = []): Schema | undefined {
  const properties = Object.entries(keysOf(plan, '') ?? {}).flatMap(([name, { kind, schema }]) => {
    const isGiven = kind === 'set' || kind === 'local' || kind === 'transient' || kind === 'append';
    return schema === undefined || !isGiven ? [] : [[name, schemaOf(kind, schema, placeOf(name))] as const];
  });
  if (properties.length === 0) return undefined;
  const required = properties.map(([name]) => name).filter((name) => needed.includes(name));
  return { type: 'object', properties: Object.fromEntries(properties), required };
}

/** The keys of a graph's state, as they are. */
function keysOf(plan: PlanData | undefined, graph: string): PlanData['graphs'][string]['keys'] | undefined {
  const found = asMeant(partNamed(plan?.graphs, graph)) as PlanData['graphs'][string] | undefined;
  return found?.keys;
}

/** Where the schema of a key stands: a pointer. */
function placeOf(name: string): string {
  return `#/properties/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
}

/** What an update of a key is: of a list that grows, a list of what is added. */
function schemaOf(kind: string, said: unknown, place: string): Schema {
  const isOfItems = kind === 'append' || kind === 'union';
  const told = (said ?? {}) as Schema;
  // Where JSON Schema has no words for all of it, what it has for the rest stands beside the library's name.
  const described = 'vendor' in told ? (told['described'] ?? {}) : told;
  const { $schema: _, default: _default, ...known } = moved(described, isOfItems ? `${place}/items` : place) as Schema;
  if (isOfItems) return { type: 'array', items: known };
  if (kind === 'sum') return { type: 'number' };
  return kind === 'set' || kind === 'local' || kind === 'transient' ? known : {};
}

/** Of a key of which no schema tells, its value tells where it is a date or a bigint. */
function asHad(schema: Schema, value: unknown): Schema {
  const [tag, ...others] = isRecord(value) ? Object.keys(value) : [];
  const isTold = others.length === 0 && (tag === dateKeyword || tag === bigintKeyword);
  return isTold && Object.keys(schema).length === 0 ? { [tag]: true } : schema;
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

/** A part of a schema that stands elsewhere now: what it refers to in itself is below the place where it stands. */
function moved(part: unknown, place: string): unknown {
  if (Array.isArray(part)) return part.map((each) => moved(each, place));
  if (!isRecord(part)) return part;
  const entries = Object.entries(part).map(([key, value]): [string, unknown] => {
    const isOwn = key === '$ref' && typeof value === 'string' && value.startsWith('#');
    return [key, isOwn ? `${place}${value.slice(1)}` : moved(value, place)];
  });
  return Object.fromEntries(entries);
}
