import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph } from '@cairn/core';
import { advance, advanceBy } from '../../src/advance/advance.ts';
import type { Input } from '../../src/advance/moves/input.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { started, type PureThread } from './pure-thread.ts';

const approval = graph({
  name: 'approval',
  state: { by: z.string().optional() },
  events: { approve: z.string(), look: z.undefined() },
  start: 'wait',
  nodes: {
    wait: {
      on: { approve: { to: 'approved', update: (_s, by) => ({ by }) }, look: {} },
      after: { '1m': 'reminded', '1h': 'expired' },
    },
    reminded: { on: { approve: 'approved', look: {} }, after: { '1h': 'expired' } },
    approved: { final: true },
    expired: { on: { look: {} }, after: { '1d': 'end' } },
    end: { final: true },
  },
});

/** What an input that came late leads to: causes and timers, and whether it was refused. */
function late(thread: PureThread, input: Input, now: number, came?: number): readonly string[] {
  const given = { now, codec: noClasses, ...(came !== undefined && { came }) };
  const { rows, refused, snapshot } = advance(thread.plan, thread.snapshot, input, given);
  expect(snapshot.seq).toBe(thread.snapshot.seq + rows.length);
  return [...rows.map(({ cause, label }) => `${cause} ${label ?? ''}`.trim()), ...(refused ? [refused.code] : [])];
}

const approve: Input = { type: 'event', name: 'approve', payload: 'ada' };

describe('what was due first is taken first', () => {
  test('before an event that came after it', () => {
    expect(late(started(approval), approve, 59_999)).toEqual(['event approve']);
    expect(late(started(approval), approve, 60_000)).toEqual(['timer 1m', 'event approve']);
  });

  test('and not before an event that came earlier and was taken later', () => {
    expect(late(started(approval), approve, 7_200_000, 59_999)).toEqual(['event approve']);
    expect(late(started(approval), approve, 7_200_000, 60_000)).toEqual(['timer 1m', 'event approve']);
  });

  test('though the event is refused then: what was due stays', () => {
    const soon = graph({
      name: 'soon',
      state: {},
      events: { approve: z.string() },
      start: 'wait',
      nodes: {
        wait: { on: { approve: 'approved' }, after: { '1h': 'expired' } },
        approved: { final: true },
        expired: { after: { '1d': 'end' } },
        end: { final: true },
      },
    });
    expect(late(started(soon), approve, 3_600_000)).toEqual(['timer 1h', 'event/not-accepted']);
  });

  test.each<[string, Input]>([
    ['an edit', { type: 'edit', update: { by: 'bob' } }],
    ['a cancellation', { type: 'cancel', reason: 'no' }],
    ['an event that stays', { type: 'event', name: 'look', payload: undefined }],
  ])('before %s', (_, input) => {
    expect(late(started(approval), input, 60_000)[0]).toBe('timer 1m');
  });

  test('of two timers, whichever is told of', () => {
    const votes = graph({
      name: 'votes',
      state: {},
      start: 'open',
      nodes: {
        open: { next: { all: ['a', 'b'], then: 'end' } },
        a: { after: { '2m': 'end' } },
        b: { after: { '1m': 'end' } },
        end: { final: true },
      },
    });
    const thread = started(votes);
    expect(late(thread, { type: 'timer', lane: 'open.1/a', name: '2m' }, 300_000).slice(0, 2)).toEqual([
      'timer 1m',
      'timer 2m',
    ]);
    expect(late(thread, { type: 'timer', lane: 'open.1/a', name: '2m' }, 119_999)).toEqual(['timer/not-due']);
  });

  test('once: what a timer leads to waits for its own time', () => {
    const ever = graph({
      name: 'ever',
      state: {},
      events: { stop: z.undefined() },
      start: 'tick',
      nodes: { tick: { on: { stop: 'end' }, after: { '0ms': 'tick' } }, end: { final: true } },
    });
    expect(late(started(ever), { type: 'event', name: 'stop', payload: undefined }, 50)).toEqual([
      'timer 0ms',
      'event stop',
    ]);
  });

  test('and not among inputs that were recorded: there each timer is one', () => {
    const thread = started(approval);
    const { rows } = advanceBy(thread.plan, thread.snapshot, approve, { now: 7_200_000, codec: noClasses });
    expect(rows.map(({ cause }) => cause)).toEqual(['event']);
  });
});
