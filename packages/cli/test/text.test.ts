import { describe, expect, test } from 'vitest';
import { checkpointName } from '../src/line/checkpoint-name.ts';
import { givenValue } from '../src/line/given-values.ts';
import { Output } from '../src/printing/output.ts';
import { writeTable } from '../src/printing/table.ts';
import { oneLine } from '../src/printing/harmless.ts';
import { cut, widthOf, wrapped } from '../src/printing/text-width.ts';
import { detailText } from '../src/log/row-text.ts';
import { bytesText, distanceText, durationText, momentText } from '@cairn/drawing/words';
import { changesText } from '../src/printing/value-text.ts';

test('a checkpoint is a thread and a number, which may count from the newest', () => {
  expect(checkpointName('INC-42')).toEqual({ thread: 'INC-42', seq: undefined });
  expect(checkpointName('INC-42@17')).toEqual({ thread: 'INC-42', seq: 17 });
  expect(checkpointName('INC-42@-1')).toEqual({ thread: 'INC-42', seq: -1 });
  for (const wrong of ['@1', 'INC-42@', 'INC-42@0', 'INC-42@1.5', 'INC-42@x', 'a@1@2']) {
    expect(() => checkpointName(wrong)).toThrow('INC-42@17');
  }
});

test.each([
  ['Ada', 'Ada'],
  ['7', 7],
  ['07', '07'],
  ['-1.5', -1.5],
  ['1.2.3', '1.2.3'],
  ['true', true],
  ['trueish', 'trueish'],
  ['null', null],
  ['"7"', '7'],
  ['{"a":[1]}', { a: [1] }],
  ['', ''],
])('the value %j is read as %j', (text, value) => {
  expect(givenValue(text)).toEqual(value);
});

test('what begins like JSON and is none is refused', () => {
  expect(() => givenValue('{a: 1}')).toThrow('none');
});

test.each([
  [0, '0ms'],
  [999, '999ms'],
  [1_500, '1.5s'],
  [59_000, '59s'],
  [3_600_000, '1h'],
  [5_400_000, '1.5h'],
  [86_399_000, '24h'],
  [200 * 86_400_000, '200d'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test('moments are before or after now', () => {
  expect(distanceText(1_000, 61_000)).toBe('1m ago');
  expect(distanceText(61_000, 1_000)).toBe('in 1m');
});

test('bytes are counted in their largest unit', () => {
  expect([12, 4_100, 123_456, 7_200_000].map(bytesText)).toEqual(['12 B', '4.1 kB', '123 kB', '7.2 MB']);
});

test('changes are told key by key', () => {
  const changes = changesText({
    name: { set: 'Ada' },
    notes: { append: [1, 2] },
    last: { append: ['x'] },
    spent: { add: -2 },
    totals: { merge: { a: 1, b: 2 } },
    people: { upsert: [{ id: 1 }], by: 'id', remove: [2, 3] },
  });
  expect(changes).toBe("name = 'Ada', notes +2, last + 'x', spent -2, totals {+a +b}, people ~1 -2");
});

describe('text', () => {
  test('is cut where it is too wide, wide letters and emoji counted', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(widthOf('日本語')).toBe(6);
    expect(cut('日本語', 4)).toBe('日…');
    expect(widthOf('👩‍👩‍👧')).toBe(2);
    expect(widthOf('\u001B[31mred\u001B[39m')).toBe(3);
  });

  test('of a state cannot move the cursor', () => {
    expect(oneLine('a\n\u001B[2Jb\u0007\tc')).toBe(String.raw`a \x1B[2Jb\x07 c`);
  });
});

test('sentences are broken between words, and words are not', () => {
  expect(wrapped('all on one line', 15)).toEqual(['all on one line']);
  expect(wrapped('all on two lines', 15, 2)).toEqual(['all on two', '  lines']);
  expect(wrapped('  A@1  what led there', 12, 4)).toEqual(['  A@1  what', '    led', '    there']);
  expect(wrapped('unbreakable', 4)).toEqual(['unbreakable']);
  expect(wrapped('', 4)).toEqual(['']);
});

describe('a table', () => {
  const entries = [
    { id: 'a', text: 'short', empty: '' },
    { id: 'bbb', text: 'a text that is much too long for the terminal', empty: '' },
  ];
  const columns = [
    { title: 'ID', of: (entry: (typeof entries)[number]) => entry.id },
    { title: 'EMPTY', of: (entry: (typeof entries)[number]) => entry.empty },
    { title: 'TEXT', of: (entry: (typeof entries)[number]) => entry.text, elastic: true as const },
  ];

  function written(width: number): readonly string[] {
    const lines: string[] = [];
    const stream = { isTTY: true, columns: width, write: (text: string) => lines.push(text.trimEnd()) } as never;
    writeTable(new Output({ stdout: stream, stderr: stream, env: { NO_COLOR: '1' } }), entries, columns);
    return lines;
  }

  test('is aligned, and leaves out columns in which nothing stands', () => {
    expect(written(80)).toEqual(['ID   TEXT', 'a    short', 'bbb  a text that is much too long for the terminal']);
  });

  test('is cut to the width of the terminal', () => {
    expect(written(20)).toEqual(['ID   TEXT', 'a    short', 'bbb  a text that is…']);
  });
});

test('of what was taken late the log says when it came', () => {
  const came = Date.UTC(2026, 10, 2, 9);
  const row = { seq: 6, turn: 6, time: came + 86_400_000, lane: '', from: 'ask', phase: 'running' } as const;
  expect(detailText({ ...row, cause: 'answer', label: 'ok', note: { value: true, came } })).toBe(
    `true came ${momentText(came)}`,
  );
  expect(detailText({ ...row, cause: 'timer', label: 'nap', note: { came } })).toBe('');
});
