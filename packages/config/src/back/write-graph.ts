import type { AnyGraph, Schema } from '@cairn/core';
import { below } from '../document/path.ts';
import { isDescribed, type RegistryParts } from '../registry/registry.ts';
import { writeKey, writeSchema } from './write-key.ts';
import { writePlain, type LostPart } from './write-plain.ts';
import { nameIn } from './write-type.ts';
import { mappingOf, writtenOf, type Written } from './written.ts';

type Source = AnyGraph['source'];
type Fields = Record<string, unknown>;

/** What a graph of a document has beside the mapping that it is under `graphs` of another. */
const ofDocument: ReadonlySet<string> = new Set(['$schema', 'name', 'thresholds', 'graphs']);

/** Writes a graph, and what it holds, as one document. */
export class GraphWriting {
  readonly lost: LostPart[] = [];
  readonly #registry: RegistryParts;
  /** Graphs that nodes name by now. */
  readonly #named = new Map<string, Source>();
  readonly #graphs: Fields = {};
  readonly #thresholds: Fields = {};
  readonly #lose = (path: string, reason: string) => {
    this.lost.push(Object.freeze({ path, reason }));
  };

  constructor(registry: RegistryParts) {
    this.#registry = registry;
  }

  /** A document as it was written. */
  copied(document: Readonly<Fields>): Fields {
    return writePlain(document, '', this.#lose) as Fields;
  }

  /** The document of a graph that was written in TypeScript. */
  document(source: Source): Fields {
    const own = this.#graph(source, '');
    const [thresholds, graphs] = [this.#thresholds, this.#graphs];
    return {
      name: source.name,
      ...(Object.keys(thresholds).length > 0 && { thresholds }),
      ...own,
      ...(Object.keys(graphs).length > 0 && { graphs }),
    };
  }

  #graph(source: Source, path: string): Fields {
    const at = (part: string) => below(path, part);
    const plain = (part: keyof Source) => this.#plain(part, source[part], at(part));
    const types = (part: 'events' | 'questions') =>
      source[part] === undefined ? {} : { [part]: this.#types(source[part], at(part)) };
    return {
      ...plain('version'),
      ...plain('description'),
      state: mapped(source.state, (key, entry) => writeKey(entry, below(at('state'), key), this.#registry, this.#lose)),
      ...types('events'),
      ...types('questions'),
      ...this.#surroundings(source, at),
      ...(source.limits !== undefined && { limits: mapped(source.limits, (_name, limit) => limitOf(limit)) }),
      start: source.start,
      ...plain('begin'),
      ...plain('on'),
      ...plain('after'),
      nodes: mapped(source.nodes, (name, node) => this.#node(node, below(at('nodes'), name))),
      ...this.#migrations(source, at('migrate')),
    };
  }

  #plain(part: string, value: unknown, path: string): Fields {
    const written = value === undefined ? undefined : writePlain(value, path, this.#lose);
    return written === undefined ? {} : { [part]: written };
  }

  #migrations({ migrate }: Source, path: string): Fields {
    if (migrate === undefined) return {};
    const said = 'A document has no word for a function that migrates. Leave the migration in TypeScript.';
    return { migrate: writePlain(migrate, path, (lost) => this.#lose(lost, said)) };
  }

  #types(types: Readonly<Record<string, Schema>>, path: string): Fields {
    return mapped(types, (name, schema) => writeSchema(schema, below(path, name), this.#registry, this.#lose));
  }

  #node(node: Source['nodes'][string], path: string): Fields {
    const fields: Fields = {};
    for (const [part, value] of Object.entries(node)) {
      if (value === undefined) continue;
      const written = this.#part(part, value, below(path, part));
      if (written !== undefined) fields[part] = written;
    }
    return fields;
  }

  #part(part: string, value: unknown, path: string): unknown {
    const { activities, verifiers } = this.#registry;
    if (part === 'graph') return this.#child(value as Pick<AnyGraph, 'name' | 'source'>, path);
    if (part === 'run') {
      const runs = Object.entries(activities ?? {}).map(([name, each]) => [name, isDescribed(each) ? each.run : each]);
      return this.#name('activity', nameIn(Object.fromEntries(runs) as Fields, value), path);
    }
    if (part === 'verify') return this.#name('verifier', nameIn(verifiers, value), path);
    if (part === 'drawing') {
      this.#lose(path, 'A document has no word for what is drawn within a node. Leave it in TypeScript.');
      return undefined;
    }
    return writePlain(value, path, this.#lose);
  }

  #name(what: string, name: string | undefined, path: string): string | undefined {
    if (name === undefined) this.#lose(path, `The registry has no ${what} that is this function.`);
    return name;
  }

  /** The name by which a node holds a graph: of the registry, or of one that is written beside. */
  #child({ name, source }: Pick<AnyGraph, 'name' | 'source'>, path: string): string | undefined {
    const registered = Object.entries(this.#registry.graphs ?? {}).find(([, each]) => each.source === source)?.[0];
    const known = registered ?? name;
    const before = this.#named.get(known);
    if (before === source) return known;
    if (before !== undefined) {
      this.#lose(
        path,
        `Another graph has the name ${JSON.stringify(known)} in this document. Name this one in the registry.`,
      );
      return undefined;
    }
    if (registered === undefined && Object.hasOwn(this.#registry.graphs ?? {}, known)) {
      this.#lose(
        path,
        `The registry has another graph ${JSON.stringify(known)}. Name this one in the registry as well.`,
      );
      return undefined;
    }
    const written = registered === undefined ? writtenOf(source) : undefined;
    if (written !== undefined && !this.#takesThresholds(written, path)) return undefined;
    this.#named.set(known, source);
    const at = below('graphs', known);
    if (written !== undefined) this.#graphs[known] = this.#documented(source, written, at);
    else if (registered === undefined) this.#graphs[known] = this.#graph(source, at);
    return known;
  }

  /** Whether the thresholds of another document can be thresholds of this one, which they are then. */
  #takesThresholds({ thresholds }: Written, path: string): boolean {
    const own = this.#thresholds;
    const other = Object.keys(thresholds).find((name) => {
      return Object.hasOwn(own, name) && JSON.stringify(own[name]) !== JSON.stringify(thresholds[name]);
    });
    if (other === undefined) {
      Object.assign(own, thresholds);
      return true;
    }
    const said = `It was made of a document whose threshold ${JSON.stringify(other)} has another value here. Name it in the registry.`;
    this.#lose(path, said);
    return false;
  }

  /** A graph that was made of another document: as it was written there, with the graphs that its nodes hold. */
  #documented({ nodes }: Source, written: Written, path: string): Fields {
    const parts = Object.entries(mappingOf(written)).filter(([part]) => !ofDocument.has(part));
    const own = writePlain(Object.fromEntries(parts), path, this.#lose) as Fields;
    return { ...own, nodes: mapped(nodes, (name, { graph }) => this.#holding(own, name, graph, path)) };
  }

  /** A node as it was written, which names its graph as it is named here. */
  #holding({ nodes }: Fields, name: string, graph: Source['nodes'][string]['graph'], path: string): unknown {
    const node = (nodes as Readonly<Record<string, Fields>>)[name];
    if (graph === undefined) return node;
    const { graph: _, ...others } = node ?? {};
    const held = this.#child(graph, below(below(below(path, 'nodes'), name), 'graph'));
    return { ...others, ...(held !== undefined && { graph: held }) };
  }

  #surroundings(source: Source, at: (part: string) => string): Fields {
    const { services = {}, activities = {}, codecs = [] } = this.#registry;
    const runs = new Set<unknown>(Object.values(source.nodes).map(({ run }) => run));
    const described = Object.values(activities).flatMap((each) =>
      isDescribed(each) && runs.has(each.run) ? [each.services] : [],
    );
    const known: Fields = Object.assign({}, services, ...described);
    const needed = Object.keys(source.services ?? {});
    for (const name of needed) {
      if (!Object.hasOwn(known, name))
        this.#lose(below(at('services'), name), 'The registry has no service of this name.');
    }
    (source.codecs ?? []).forEach((codec, index) => {
      if (!codecs.includes(codec)) this.#lose(`${at('codecs')}[${index}]`, 'The registry does not have this codec.');
    });
    const listed = needed.filter((name) => Object.hasOwn(known, name));
    // Without a list a graph needs all of the registry's services, and those of its activities.
    return needed.length > 0 || Object.keys(known).length > 0 ? { services: listed } : {};
  }
}

/** A limit as documents have it. */
function limitOf(limit: unknown): unknown {
  if (limit === Infinity) return 'unlimited';
  if (typeof limit !== 'object' || limit === null) return limit;
  return mapped(limit as Fields, (_key, value) => (value === Infinity ? 'unlimited' : value));
}

function mapped<Part>(parts: Readonly<Record<string, Part>>, map: (key: string, part: Part) => unknown): Fields {
  const entries = Object.entries(parts).flatMap(([key, part]) => (part === undefined ? [] : [[key, map(key, part)]]));
  return Object.fromEntries(entries) as Fields;
}
