import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/base/problem/nearest.ts';
import { check } from '../../src/compile/check.ts';
import { forksTooDeep } from '../../src/compile/checks/forks-too-deep.ts';
import { laneLeavesJoin } from '../../src/compile/checks/lane-leaves-join.ts';
import { laneNeverMeets } from '../../src/compile/checks/lane-never-meets.ts';
import { parallelWriters } from '../../src/compile/checks/parallel-writers.ts';
import { endlessLoop } from '../../src/compile/checks/endless-loop.ts';
import type { GraphOutline } from '../../src/compile/outline/outline.ts';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { readGraphs } from '../../src/compile/outline/read-graph.ts';
import { anything, nodes, work } from './loose.ts';

/** How often the ways of nodes are looked at, and what was found. */
function looksAt(size: number, last: object) {
  const chain = Array.from({ length: size }, (_, at) => [`n${at}`, { next: `n${at + 1}` }]);
  const [outline] = readGraphs(nodes({ ...Object.fromEntries(chain), [`n${size}`]: last })).graphs;
  let looks = 0;
  const counting = Array.from(outline?.nodes ?? [], ([name, node]) => [
    name,
    Object.defineProperty({ ...node }, 'ways', { get: () => (looks++, node.ways) }),
  ]);
  const found = endlessLoop({ ...outline, nodes: new Map(counting as never) } as GraphOutline);
  return { looks, found };
}

describe('a graph of many nodes costs as much as it is long', () => {
  test.each([
    ['a chain that ends', { final: true }, 0],
    ['a chain that comes back to its start', { next: 'n0' }, 1],
    ['a chain that leads to a loop', { next: 'n99' }, 1],
    ['a chain whose last is on a loop of one', { next: 'n100' }, 1],
  ])('where loops are looked for: %s', (_title, last, mistakes) => {
    const few = looksAt(100, last);
    const many = looksAt(1_000, last);
    expect(few.found).toHaveLength(mistakes);
    expect(few.looks).toBeLessThan(500);
    expect(many.looks).toBeLessThan(5_000);
  });
});

const judges = [forksTooDeep, laneLeavesJoin, laneNeverMeets, parallelWriters];

/** How often anything of a node is looked at where lanes are judged, and what is found. */
function looksWhileJudged(made: AnyGraph) {
  const [outline] = readGraphs(made).graphs;
  let looks = 0;
  const counting = Array.from(outline?.nodes ?? [], ([name, node]) => [
    name,
    new Proxy(node, { get: (target, key) => (looks++, Reflect.get(target, key) as unknown) }),
  ]);
  const counted = { ...outline, nodes: new Map(counting as never) } as GraphOutline;
  const found = judges.flatMap((rule) => rule(counted));
  return { looks, found };
}

/** So many forks, one after the other. */
function looksAtForks(size: number) {
  const stage = (at: number) => {
    const next = at + 1 === size ? 'end' : `f${at + 1}`;
    const lane = { run: work, writes: ['key'], next };
    return { [`f${at}`]: { next: { all: [`a${at}`, `b${at}`], then: next } }, [`a${at}`]: lane, [`b${at}`]: lane };
  };
  const stages = Array.from({ length: size }, (_, at) => stage(at));
  const made = nodes(Object.assign({}, ...stages) as Readonly<Record<string, unknown>>, {
    start: 'f0',
    state: { key: anything },
  });
  return looksWhileJudged(made);
}

/** So many forks, each in a lane of the one before. */
function forksInForks(size: number, isInnermostFirst = false): AnyGraph {
  const stages = Array.from({ length: size }, (_, at) => ({
    [`f${at}`]: { next: { all: [`a${at}`, `f${at + 1}`], then: `m${at}` } },
    [`a${at}`]: { next: `m${at}` },
    [`m${at}`]: { next: at === 0 ? 'end' : `m${at - 1}` },
  }));
  const within = { [`f${size}`]: { run: work, next: `m${size - 1}` } };
  return nodes(
    Object.assign({}, ...(isInnermostFirst ? stages.toReversed() : stages), within) as Readonly<
      Record<string, unknown>
    >,
    {
      start: 'f0',
    },
  );
}

test('a graph of many forks costs as much as it is long, where their lanes are judged', () => {
  const few = looksAtForks(50);
  const many = looksAtForks(500);
  expect(few.found).toHaveLength(50);
  expect(many.found).toHaveLength(500);
  expect(many.looks / few.looks).toBeLessThan(11);
});

describe('forks within forks', () => {
  test('may be 64 deep', () => {
    expect(check(forksInForks(65))).toEqual([]);
    expect(check(forksInForks(66))).toMatchObject([{ code: 'forks-too-deep', path: 'nodes.f65.next' }]);
  });

  test.each([false, true])(
    'cost as much as the graph is long, however deep; innermost first: %s',
    (isInnermostFirst) => {
      const few = looksWhileJudged(forksInForks(500, isInnermostFirst));
      const many = looksWhileJudged(forksInForks(2_500, isInnermostFirst));
      expect(many.found).toMatchObject([{ code: 'forks-too-deep' }]);
      expect(many.looks / few.looks).toBeLessThan(5.5);
    },
  );
});

describe('what was meant is looked for in', () => {
  const counted = (names: readonly string[]) => {
    const seen: string[] = [];
    const known = (function* () {
      for (const name of names) {
        seen.push(name);
        yield name;
      }
    })();
    return { seen, known };
  };

  test('a thousand names at most', () => {
    const { seen, known } = counted(Array.from({ length: 5_000 }, (_, at) => `name-${at}`));
    expect(nearest('other-1', known)).toBe(undefined);
    expect(seen).toHaveLength(1_001);
  });

  test('none where a name is long', () => {
    const { seen, known } = counted(['a'.repeat(100)]);
    expect(nearest('a'.repeat(101), known)).toBe(undefined);
    expect(seen).toEqual([]);
  });
});
