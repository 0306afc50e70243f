import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { widthOf } from '../src/printing/text-width.ts';
import { cairn, graphs, plainEnv, program } from './cairn.ts';
import { orders } from './orders.ts';

const order = graphs('order.ts');
const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Screen {
  readonly code: number | null;
  readonly text: string;
  readonly lines: readonly string[];
}

/** What a command writes to a terminal, stderr included. */
function typed(place: string, columns: number, args: readonly string[], env: Record<string, string> = {}): Screen {
  const script = join(import.meta.dirname, 'terminal.py');
  const { status, stdout } = spawnSync('python3', [script, String(columns), process.execPath, program, ...args], {
    cwd: place,
    encoding: 'utf8',
    env: plainEnv({ TERM: 'xterm-256color', ...env }),
  });
  const lines = stripVTControlCharacters(stdout).replaceAll('\r', '').trimEnd().split('\n');
  return { code: status, text: stdout, lines };
}

describe.skipIf(!hasPython)('in a terminal', () => {
  test('lines are cut to its width, and coloured unless that is not wanted', () => {
    const place = folder();
    const started = typed(place, 70, [
      'start',
      '-g',
      order,
      '--id',
      'O-1',
      'item=a pen that writes for a very long time indeed',
    ]);
    expect(started.code).toBe(4);
    expect(started.lines.some((line) => /^\s*\d+\s+\d\d:\d\d:\d\d\s+check → prepare/u.test(line))).toBe(true);
    const log = typed(place, 70, ['thread', 'log', 'O-1', '--graph']);
    expect(log.text).toContain('\u001B[');
    expect(Math.max(...log.lines.map(widthOf))).toBeLessThanOrEqual(70);
    expect(log.lines).toContainEqual(expect.stringMatching(/^ ?3 {2}○─┬─╮/u));
    expect(log.lines).toContainEqual(expect.stringMatching(/…$/u));
    const plain = typed(place, 70, ['thread', 'log', 'O-1', '--graph'], { NO_COLOR: '1' });
    expect(plain.text).not.toContain('\u001B[');
    expect(plain.lines).toEqual(log.lines);
  });

  test.each([
    [60, true],
    [80, true],
    [80, false],
    [140, true],
  ])('no line of a log is wider than %i columns, lanes drawn or not', async (columns, isDrawn) => {
    const place = folder();
    await orders(place);
    const { lines } = typed(place, columns, ['thread', 'log', 'O-1', ...(isDrawn ? ['--graph'] : [])]);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
    expect(lines.some((line) => line.includes('ready → fit'))).toBe(true);
    expect(lines.some((line) => line.includes('prepare.1/pack'))).toBe(columns >= 100 || !isDrawn);
  });

  test('what is written as it comes is in columns from its first line on', () => {
    const { lines } = typed(folder(), 80, ['start', '-g', order, '--id', 'O-1', 'item=pen']);
    const rows = lines.filter((line) => /^ ?\d+ {2}\d\d:/u.test(line));
    expect(rows.length).toBeGreaterThan(8);
    expect(new Set(rows.map((line) => line.search(/ (?:start|done|pass|join|open)/u))).size).toBe(1);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
  });

  test('sentences and notes are broken between words', async () => {
    const place = folder();
    await orders(place);
    const why = typed(place, 40, ['thread', 'why', 'O-3']);
    expect(why.lines).toContain('failed: there is nothing to order');
    expect(Math.max(...why.lines.map(widthOf))).toBeLessThanOrEqual(40);
    const refused = typed(place, 40, ['thread', 'log', 'O-9']);
    expect(refused.lines).toContain('cairn: There is no thread "O-9" in');
  });

  test.each([40, 60, 80])(
    'no line is wider than %i columns, though ids are as long as those that are made',
    (columns) => {
      const place = folder();
      const starts = ['item=pen', 'item=nothing', 'item=hat'].map((item) => {
        const started = typed(place, 80, [
          'start',
          '-g',
          order,
          '--tag',
          'a-rather-long-tag',
          '--tag',
          'another',
          item,
        ]);
        return started.lines.findLast((line) => /^[\da-f-]{36}@/u.test(line))?.split('@', 1)[0] ?? '';
      });
      const [waits = '', failed = '', third = ''] = starts;
      typed(place, 80, ['send', third, 'ship', 'by=ada', '-g', order]);
      typed(place, 80, ['thread', 'fork', `${waits}@5`, '-g', order]);
      const commands: readonly (readonly string[])[] = [
        ['thread', 'list'],
        ['waiting'],
        ['failed'],
        ['stats'],
        ['integrity'],
        ['replay', '--against', order],
        ['graph', waits],
        ['thread', 'show', waits],
        ['thread', 'show', failed],
        ['thread', 'show', `${waits}@4`],
        ['thread', 'log', waits],
        ['thread', 'log', third, '--graph'],
        ['thread', 'why', failed],
        ['thread', 'why', `${third}@5`],
        ['thread', 'blame', waits, 'notes'],
        ['thread', 'diff', `${waits}@3`, `${third}@9`],
        ['sql', 'SELECT id, graph, status, created, tags, summary FROM thread'],
      ];
      for (const args of commands) {
        const { text, code } = typed(place, columns, args);
        // What is counted while it goes on is written over.
        const lines = stripVTControlCharacters(text).replaceAll('\r\n', '\n').split('\n');
        const shown = lines.map((line) => line.split('\r').at(-1) ?? '');
        // An id of which a part is left out could not be copied: it is whole in a line of its own.
        const mayBeWide = (line: string): boolean => columns < 80 && /[\da-f-]{36}/u.test(line);
        const wide = shown.filter((line) => widthOf(line) > columns && !mayBeWide(line));
        expect([args, code, wide]).toEqual([args, 0, []]);
      }
    },
  );

  test('a table that no cut makes narrow enough has a line for each value, and ids are whole', () => {
    const place = folder();
    typed(place, 40, ['start', '-g', order, '--id', 'an-order-of-last-week', 'item=pen']);
    const { lines } = typed(place, 40, ['waiting']);
    expect(lines.slice(0, 4)).toEqual([
      'THREAD     an-order-of-last-week',
      'GRAPH      order',
      'AT         ready',
      'WAITS FOR  ship, call_off',
    ]);
  });

  test('help is in colours, and the same without them', () => {
    const place = folder();
    const help = typed(place, 100, ['thread', 'log', '--help']);
    expect(help.text).toContain('\u001B[');
    expect(typed(place, 100, ['thread', 'log', '--help'], { NO_COLOR: '1' }).text).not.toContain('\u001B[');
    expect(help.lines.join('\n')).toContain('--before');
  });
});

test('nothing but the result goes to a pipe', async () => {
  const place = folder();
  const started = await cairn(place, ['start', '-g', order, '--id', 'O-1', 'item=pen', '--json']);
  expect(started.stderr).toBe('New database: cairn.db\n');
  const log = await cairn(place, ['thread', 'log', 'O-1', '--graph']);
  expect(log.stdout).not.toContain('\u001B[');
  expect(log.stderr).toBe('');
});
