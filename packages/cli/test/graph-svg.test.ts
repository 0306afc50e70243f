import { diagram } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { layoutOf, type Box, type Point } from '../src/graph-layout.ts';
import { graphSvg } from '../src/graph-svg.ts';
import { order } from './graphs/order.ts';

const drawn = diagram(order);

function touches({ x, y }: Point, box: Box): boolean {
  const [across, down] = [Math.abs(x - box.x) - box.width / 2, Math.abs(y - box.y) - box.height / 2];
  return Math.abs(Math.max(across, down)) < 1.5;
}

function overlaps(left: Box, right: Box): boolean {
  return (
    Math.abs(left.x - right.x) < (left.width + right.width) / 2 &&
    Math.abs(left.y - right.y) < (left.height + right.height) / 2
  );
}

describe('a graph is laid out', () => {
  const { nodes, edges, width, height } = layoutOf(drawn);
  const boxOf = (id: string): Box => nodes.find(({ node }) => node.id === id)?.box as Box;

  test('with every node and every transition', () => {
    expect(nodes.map(({ node }) => node.id)).toEqual(drawn.nodes.map(({ id }) => id));
    expect(edges).toHaveLength(drawn.edges.length);
  });

  test('with no node on another, and the nodes of a subgraph inside its box', () => {
    const leaves = nodes.filter(({ isGroup }) => !isGroup);
    for (const [at, { box }] of leaves.entries()) {
      expect(leaves.slice(at + 1).filter((other) => overlaps(box, other.box))).toEqual([]);
      expect(box.x + box.width / 2).toBeLessThanOrEqual(width);
      expect(box.y + box.height / 2).toBeLessThanOrEqual(height);
    }
    const inside = nodes.filter(({ node }) => node.parent === 'pay');
    expect(inside).toHaveLength(2);
    for (const { box } of inside) {
      const group = boxOf('pay');
      expect(Math.abs(box.x - group.x) + box.width / 2).toBeLessThanOrEqual(group.width / 2);
      expect(Math.abs(box.y - group.y) + box.height / 2).toBeLessThanOrEqual(group.height / 2);
    }
  });

  test('with transitions from the edge of a node, or of the box of a subgraph, to that of another', () => {
    for (const { edge, points } of edges) {
      const ends = { from: edge.from, to: edge.to, leaves: false, arrives: false };
      ends.leaves = touches(points[0] as Point, boxOf(edge.from));
      ends.arrives = touches(points.at(-1) as Point, boxOf(edge.to));
      expect(ends).toEqual({ from: edge.from, to: edge.to, leaves: true, arrives: true });
    }
  });
});

describe('a picture of a graph', () => {
  test('says in its classes where a thread has been and is', () => {
    const visits = {
      visited: new Set(['check', 'prepare']),
      current: new Set(['prepare']),
      taken: new Set(['check prepare']),
    };
    const svg = graphSvg(drawn, visits);
    expect(svg).toContain('<g class="node run start visited">');
    expect(svg).toContain('<g class="node pass visited current">');
    expect(svg).toContain('class="edge case taken"');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/u);
  });

  test('keeps what names say out of its markup', () => {
    const [first] = drawn.nodes;
    const named = { ...drawn, name: '<b>&"', nodes: [{ ...first, label: '<script>' }], edges: [] } as typeof drawn;
    const svg = graphSvg(named);
    expect(svg).toContain('<title>&lt;b&gt;&amp;&quot;</title>');
    expect(svg).not.toContain('<script>');
  });
});
