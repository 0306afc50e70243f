import { reduce, replace, transient, type Graph } from '@cairn/core';
import { messages } from '@cairn/langchain';
import { RemoveMessage } from '@langchain/core/messages';
import { getInteropZodObjectShape, isInteropZodObject } from '@langchain/core/utils/types';
import {
  DeltaValue,
  messagesDeltaReducer,
  messagesStateReducer,
  Overwrite,
  ReducedValue,
  REMOVE_ALL_MESSAGES,
  StateSchema,
  UntrackedValue,
} from '@langchain/langgraph';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Gap } from './gap.ts';
import type { Channel, LangGraph } from './lang-graph.ts';

type Schema = StandardSchemaV1;
/** What a key of a graph's state is declared as. */
export type StateEntry = Graph['source']['state'][string];

/** What a channel is here: a key, and how what nodes write to the channel is written to it. */
export interface KeyOf {
  readonly entry: StateEntry;
  /** What a subgraph's key is the same as, if it is: keys that are one are shared. */
  readonly shared: boolean;
  /** What one node wrote, in its order. */
  readonly write: (values: readonly unknown[]) => unknown;
  /** What it has at the start. */
  readonly initial: () => unknown;
  /** What a node finds where nothing is kept. */
  readonly absent?: () => unknown;
}

/** The keys of a graph's channels, those that somebody said otherwise what they are among them. */
export function keysOf(
  graph: LangGraph,
  given: Readonly<Record<string, StateEntry>>,
  gaps: Gap[],
): ReadonlyMap<string, KeyOf> {
  const keys = new Map<string, KeyOf>();
  for (const [name, channel] of Object.entries(graph.channels)) {
    const entry = given[name];
    const key = entry === undefined ? keyOf(graph, name, channel) : givenKey(entry, name);
    if (typeof key === 'string') gaps.push({ at: `channel "${name}"`, why: key, mend: saidKey(name) });
    else keys.set(name, key);
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(graph.channels, name))
      gaps.push({ at: `channel "${name}"`, why: 'The graph has no such channel.' });
  }
  return keys;
}

function saidKey(name: string): string {
  return `Say what it is to be: \`channels: { ${JSON.stringify(name)}: append(schema) }\`, or another kind of key.`;
}

/** The key, or why there is none. */
function keyOf(graph: LangGraph, name: string, channel: Channel): KeyOf | string {
  if (name === '__root__') return 'The state is one value without keys.';
  const check = checkOf(graph, name);
  switch (channel.lc_graph_name) {
    case 'LastValue': {
      const entry = plainEntry(channel, check);
      const initial = (): unknown => startOf(entry);
      return { entry, shared: true, initial, write: (values) => orAbsent(onlyOne(name, values)) };
    }
    case 'BinaryOperatorAggregate':
      return channel.operator === messagesStateReducer ? conversation : reducedKey(channel, check);
    case 'DeltaChannel':
      return channel.reducer === messagesDeltaReducer ? conversation : reducedKey(channel, check);
    case 'UntrackedValue': {
      const write = (values: readonly unknown[]): unknown => onlyOne(name, values);
      return {
        entry: transient(check ?? anything),
        shared: false,
        initial: () => undefined,
        write,
        ...(channel.initialValueFactory && { absent: channel.initialValueFactory }),
      };
    }
    case 'Topic':
      if (channel.accumulate === true) return gatheredKey(channel);
      return 'It is a Topic that does not accumulate, whose value is of one superstep.';
    default:
      return `It is of the class ${channel.lc_graph_name}, whose value is of one superstep.`;
  }
}

/** Stands for what is taken away: what is written as nothing, where nothing means what a key starts as. */
const absent = Symbol('absent');

/** A schema that takes anything. */
export const anything: Schema = { '~standard': { version: 1, vendor: 'cairn', validate: (value) => ({ value }) } };

const plainEntries = new WeakMap<object, Schema>();

/** One schema a channel, or a field: a subgraph that is built of the same has the same key. */
function plainEntry(channel: Channel, check: Schema | undefined): Schema {
  const { initialValueFactory: initial } = channel;
  const known = plainEntries.get(check ?? (initial === undefined ? anything : channel));
  if (known !== undefined) return known;
  const validate = (value: unknown): StandardSchemaV1.Result<unknown> | Promise<StandardSchemaV1.Result<unknown>> => {
    if (value === absent) return { value: undefined };
    if (value !== undefined) return check?.['~standard'].validate(value) ?? { value };
    if (initial !== undefined) return { value: initial() };
    const started = check?.['~standard'].validate(value);
    return started === undefined || started instanceof Promise || started.issues !== undefined ? { value } : started;
  };
  const schema: Schema = { '~standard': { version: 1, vendor: 'cairn', validate } };
  plainEntries.set(check ?? (initial === undefined ? anything : channel), schema);
  return schema;
}

/** What a schema makes of nothing. */
function startOf(schema: Schema): unknown {
  const started = schema['~standard'].validate(undefined);
  return started instanceof Promise || started.issues !== undefined ? undefined : started.value;
}

function orAbsent(value: unknown): unknown {
  return value === undefined ? absent : value;
}

function onlyOne(name: string, values: readonly unknown[]): unknown {
  if (values.length === 1) return values[0];
  throw new Error(`One node wrote ${values.length} values to "${name}", which takes one.`);
}

/** What one node wrote to a channel that is reduced, each value apart. */
class Several {
  readonly values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    this.values = values;
  }
}

type Apply = (current: unknown, updates: readonly unknown[]) => unknown;

const applies = new WeakMap<object, Apply>();

