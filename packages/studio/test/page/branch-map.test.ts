import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Branch } from '../../src/api.ts';
import { branchMap } from '../../src/page/thread/lower/branch-map.ts';

const branch = (id: string, head: number, origin: Branch['origin'] = null, rewinds: Branch['rewinds'] = []): Branch => {
  return { id, status: 'done', head, created: 0, updated: 0, origin, summary: null, rewinds };
};

test('forks are below their thread, the latest first, each from where it was forked off', () => {
  const map = branchMap([
    branch('a', 20),
    branch('early', 8, { thread: 'a', seq: 3 }),
    branch('late', 25, { thread: 'a', seq: 15 }),
    branch('of early', 9, { thread: 'early', seq: 5 }),
  ]);
  expect(map.lines.map(({ branch: { id }, from }) => [id, from.row])).toEqual([
    ['a', 0],
    ['late', 0],
    ['early', 0],
    ['of early', 2],
  ]);
  expect(map.lines[1]?.dots.map(({ seq, kind }) => [seq, kind])).toEqual([[25, 'head']]);
});

test('a rewind has the line that it left behind, and both of its ends', () => {
  const [line] = branchMap([branch('a', 30, null, [{ seq: 20, to: 8 }])], { thread: 'a', seq: 25 }).lines;
  expect(line?.dots.map(({ seq, kind }) => [seq, kind])).toEqual([
    [1, 'start'],
    [8, 'back'],
    [20, 'rewind'],
    [25, 'here'],
    [30, 'head'],
  ]);
  expect(line?.left).toEqual([{ from: line?.dots[2]?.x, to: line?.dots[1]?.x }]);
});

test('a fork whose thread is gone stands by itself', () => {
  expect(branchMap([branch('b', 9, { thread: 'gone', seq: 4 })]).lines[0]?.from.row).toBe(0);
});

test('later checkpoints are farther right, and no two are closer than can be pointed at', () => {
  const family = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 5_000 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(family, (made) => {
      const branches = [branch('0', 40)];
      for (const [of, seq, more] of made) {
        const from = branches[of % branches.length] as Branch;
        const at = Math.min(seq, from.head);
        branches.push(branch(String(branches.length), at + more, { thread: from.id, seq: at }));
      }
      const { lines } = branchMap(branches);
      expect(lines).toHaveLength(branches.length);
      const places = new Map(lines.flatMap(({ dots }) => dots.map(({ seq, x }) => [seq, x] as const)));
      const sorted = [...places].toSorted(([left], [right]) => left - right);
      for (const [at, [, x]] of sorted.entries()) expect(x - (sorted[at - 1]?.[1] ?? -28)).toBeGreaterThanOrEqual(28);
      for (const { from, row } of lines) expect(from.row).toBeLessThanOrEqual(row);
    }),
  );
});
