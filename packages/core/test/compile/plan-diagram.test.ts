import fc from 'fast-check';
import { expect, test } from 'vitest';

import { compile, planData } from '../../src/compile/compile.ts';
import { diagram, type Diagram } from '../../src/compile/diagram.ts';
import type { PlanData } from '../../src/compile/plan-data.ts';
import { planDiagram } from '../../src/compile/plan-diagram.ts';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { incident } from './incident.ts';
import { soundGraph } from './random-graph.ts';

/** A graph as it is drawn from what a store keeps of it. */
function kept(graph: AnyGraph): Diagram {
  return planDiagram(JSON.parse(JSON.stringify(planData(compile(graph)))) as PlanData);
}

function parts({ name, nodes, edges }: Diagram): unknown {
  const unlabelled = nodes.map(({ label: _label, ...node }) => node);
  return { name, nodes: unlabelled, edges: edges.map((edge) => JSON.stringify(edge)).toSorted() };
}

test('a kept plan is drawn as its graph is', () => {
  expect(kept(incident)).toEqual(diagram(incident));
});

test('a kept plan has every node and every transition of any graph', () => {
  fc.assert(
    fc.property(soundGraph, (graph) => {
      expect(parts(kept(graph))).toEqual(parts(diagram(graph)));
    }),
  );
});
