import { expect, test } from 'vitest';
import { causeText, statesLeft, statesText, wayText, type Left } from '../src/words.ts';

test.each([
  [{ from: 'gather' }, 'gather'],
  [{ from: 'gather', to: 'gather' }, 'gather ↻'],
  [{ from: '', to: 'triage' }, 'triage'],
  [{ from: 'triage', to: 'gather' }, 'triage → gather'],
])('where a row leads: %j', (row, words) => {
  expect(wayText(row)).toBe(words);
});

test.each([
  [{ cause: 'done' }, 'done'],
  [{ cause: 'event', label: 'approve' }, 'event approve'],
  [{ cause: 'attempt', attempt: 2 }, 'attempt 2'],
])('why it was written: %j', (row, words) => {
  expect(causeText(row)).toBe(words);
});

test.each<[string, readonly Left[], string]>([
  ['', [{ lane: '', states: ['cart', 'off'] }], 'in cart, off'],
  ['', [{ lane: 'a/1', states: ['cart', 'off'] }], 'in a/1: cart, off'],
  [
    'a/1',
    [
      { lane: '', states: ['cart'] },
      { lane: 'a/1', states: ['off'] },
    ],
    'in first lane: cart, off',
  ],
  [
    '',
    [
      { lane: 'a/1', states: [] },
      { lane: '', states: ['off'] },
    ],
    'in off',
  ],
])('the states that a row of "%s" left lanes in name those of other lanes: %j', (of, left, words) => {
  expect(statesText(statesLeft(of, left))).toBe(words);
});
