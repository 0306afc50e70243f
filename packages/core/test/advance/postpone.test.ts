import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph } from '@cairn/core';
import { postpone } from '../../src/advance/state/postpone.ts';
import { draftOf, type Snapshot } from '../../src/advance/state/snapshot.ts';
import { timersOf, type DueTimer } from '../../src/advance/timers.ts';
import { started } from './pure-thread.ts';

const inner = graph({
  name: 'inner',
  state: {},
  events: { ok: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { ok: 'end' }, after: { '45m': 'end' } }, end: { final: true } },
});

/** A graph whose lanes wait in every way there is. */
const waits = graph({
  name: 'waits',
  state: {},
  start: 'open',
  nodes: {
    open: { next: { all: ['timer', 'sleeper', 'retried', 'held'], then: 'end' }, after: { '3h': 'end' } },
    timer: { after: { '1h': 'end', '2h': 'end' } },
    sleeper: { run: () => ({}), next: 'end' },
    retried: { run: () => ({}), retry: { attempts: 3, backoff: '5m', jitter: 0 }, next: 'end' },
    held: { graph: inner, timeout: '1h', next: 'end' },
    end: { final: true },
  },
});

function waiting(): ReturnType<typeof started> {
  const thread = started(waits);
  thread.now = 1_000;
  thread.give({ type: 'sleep', lane: 'open.1/sleeper', key: 'first', until: 60_000 });
  return thread.fails('open.1/retried');
}

function later(snapshot: Snapshot, by: number): Snapshot {
  const draft = draftOf(snapshot);
  postpone(draft, by);
  return draft;
}

const laterBy =
  (by: number) =>
  (timer: DueTimer): DueTimer => ({ ...timer, at: timer.at + by });

test('a thread that stood still has every timer, of whatever kind, as much later', () => {
  const { plan, snapshot } = waiting();
  const timers = timersOf(plan, snapshot);
  expect(new Set(timers.map(({ kind }) => kind))).toEqual(new Set(['after', 'sleep', 'retry', 'timeout']));
  for (const by of [1, 7_200_000, 86_400_000]) {
    expect(timersOf(plan, later(snapshot, by))).toEqual(timers.map(laterBy(by)));
  }
});

test('a fork has every timer as much later', () => {
  const thread = waiting();
  const before = timersOf(thread.plan, thread.snapshot);
  thread.give({ type: 'fork', at: thread.snapshot.seq, update: {}, later: 7_200_000 });
  expect(timersOf(thread.plan, thread.snapshot)).toEqual(before.map(laterBy(7_200_000)));
});