function reducedKey(channel: Channel, check: Schema | undefined): KeyOf {
  const initial = channel.initialValueFactory ?? (channel.reducer === undefined ? () => undefined : () => []);
  return {
    entry: reduce({ schema: listed(check ?? anything), initial: initial(), apply: applyOf(channel) }),
    shared: true,
    initial,
    write: (values) => overwritten(values) ?? new Several(values),
  };
}

/** One function for one reducer: a subgraph's key that is reduced by it is the same. */
function applyOf({ operator, reducer }: Channel): Apply {
  const by = operator ?? reducer ?? onlyOne;
  let apply = applies.get(by);
  if (apply === undefined) {
    apply =
      operator === undefined
        ? (current, updates) => reducer?.(current, updates)
        : (current, updates) =>
            updates.reduce((so, update) => (so === undefined ? update : operator(so, update)), current);
    applies.set(by, apply);
  }
  return apply;
}

/** A topic that accumulates: all that was written to it, lists opened; nothing while it is empty. */
function gatheredKey({ unique }: Channel): KeyOf {
  const initial = (): unknown => undefined;
  const apply = unique === true ? gatherOnce : gather;
  return {
    entry: reduce({ schema: listed(anything), initial: initial(), apply }),
    shared: true,
    initial,
    write: (values) => new Several(values),
  };
}

function gather(current: unknown, updates: readonly unknown[]): unknown {
  const all = [...((current ?? []) as readonly unknown[]), ...updates.flat()];
  return all.length === 0 ? undefined : all;
}

/** Each value once, as a set tells them apart. */
function gatherOnce(current: unknown, updates: readonly unknown[]): unknown {
  const all = gather(current, updates);
  return all === undefined ? undefined : [...new Set(all as readonly unknown[])];
}

const lists = new WeakMap<Schema, StandardSchemaV1<unknown, readonly unknown[]>>();

/** What is written to a reduced channel, as a list: the reducer is applied to each. */
function listed(check: Schema): StandardSchemaV1<unknown, readonly unknown[]> {
  const known = lists.get(check);
  if (known !== undefined) return known;
  const validate = (given: unknown): StandardSchemaV1.Result<readonly unknown[]> => {
    const values: unknown[] = [];
    for (const each of given instanceof Several ? given.values : [given]) {
      const result = check['~standard'].validate(each);
      if (result instanceof Promise) return { issues: [{ message: 'Its schema answers later, and has to at once.' }] };
      if (result.issues !== undefined) return { issues: result.issues };
      values.push(result.value);
    }
    return { value: values };
  };
  const made: StandardSchemaV1<unknown, readonly unknown[]> = {
    '~standard': { version: 1, vendor: 'cairn', validate },
  };
  lists.set(check, made);
  return made;
}

/** What takes the place of what was there; undefined where nothing does. */
function overwritten(values: readonly unknown[]): unknown {
  const whole = values.find((value) => Overwrite.isInstance(value));
  if (whole === undefined) return undefined;
  if (values.length > 1) throw new Error('One node wrote an Overwrite and another value beside it.');
  return replace((whole as unknown as Readonly<Record<string, unknown>>)['__overwrite__']);
}

const conversation: KeyOf = {
  entry: messages(),
  shared: true,
  initial: () => [],
  write: (values) => {
    if (values.some((value) => Overwrite.isInstance(value))) {
      const { value } = overwritten(values) as { readonly value: unknown };
      return [new RemoveMessage({ id: REMOVE_ALL_MESSAGES }), ...[value].flat()];
    }
    return values.length === 1 ? values[0] : values.flat();
  },
};

const emptyOf: Readonly<Record<string, unknown>> = { append: [], union: [], upsert: [], merge: {} };

/** A key that somebody said. */
function givenKey(entry: StateEntry, name: string): KeyOf {
  const write = (values: readonly unknown[]): unknown => {
    if (values.length > 1 && values.every((value) => Array.isArray(value))) return values.flat();
    return overwritten(values) ?? onlyOne(name, values);
  };
  const initial = (): unknown => {
    if ('~standard' in entry) return startOf(entry);
    return 'initial' in entry ? entry.initial : emptyOf[entry.kind];
  };
  return { entry, shared: true, initial, write };
}

/** What LangGraph holds updates of a key to; undefined where the state is no schema. */
function checkOf(
  { _schemaRuntimeDefinition: schema, _metaRegistry: registry }: LangGraph,
  name: string,
): Schema | undefined {
  if (StateSchema.isInstance(schema)) return checkOfField((schema as { fields: Record<string, unknown> }).fields[name]);
  if (!isInteropZodObject(schema)) return undefined;
  const field: unknown = getInteropZodObjectShape(schema)[name];
  if (field === undefined) return undefined;
  return optional((registry.get(field as never)?.reducer?.schema ?? field) as Schema);
}

function checkOfField(field: unknown): Schema | undefined {
  if (ReducedValue.isInstance(field) || DeltaValue.isInstance(field)) return field.inputSchema;
  if (UntrackedValue.isInstance(field)) return field.schema;
  return field as Schema | undefined;
}

const optionals = new WeakMap<Schema, Schema>();

/** LangGraph holds updates to the schema of a state of which any part may be missing. */
function optional(schema: Schema): Schema {
  const known = optionals.get(schema);
  if (known !== undefined) return known;
  const validate = (value: unknown): StandardSchemaV1.Result<unknown> | Promise<StandardSchemaV1.Result<unknown>> => {
    const result = schema['~standard'].validate(value);
    return value === undefined && !(result instanceof Promise) && result.issues !== undefined ? { value } : result;
  };
  const made: Schema = { '~standard': { version: 1, vendor: 'cairn', validate } };
  optionals.set(schema, made);
  return made;
}
