/**
 * The boxes of a diagram in one another, and its lines in them.
 *
 * A line between nodes of two boxes has a part in each box that it passes: it goes through the border of those that hold one of its ends, and between two
 * nodes of the innermost that holds both. So what is in a box can be laid out alone.
 */

import type { Diagram } from '@cairn/core';
import { edgeEnds, type EdgeEnds } from '@cairn/core/inspect';
import { grouped } from './grouped.ts';

type DiagramNode = Diagram['nodes'][number];

/** The id of what stands for any node of a graph. */
export const anywhere = '@anywhere';

/** What holds the nodes that no box does. */
export const page = '';

/** A transition before it is drawn, and the nodes at which it is. */
export interface Line {
  readonly edge: Diagram['edges'][number];
  readonly from: string;
  readonly to: string;
  /** What there is of it in each box, in order. */
  readonly parts: readonly Part[];
}

/** What there is of a line in one box: an end that is missing is at the box's border, where the line goes on. */
export interface Part {
  /** Which of the lines. */
  readonly line: number;
  readonly holder: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** A part that lies between two nodes of its box. */
export type WholePart = Part & { readonly from: string; readonly to: string };

export interface Nest {
  /** All nodes that are drawn, also those that stand for any node. */
  readonly nodes: readonly DiagramNode[];
  readonly lines: readonly Line[];
  /** The nodes in each box. */
  readonly inside: ReadonlyMap<string, readonly DiagramNode[]>;
  /** The parts of lines in each box. */
  readonly parts: ReadonlyMap<string, readonly Part[]>;
}

export function nestOf({ nodes, edges }: Diagram): Nest {
  const endsOf = edgeEnds({ nodes });
  const drawn = edges.map((edge) => ({ edge, ...drawnEnds(endsOf(edge)) }));
  const all = [...nodes, ...anywheres(drawn)];
  const parents = new Map(all.map(({ id, parent }) => [id, parent]));
  const lines = drawn.map((line, at) => ({ ...line, parts: partsOf(at, line, parents) }));
  return {
    nodes: all,
    lines,
    inside: grouped(all, ({ parent }) => parent ?? page),
    parts: grouped(
      lines.flatMap(({ parts }) => parts),
      ({ holder }) => holder,
    ),
  };
}

/** Whether a part lies between two nodes of its box. */
export function isWhole(part: Part): part is WholePart {
  return part.from !== undefined && part.to !== undefined;
}

/** The nodes at which an edge is drawn. */
type Ends = Pick<Line, 'from' | 'to'>;

/** The nodes of an edge, where it begins anywhere that of what stands for that. */
function drawnEnds({ from, to, isAnywhere }: EdgeEnds): Ends {
  return { from: isAnywhere ? `${from}${anywhere}` : from, to };
}

function anywheres(ends: readonly Ends[]): readonly DiagramNode[] {
  const ids = new Set(ends.map(({ from }) => from).filter((id) => id.endsWith(anywhere)));
  return [...ids].map((id) => {
    const parent = id.slice(0, -anywhere.length);
    return { id, name: 'anywhere', kind: 'pass', ...(parent !== '' && { parent }) };
  });
}

function partsOf(line: number, { from, to }: Ends, parents: ReadonlyMap<string, string | undefined>): readonly Part[] {
  const [out, into] = [outwards(from, parents), outwards(to, parents)];
  let holder = page;
  while (out.length > 1 && into.length > 1 && out.at(-1) === into.at(-1)) {
    holder = out.pop() ?? page;
    into.pop();
  }
  const leaving = out.slice(1).map((box, at) => ({ line, holder: box, from: out[at], to: undefined }));
  const entering = into.slice(1).map((box, at) => ({ line, holder: box, from: undefined, to: into[at] }));
  return [...leaving, { line, holder, from: out.at(-1), to: into.at(-1) }, ...entering.toReversed()];
}

/** A node, and the boxes around it, the innermost first. */
function outwards(id: string, parents: ReadonlyMap<string, string | undefined>): string[] {
  const path: string[] = [];
  for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) path.push(at);
  return path;
}
