import { diagram, graph, memory, open } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { layoutOf } from '../src/drawing/graph-layout.ts';
import { edgeLabel, isInside, labelWidth, overlaps, type Box, type Point } from '../src/drawing/graph-shape.ts';
import { graphSvg } from '../src/drawing/graph-svg.ts';
import { moveOf, visitsOf } from '../src/drawing/visits.ts';
import { order } from './graphs/order.ts';
import { tangled } from './graphs/tangled.ts';

const drawn = diagram(order);

function touches({ x, y }: Point, box: Box): boolean {
  const [across, down] = [Math.abs(x - box.x) - box.width / 2, Math.abs(y - box.y) - box.height / 2];
  return Math.abs(Math.max(across, down)) < 1.5;
}

/** Points all along a line that is vertical at each of its points. */
function along(points: readonly Point[]): readonly Point[] {
  return points.slice(1).flatMap((end, at) => {
    const start = points[at] as Point;
    return Array.from({ length: 33 }, (_, step) => {
      const share = step / 32;
      const bend = share * share * (3 - 2 * share);
      const down = 1.5 * share * (1 - share) + share ** 3;
      return { x: start.x + (end.x - start.x) * bend, y: start.y + (end.y - start.y) * down };
    });
  });
}

test('a node may have the name of what every object has', () => {
  const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];
  const nodes = Object.fromEntries(names.map((name, at) => [name, at < 4 ? { next: names[at + 1] } : { final: true }]));
  const odd = diagram(graph({ name: 'odd', state: {}, start: 'constructor', nodes } as never));
  expect(layoutOf(odd).nodes.map(({ node }) => node.id)).toEqual(expect.arrayContaining(names.slice(0, 4)));
  expect(graphSvg(odd, undefined)).toContain('hasOwnProperty');
});

describe.each([
  ['order', diagram(order)],
  ['tangled', diagram(tangled)],
])('the graph "%s" is laid out', (_, drawing) => {
  const { nodes, edges, width, height } = layoutOf(drawing);
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
    const crossed = edges.flatMap(({ edge, points }) => {
      const [from, to] = [sourceOf(edge), edge.to];
      const isOwn = (id: string): boolean =>
        [from, to].some((end) => end === id || end.startsWith(`${id}.`) || end.startsWith(`${id}@`));
      const others = nodes.filter(({ node, isGroup }) =>
        isGroup ? !isOwn(node.id) : node.id !== from && node.id !== to,
      );
      return others
        .filter(({ box }) => along(points).some((point) => isInside(point, box)))
        .map(({ node }) => `${from} → ${to} through ${node.id}`);
    });
    expect(crossed).toEqual([]);
  });

  test('with no label on a node or on another label', () => {
    const labels = edges.flatMap(({ edge, label }) =>
      label === undefined ? [] : [{ ...label, width: labelWidth(edgeLabel(edge) ?? ''), height: 14 }],
    );
    expect(labels).toHaveLength(drawing.edges.filter((edge) => edgeLabel(edge) !== undefined).length);
    for (const [at, label] of labels.entries()) {
      expect([...leaves.map(({ box }) => box), ...labels.slice(at + 1)].filter((box) => overlaps(label, box))).toEqual(
        [],
      );
    }
  });
});

describe('a picture of a graph', () => {
  test('says in its classes where a thread has been and is', () => {
    const visits = {
      visited: new Set(['check', 'prepare']),
      current: new Set(['prepare']),
      taken: new Set(['check prepare next']),
    };
    const svg = graphSvg(drawn, visits);
    expect(svg).toContain('<g class="node run start visited">');
    expect(svg).toContain('<g class="node pass visited current">');
    expect(svg).toContain('class="edge case taken"');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/u);
  });

  test('marks the way that was taken, and no other between the same nodes', async () => {
    const ask = graph({
      name: 'ask',
      state: {},
      events: { yes: z.object({}), no: z.object({}) },
      start: 'call',
      nodes: {
        call: { run: () => Promise.reject(new Error('nobody is there')), next: 'wait', onError: 'wait' },
        wait: { on: { yes: 'end', no: 'end' } },
        end: { final: true },
      },
    });
    const store = memory();
    const cairn = open({ store, graphs: [ask] });
    const thread = await cairn.start(ask, {}, { id: 'A-1' });
    await thread.send('no', {});
    await thread.settled();
    await cairn.close();
    const { taken } = await visitsOf(store, 'A-1');
    const marked = diagram(ask).edges.filter((edge) => taken.has(moveOf(edge)));
    expect(marked.map(({ kind, label }) => [kind, label])).toEqual([
      ['error', undefined],
      ['event', 'no'],
    ]);
  });

  test('keeps what names say out of its markup', () => {
    const [first] = drawn.nodes;
    const named = { ...drawn, name: '<b>&"', nodes: [{ ...first, label: '<script>' }], edges: [] } as typeof drawn;
    const svg = graphSvg(named);
    expect(svg).toContain('<title>&lt;b&gt;&amp;&quot;</title>');
    expect(svg).not.toContain('<script>');
  });
});
