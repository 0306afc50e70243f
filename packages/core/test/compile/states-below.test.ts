import { expect, test } from 'vitest';

import { check } from '../../src/compile/check.ts';
import { compile, planData } from '../../src/compile/compile.ts';
import { diagram } from '../../src/compile/diagram.ts';
import { mermaid } from '../../src/compile/mermaid.ts';
import { planDiagram } from '../../src/compile/plan-diagram.ts';
import { readPlanData } from '../../src/compile/plan-data.ts';
import { anything, nodes } from './loose.ts';

const drawing = {
  nodes: [
    { id: 'shop', name: 'shop', kind: 'compound', start: true },
    { id: 'shop.cart', name: 'cart', kind: 'atomic', parent: 'shop', start: true },
    { id: 'shop.paid', name: 'paid', kind: 'final', parent: 'shop' },
    { id: 'lost', name: 'lost in thought', kind: 'atomic' },
  ],
  edges: [
    { from: 'shop.cart', to: 'shop.paid', kind: 'event', label: 'pay' },
    { from: 'shop', to: 'shop.cart', kind: 'timer', label: '1d' },
    { from: 'lost', to: 'shop', kind: 'case' },
    { from: '', to: 'lost', kind: 'event', label: 'wonder' },
    { from: 'shop.paid', to: 'nowhere', kind: 'next' },
  ],
  active: { key: 'states' },
};

function hosting(given: unknown) {
  return nodes(
    { a: { on: { pay: { update: () => ({}) } }, after: { '9d': 'end' }, drawing: given } },
    { events: { pay: anything } },
  );
}

test('the states of what a node hosts are drawn within it, and what it does where it stays is theirs', () => {
  const { nodes: drawn, edges } = diagram(hosting(drawing));
  expect(drawn).toEqual([
    { id: 'a', name: 'a', kind: 'wait', start: true, active: { key: 'states' } },
    { id: 'a.shop', name: 'shop', kind: 'graph', parent: 'a', start: true, state: 'compound' },
    { id: 'a.shop.cart', name: 'cart', kind: 'wait', parent: 'a.shop', start: true, state: 'atomic' },
    { id: 'a.shop.paid', name: 'paid', kind: 'final', parent: 'a.shop', state: 'final' },
    { id: 'a.lost', name: 'lost in thought', kind: 'wait', parent: 'a', state: 'atomic' },
    { id: 'end', name: 'end', kind: 'final' },
  ]);
  expect(edges.map(({ from, to, kind, label = '' }) => `${from} ${kind} ${label}> ${to}`)).toEqual([
    'a timer 9d> end',
    'a.shop.cart event pay> a.shop.paid',
    'a.shop timer 1d> a.shop.cart',
    'a.lost case > a.shop',
    'a event wonder> a.lost',
  ]);
});

test('Mermaid has them as boxes within boxes, and what is left from anywhere begins there', () => {
  const text = mermaid(diagram(hosting(drawing)));
  expect(text).toContain('subgraph n_a["a"]\n    n_a_anywhere(["anywhere"])\n    subgraph n_a_shop["shop"]');
  expect(text).toContain('n_a_shop_anywhere -->|"1d"| n_a_shop_cart');
  expect(text).toContain('n_a_lost --> n_a_shop\n');
  expect(text).toContain('n_a_anywhere -->|"wonder"| n_a_lost');
});

test('what is kept of a plan draws them too, and they take no part in the fingerprint', () => {
  const graph = hosting(drawing);
  const plan = compile(graph);
  expect(planDiagram(readPlanData(JSON.stringify(planData(plan))))).toEqual(diagram(graph));
  expect(plan.fingerprint).toBe(compile(hosting(undefined)).fingerprint);
});

test.each([
  { given: 1, paths: ['nodes.a.drawing'] },
  {
    given: {},
    paths: ['nodes.a.drawing.active', 'nodes.a.drawing.active.key', 'nodes.a.drawing.nodes', 'nodes.a.drawing.edges'],
  },
  { given: { ...drawing, look: 1 }, paths: ['nodes.a.drawing.look'] },
  {
    given: { ...drawing, active: { key: 1, path: [2] } },
    paths: ['nodes.a.drawing.active.key', 'nodes.a.drawing.active.path[0]'],
  },
  {
    given: { ...drawing, nodes: [{ id: 'x', name: 'x', kind: 'y', parent: 3 }] },
    paths: ['nodes.a.drawing.nodes[0].parent', 'nodes.a.drawing.nodes[0].kind'],
  },
  {
    given: { ...drawing, edges: [7, { from: 'x', to: 2, kind: 'lane' }] },
    paths: ['nodes.a.drawing.edges[0]', 'nodes.a.drawing.edges[1].to'],
  },
])('a drawing that is none is a mistake where it is wrong: $paths', ({ given, paths }) => {
  const wrong = check(hosting(given)).map(({ path }) => path);
  for (const path of paths) expect(wrong).toContain(path);
});
