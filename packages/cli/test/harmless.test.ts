import { inspect, stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmless, jsonPrintable, oneLine, painted, paintedByInspect, printable } from '../src/printing/harmless.ts';
import { widthOf } from '../src/printing/text-width.ts';
import { hostile, isHarmless } from './hostile.ts';

describe('what is printed', () => {
  test('has no character that a terminal obeys or hides, wherever it comes from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isHarmless(printable(text))).toBe(true);
        expect(isHarmless(printable(oneLine(text)))).toBe(true);
        expect(isHarmless(jsonPrintable(JSON.stringify(text)))).toBe(true);
      }),
    );
    for (const each of hostile) expect(isHarmless(printable(each))).toBe(true);
  });

  test('shows what was there', () => {
    expect(printable('\u001B[2Jgone\r\u202Etxt\u200B\u0085\u{E0041}')).toBe(
      String.raw`\x1B[2Jgone\r\u202Etxt\u200B\x85\u{E0041}`,
    );
  });

  test('says the same as JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(jsonPrintable(JSON.stringify(text, null, 2)))).toBe(text);
      }),
    );
  });

  test('keeps letters, pictures and what joins them', () => {
    for (const text of ['Zürich', '日本語', 'שלום', '👩‍👩‍👧', '❤️', '👍🏽', '🏳️‍🌈', 'a\nb']) expect(printable(text)).toBe(text);
    expect(printable('a\u200Db\uFE0F')).toBe(String.raw`a\u200Db\uFE0F`);
  });

  test('is in the colours that it was painted with, and in no other', () => {
    const red = painted('red', 'a \u001B[32mb');
    expect(printable(red)).toBe('\u001B[31ma \\x1B[32mb\u001B[39m');
    expect(printable(harmless(red))).toBe(printable(red));
    expect(widthOf(red)).toBe(widthOf('a \u001B[32mb'));
    expect(stripVTControlCharacters(painted(['bold', 'yellow'], 'x'))).toBe('x');
  });

  test('is in the colours of inspect, and a message in it in none of its own', () => {
    const shown = (value: unknown): string =>
      printable(paintedByInspect(inspect(value, { colors: true }), inspect(value)));
    const map = new Map([[1, 'x']]);
    expect(shown(map)).toBe(inspect(map, { colors: true }));
    const error = Object.assign(new Error('m'), { stack: 'Error: \u001B[31mred' });
    expect(shown([1, error])).toContain(String.raw`\x1B[31mred`);
    expect(shown([1, error])).not.toContain('\u001B');
  });
});
