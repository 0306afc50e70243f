import { compile, type AnyGraph } from '@cairn/core';
import { stringify } from 'yaml';
import { registry as registryOf, type Registry } from '../registry/registry.ts';
import { GraphWriting } from './write-graph.ts';
import type { LostPart } from './write-plain.ts';
import { documentOf } from './written.ts';

/** A graph as a document. */
export interface WrittenConfig {
  /** The document as data: mappings, lists, texts, numbers, flags and `null`. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The document as YAML, which `defineFromConfig` reads. */
  readonly text: string;
  /** What of the graph the document does not say, in the order of the graph; none for a graph that was made of a document. */
  readonly lost: readonly LostPart[];
}

/**
 * Writes a graph as a document: the way back from `defineFromConfig`.
 *
 * A graph that was made of a document has that one, with the thresholds that it was given. Of any other, functions, schemas, keys and
 * subgraphs are written by the names that the registry has them by; what has no name and is no data is left out, and listed in `lost`.
 *
 * A problem `graph/invalid` where it is no graph that could run.
 *
 * @example
 * writeFileSync('refund.yaml', toConfig(refund, known).text);
 */
export function toConfig(graph: AnyGraph, registry: Registry = registryOf({})): WrittenConfig {
  compile(graph);
  const writing = new GraphWriting(registry.parts);
  const written = documentOf(graph.source);
  const document = written === undefined ? writing.document(graph.source) : writing.copied(written);
  const text = stringify(document, { schema: 'core', lineWidth: 0, aliasDuplicateObjects: false });
  return Object.freeze({ document, text, lost: Object.freeze([...writing.lost]) });
}
