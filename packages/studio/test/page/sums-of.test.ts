import { expect, test } from 'vitest';
import type { LogRow } from '../../src/api.ts';
import { sumsOf, timeOf } from '../../src/page/compare/sums-of.ts';

const row = (cause: string, time: number, some: object = {}): LogRow => ({ cause, time, ...some }) as unknown as LogRow;
const shared = [row('start', 1_000), row('next', 3_000)];

test.each([
  ['of a thread is from its first row to its last', [...shared, row('event', 9_000)], 8_000],
  ['of a fork is without how much later it was forked', [...shared, row('fork', 90_000), row('done', 95_000)], 7_000],
  [
    'of one that was sent back is without what it did before that',
    [...shared, row('rewind', 50_000), row('done', 51_000)],
    3_000,
  ],
  ['is none where nothing is there', [], 0],
])('the time on a way %s', (_, way, time) => {
  expect(timeOf(way)).toBe(time);
});

test('what both took and spent is summed', () => {
  const way = [
    ...shared,
    row('attempt', 3_500, { duration: 500, note: { failure: { name: 'Error', message: 'no' } } }),
    row('spend', 3_600, { label: 'tokens', note: { amount: 40 } }),
    row('spend', 3_700, { label: 'tokens', note: { amount: 2 } }),
    row('done', 4_000, { duration: 250 }),
  ];
  expect(Object.fromEntries(sumsOf(way))).toEqual({
    'checkpoints on its way': '6',
    'time on its way': '3s',
    'at work': '750ms',
    'failed attempts': '1',
    'spent tokens': '42',
  });
});
