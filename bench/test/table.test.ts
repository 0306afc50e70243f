import { expect, test } from 'vitest';
import type { Reported } from '../src/report.ts';
import { markdownTable, plainTable } from '../src/table.ts';

const spread = (value: number) => ({ median: value, low: value, high: value });

const lines: readonly Reported[] = [
  {
    case: 'sequence',
    title: 'a thread',
    unit: 'µs',
    values: { raw: spread(12.345), cairn: spread(1_234.5) },
    verdicts: [
      { says: '≤ 1.5x raw', value: { median: 100, low: 90, high: 110 }, met: false },
      { says: 'flat', value: undefined, met: undefined },
    ],
  },
];

test('a table has a row for each goal, the first with the numbers', () => {
  const rows = plainTable(lines).split('\n').slice(2);
  expect(rows.map((row) => row.trim().split(/ {2,}/u))).toEqual([
    ['a thread', 'µs', '12.3', '1,235', '100 (90 – 110)', '≤ 1.5x raw', 'NO'],
    ['flat', 'not run'],
  ]);
});

test('the same table can be had in markdown', () => {
  expect(markdownTable(lines).split('\n').at(2)).toBe(
    '| a thread | µs | 12.3 |  |  |  | 1,235 | 100 (90 – 110) | ≤ 1.5x raw | NO |',
  );
});
