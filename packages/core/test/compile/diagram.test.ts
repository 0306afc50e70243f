import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compile, planData } from '../../src/compile/compile.ts';
import { diagram, type Diagram } from '../../src/compile/diagram.ts';
import { planDiagram } from '../../src/compile/plan-diagram.ts';
import { incident } from './incident.ts';
import { anything, loose, nodes, work } from './loose.ts';
import { soundGraph } from './random-graph.ts';

/** Each edge in a line: `from kind to: label`. */
function edgesOf({ edges }: Diagram): readonly string[] {
  return edges.map(({ from, kind, to, label }) => `${from} ${kind} ${to}${label === undefined ? '' : `: ${label}`}`);
}

describe('a diagram', () => {
  test('has a node for each of a graph and its subgraphs', () => {
    const graph = nodes(
      {
        a: { run: work, label: 'first things first', next: 'b' },
        b: { graph: nodes({ a: { next: 'end' } }), next: 'c' },
        c: { after: { '1h': 'end' } },
      },
      { start: 'a' },
    );
    expect(diagram(graph).nodes).toEqual([
      { id: 'a', name: 'a', kind: 'run', start: true, label: 'first things first' },
      { id: 'b', name: 'b', kind: 'graph' },
      { id: 'b.a', name: 'a', kind: 'pass', parent: 'b', start: true },
      { id: 'b.end', name: 'end', kind: 'final', parent: 'b' },
      { id: 'c', name: 'c', kind: 'wait' },
      { id: 'end', name: 'end', kind: 'final' },
    ]);
  });

  test('has an edge for each transition', () => {
    expect(edgesOf(diagram(incident))).toEqual([
      'triage case notify: low severity',
      'triage case gather: otherwise',
      'gather lane logs',
      'gather lane metrics',
      'gather lane deploys',
      'gather join investigate',
      'logs next investigate',
      'logs error investigate',
      'metrics next investigate',
      'deploys next investigate',
      'investigate case remediate: sure',
      'investigate case approval: otherwise',
      'investigate error escalate',
      'investigate.think case investigate.inconclusive: no idea',
      'investigate.think case investigate.concluded: otherwise',
      'approval event remediate: approve',
      'approval event escalate: reject',
      'approval timer escalate: 24h',
      'remediate next notify',
      'remediate error escalate',
      'escalate next notify',
      'notify next closed',
    ]);
  });

  test('names the guard of a case, by its function or its text', () => {
    const isLarge = (): boolean => true;
    const graph = nodes({
      a: {
        next: [
          { when: isLarge, to: 'end' },
          { when: (state: { n: number }) => state.n > 2, to: 'end' },
          { when: (s: { n: string }) => s.n === 'a text that is far too long to be shown in a diagram', to: 'end' },
          {
            when: () => {
              return true;
            },
            to: 'end',
          },
          { when: isLarge.bind(undefined), to: 'end' },
          'end',
        ],
      },
    });
    expect(diagram(graph).edges.map(({ label }) => label)).toEqual([
      'isLarge',
      'state.n > 2',
      expect.stringMatching(/^s\.n === .a text that is far too lo.*…$/u),
      undefined,
      'bound isLarge',
      'otherwise',
    ]);
  });

  test('says how lanes are opened and how many must close', () => {
    const graph = nodes({
      a: { next: { all: ['b', { to: 'c', needs: ['b'] }], then: 'd', need: 1, onError: 'end' } },
      b: { run: work, next: 'd' },
      c: { run: work, next: 'd' },
      d: { next: { each: work, to: 'e', then: 'f', need: 'any' } },
      e: { run: work, next: 'f' },
      f: { next: { each: work, id: work, needs: work, to: 'g', then: 'end', need: (s: unknown) => s } },
      g: { run: work, next: 'end' },
    });
    expect(edgesOf(diagram(graph)).filter((edge) => /^[adf] /u.test(edge))).toEqual([
      'a lane b',
      'a lane c: needs b',
      'a join d: 1',
      'a error end',
      'd lane e: each',
      'd join f: any',
      'f lane g: each, after those it needs',
      'f join end: s',
    ]);
    expect(planDiagram(planData(compile(graph))).edges.filter(({ from }) => from === 'f')).toEqual(
      diagram(graph).edges.filter(({ from }) => from === 'f'),
    );
  });

  test('shows what events and timers do, also where they lead nowhere', () => {
    const graph = nodes(
      {
        a: {
          on: { vote: { update: work }, go: [{ when: work, label: 'enough', to: 'end' }, 'a'] },
          after: { '1h': { to: 'end' }, '5m': { update: work } },
        },
      },
      { events: { vote: anything, go: anything }, on: { go: 'end' } },
    );
    expect(edgesOf(diagram(graph))).toEqual([
      ' event end: go',
      'a event end: go [enough]',
      'a event a: go',
      'a timer end: 1h',
      'a event a: vote (stays)',
      'a timer a: 5m (stays)',
    ]);
  });

  test('is plain data that nobody can change', () => {
    fc.assert(
      fc.property(soundGraph, (graph) => {
        const drawn = diagram(graph);
        expect(JSON.parse(JSON.stringify(drawn))).toEqual(drawn);
        for (const part of [drawn, drawn.nodes, drawn.edges, ...drawn.nodes, ...drawn.edges]) {
          expect(Object.isFrozen(part)).toBe(true);
        }
      }),
    );
  });

  test('has ids that are its own, and edges between them', () => {
    fc.assert(
      fc.property(soundGraph, (graph) => {
        const drawn = diagram(graph);
        const ids = new Set(drawn.nodes.map(({ id }) => id));
        expect(ids.size).toBe(drawn.nodes.length);
        for (const { from, to } of drawn.edges) {
          expect([...ids, '']).toContain(from);
          expect(ids).toContain(to);
        }
      }),
    );
  });

  test('shows what it can of a graph with mistakes', () => {
    const graph = nodes({ a: { next: ['nowhere', 'end'] }, b: { graph: loose({ nodes: 3 }), next: 7 } });
    expect(diagram(graph).nodes.map(({ id }) => id)).toEqual(['a', 'b', 'end']);
    expect(edgesOf(diagram(graph))).toEqual(['a case end: otherwise']);
  });
});
