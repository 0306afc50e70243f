import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRow } from '../../src/api.ts';
import { aligned } from '../../src/page/compare/aligned.ts';

/** Rows that go from node to node, as letters. */
function rows(nodes: string, causes: Readonly<Record<number, LogRow['cause']>> = {}): readonly LogRow[] {
  return Array.from(nodes, (to, at): LogRow => {
    const seq = at + 1;
    return {
      seq,
      time: seq,
      turn: seq,
      lane: '',
      cause: causes[seq] ?? 'done',
      from: nodes[at - 1] ?? '',
      to,
      phase: 'running',
      text: '',
    };
  });
}

const told = (left: string, right: string) => {
  const { pairs, divergence } = aligned(rows(left), rows(right));
  return [pairs.map((pair) => `${pair.left?.to ?? '-'}${pair.right?.to ?? '-'}`).join(' '), divergence];
};

test.each([
  ['abc', 'abc', 'aa bb cc', undefined],
  ['abc', 'ab', 'aa bb c-', 2],
  ['abcx', 'abdcx', 'aa bb c- -d -c xx', 2],
  ['', 'a', '-a', 0],
])('%s beside %s', (left, right, pairs, divergence) => {
  expect(told(left, right)).toEqual([pairs, divergence]);
});

test('that a thread was forked or sent back is no step of its way', () => {
  const fork = rows('abbc', { 3: 'fork' }).map((row) => (row.seq === 4 ? { ...row, from: 'b' } : row));
  expect(aligned(rows('abc'), fork).divergence).toBe(undefined);
});

test('each step of both is there once, in its order', () => {
  const way = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });
  fc.assert(
    fc.property(way, way, (left, right) => {
      const { pairs, divergence = pairs.length } = aligned(rows(left), rows(right));
      expect(pairs.flatMap((pair) => pair.left?.to ?? []).join('')).toBe(left);
      expect(pairs.flatMap((pair) => pair.right?.to ?? []).join('')).toBe(right);
      expect(pairs.slice(0, divergence).every((pair) => pair.left?.to === pair.right?.to)).toBe(true);
      const both = pairs.filter((pair) => pair.left !== undefined && pair.right !== undefined);
      expect(both.every((pair) => pair.left?.to === pair.right?.to)).toBe(true);
    }),
  );
});

test('long ways are put side by side', () => {
  const { pairs, divergence } = aligned(rows('a'.repeat(3_000)), rows(`b${'a'.repeat(2_000)}`));
  expect([pairs.length, divergence]).toEqual([3_000, 0]);
});
