import { check, type AnyGraph } from '@cairn/core';
import { suggest } from '@cairn/core/store';
import { Mistakes, type ConfigMistake } from '../document/mistakes.ts';
import { below, placeIn } from '../document/path.ts';
import { dataOf, entriesOf, entryOf, partOf, textOf, type MappingPiece, type Piece } from '../document/piece.ts';
import { readDocument } from '../document/read-document.ts';
import { celNames, listKnown, anything, objectKnown, recordKnown, type Known } from '../cel/known.ts';
import { Scopes } from '../expression/scopes.ts';
import { named, type RegistryParts } from '../registry/registry.ts';
import { remember } from '../back/written.ts';
import { checkShape } from '../shape/check-shape.ts';
import { schema } from '../shape/schema.ts';
import { readGraph, registeredChild, type ReadGraph, type Shared } from './read-graph.ts';
import type { Child } from './read-node.ts';

/** How a document is read. */
export interface ConfigOptions {
  /** Values of the document's thresholds, in place of those that are written there. */
  readonly thresholds?: Readonly<Record<string, unknown>>;
  /** The name of the document's file, for messages; the name of its graph by default. */
  readonly file?: string;
}

/** What came of reading a document. */
export interface Configuration {
  readonly name: string;
  /** Absent where the document is no mapping. */
  readonly graph?: AnyGraph;
  readonly mistakes: readonly ConfigMistake[];
}

/** Mistakes of a graph that may only follow from one that was found before, or that its shape has told already. */
const consequences: ReadonlySet<string> = new Set([
  'wrong-shape',
  'misplaced-property',
  'two-activities',
  'final-not-alone',
  'unreachable-node',
  'dead-end',
  'endless-loop',
  'never-waits',
  'no-start-value',
  'lane-never-meets',
  'lane-leaves-join',
  'unlike-keys',
]);

/** Reads a document into a graph, and finds all that is wrong with it. */
export function readConfiguration(text: string, registry: RegistryParts, options: ConfigOptions): Configuration {
  const mistakes = new Mistakes(text);
  const piece = readDocument(text, mistakes);
  const name = textOf(partOf(piece, 'name')) ?? '';
  if (piece === undefined) return { name, mistakes: mistakes.list() };
  checkShape(schema, piece, mistakes);
  if (piece.kind !== 'mapping') return { name, mistakes: mistakes.list() };
  const reading = new Reading(piece, registry, options, name, mistakes);
  const graph = reading.read();
  return { name, graph, mistakes: mistakes.list() };
}

class Reading {
  readonly #document: MappingPiece;
  readonly #name: string;
  readonly #mistakes: Mistakes;
  readonly #shared: Shared;
  readonly #read = new Map<string, ReadGraph>();
  readonly #open: string[] = [];

