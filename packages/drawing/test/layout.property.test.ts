import type { Diagram } from '@cairn/core';
import { edgeEnds } from '@cairn/core/inspect';
import { folded, graphSvg, layoutOf, type Box, type Layout } from '@cairn/drawing';
import { moveOf } from '@cairn/drawing/thread';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgeLabel, labelHeight, labelWidth, overlaps } from '../src/graph/shape.ts';
import { crossedTitles, isInBox, strayLabels, strayLines, touches } from './geometry.ts';
import { randomDiagram } from './random-diagram.ts';
import { randomLanes } from './random-lanes.ts';
import { randomStates } from './random-states.ts';

const many = { numRuns: 300, seed: 20_261_130 };

function ofNodes({ nodes, width, height }: Layout): readonly string[] {
  const wrongs: string[] = [];
  const leaves = nodes.filter(({ isGroup }) => !isGroup);
  const boxes = new Map(nodes.map(({ node, box }) => [node.id, box]));
  for (const [at, { node, box }] of leaves.entries()) {
    for (const other of leaves.slice(at + 1))
      if (overlaps(box, other.box)) wrongs.push(`${node.id} on ${other.node.id}`);
  }
  for (const { node, box } of nodes) {
    const page: Box = { x: width / 2, y: height / 2, width, height };
    const around = node.parent === undefined ? page : (boxes.get(node.parent) as Box);
    if (!isInBox(box, around)) wrongs.push(`${node.id} out of ${node.parent ?? 'the page'}`);
  }
  return wrongs;
}

function ofEdges(layout: Layout, { nodes }: Diagram): readonly string[] {
  const endsOf = edgeEnds({ nodes });
  const boxes = new Map(layout.nodes.map(({ node, box }) => [node.id, box]));
  return layout.edges.flatMap(({ edge, points }) => {
    const { to, isAnywhere } = endsOf(edge);
    const from = boxes.get(isAnywhere ? `${edge.from}@anywhere` : edge.from) as Box;
    const [first, last] = [points[0], points.at(-1)];
    const wrongs: string[] = [];
    if (first === undefined || !touches(first, from))
      wrongs.push(`${edge.from} → ${edge.to} does not begin at its node`);
    if (last === undefined || !touches(last, boxes.get(to) as Box))
      wrongs.push(`${edge.from} → ${edge.to} does not end at its node`);
    return wrongs;
  });
}

function ofLabels({ edges, width, height }: Layout): readonly string[] {
  const page: Box = { x: width / 2, y: height / 2, width, height };
  return edges.flatMap(({ edge, label }) => {
    const text = edgeLabel(edge);
    if (text === undefined) return [];
    if (label === undefined) return [`${edge.from} → ${edge.to} has no place for "${text}"`];
    const isOnPage = isInBox({ ...label, width: labelWidth(text), height: labelHeight }, page);
    return isOnPage ? [] : [`"${text}" is out of the page`];
  });
}

/** All that is wrong in a drawing. */
function faultsOf(drawing: Diagram): readonly string[] {
  const layout = layoutOf(drawing);
  return [
    ...ofNodes(layout),
    ...ofEdges(layout, drawing),
    ...ofLabels(layout),
    ...strayLines(layout, drawing),
    ...strayLabels(layout, drawing),
    ...crossedTitles(layout, drawing),
  ];
}

test('no node is on another or out of its graph, every line ends at its nodes and crosses no other, every text is clear of all but its line', () => {
  fc.assert(
    fc.property(randomDiagram, (drawing) => {
      expect(faultsOf(drawing)).toEqual([]);
    }),
    many,
  );
});

test.each([
  ['states in states', randomStates, 300],
  ['machines in graphs in lanes', randomLanes, 100],
])('%s are drawn by the same laws, whatever leads into, out of and across them', (_, drawings, numRuns) => {
  const law = fc.property(drawings, (drawing) => {
    expect(faultsOf(drawing)).toEqual([]);
    expect(graphSvg(drawing)).not.toMatch(/NaN|undefined|Infinity/u);
  });
  fc.assert(law, { ...many, numRuns });
});

test('a graph gives the same picture again, and marks move nothing', () => {
  fc.assert(
    fc.property(fc.oneof(randomDiagram, randomLanes), (drawing) => {
      const marks = {
        visited: new Set(drawing.nodes.map(({ id }) => id)),
        current: new Set(drawing.nodes.slice(0, 1).map(({ id }) => id)),
        taken: new Set(drawing.edges.map(moveOf)),
      };
      const plain = graphSvg(drawing);
      expect(graphSvg(drawing)).toBe(plain);
      const places = (svg: string): string => svg.replaceAll(/class="[^"]*"/gu, '');
      expect(places(graphSvg(drawing, { marks }))).toBe(places(plain));
      expect(plain).not.toMatch(/NaN|undefined|Infinity/u);
    }),
    { ...many, numRuns: 60 },
  );
});

test('a folded graph is drawn as one node, without what is in it', () => {
  fc.assert(
    fc.property(randomDiagram, fc.nat(15), (drawing, at) => {
      const id = drawing.nodes[at % drawing.nodes.length]?.id as string;
      const { nodes, edges } = folded(drawing, (each) => each === id);
      const isInside = (each: string): boolean => each.startsWith(`${id}.`);
      expect(nodes.map((node) => node.id)).toEqual(
        drawing.nodes.map((node) => node.id).filter((each) => !isInside(each)),
      );
      expect(edges.some(({ from, to }) => isInside(from) || isInside(to))).toBe(false);
    }),
    { ...many, numRuns: 60 },
  );
});
