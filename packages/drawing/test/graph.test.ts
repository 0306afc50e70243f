import { diagram, graph } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { graphSvg, layoutOf } from '@cairn/drawing';
import type { Box, Point } from '@cairn/drawing';
import { edgeLabel, overlaps } from '../src/graph/shape.ts';
import { crossedTitles, strayLabels, strayLines, touches } from './geometry.ts';
import { incident } from '../../../examples/incident/src/graph/incident.ts';
import { hosted } from './graphs/hosted.ts';
import { tangled } from './graphs/tangled.ts';

const drawn = diagram(incident);

test('a node may have the name of what every object has', () => {
  const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];
  const nodes = Object.fromEntries(names.map((name, at) => [name, at < 4 ? { next: names[at + 1] } : { final: true }]));
  const odd = diagram(graph({ name: 'odd', state: {}, start: 'constructor', nodes } as never));
  expect(layoutOf(odd).nodes.map(({ node }) => node.id)).toEqual(expect.arrayContaining(names.slice(0, 4)));
  expect(graphSvg(odd)).toContain('hasOwnProperty');
});

describe.each([
  ['incident', diagram(incident)],
  ['tangled', diagram(tangled)],
  ['hosted', diagram(hosted)],
])('the graph "%s" is laid out', (_, drawing) => {
  const layout = layoutOf(drawing);
  const { nodes, edges, width, height } = layout;
  const boxOf = (id: string): Box => nodes.find(({ node }) => node.id === id)?.box as Box;
  const sourceOf = ({ from, to }: (typeof edges)[number]['edge']): string =>
    from === '' || to.startsWith(`${from}.`) ? `${from}@anywhere` : from;
  const leaves = nodes.filter(({ isGroup }) => !isGroup);

  test('with every node and every transition', () => {
    const ids = nodes.map(({ node }) => node.id).filter((id) => !id.endsWith('@anywhere'));
    expect(ids).toEqual(drawing.nodes.map(({ id }) => id));
    expect(edges.map(({ edge }) => edge)).toEqual(drawing.edges);
  });

  test('with no node on another, and the nodes of a subgraph inside its box', () => {
    for (const [at, { box }] of leaves.entries()) {
      expect(leaves.slice(at + 1).filter((other) => overlaps(box, other.box))).toEqual([]);
      expect(box.x + box.width / 2).toBeLessThanOrEqual(width);
      expect(box.y + box.height / 2).toBeLessThanOrEqual(height);
    }
    const inside = nodes.filter(({ node }) => node.parent !== undefined);
    expect(inside.length).toBeGreaterThan(1);
    for (const { node, box } of inside) {
      const group = boxOf(node.parent as string);
      expect(Math.abs(box.x - group.x) + box.width / 2).toBeLessThanOrEqual(group.width / 2);
      expect(Math.abs(box.y - group.y) + box.height / 2).toBeLessThanOrEqual(group.height / 2);
    }
  });

  test('with transitions from the edge of a node, or of the box of a subgraph, to that of another', () => {
    for (const { edge, points } of edges) {
      const ends = { from: edge.from, to: edge.to, leaves: false, arrives: false };
      ends.leaves = touches(points[0] as Point, boxOf(sourceOf(edge)));
      ends.arrives = touches(points.at(-1) as Point, boxOf(edge.to));
      expect(ends).toEqual({ from: edge.from, to: edge.to, leaves: true, arrives: true });
    }
  });

  test('with no transition through a node, or through a subgraph that it does not belong to', () => {
    expect([...strayLines(layout, drawing), ...crossedTitles(layout, drawing)]).toEqual([]);
  });

  test('with a place for each label, on no node, border, arrow, other label or other line', () => {
    const labels = edges.filter(({ label }) => label !== undefined);
    expect(labels).toHaveLength(drawing.edges.filter((edge) => edgeLabel(edge) !== undefined).length);
    expect(strayLabels(layout, drawing)).toEqual([]);
  });
});

test('a graph is drawn from where it starts, whatever else leads into it', () => {
  const boxes = new Map(layoutOf(diagram(hosted)).nodes.map(({ node, box }) => [node.id, box]));
  const yOf = (id: string): number => boxes.get(`till.${id}`)?.y as number;
  expect(yOf('work.text.draft')).toBeLessThan(yOf('work.text.review'));
  expect(yOf('work.text.review')).toBeLessThan(yOf('work.text.approved'));
});

test('several loops of a node are drawn one below the other', () => {
  const twice = { from: 'a', to: 'a', kind: 'event' } as const;
  const edges = ['one', 'two', 'three'].map((label) => ({ ...twice, label }));
  const { edges: routes } = layoutOf({ name: 'loops', nodes: [{ id: 'a', name: 'a', kind: 'wait' }], edges });
  for (const [at, { points }] of routes.entries()) {
    expect(points[0]?.y).toBeGreaterThan(at === 0 ? 0 : (routes[at - 1]?.points.at(-1)?.y as number));
  }
});

describe('a picture of a graph', () => {
  test('says in its classes where a thread has been and is', () => {
    const marks = {
      visited: new Set(['triage', 'gather']),
      current: new Set(['gather']),
      taken: new Set(['triage gather next']),
    };
    const svg = graphSvg(drawn, { marks });
    expect(svg).toContain('<g class="node run start visited">');
    expect(svg).toContain('<g class="node pass visited current">');
    expect(svg).toContain('class="edge case taken"');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/u);
  });

  test('has nothing in it that is hidden or moves what is around it, whole texts included', () => {
    const [first] = drawn.nodes;
    const label = `a\u202Eb \u2028 \u3164 \u001B[2J \u{1F468}\u200D\u{1F469} ${'x'.repeat(60)}`;
    const svg = graphSvg({ ...drawn, nodes: [{ ...first, label }], edges: [] } as typeof drawn);
    expect(svg).toContain('\u{1F468}\u200D\u{1F469}');
    expect(svg.replaceAll('\u200D', '')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]/u);
  });

  test('keeps what names say out of its markup', () => {
    const [first] = drawn.nodes;
    const named = { ...drawn, name: '<b>&"', nodes: [{ ...first, label: '<script>' }], edges: [] } as typeof drawn;
    const svg = graphSvg(named);
    expect(svg).toContain('<title>&lt;b&gt;&amp;&quot;</title>');
    expect(svg).not.toContain('<script>');
  });
});
