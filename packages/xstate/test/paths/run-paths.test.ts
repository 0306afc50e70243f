import { join } from 'node:path';
import { expect, test } from 'vitest';
import { append, graph, local, type AnyGraph } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { z } from 'zod';
import { folder } from '../../../../test/folder.ts';
import { paths, type PathsOptions } from '../../src/paths/paths.ts';
import { runPaths, testPaths } from '../../src/paths/run-paths.ts';
import { transitionText } from '../../src/paths/transitions.ts';
import { given, order } from './order.ts';

/** Tests the paths of a graph, with a restart after each step, and gives what was never taken. */
async function missedBy(of: AnyGraph, options: PathsOptions = {}): Promise<readonly string[]> {
  const { missed } = await testPaths(of, { ...options, restarts: true });
  return missed.map(transitionText);
}

test('a thread goes where its model does on every path, and takes every transition', async () => {
  const { missed, ratio, taken } = await testPaths(order, given);
  expect(missed).toEqual([]);
  expect(ratio).toBe(1);
  expect(taken.map(transitionText)).toContain('review stays (timer 1d)');
});

test('it does so though its runtime is restarted after each step', async () => {
  expect(await missedBy(order, given)).toEqual([]);
});

test('it does so on SQLite', async () => {
  const place = folder();
  let count = 0;
  const found = paths(order, { ...given, by: () => null });
  for (const path of found) {
    const file = join(place, `${(count += 1)}.db`);
    const { runs } = await runPaths(order, [path], { restarts: true, store: () => sqlite(file) });
    expect(runs.map(({ wrong }) => wrong)).toEqual([undefined]);
  }
  expect(count).toBeGreaterThan(5);
});

test('transitions that no thread took are told', async () => {
  const { missed, ratio } = await testPaths(order, { ...given, outcomes: { price: [{ total: 500 }] } });
  expect(missed.map(transitionText)).toEqual(['price -> pay (next)', 'ship -> cancelled (error)']);
  expect(ratio).toBeCloseTo(17 / 19);
});

test('lanes that the state counts, with names and needs, are held against the model', async () => {
  const plan = graph({
    name: 'plan',
    state: { id: local(z.string()), needs: local(z.array(z.string())), log: append(z.string()) },
    events: { skip: z.undefined() },
    start: 'spread',
    nodes: {
      spread: {
        next: {
          each: () => [
            { id: 'a', needs: [] },
            { id: 'b', needs: ['a'] },
            { id: 'c', needs: [] },
          ],
          id: (s) => String(s.id),
          needs: (s) => s.needs ?? [],
          to: 'work',
          then: 'end',
          limit: 1,
        },
        onError: 'failed',
      },
      work: { run: () => undefined, on: { skip: 'end' }, next: [{ when: (s) => s.id === 'c', to: 'wait' }, 'end'] },
      wait: { after: { '1h': 'end' } },
      failed: { final: true },
      end: { final: true },
    },
  });
  expect(await missedBy(plan, { outcomes: { work: [{}, new Error('no')] } })).toEqual([]);
});

test('time is held against the model: deadlines of subgraphs and graphs, waits by the state, several at one time', async () => {
  const inner = graph({
    name: 'inner',
    state: {},
    after: { '2d': 'late' },
    start: 'look',
    nodes: { look: { run: () => undefined, next: 'found' }, found: { final: true }, late: { final: true } },
  });
  const timed = graph({
    name: 'timed',
    state: { pause: z.number().default(60_000), log: append(z.string()) },
    after: { '30d': 'over' },
    start: 'begin',
    nodes: {
      begin: { after: { '0s': 'research' } },
      research: { graph: inner, timeout: '1d', retry: { attempts: 2, backoff: '1h' }, onError: 'nap', next: 'nap' },
      nap: {
        after: [
          { in: (s) => s.pause, update: () => ({ log: ['once'] }) },
          { in: '1m', update: () => ({ log: ['twice'] }) },
          { at: (s, { now }) => now + s.pause * 2, to: 'both' },
        ],
      },
      both: { next: { all: ['left', 'right'], then: 'over' } },
      left: { after: { '1h': 'over' } },
      right: { after: { '1h': 'over' } },
      over: { final: true },
    },
  });
  expect(await missedBy(timed)).toEqual([
    'anywhere -> over (timer graph: 30d)',
    'research -> research.late (timer graph: 2d)',
  ]);
});

test('events are held against the model: of holders, of lanes, refused by guards', async () => {
  const heard = graph({
    name: 'heard',
    state: { log: append(z.string()) },
    events: { tell: z.string(), 'done.it': z.undefined(), 'a.*': z.undefined() },
    on: { 'a.*': 'end' },
    start: 'both',
    nodes: {
      both: {
        on: { tell: { when: (_s, text) => text === 'hold', update: (_s, text) => ({ log: [text] }) } },
        next: { all: ['left', 'right'], then: 'end' },
      },
      left: { on: { tell: { when: (_s, text) => text !== 'hold', to: 'end' } } },
      right: { on: { tell: { when: (_s, text) => text !== 'hold', to: 'more' } } },
      more: { on: { 'done.it': 'end' } },
      end: { final: true },
    },
  });
  expect(await missedBy(heard, { events: { tell: ['hold', 'go'] }, by: () => null })).toEqual([]);
});

test('a decision that follows from what is no state is found', async () => {
  let isReal = false;
  const odd = graph({
    name: 'odd',
    state: {},
    start: 'work',
    nodes: {
      work: { run: () => undefined, next: [{ when: () => isReal, to: 'real' }, 'thought'] },
      real: { after: { '1h': 'end' } },
      thought: { after: { '1h': 'end' } },
      end: { final: true },
    },
  });
  const found = paths(odd);
  isReal = true;
  const { runs } = await runPaths(odd, found);
  expect(runs.map(({ wrong }) => wrong)).toEqual([
    'At "done.work": it is at real (waiting), and the model at thought (waiting).',
  ]);
});

test('testing says on which path and how a thread went another way', async () => {
  let asked = 0;
  let most = Infinity;
  const counting = graph({
    name: 'counting',
    state: {},
    start: 'work',
    nodes: {
      work: { run: () => undefined, next: [{ when: () => (asked += 1) > most, to: 'late' }, 'end'] },
      late: { final: true },
      end: { final: true },
    },
  });
  paths(counting);
  most = asked;
  asked = 0;
  await expect(testPaths(counting)).rejects.toThrow(
    'The graph "counting" went other ways than its model.\nAfter done.work: At "done.work": it is at late (closed), and the model at end (closed).',
  );
});
