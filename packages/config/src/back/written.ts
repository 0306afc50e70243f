import type { AnyGraph } from '@cairn/core';
import { dataOf, entriesOf, partOf, type MappingPiece } from '../document/piece.ts';

/** What a graph was made of. */
export interface Written {
  readonly name: string;
  /** The mapping that is the graph: the document, or an entry of its `graphs`. */
  readonly piece: MappingPiece;
  readonly document: MappingPiece;
  /** The thresholds that the graph uses, those that were given in place of written ones. */
  readonly thresholds: Readonly<Record<string, unknown>>;
}

const bySource = new WeakMap<AnyGraph['source'], Written>();

/** Keeps what a graph was made of, for as long as there is the graph. */
export function remember(graph: AnyGraph, written: Written): void {
  bySource.set(graph.source, written);
}

/** What a graph was made of; undefined where that is no document. */
export function writtenOf(source: AnyGraph['source']): Written | undefined {
  return bySource.get(source);
}

/** The mapping that a graph was made of, as data that nobody else holds. */
export function mappingOf({ piece }: Written): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entriesOf(piece).map(partIn));
}

/** The document of a graph that was made of one, as data that nobody else holds but for its thresholds. */
export function documentOf(source: AnyGraph['source']): Readonly<Record<string, unknown>> | undefined {
  const written = writtenOf(source);
  if (written === undefined) return undefined;
  const { name, piece, document, thresholds } = written;
  const parts = new Map<string, unknown>([['name', name], ...entriesOf(piece).map(partIn)]);
  if (partOf(document, 'thresholds') !== undefined) parts.set('thresholds', thresholds);
  if (piece === document) return Object.fromEntries(parts);
  // A graph that stands in another's document goes on using the others there, and is held by none that it uses.
  const others = entriesOf(partOf(document, 'graphs')).filter(({ value }) => value !== piece);
  if (others.length > 0) parts.set('graphs', Object.fromEntries(others.map(partIn)));
  return Object.fromEntries(parts);
}

function partIn({ key, value }: ReturnType<typeof entriesOf>[number]): readonly [string, unknown] {
  return [key, dataOf(value)];
}
