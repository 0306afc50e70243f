import { expect, test } from 'vitest';
import { bytesText, counted, cutEnd, cutMiddle, harmless, oneLine } from '../../src/page/parts/text.ts';
import { distanceText, durationText } from '@cairn/drawing/words';

test.each([
  ['plain', 'plain'],
  ['a\u001B[31mb', 'a\\x1B[31mb'],
  ['up\u202Edown', 'up\\u202Edown'],
  ['line\nline\ttab', 'line\\nline\\ttab'],
  ['half \uD800', 'half \\uD800'],
  ['\u{E0001}', '\\u{E0001}'],
])('what is not seen is written as an escape: %j', (text, shown) => {
  expect(harmless(text)).toBe(shown);
});

test('characters that are to stay do', () => {
  expect(harmless('a\n\u0000', '\n')).toBe('a\n\\x00');
  expect(oneLine(' a \n  b ')).toBe('a b');
});

test('long texts are cut, and never within a pair of halves', () => {
  expect(cutMiddle('INC-2026-11-30-checkout', 11)).toBe('INC-2…ckout');
  expect(cutMiddle('short', 11)).toBe('short');
  expect(cutMiddle('😀😀😀😀😀', 3)).toBe('😀…😀');
  expect(cutEnd('😀😀😀😀', 3)).toBe('😀😀…');
  expect(cutEnd('abc', 3)).toBe('abc');
});

test('bytes, counts, durations and distances have their largest unit', () => {
  expect([812, 4_100_000].map(bytesText)).toEqual(['812 B', '4.1 MB']);
  expect([counted(1, 'lane'), counted(5000, 'lane')]).toEqual(['1 lane', '5,000 lanes']);
  expect([0.4, 240, 1_500, 12 * 60_000, 72 * 3_600_000].map(durationText)).toEqual([
    '0ms',
    '240ms',
    '1.5s',
    '12m',
    '3d',
  ]);
  expect([distanceText(0, 5_000), distanceText(7_200_000, 0)]).toEqual(['5s ago', 'in 2h']);
});
