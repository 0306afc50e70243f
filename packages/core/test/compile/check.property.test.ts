import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { check } from '../../src/compile/check.ts';
import { compile } from '../../src/compile/compile.ts';
import { diagram } from '../../src/compile/diagram.ts';
import { mermaid } from '../../src/compile/mermaid.ts';
import type { GraphOutline } from '../../src/compile/outline/outline.ts';
import { readGraphs } from '../../src/compile/outline/read-graph.ts';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { loose } from './loose.ts';
import { soundGraph } from './random-graph.ts';

/** Where in the literal nodes are named. */
function targetPaths({ ways, start, nodes }: GraphOutline): readonly string[] {
  const ofNodes = [...nodes.values()].flatMap((node) => [
    ...node.ways,
    ...(node.fork?.lanes ?? []).flatMap(({ needs }) => needs),
  ]);
  return [start, ...ways, ...ofNodes].map(({ path }) => path);
}

/** A copy of a graph in which the value at a path is another. */
function changed(graph: AnyGraph, path: string, value: unknown): AnyGraph {
  const copy = copied(graph) as Record<string, unknown>;
  const steps = path.split(/[.[\]]+/u).filter((step) => step !== '');
  const last = steps.pop() as string;
  let place = copy['source'] as Record<string, unknown>;
  for (const step of steps) {
    const next = place[step] as Record<string, unknown>;
    place = step === 'graph' ? (next['source'] as Record<string, unknown>) : next;
  }
  place[last] = value;
  return copy as unknown as AnyGraph;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null || '~standard' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copied(each)]));
}

/** Every place of a value, as a path. */
function places(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || '~standard' in value) return [path];
  const below = Object.entries(value).flatMap(([name, each]) => {
    if (name === 'source') return places(each, path);
    return places(each, Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`);
  });
  return path === '' ? below : [path, ...below];
}

const refuse = (): never => {
  throw new Error('do not look');
};

const traps = Object.fromEntries(
  ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf'].map((name) => [name, refuse]),
);

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
}

const hostile = fc.constantFrom<() => unknown>(
  () => new Proxy({}, traps),
  () => new Proxy([], traps),
  () => new Proxy(() => {}, traps),
  revoked,
  () => ({
    get next() {
      return refuse();
    },
    get name() {
      return refuse();
    },
  }),
  () => Array.from({ length: 3 }, () => Symbol('x')),
  () => Object.assign([], { length: 4_294_967_295 }),
  () => ({ '~standard': { validate: refuse } }),
  () => Object.defineProperty(() => {}, 'name', { get: refuse }),
  () => 10n,
);

const plain = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
});

/** Makers of values, as fast-check itself cannot hold a hostile one. */
const garbage: fc.Arbitrary<() => unknown> = fc.oneof(
  plain.map((value) => () => value),
  hostile,
);

function expectMistakes(graph: unknown): void {
  for (const each of check(graph as AnyGraph)) {
    expect([typeof each.code, typeof each.path, typeof each.message]).toEqual(['string', 'string', 'string']);
  }
  expect(mermaid(diagram(graph as AnyGraph))).toMatch(/^flowchart TB\n/u);
}

describe('check', () => {
  test('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(garbage, (make) => {
        const given = make();
        expectMistakes(given);
        expectMistakes({ source: given });
        expectMistakes(loose({ nodes: given }));
        expectMistakes(loose({ nodes: { a: given }, state: { x: given }, events: { go: given }, migrate: given }));
      }),
      { numRuns: 300 },
    );
  });

  test('never throws, wherever in a graph something else is put', () => {
    fc.assert(
      fc.property(soundGraph, garbage, fc.nat(), (graph, make, pick) => {
        const paths = places(graph);
        expectMistakes(changed(graph, paths[pick % paths.length] as string, make()));
      }),
      { numRuns: 300 },
    );
  });

  test('has nothing against a sound graph', () => {
    fc.assert(
      fc.property(soundGraph, (graph) => {
        expect(check(graph)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('finds a name that names nothing, there and nowhere else', () => {
    fc.assert(
      fc.property(soundGraph, fc.nat(), (graph, pick) => {
        const paths = readGraphs(graph).graphs.flatMap(targetPaths);
        const path = paths[pick % paths.length] as string;
        const mistakes = check(changed(graph, path, 'nowhere-at-all'));
        expect(mistakes.map((each) => [each.code, each.path])).toEqual([['unknown-node', path]]);
      }),
      { numRuns: 300 },
    );
  });

  test('accepts only what compiles', () => {
    fc.assert(
      fc.property(soundGraph, plain, fc.nat(), (graph, given, pick) => {
        expect(compile(graph).name).toBe('top');
        const paths = places(graph);
        const other = changed(graph, paths[pick % paths.length] as string, given);
        const compiles = () => check(other).length > 0 || compile(other);
        expect(compiles).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
