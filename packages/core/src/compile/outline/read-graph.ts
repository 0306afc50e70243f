import type { ClassCodec } from '../../base/value/codec.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { isSchema } from '../../definition/schema.ts';
import { isService } from '../../definition/service.ts';
import { object } from '../../base/problem/given.ts';
import { mistake } from '../mistake.ts';
import type { MigrationPlan } from '../plan.ts';
import { ofGraph } from '../timer-text.ts';
import { attempt, below, fieldsOf, noFields } from './fields.ts';
import type { Fields, GraphOutline, NodeOutline, Schemas, Target } from './outline.ts';
import { readAfter, readOn } from './read-exits.ts';
import { readNode } from './read-node.ts';
import { Reader } from './reader.ts';

const ofSource = [
  'name',
  'description',
  'version',
  'state',
  'events',
  'services',
  'questions',
  'start',
  'begin',
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

const known = new WeakMap<object, Outlines>();

/** Reads a graph and its subgraphs, once; never throws, whatever it is given. */
export function readGraphs(graph: unknown): Outlines {
  // A weak map takes no other keys.
  const key = object.fits(graph) ? (graph as object) : undefined;
  const before = key && known.get(key);
  if (before !== undefined) return before;
  const reading = new GraphReading();
  reading.read('graph', '', graph);
  const outlines = { graphs: reading.graphs, mistakes: reading.mistakes };
  if (key !== undefined) known.set(key, outlines);
  return outlines;
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
    return this.#known.get(source) ?? this.#readSource(reader, path, source, fields);
  }

  #readSource(reader: Reader, path: string, source: unknown, fields: Fields): GraphOutline {
    this.#open.push(source);
    const at = (name: string) => below(path, name);
    reader.known(path, fields, ofSource, 'A graph');
    reader.typed(path, fields, { description: 'string', version: 'string', begin: 'function' });
    const codecs = readCodecs(reader, at('codecs'), fields['codecs']);
    const nodes = new Map<string, NodeOutline>();
    const outline: GraphOutline = {
      path,
      fields,
      nodes,
      ...reader.exits,
      on: readOn(reader, at('on'), fields['on']),
      after: readAfter(reader, at('after'), fields['after'], ofGraph),
      name: reader.name(at('name'), fields['name'], 'the name of the graph') ?? '',
      start: reader.target(at('start'), fields['start']),
      keys: readKeys(reader, at('state'), fields['state'], codecs),
      declared: readEvents(reader, at('events'), fields['events']),
      questions: readSchemas(
        reader,
        at('questions'),
        fields['questions'],
        "an object with the schema of each question's answer",
      ),
      limits: reader.optional(at('limits'), fields['limits'], 'an object such as { transitions: 1000 }'),
      services: readServices(reader, at('services'), fields['services']),
      ...readMigrations(reader, at('migrate'), fields['migrate']),
      codecs,
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

function readKeys(reader: Reader, path: string, state: unknown, codecs: ClassCodec[]): Fields {
  const keys = reader.record(path, state, 'an object with the keys of the state, {} for none');
  for (const [name, entry] of Object.entries(keys)) codecs.push(...readKey(reader, below(path, name), entry));
  return keys;
}

function readKey(reader: Reader, path: string, entry: unknown): readonly ClassCodec[] {
  if (attempt(() => isSchema(entry)) === true) return [];
  const key = fieldsOf(entry) ?? noFields;
  const { kind, schema } = key;
  if (typeof kind !== 'string' || !keyKinds.includes(kind)) {
    reader.wrong(
      path,
      entry,
      'a schema, or a key made by one of append, sum, union, merge, upsert, reduce, local, transient',
    );
    return [];
  }
  const codecs = readCodecs(reader, `${path}.codecs`, key['codecs']);
  reader.typed(path, key, { from: 'function' });
  if (kind !== 'sum' && attempt(() => isSchema(schema)) !== true) reader.wrong(`${path}.schema`, schema, 'a schema');
  if (kind === 'reduce' && typeof key['apply'] !== 'function')
    reader.wrong(`${path}.apply`, key['apply'], 'a function');
  if (kind === 'upsert' && typeof key['id'] !== 'string')
    reader.wrong(`${path}.id`, key['id'], 'the name of a property');
  return codecs;
}

/** What each of them has to be is told by whoever makes one of all. */
function readCodecs(reader: Reader, path: string, codecs: unknown): ClassCodec[] {
  const listed =
    codecs === undefined ? [] : reader.list(path, codecs, 'a list of codecs, { name, class, encode, decode }');
  return [...(listed ?? [])] as ClassCodec[];
}

function readEvents(reader: Reader, path: string, events: unknown): Schemas | undefined {
  const schemas = readSchemas(reader, path, events, 'an object with the schema of each event');
  return events !== undefined && schemas === noFields ? undefined : schemas;
}

function readSchemas(reader: Reader, path: string, given: unknown, expected: string): Schemas {
  const fields = reader.optional(path, given, expected);
  for (const [name, schema] of Object.entries(fields)) {
    if (attempt(() => isSchema(schema)) !== true) reader.wrong(below(path, name), schema, 'a schema');
  }
  return fields as Schemas;
}

function readServices(reader: Reader, path: string, services: unknown): Fields {
  const fields = reader.optional(path, services, 'an object with the services that are needed, by name');
  for (const [name, each] of Object.entries(fields)) {
    if (attempt(() => isService(each)) !== true)
      reader.wrong(below(path, name), each, 'a service, which is what `service<Type>()` gives');
  }
  return fields;
}

function readMigrations(reader: Reader, path: string, migrate: unknown): Pick<GraphOutline, 'migrated' | 'migrations'> {
  const migrated: Target[] = [];
  const entries = migrate === undefined ? [] : reader.list(path, migrate, 'a list of migrations');
  const migrations = (entries ?? []).flatMap((entry, index): MigrationPlan | readonly [] => {
    const at = `${path}[${index}]`;
    const fields = reader.record(at, entry, 'a migration such as { from, nodes, state }');
    if (fields === noFields) return [];
    if (fields['from'] !== undefined)
      reader.name(`${at}.from`, fields['from'], 'the fingerprint or the version of the older graph');
    reader.typed(at, fields, { state: 'function' });
    reader.known(at, fields, ['from', 'nodes', 'state'], 'A migration');
    const nodes = reader.optional(`${at}.nodes`, fields['nodes'], 'an object of new names by old ones');
    for (const [old, name] of Object.entries(nodes)) migrated.push(reader.target(below(`${at}.nodes`, old), name));
    const { from, state } = fields as unknown as MigrationPlan;
    return { from, nodes: nodes as Readonly<Record<string, string>>, ...(state && { state }) };
  });
  return { migrated, migrations };
}
