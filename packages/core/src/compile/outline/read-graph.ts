import type { Mistake } from '../../base/problem/problems.ts';
import { isSchema } from '../../definition/schema.ts';
import { isService } from '../../definition/service.ts';
import { mistake } from '../mistake.ts';
import { attempt, below, fieldsOf, noFields } from './fields.ts';
import type { Fields, GraphOutline, NodeOutline, Target } from './outline.ts';
import { readAfter, readOn } from './read-exits.ts';
import { readNode } from './read-node.ts';
import { Reader } from './reader.ts';

const ofGraph = [
  'name',
  'description',
  'version',
  'state',
  'events',
  'services',
  'questions',
  'start',
  'on',
  'after',
  'limits',
  'codecs',
  'nodes',
  'migrate',
];

const keyKinds = ['append', 'sum', 'union', 'merge', 'upsert', 'reduce', 'local', 'transient'];

/** Graphs may hold each other so deep, and so many of them are looked at. */
const deepest = 32;
const most = 1_000;

/** A graph with all the graphs below it, each once, and what in them has the wrong shape. */
export interface Outlines {
  readonly graphs: readonly GraphOutline[];
  readonly mistakes: readonly Mistake[];
}

/** Reads a graph and its subgraphs; never throws, whatever it is given. */
export function readGraphs(graph: unknown): Outlines {
  const reading = new GraphReading();
  reading.read('graph', '', graph);
  return reading;
}

class GraphReading implements Outlines {
  readonly graphs: GraphOutline[] = [];
  readonly mistakes: Mistake[] = [];
  readonly #known = new Map<unknown, GraphOutline>();
  readonly #open: unknown[] = [];

  /** The outline of a graph; `said` is where it is to those who read, `path` what its own paths begin with. */
  read(said: string, path: string, graph: unknown): GraphOutline | undefined {
    const reader = new Reader(this.mistakes);
    const source = fieldsOf(graph)?.['source'];
    const fields = fieldsOf(source);
    if (fields === undefined) {
      reader.wrong(said, graph, 'a graph, which is what `graph({ … })` gives');
      return undefined;
    }
    if (this.#open.includes(source) || this.#open.length >= deepest || this.graphs.length >= most) {
      const why =
        'This graph holds itself, stands 32 graphs deep, or is one of more than 1,000. Hold a graph that does not lead back here, and nest less.';
      this.mistakes.push(mistake('recursive-graph', said, why));
      return undefined;
    }
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    return this.#readSource(reader, path, source, fields);
  }

  #readSource(reader: Reader, path: string, source: unknown, fields: Fields): GraphOutline {
    this.#open.push(source);
    const at = (name: string) => below(path, name);
    reader.known(path, fields, ofGraph, 'A graph');
    reader.typed(path, fields, { description: 'string', version: 'string' });
    readCodecs(reader, at('codecs'), fields['codecs']);
    const nodes = new Map<string, NodeOutline>();
    const { ways, stays, lists, events } = reader;
    readOn(reader, at('on'), fields['on']);
    const outline: GraphOutline = {
      path,
      fields,
      nodes,
      ways,
      stays,
      lists,
      events,
      timers: readAfter(reader, at('after'), fields['after']),
      name: reader.name(at('name'), fields['name'], 'the name of the graph') ?? '',
      start: reader.target(at('start'), fields['start']),
      keys: readKeys(reader, at('state'), fields['state']),
      declared: readEvents(reader, at('events'), fields['events']),
      questions: readQuestions(reader, at('questions'), fields['questions']),
      limits: reader.optional(at('limits'), fields['limits'], 'an object such as { transitions: 1000 }'),
      services: readServices(reader, at('services'), fields['services']),
      migrated: readMigrations(reader, at('migrate'), fields['migrate']),
    };
    this.graphs.push(outline);
    this.#readNodes(reader, at('nodes'), fields['nodes'], nodes);
    this.#open.pop();
    this.#known.set(source, outline);
    return outline;
  }

  #readNodes(reader: Reader, path: string, value: unknown, nodes: Map<string, NodeOutline>): void {
    const fields = reader.record(path, value, 'an object with the nodes');
    for (const [name, node] of Object.entries(fields)) {
      const own = new Reader(this.mistakes);
      nodes.set(
        name,
        readNode(own, below(path, name), name, node, (childPath, child) => this.read(childPath, childPath, child)),
      );
    }
  }
}

