import { graph, type AnyGraph, type Service } from '@cairn/core';
import { suggest } from '@cairn/core/store';
import type { Mistakes } from '../document/mistakes.ts';
import { below } from '../document/path.ts';
import { dataOf, entriesOf, itemsOf, partOf, textOf, type MappingPiece, type Piece } from '../document/piece.ts';
import { anything, objectKnown, type Known } from '../cel/known.ts';
import type { Scopes } from '../expression/scopes.ts';
import { isDescribed, named, type DescribedActivity, type RegistryParts } from '../registry/registry.ts';
import { readKey } from '../values/read-state.ts';
import { knownOfKey } from '../values/schema-known.ts';
import { readType } from '../values/read-type.ts';
import { GraphSite } from './graph-site.ts';
import { readAfter, readOn, readUpdate, type Fields } from './read-exits.ts';
import { readNode, type Child, type FindChild } from './read-node.ts';

/** What all graphs of a document share. */
export interface Shared {
  readonly mistakes: Mistakes;
  readonly registry: RegistryParts;
  readonly document: string;
  readonly thresholds: { readonly known: Known; readonly values: Readonly<Record<string, unknown>> };
  /** The names under `limits` of the document and of all its graphs: a graph asks for those around it as well. */
  readonly limits: ReadonlySet<string>;
  readonly scopes: Scopes;
  readonly findChild: FindChild;
}

/** A graph that was read, and what is known of its state. */
export interface ReadGraph extends Child {
  readonly keys: ReadonlyMap<string, Known>;
}

/** Parts that are data in a document and in a graph alike. */
const plain = ['description', 'version', 'start', 'migrate'];

/** Reads one graph of a document. */
export function readGraph(shared: Shared, piece: MappingPiece, name: string, path: string): ReadGraph {
  const at = (part: string) => below(path, part);
  const keys = readKeys(shared, partOf(piece, 'state'), at('state'));
  const known = new Map(Array.from(keys, ([key, each]) => [key, each.known]));
  const taken = new Map(Array.from(keys, ([key, each]) => [key, each.taken]));
  const entries = new Map(Array.from(keys, ([key, { entry }]) => [key, entry]));
  const events = readTypes(shared, partOf(piece, 'events'), at('events'));
  const site = new GraphSite({
    ...shared,
    state: known,
    taken,
    keys: entries,
    events: new Map(Array.from(events, ([event, each]) => [event, each.known])),
  });
  const source: Fields = { name, state: Object.fromEntries(entries) };
  for (const part of plain) {
    const value = partOf(piece, part);
    if (value !== undefined) source[part] = dataOf(value);
  }
  if (events.size > 0) source['events'] = schemasOf(events);
  const asked = activitiesIn(shared, piece).flatMap((each) => (each.questions === undefined ? [] : [each.questions]));
  const questions = schemasOf(readTypes(shared, partOf(piece, 'questions'), at('questions')));
  if (asked.length > 0 || Object.keys(questions).length > 0)
    source['questions'] = Object.assign({}, ...asked, questions);
  readDecisions(site, piece, source, at);
  const nodes = entriesOf(partOf(piece, 'nodes'));
  source['nodes'] = Object.fromEntries(
    nodes.map(({ key, value }) => [key, readNode(site, value, below(at('nodes'), key), shared.findChild)]),
  );
  Object.assign(source, readSurroundings(shared, piece, at('services')));
  const made = graph(source as never) as AnyGraph;
  return { graph: made, state: objectKnown(known), keys: taken };
}

function readDecisions(site: GraphSite, piece: MappingPiece, source: Fields, at: (part: string) => string): void {
  const begin = partOf(piece, 'begin');
  const on = partOf(piece, 'on');
  const after = partOf(piece, 'after');
  const limits = partOf(piece, 'limits');
  if (begin !== undefined) source['begin'] = readUpdate(site, begin, at('begin'), 'state');
  if (on !== undefined) source['on'] = readOn(site, on, at('on'));
  if (after !== undefined) source['after'] = readAfter(site, after, at('after'));
  if (limits !== undefined) source['limits'] = readLimits(limits);
}

function readKeys(shared: Shared, piece: Piece | undefined, path: string): Map<string, ReturnType<typeof readKey>> {
  const { registry, thresholds } = shared;
  const site = {
    ...shared,
    schemas: registry.schemas ?? {},
    keys: registry.keys ?? {},
    constants: { thresholds: thresholds.values },
  };
  return new Map(entriesOf(piece).map(({ key, value }) => [key, readKey(site, value, below(path, key))]));
}

function readTypes(shared: Shared, piece: Piece | undefined, path: string): Map<string, ReturnType<typeof readType>> {
  const site = { mistakes: shared.mistakes, schemas: shared.registry.schemas ?? {} };
  return new Map(
    entriesOf(piece).map(({ key, value }) => {
      const isNothing = value.kind === 'scalar' && value.value === null;
      const type = isNothing ? { ...value, value: 'nothing' } : value;
      const read = readType(site, type, below(path, key));
      return [key, read];
    }),
  );
}

function schemasOf(types: ReadonlyMap<string, ReturnType<typeof readType>>): Fields {
  return Object.fromEntries(Array.from(types, ([name, { schema }]) => [name, schema]));
}

function readLimits(piece: Piece): Fields {
  const numberOf = (value: unknown) => (value === 'unlimited' ? Infinity : value);
  return Object.fromEntries(
    entriesOf(piece).map(({ key, value }) => {
      const data = dataOf(value);
      const isLimit = typeof data === 'object' && data !== null;
      return [key, isLimit ? { ...data, max: numberOf((data as Fields)['max']) } : numberOf(data)];
    }),
  );
}

/** The activities that a graph's nodes run, as far as they say what they need. */
function activitiesIn({ registry }: Pick<Shared, 'registry'>, piece: MappingPiece): readonly DescribedActivity[] {
  return entriesOf(partOf(piece, 'nodes')).flatMap(({ value }) => {
    const found = named(registry.activities, textOf(partOf(value, 'run')) ?? '');
    return found !== undefined && isDescribed(found) ? [found] : [];
  });
}

/** What a graph needs of its surroundings: services by name, those of its activities by default; and codecs. */
function readSurroundings({ registry, mistakes }: Shared, piece: MappingPiece, path: string): Fields {
  const listed = partOf(piece, 'services');
  const activities = activitiesIn({ registry }, piece).map(({ services }) => services);
  const all: Record<string, Service> = Object.assign({}, registry.services, ...activities);
  const services = listed === undefined ? all : {};
  itemsOf(listed).forEach((item, index) => {
    const name = textOf(item) ?? '';
    const service = named(all, name);
    if (service !== undefined) services[name] = service;
    else
      mistakes.add(
        'unknown-service',
        `${path}[${index}]`,
        item.at,
        `The registry has no service ${JSON.stringify(name)}. ${suggest(name, Object.keys(all))}`,
      );
  });
  return {
    ...(Object.keys(services).length > 0 && { services }),
    ...(registry.codecs !== undefined && { codecs: registry.codecs }),
  };
}

/** What is known of a graph of the registry: nothing that a document says. */
export function registeredChild(found: AnyGraph): Child {
  const keys = Object.entries(found.source.state);
  return {
    graph: found,
    state: objectKnown(new Map(keys.map(([key, each]) => [key, knownOfKey(each)]))),
    keys: new Map(keys.map(([key]) => [key, anything])),
  };
}
