import { describe, expect, test } from 'vitest';

import { check } from '../../src/compile/check.ts';
import { mistakeCodes } from '../../src/compile/mistake.ts';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { loose, nodes, work } from './loose.ts';
import { flow } from './mistaken/flow.ts';
import { lanes } from './mistaken/lanes.ts';
import { names } from './mistaken/names.ts';
import type { Row } from './mistaken/row.ts';
import { shapes } from './mistaken/shapes.ts';
import { values } from './mistaken/values.ts';
import { sound } from './sound.ts';

const table: readonly Row[] = [...shapes, ...values, ...names, ...flow, ...lanes];

describe('check', () => {
  test.each(table)('finds %s', (_what, graph, ...mistakes) => {
    expect(check(graph as AnyGraph).map(({ code, path }) => [code, path])).toEqual(mistakes);
  });

  test.each(sound)('has nothing against %s', (_what, graph) => {
    expect(check(graph)).toEqual([]);
  });

  test('finds a graph that holds itself', () => {
    const held: Record<string, unknown> = { next: 'end' };
    const graph = nodes({ a: held });
    held['graph'] = graph;
    expect(check(graph).map(({ code, path }) => [code, path])).toEqual([['recursive-graph', 'nodes.a.graph']]);
  });

  test('finds a graph that is made anew whenever it is read', () => {
    const endless = (): AnyGraph =>
      nodes({
        a: {
          get graph() {
            return endless();
          },
          next: 'b',
        },
        b: {
          get graph() {
            return endless();
          },
          next: 'end',
        },
      });
    expect(new Set(check(endless()).map(({ code }) => code))).toEqual(new Set(['recursive-graph']));
  });

  test('reports every mistake at once', () => {
    const graph = nodes({ a: { nxt: 'b', run: work, timeout: 'soon', next: 'c' }, b: {} });
    expect(check(graph).map(({ code }) => code)).toEqual([
      'unknown-property',
      'invalid-duration',
      'unknown-node',
      'dead-end',
    ]);
  });

  test('raises every kind of mistake in this table', () => {
    const raised = new Set(table.flatMap(([, , ...mistakes]) => mistakes.map(([code]) => code)));
    expect([...mistakeCodes].filter((code) => !raised.has(code))).toEqual(['recursive-graph', 'forks-too-deep']);
  });
});

describe('what a mistake says', () => {
  const said = (graph: AnyGraph) => check(graph).map(({ message }) => message);

  test('offers the nearest name', () => {
    expect(said(nodes({ a: { next: 'emd' } }))).toEqual(['There is no node "emd" in this graph. Did you mean "end"?']);
  });

  test('lists the names where none is near', () => {
    expect(said(nodes({ a: { next: 'elsewhere' } }))).toEqual([
      'There is no node "elsewhere" in this graph. Known: "a", "end".',
    ]);
  });

  test('says what was there instead', () => {
    expect(said(nodes({ a: { run: 'work', next: 'end' } }))).toEqual(['This must be a function, but it is "work".']);
    expect(said(loose({ start: undefined, nodes: { a: { final: true } } }))).toEqual([
      'This is missing. It must be the name of a node.',
    ]);
  });

  test('is one sentence after another', () => {
    for (const [, graph] of table) {
      for (const message of said(graph as AnyGraph)) expect(message).toMatch(/^[^\s].*[.?]$/u);
    }
  });
});