  constructor(
    document: MappingPiece,
    registry: RegistryParts,
    options: ConfigOptions,
    name: string,
    mistakes: Mistakes,
  ) {
    this.#document = document;
    this.#name = name;
    this.#mistakes = mistakes;
    this.#shared = {
      mistakes,
      registry,
      document: options.file ?? (name === '' ? 'configuration' : name),
      thresholds: readThresholds(document, options.thresholds ?? {}, mistakes),
      limits: limitsIn(document),
      scopes: new Scopes(),
      findChild: (child, piece, path) => this.#child(child, piece, path),
    };
  }

  read(): AnyGraph {
    const { graph } = readGraph(this.#shared, this.#document, this.#name, '');
    this.#remember(graph, this.#name, this.#document);
    const own = entriesOf(partOf(this.#document, 'graphs'));
    for (const { key, keyAt } of own) {
      this.#own(key);
      if (named(this.#shared.registry.graphs, key) === undefined) continue;
      const said = `The registry has a graph ${JSON.stringify(key)} as well. Give this one another name, or leave it out.`;
      this.#mistakes.add('two-graphs', below('graphs', key), keyAt, said);
    }
    const before = this.#mistakes.paths();
    this.#check(graph, { piece: this.#document, path: '' }, before);
    for (const { key, value } of own) {
      const read = this.#read.get(key);
      if (read !== undefined) this.#check(read.graph, { piece: value, path: below('graphs', key) }, before);
    }
    return graph;
  }

  /** Notes what Cairn itself finds wrong with a graph, where it is written; `before` is where something is wrong already. */
  #check(graph: AnyGraph, root: { readonly piece: Piece; readonly path: string }, before: ReadonlySet<string>): void {
    for (const { code, path, message } of check(graph)) {
      if (this.#mistakes.full) return;
      const place = placeIn(this.#document, root, path);
      const at = isOfKey(code, place.path) ? place.keyAt : place.at;
      const isToldBefore = before.has(place.path) || this.#mistakes.has(at);
      // Where there are no nodes, that they are missing is told.
      if (code === 'unknown-node' && partOf(root.piece, 'nodes') === undefined) continue;
      if (before.size > 0 && (consequences.has(code) || isToldBefore)) continue;
      this.#mistakes.add(code, place.path, at, message.replaceAll(/\ba function\b/gu, 'an expression'));
    }
  }

  #child(name: string, piece: Piece, path: string): Child | undefined {
    if (this.#open.includes(name)) {
      const said = `Graph ${JSON.stringify(name)} holds itself. Hold a graph that does not lead back here.`;
      this.#mistakes.add('recursive-graph', path, piece.at, said);
      return undefined;
    }
    const own = this.#own(name);
    if (own !== undefined) return own;
    const { graphs } = this.#shared.registry;
    const found = named(graphs, name);
    if (found !== undefined) return registeredChild(found);
    const known = [...entriesOf(partOf(this.#document, 'graphs')).map(({ key }) => key), ...Object.keys(graphs ?? {})];
    const said = `There is no graph ${JSON.stringify(name)} under "graphs" or in the registry. ${suggest(name, known)}`;
    this.#mistakes.add('unknown-graph', path, piece.at, said);
    return undefined;
  }

  #own(name: string): ReadGraph | undefined {
    const before = this.#read.get(name);
    const entry = entryOf(partOf(this.#document, 'graphs'), name);
    if (before !== undefined || entry?.value.kind !== 'mapping') return before;
    this.#open.push(name);
    const read = readGraph(this.#shared, entry.value, name, below('graphs', name));
    this.#open.pop();
    this.#read.set(name, read);
    this.#remember(read.graph, name, entry.value);
    return read;
  }

  #remember(graph: AnyGraph, name: string, piece: MappingPiece): void {
    remember(graph, { name, piece, document: this.#document, thresholds: this.#shared.thresholds.values });
  }
}

function limitsIn(document: MappingPiece): ReadonlySet<string> {
  const graphs = [document, ...entriesOf(partOf(document, 'graphs')).map(({ value }) => value)];
  return new Set(graphs.flatMap((each) => entriesOf(partOf(each, 'limits')).map(({ key }) => key)));
}

/** Whether a mistake is of a key, and not of what stands under it. */
function isOfKey(code: string, path: string): boolean {
  return (
    code === 'unknown-event' || (code === 'invalid-duration' && /(?:^|\.)after(?:\.[^.]+|\["[^"]*"\])$/u.test(path))
  );
}

/** The thresholds, and what is known of them; those that are given stand in place of those that are written. */
function readThresholds(
  document: MappingPiece,
  given: Readonly<Record<string, unknown>>,
  mistakes: Mistakes,
): Shared['thresholds'] {
  const entry = entryOf(document, 'thresholds');
  const written = entriesOf(entry?.value);
  const values = new Map(written.map(({ key, value }) => [key, dataOf(value)]));
  const known = new Map(Array.from(values, ([key, value]) => [key, knownOf(value)]));
  for (const [name, value] of Object.entries(given)) {
    const at = entryOf(entry?.value, name);
    if (at === undefined) {
      const hint = suggest(name, [...known.keys()]);
      const said = `A threshold ${JSON.stringify(name)} was given, which the document does not have. ${hint}`;
      mistakes.add('unknown-threshold', 'thresholds', entry?.keyAt ?? 0, said);
    } else if (!isFinite(value)) {
      const said = `The threshold ${JSON.stringify(name)} was given ${String(value)}. Numbers have to be finite.`;
      mistakes.add('unfit-value', below('thresholds', name), at.keyAt, said);
    } else if (knownOf(value).cel !== known.get(name)?.cel) {
      const said = `The threshold ${JSON.stringify(name)} was given a value of another type than the one that is written.`;
      mistakes.add('unfit-value', below('thresholds', name), at.keyAt, said);
    } else values.set(name, value);
  }
  return { known: objectKnown(known), values: Object.freeze(Object.fromEntries(values)) };
}

/** Whether all numbers in a value are finite: nothing is above or below one that is none. */
function isFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFinite);
}

function knownOf(value: unknown): Known {
  if (typeof value === 'string') return { cel: celNames.text };
  if (typeof value === 'number') return { cel: celNames.number };
  if (typeof value === 'boolean') return { cel: celNames.flag };
  if (Array.isArray(value)) return listKnown(sameOf(value));
  return typeof value === 'object' && value !== null ? recordKnown(sameOf(Object.values(value))) : anything;
}

/** What all of some values are. */
function sameOf(values: readonly unknown[]): Known {
  const [first, ...others] = values.map(knownOf);
  return first !== undefined && others.every(({ cel }) => cel === first.cel) ? first : anything;
}
