import { codecOf, type ClassCodec, type Codec } from '../base/value/codec.ts';
import type { AnyGraph } from '../definition/facts.ts';
import { readGraphs } from './outline/read-graph.ts';

/** The codecs that come with a graph, its keys and its subgraphs. Whatever is no graph has none: {@link check} tells of that. */
export function codecsOf(graph: AnyGraph): readonly ClassCodec[] {
  return [...new Set(readGraphs(graph).graphs.flatMap(({ codecs }) => codecs))];
}

/** A codec, and what comes with graphs; a problem `codec/invalid` where two that are not the same have one name. */
export function codecWith(codec: Codec, graphs: readonly AnyGraph[]): Codec {
  const all = codecOf([...codec.classes, ...graphs.flatMap(codecsOf)]);
  if (all.classes.length === codec.classes.length) return codec;
  return codec.protects === undefined ? all : { ...all, protects: codec.protects };
}
