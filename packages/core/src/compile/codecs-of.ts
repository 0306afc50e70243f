import { codecOf, type ClassCodec, type Codec } from '../base/value/codec.ts';
import type { AnyGraph } from '../definition/facts.ts';
import { isSchema } from '../definition/schema.ts';
import { attempt, entriesOf, fieldsOf, noFields } from './outline/fields.ts';

/** So many graphs are looked at. */
const most = 1_000;

const known = new WeakMap<AnyGraph, readonly ClassCodec[]>();

/** The codecs that come with a graph, its keys and its subgraphs. Whatever is no graph has none: {@link check} tells of that. */
export function codecsOf(graph: AnyGraph): readonly ClassCodec[] {
  const before = known.get(graph);
  if (before !== undefined) return before;
  const found = new Set<ClassCodec>();
  collect(graph, found, new Set());
  const codecs = Object.freeze([...found]);
  if (fieldsOf(graph) !== undefined) known.set(graph, codecs);
  return codecs;
}

function collect(graph: unknown, found: Set<ClassCodec>, seen: Set<unknown>): void {
  const source = fieldsOf(graph)?.['source'];
  const fields = fieldsOf(source);
  if (fields === undefined || seen.has(source) || seen.size >= most) return;
  seen.add(source);
  const keys = Object.values(fieldsOf(fields['state']) ?? noFields).filter(
    (key) => attempt(() => isSchema(key)) !== true,
  );
  for (const holder of [fields, ...keys.map((key) => fieldsOf(key) ?? noFields)]) {
    for (const codec of entriesOf(holder['codecs']) ?? []) found.add(codec as ClassCodec);
  }
  for (const node of Object.values(fieldsOf(fields['nodes']) ?? noFields))
    collect(fieldsOf(node)?.['graph'], found, seen);
}

/** A codec, and what comes with graphs; a problem `codec/invalid` where two that are not the same have one name. */
export function codecWith(codec: Codec, graphs: readonly AnyGraph[]): Codec {
  const all = codecOf([...codec.classes, ...graphs.flatMap(codecsOf)]);
  if (all.classes.length === codec.classes.length) return codec;
  return codec.protects === undefined ? all : { ...all, protects: codec.protects };
}
