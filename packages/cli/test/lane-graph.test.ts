import type { Row } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { LaneGraph } from '../src/log/lane-graph.ts';

const row = (lane: string, more: Partial<Row> = {}): Row => ({
  seq: 1,
  time: 0,
  turn: 1,
  lane,
  cause: 'done',
  from: 'a',
  phase: 'running',
  ...more,
});

const opening = (lane: string, ...paths: readonly string[]): Row =>
  row(lane, {
    cause: 'pass',
    phase: 'open',
    opened: {
      by: 'all',
      graph: '',
      need: paths.length,
      lanes: paths.map((path) => ({ path, node: 'a', phase: 'running' })),
    },
  });

const moving = (lane: string): Row => row(lane, { to: 'b' });

function drawn(rows: readonly Row[], lanes?: readonly string[]): readonly string[] {
  const graph = new LaneGraph(lanes);
  return rows.map((each) =>
    graph
      .draw(each)
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

describe('lanes are drawn', () => {
  test('as one line where there is one', () => {
    expect(drawn([row('', { cause: 'start' }), moving(''), row('', { cause: 'step' })])).toEqual(['●', '●', '○']);
  });

  test('from where they are opened to where they meet', () => {
    expect(drawn([opening('', 'f.1/a', 'f.1/b'), moving('f.1/a'), moving('f.1/b'), moving('')])).toEqual([
      '○─┬─╮',
      '│ ● │',
      '│ │ ●',
      '●─┴─╯',
    ]);
  });

  test('inside lanes', () => {
    const rows = [
      opening('', 'f.1/a', 'f.1/b'),
      opening('f.1/a', 'f.1/a/g.1'),
      moving('f.1/a/g.1'),
      moving('f.1/a'),
      moving(''),
    ];
    expect(drawn(rows)).toEqual(['○─┬─╮', '│ ○─│─╮', '│ │ │ ●', '│ ●─│─╯', '●─┴─╯']);
  });

  test('in columns that became free', () => {
    const rows = [opening('', 'f.1'), moving(''), opening('', 'f.2'), row('f.2', { phase: 'closed', to: 'b' })];
    expect(drawn(rows)).toEqual(['○─╮', '●─╯', '○─╮', '│ ◉']);
  });

  test('from the middle of a thread on', () => {
    expect(drawn([moving('f.1/b'), moving('')], ['', 'f.1/a', 'f.1/b'])).toEqual(['│ │ ●', '●─┴─╯']);
  });

  test('with failures marked', () => {
    expect(drawn([row('', { cause: 'attempt' }), row('', { cause: 'fail', phase: 'failed' })])).toEqual(['✗', '✗']);
  });

  test('in no more columns than a terminal has room for', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `f.1/${index}`);
    for (const line of drawn([opening('', ...many), moving('f.1/999'), moving('')]))
      expect(line.length).toBeLessThan(36);
  });

  test('with the number of those that have no column of their own, where it changes', () => {
    const many = Array.from({ length: 59 }, (_, index) => `f.1/${index}`);
    const lines = drawn([opening('', ...many), moving('f.1/3'), moving('f.1/58'), moving('')]);
    expect(lines.map((line) => /\+\d+ lanes$/u.exec(line)?.[0])).toEqual([
      '+48 lanes',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('joined to lanes that are to their left', () => {
    const rows = [
      opening('', 'f.1/a', 'f.1/b'),
      opening('f.1/a', 'f.1/a/g.1'),
      opening('f.1/b', 'f.1/b/h.1'),
      moving('f.1/a'),
      opening('f.1/b/h.1', 'f.1/b/h.1/k.1'),
      moving('f.1/b/h.1/k.1'),
      moving('f.1/b/h.1'),
    ];
    expect(drawn(rows).slice(3)).toEqual(['│ ●─│─╯ │', '│ │ │ ╭─○', '│ │ │ ● │', '│ │ │ ╰─●']);
  });

  test('by the thousand', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `f.1/${index}`);
    const lines = drawn([opening('', ...many), ...many.map(moving), moving('')]);
    expect(lines.at(-1)).toBe(`●${'─┴'.repeat(10)}─╯`);
  });
});
