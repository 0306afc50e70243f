import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile, type AnyGraph, type Plan } from '@cairn/core';
import { eventfulParts } from '../../../../test/determinism/parts.ts';
import { graphOf } from '../../../../test/determinism/random-graph.ts';
import { soundGraph } from '../../../core/test/compile/random-graph.ts';
import { toXState } from '../../src/machine/to-xstate.ts';
import { still } from './still.ts';

type GraphPlan = Plan['graphs'][string];
type NodePlan = GraphPlan['nodes'][string];
type Profile = 'viz' | 'model';

const anyGraph: fc.Arbitrary<AnyGraph> = fc.oneof(
  soundGraph,
  eventfulParts.map((parts) => graphOf(parts, still)),
);

/** What a machine of each profile has of a node; all else that a node has is lost. */
const has: Readonly<Record<Profile, ReadonlySet<string>>> = {
  viz: new Set(['name', 'kind', 'child', 'on', 'after', 'next', 'onError', 'retry']),
  model: new Set(['name', 'kind', 'child', 'on', 'after', 'next', 'onError', 'retry', 'input', 'output', 'share']),
};

test.each(['viz', 'model'] as const)(
  'whatever a graph has that a machine for %s does not have is told by name and place',
  (profile) => {
    const law = fc.property(anyGraph, (graph) => {
      const { lost } = toXState(graph, { profile });
      const told = new Set(lost.map(({ feature, at }) => `${feature} of ${at}`));
      const plan = compile(graph);
      for (const each of Object.values(plan.graphs)) {
        for (const node of Object.values(each.nodes)) {
          const at = each.at === '' ? node.name : `${each.at}.${node.name}`;
          for (const feature of missingOf(node, profile)) expect(told).toContain(`${feature} of ${at}`);
        }
        for (const feature of missingOfGraph(each, profile)) expect(told).toContain(`${feature} of ${each.at}`);
      }
      for (const { says } of lost) expect(says).toMatch(/^[A-Z`].*\.$/u);
      expect(told.size).toBe(lost.length);
    });
    fc.assert(law, { numRuns: 150 });
  },
);

function missingOf(node: NodePlan, profile: Profile): readonly string[] {
  const { next, retry, on, after, onError = [], kind, timeout } = node;
  const isDrawn = profile === 'viz';
  const handlers = [...Object.values(on).flat(), ...after.flatMap((timer) => timer.handlers), ...onError];
  const parts = Object.keys(node).filter((part) => {
    const value = node[part as keyof NodePlan];
    const isCounted = part === 'timeout' && kind === 'graph' && profile === 'model' && timeout !== undefined;
    return value !== undefined && !has[profile].has(part) && !isCounted;
  });
  return [
    ...parts,
    ...(next?.kind === 'each' ? ['next'] : []),
    ...(isDrawn && next !== undefined && next.kind !== 'to' ? ['next'] : []),
    ...(isDrawn && retry.attempts > 1 ? ['retry'] : []),
    ...(isDrawn && onError.length > 0 && kind !== 'run' ? ['onError'] : []),
    ...(isDrawn && handlers.some(({ update }) => update !== undefined) ? ['update'] : []),
    ...(isDrawn && handlers.some(({ when }) => when !== undefined) ? ['when'] : []),
    ...(isDrawn && after.some(({ wait }) => typeof wait !== 'number') ? ['after'] : []),
  ];
}

function missingOfGraph(
  { keyNames, limits, windows, questions, services, migrations }: GraphPlan,
  profile: Profile,
): readonly string[] {
  return [
    ...(profile === 'viz' && keyNames.length > 0 ? ['keys'] : []),
    ...(Object.keys(limits).length > 0 ? ['limits'] : []),
    ...(Object.keys(windows).length > 0 ? ['windows'] : []),
    ...(Object.keys(questions).length > 0 ? ['questions'] : []),
    ...(services.length > 0 ? ['services'] : []),
    ...(migrations.length > 0 ? ['migrations'] : []),
  ];
}
