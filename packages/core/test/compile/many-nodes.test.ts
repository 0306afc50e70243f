import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/base/problem/nearest.ts';
import { endlessLoop } from '../../src/compile/checks/endless-loop.ts';
import type { GraphOutline } from '../../src/compile/outline/outline.ts';
import { readGraphs } from '../../src/compile/outline/read-graph.ts';
import { nodes } from './loose.ts';

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
