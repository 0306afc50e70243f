import { expect, test } from 'vitest';
import type { LogRow } from '../../src/api.ts';
import { detailText, timeText } from '../../src/page/thread/row-words.ts';

const row = (some: object) => ({ seq: 2, lane: '', from: 'approval', cause: 'event', ...some }) as unknown as LogRow;

test('a line of the log says who did it, beside what was filled in', () => {
  const note = { value: { by: 'otto' }, context: { by: 'ada' } };
  expect(detailText(row({ note }))).toBe("by ada · { by: 'otto' }");
});

test('a row has its time, and its day where that is another than that of the row before', () => {
  const at = (day: number) => ({ time: new Date(2026, 10, day, 9, 5, 1).getTime() });
  expect(timeText(at(30), undefined)).toBe('09:05:01');
  expect(timeText(at(30), at(30))).toBe('09:05:01');
  expect(timeText(at(30), at(29))).toBe('11-30');
});
