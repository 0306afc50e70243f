import type { Diagram } from '@cairn/core';
import { edgeEnds } from '@cairn/core/inspect';
import { folded, graphSvg, layoutOf, type Box, type Layout } from '@cairn/drawing';
import { moveOf } from '@cairn/drawing/thread';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgeLabel, labelHeight, labelWidth, overlaps } from '../src/graph/shape.ts';
import { crossings, isInBox, touches } from './geometry.ts';
import { randomDiagram } from './random-diagram.ts';
import { randomStates } from './random-states.ts';

const many = { numRuns: 300, seed: 20_261_130 };

/** Of lines, such a share may go through a node at most: a layout of layers has no place for all of them. */
const mostCrossing = 0.05;

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

function ofLabels({ nodes, edges, width, height }: Layout): readonly string[] {
  const leaves = nodes.filter(({ isGroup }) => !isGroup);
  return edges.flatMap(({ edge, label }) => {
    const text = edgeLabel(edge);
    if (text === undefined) return [];
    if (label === undefined) return [`${edge.from} → ${edge.to} has no place for "${text}"`];
    const box = { ...label, width: labelWidth(text), height: labelHeight };
    const page: Box = { x: width / 2, y: height / 2, width, height };
    if (!isInBox(box, page)) return [`"${text}" is out of the page`];
    return leaves.filter((leaf) => overlaps(box, leaf.box)).map(({ node }) => `"${text}" covers ${node.id}`);
  });
}

test('no node is on another or out of its graph, every line ends at its nodes and few cross others, no label covers a node', () => {
  let [drawn, crossed] = [0, 0];
  const law = fc.property(randomDiagram, (drawing) => {
    const layout = layoutOf(drawing);
    expect([...ofNodes(layout), ...ofEdges(layout, drawing), ...ofLabels(layout)]).toEqual([]);
    drawn += layout.edges.length;
    crossed += crossings(layout).length;
  });
  fc.assert(law, many);
  expect(crossed / drawn).toBeLessThan(mostCrossing);
});

test('states in states are drawn by the same laws, whatever leads into, out of and across them', () => {
  const law = fc.property(randomStates, (drawing) => {
    const layout = layoutOf(drawing);
    expect([...ofNodes(layout), ...ofEdges(layout, drawing), ...ofLabels(layout)]).toEqual([]);
    expect(graphSvg(drawing)).not.toMatch(/NaN|undefined|Infinity/u);
  });
  fc.assert(law, many);
});

test('a graph gives the same picture again, and marks move nothing', () => {
  fc.assert(
    fc.property(randomDiagram, (drawing) => {
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
