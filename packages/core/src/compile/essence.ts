import {
  rescuesIn,
  type GraphData,
  type HandlerData,
  type NextData,
  type NodeData,
  type RescueData,
  type TimerData,
} from './plan-data.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * What of a plan tells whether it is still the same: topology and schemas, as text.
 *
 * Functions count by where they are, not by their text. Labels, limits, questions, retries and timeouts do not count, nor do versions
 * and what schemas say for people; nor does the order in which nodes and keys are declared.
 */
export function essenceOf(graphs: Readonly<Record<string, GraphData>>): string {
  return canonical(mapped(graphs, graphEssence));
}

function graphEssence({ name, start, keys, events, on, after, nodes }: GraphData): unknown {
  return {
    name,
    start,
    keys: mapped(keys, ({ kind, schema, by }) => ({ kind, by, schema: schemaEssence(schema) })),
    events: mapped(events, schemaEssence),
    on: mapped(on, (handlers) => handlers.map(handlerEssence)),
    after: after?.map(timerEssence),
    nodes: mapped(nodes, nodeEssence),
  };
}

function nodeEssence({ kind, graph, verify, next, on = {}, after = [], onError, writes, share }: NodeData): unknown {
  return {
    kind,
    graph,
    verify,
    next: nextEssence(next),
    on: mapped(on, (handlers) => handlers.map(handlerEssence)),
    after: after.map(timerEssence),
    onError: rescueEssence(onError),
    writes,
    share: share?.toSorted(),
  };
}

function nextEssence(next: NextData | undefined): unknown {
  if (next === undefined || typeof next === 'string') return next;
  if ('then' in next) {
    const need = typeof next.need === 'object' ? 'decided' : next.need;
    return { ...next, need, onError: rescueEssence(next.onError) };
  }
  if (!('cases' in next)) return next;
  return { cases: next.cases.map(({ to }) => to), otherwise: next.otherwise };
}

/** One way is one name, guarded or not, as it was when there were no others. */
function rescueEssence(data: RescueData | undefined): unknown {
  const names = rescuesIn(data).map(({ to }) => to);
  return names.length > 1 ? names : names[0];
}

function timerEssence({ name, by, handlers }: TimerData): unknown {
  return { name, by, handlers: handlers.map(handlerEssence) };
}

function handlerEssence({ to }: HandlerData): unknown {
  return { to };
}

/** Words of JSON Schema that are said for people. */
const words: ReadonlySet<string> = new Set(['description', 'title', 'examples', '$comment', 'deprecated']);

/** Parts of JSON Schema whose keys are names. */
const named: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'definitions']);

/** Parts of JSON Schema that are values, not schemas. */
const values: ReadonlySet<string> = new Set(['default', 'const', 'enum']);

/** What counts of a schema: all but what it says for people. */
export function schemaEssence(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(schemaEssence);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key]) => !words.has(key) && !(key === 'described' && 'vendor' in schema),
  );
  return Object.fromEntries(kept.map(([key, part]) => [key, partEssence(key, part)]));
}

function partEssence(key: string, part: unknown): unknown {
  if (values.has(key)) return part;
  if (key === 'required' && Array.isArray(part))
    return part.map(String).toSorted((left, right) => (left < right ? -1 : 1));
  return named.has(key) && typeof part === 'object' ? mapped((part ?? {}) as Json, schemaEssence) : schemaEssence(part);
}

/** The text of a value that is the same whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

function mapped<Part>(record: Readonly<Record<string, Part>>, map: (part: Part) => unknown): Json {
  return Object.fromEntries(Object.entries(record).map(([key, part]) => [key, map(part)]));
}