function readKeys(reader: Reader, path: string, state: unknown): Fields {
  const keys = reader.record(path, state, 'an object with the keys of the state, {} for none');
  for (const [name, entry] of Object.entries(keys)) readKey(reader, below(path, name), entry);
  return keys;
}

function readKey(reader: Reader, path: string, entry: unknown): void {
  if (attempt(() => isSchema(entry)) === true) return;
  const key = fieldsOf(entry) ?? noFields;
  const { kind, schema } = key;
  if (typeof kind !== 'string' || !keyKinds.includes(kind)) {
    reader.wrong(
      path,
      entry,
      'a schema, or a key made by one of append, sum, union, merge, upsert, reduce, local, transient',
    );
    return;
  }
  readCodecs(reader, `${path}.codecs`, key['codecs']);
  reader.typed(path, key, { from: 'function' });
  if (kind !== 'sum' && attempt(() => isSchema(schema)) !== true) reader.wrong(`${path}.schema`, schema, 'a schema');
  if (kind === 'reduce' && typeof key['apply'] !== 'function')
    reader.wrong(`${path}.apply`, key['apply'], 'a function');
  if (kind === 'upsert' && typeof key['id'] !== 'string')
    reader.wrong(`${path}.id`, key['id'], 'the name of a property');
}

/** What each of them has to be is told by whoever makes one of all. */
function readCodecs(reader: Reader, path: string, codecs: unknown): void {
  if (codecs !== undefined) reader.list(path, codecs, 'a list of codecs, { name, class, encode, decode }');
}

function readEvents(reader: Reader, path: string, events: unknown): readonly string[] | undefined {
  const fields = readSchemas(reader, path, events, 'an object with the schema of each event');
  return events !== undefined && fieldsOf(events) === undefined ? undefined : Object.keys(fields);
}

function readQuestions(reader: Reader, path: string, questions: unknown): readonly string[] {
  return Object.keys(readSchemas(reader, path, questions, "an object with the schema of each question's answer"));
}

function readSchemas(reader: Reader, path: string, given: unknown, expected: string): Fields {
  const fields = reader.optional(path, given, expected);
  for (const [name, schema] of Object.entries(fields)) {
    if (attempt(() => isSchema(schema)) !== true) reader.wrong(below(path, name), schema, 'a schema');
  }
  return fields;
}

function readServices(reader: Reader, path: string, services: unknown): Fields {
  const fields = reader.optional(path, services, 'an object with the services that are needed, by name');
  for (const [name, each] of Object.entries(fields)) {
    if (attempt(() => isService(each)) !== true)
      reader.wrong(below(path, name), each, 'a service, which is what `service<Type>()` gives');
  }
  return fields;
}

function readMigrations(reader: Reader, path: string, migrate: unknown): readonly Target[] {
  if (migrate === undefined) return [];
  const entries = reader.list(path, migrate, 'a list of migrations');
  return (entries ?? []).flatMap((entry, index) => {
    const at = `${path}[${index}]`;
    const fields = reader.record(at, entry, 'a migration such as { from, nodes, state }');
    if (fieldsOf(entry) === undefined) return [];
    reader.name(`${at}.from`, fields['from'], 'the fingerprint or the version of the older graph');
    reader.typed(at, fields, { state: 'function' });
    reader.known(at, fields, ['from', 'nodes', 'state'], 'A migration');
    const nodes = reader.optional(`${at}.nodes`, fields['nodes'], 'an object of new names by old ones');
    return Object.entries(nodes).map(([old, name]) => reader.target(below(`${at}.nodes`, old), name));
  });
}
