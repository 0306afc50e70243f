import { absent, withOneOf } from './beside.ts';
import type { JsonSchema } from './json-schema.ts';
import { nodeName, stateName, plainName } from './name-schema.ts';
import { transitions } from './transition-schema.ts';
import { typing } from './type-schema.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

const text = (title: string, description?: string): JsonSchema => ({
  title,
  ...(description !== undefined && { description }),
  type: 'string',
});

const names: JsonSchema = {
  title: 'a list of names',
  type: 'array',
  uniqueItems: true,
  items: { title: 'a name', type: 'string' },
};

const retry: JsonSchema = {
  title: 'a retry, such as { attempts: 3, backoff: 2s }',
  type: 'object',
  properties: {
    attempts: {
      title: 'a whole number of at least 1',
      description: 'How many times it is tried in all, the first included.',
      type: 'integer',
      minimum: 1,
    },
    backoff: ref('duration'),
    factor: { title: 'a number above 0', type: 'number', exclusiveMinimum: 0 },
    max: ref('duration'),
    jitter: { title: 'a number from 0 to 1', type: 'number', minimum: 0, maximum: 1 },
    when: ref('expression'),
  },
  required: ['attempts'],
  additionalProperties: false,
};

const cache: JsonSchema = {
  title: 'a cache, such as { key: state.url, ttl: 1h }',
  type: 'object',
  properties: { key: ref('value'), ttl: ref('duration') },
  required: ['key', 'ttl'],
  additionalProperties: false,
};

const node: JsonSchema = {
  title: 'a node, such as { run: charge, next: paid } or { final: true }',
  type: 'object',
  properties: {
    label: text('a text'),
    description: text('a text'),
    run: text('the name of an activity', 'The activity of the registry that runs at this node.'),
    with: {
      title: 'a mapping of arguments to expressions',
      description: 'What the activity is given besides the state. Expressions see state and thresholds.',
      type: 'object',
      additionalProperties: ref('value'),
    },
    graph: text('the name of a graph', 'A subgraph: one of this document, or of the registry.'),
    input: ref('update'),
    output: ref('update'),
    share: names,
    verify: text('the name of a verifier', 'The verifier of the registry that judges what the activity found.'),
    retry: ref('retry'),
    timeout: ref('timeout'),
    cache: ref('cache'),
    writes: names,
    final: { title: 'true, or left out', enum: [true] },
    next: ref('next'),
    on: ref('on'),
    after: ref('after'),
    onError: ref('onError'),
  },
  dependentSchemas: {
    ...Object.fromEntries(['input', 'output', 'share'].map((name) => [name, withOneOf('graph')])),
    ...Object.fromEntries(['with', 'cache'].map((name) => [name, withOneOf('run')])),
    ...Object.fromEntries(['verify', 'retry', 'timeout'].map((name) => [name, withOneOf('run', 'graph')])),
    graph: absent('run'),
    final: absent('run', 'graph', 'next', 'on', 'after', 'onError', 'writes'),
  },
  additionalProperties: false,
};

const limits: JsonSchema = {
  title: 'a mapping of names to limits',
  type: 'object',
  propertyNames: plainName,
  properties: {
    transitions: {
      title: 'a whole number of at least 1, or unlimited',
      anyOf: [{ type: 'integer', minimum: 1 }, { enum: ['unlimited'] }],
    },
  },
  additionalProperties: {
    title: 'a number, unlimited, or { max, per }',
    anyOf: [
      { type: 'number', minimum: 0 },
      { enum: ['unlimited'] },
      {
        type: 'object',
        properties: {
          max: {
            title: 'a number or unlimited',
            anyOf: [{ type: 'number', minimum: 0 }, { enum: ['unlimited'] }],
          },
          per: { title: 'thread, turn or day', enum: ['thread', 'turn', 'day'] },
        },
        required: ['max'],
        additionalProperties: false,
      },
    ],
  },
};

const migrations: JsonSchema = {
  title: 'a list of migrations, such as { from: "1", nodes: { old: new } }',
  type: 'array',
  items: {
    title: 'a migration, such as { from: "1", nodes: { old: new } }',
    type: 'object',
    properties: {
      from: text('the fingerprint or the version of the older graph'),
      nodes: {
        title: 'a mapping of new names by old ones',
        type: 'object',
        additionalProperties: text('the name of a node'),
      },
    },
    additionalProperties: false,
  },
};

/** What any graph has, the one of the document and those under `graphs`. */
const ofGraph: Readonly<Record<string, JsonSchema>> = {
  version: text('a text; write a number in quotes'),
  description: text('a text'),
  state: {
    title: 'a mapping of the keys of the state, {} for none',
    type: 'object',
    propertyNames: stateName,
    additionalProperties: ref('key'),
  },
  events: {
    title: 'a mapping of events to what they bring',
    type: 'object',
    propertyNames: plainName,
    additionalProperties: {
      title: 'a type, or nothing',
      anyOf: [{ type: 'null' }, ref('type')],
    },
  },
  questions: {
    title: 'a mapping of questions to the types of their answers',
    type: 'object',
    propertyNames: plainName,
    additionalProperties: ref('type'),
  },
  services: names,
  limits: ref('limits'),
  start: text('the name of a node'),
  begin: ref('update'),
  on: ref('on'),
  after: ref('after'),
  nodes: { title: 'a mapping of nodes', type: 'object', propertyNames: nodeName, additionalProperties: ref('node') },
  migrate: ref('migrations'),
};

const needed = ['state', 'start', 'nodes'];

/** The JSON Schema of a configuration: what editors check by, and what {@link checkShape} reads. */
export const schema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'a graph, a mapping with its name, state, start and nodes',
  description: 'A graph of Cairn, as @cairn/config reads it.',
  type: 'object',
  properties: {
    $schema: text('the address of the JSON Schema'),
    name: { ...nodeName, title: `the name of the graph, ${nodeName.title}`, type: 'string' },
    thresholds: {
      title: 'a mapping of names to values',
      description: 'Constants that expressions use as thresholds.<name>, to be tuned without touching a transition.',
      type: 'object',
      additionalProperties: ref('constant'),
    },
    graphs: {
      title: 'a mapping of subgraphs',
      description: 'Graphs that nodes of this document hold, by name.',
      type: 'object',
      propertyNames: nodeName,
      additionalProperties: ref('subgraph'),
    },
    ...ofGraph,
  },
  required: ['name', ...needed],
  additionalProperties: false,
  $defs: {
    subgraph: {
      title: 'a graph, a mapping with its state, start and nodes',
      type: 'object',
      properties: ofGraph,
      required: needed,
      additionalProperties: false,
    },
    node,
    retry,
    cache,
    limits,
    migrations,
    ...transitions,
    ...typing,
  },
};
