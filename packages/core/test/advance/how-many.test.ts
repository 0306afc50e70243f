import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, diagram, graph, local } from '../../src/index.ts';
import { compile } from '../../src/compile/compile.ts';
import { planData } from '../../src/compile/compile.ts';
import { planDiagram } from '../../src/compile/plan-diagram.ts';
import { started, type PureThread } from './pure-thread.ts';

const state = {
  companies: z.array(z.string()).default([]),
  enough: z.unknown().optional(),
  width: z.unknown().optional(),
  company: local(z.string()),
  found: append(z.string()),
};

const research = graph({
  name: 'research',
  state,
  start: 'ready',
  nodes: {
    ready: { run: () => ({}), next: 'research' },
    research: {
      next: {
        each: (s) => s.companies.map((company) => ({ company })),
        to: 'look',
        then: 'end',
        need: (s) => s.enough as number,
        limit: (s) => s.width as number,
      },
    },
    look: { run: () => ({}), next: 'end' },
    end: { run: () => ({}), next: 'over' },
    over: { final: true },
  },
});

const opened = (enough: unknown, width: unknown = Infinity): PureThread =>
  started(research, { companies: ['w', 'x', 'y', 'z'] }).done('', { enough, width });

const finish = (thread: PureThread, index: number): PureThread => thread.done(`research.1/${index}`, {});

const running = (thread: PureThread): readonly string[] =>
  Object.entries(thread.where)
    .filter(([, at]) => at.endsWith('running'))
    .map(([lane]) => lane.slice('research.1/'.length));

describe('a need that the state says', () => {
  test.each([
    ['a number', 2, [3, 1]],
    ['"any"', 'any', [2]],
    ['"all"', 'all', [0, 1, 2, 3]],
    ['more than there are, which is all', 9, [0, 1, 2, 3]],
  ])('is %s', (_what, enough, closing) => {
    const thread = opened(enough);
    for (const index of closing.slice(0, -1))
      expect(finish(thread, index).where).toMatchObject({ '': 'research open' });
    expect(finish(thread, closing.at(-1) as number).where).toEqual({ '': 'end running' });
  });

  test('is as it was when the lanes were opened, whatever is changed meanwhile', () => {
    const thread = opened(2).edit({ enough: 4 });
    expect(finish(finish(thread, 0), 3).where).toEqual({ '': 'end running' });
  });

  test('is asked with the moment', () => {
    const timed = graph({
      name: 'timed',
      state: { n: z.number().default(1) },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['a', 'b'], then: 'end', need: (s, { now, lane }) => (lane === '' ? now + s.n : 9) } },
        a: { run: () => ({}), next: 'end' },
        b: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    expect(started(timed).done('fork.1/b').status).toBe('done');
    const thread = started(timed, { n: 3 });
    expect(thread.stopped()).toContain('nodes.fork.next.need answered 3, which is no number of lanes here');
    expect(thread.stopped()).toContain('"all", "any" or a whole number of at least 1, and at most 2');
  });
});

describe('a limit that the state says', () => {
  test('lets so many lanes be at work at a time, whatever is changed meanwhile', () => {
    const thread = opened('all', 2);
    expect(running(thread)).toEqual(['0', '1']);
    expect(thread.rows.at(-1)?.opened).toMatchObject({ need: 4, limit: 2 });
    thread.edit({ width: 9 });
    expect(running(finish(thread, 1))).toEqual(['0', '2']);
    for (const index of [0, 2, 3]) finish(thread, index);
    expect(thread.where).toEqual({ '': 'end running' });
  });

  test('may be none', () => {
    expect(running(opened('all', Infinity))).toEqual(['0', '1', '2', '3']);
  });
});

describe('no number', () => {
  test.each([
    ['need', 0, 1],
    ['need', 1.5, 1],
    ['need', 'most', 1],
    ['need', undefined, 1],
    ['limit', 'all', 0],
    ['limit', 'all', 'few'],
    ['limit', 'all', null],
    ['limit', 'all', Number.NaN],
  ])('of %s fails the thread with what it answered (%s, %s), and resume asks again', (what, enough, width) => {
    const thread = opened(enough, width);
    expect(thread.lane('').stopped).toMatchObject({ code: 'lanes/no-count' });
    expect(thread.stopped()).toContain(`nodes.research.next.${what} answered`);
    thread.edit({ enough: 1, width: 1 }).resume();
    expect(running(thread)).toEqual(['0']);
  });
});

test('drawings say how, with and without the code', () => {
  const labels = [diagram(research), planDiagram(planData(compile(research)))].map(({ edges }) =>
    edges.filter(({ kind }) => kind === 'join').map(({ label }) => label),
  );
  expect(labels).toEqual([[expect.stringContaining('s.enough')], labels[0]]);
});
