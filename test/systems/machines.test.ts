// Machines as people write them for XState: nested, parallel, with history, timers, invoked promises, guards over what was typed in.

import { append, graph, memory, open, sum } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

describe('a donut maker: two things at once, each in its own order', () => {
  const next = { next: z.undefined() };
  const donut = graph({
    name: 'donut',
    state: { done: append(z.string()) },
    events: { ...next, fry: z.undefined(), glaze: z.undefined() },
    start: 'ingredients',
    nodes: {
      ingredients: { on: { next: 'dough' } },
      dough: { next: { all: ['mix', 'warm'], then: 'fry' } },
      mix: { on: { next: { to: 'rise', update: () => ({ done: ['mixed'] }) } } },
      rise: { on: { next: { to: 'fry', update: () => ({ done: ['risen'] }) } } },
      warm: { on: { next: { to: 'fry', update: () => ({ done: ['warm'] }) } } },
      fry: { on: { fry: { to: 'glaze', update: () => ({ done: ['fried'] }) } } },
      glaze: { on: { glaze: 'served' } },
      served: { final: true },
    },
  });

  test('one event moves both regions, and they meet', async () => {
    const cairn = open({ store: memory(), graphs: [donut] });
    const thread = await cairn.start(donut);
    await thread.send('next');
    await thread.send('next', undefined, { lanes: 'all' });
    await thread.send('next');
    for (const event of ['fry', 'glaze'] as const) await thread.send(event);
    expect(await thread.ended()).toMatchObject({
      outcome: 'served',
      state: { done: ['mixed', 'risen', 'warm', 'fried'] },
    });
    await cairn.close();
  });
});

describe('a checkout with history: help comes back to where it was asked for', () => {
  const step = z.enum(['address', 'payment', 'review']);
  const checkout = graph({
    name: 'checkout',
    state: { at: step.default('address') },
    events: { forth: z.undefined(), help: z.undefined(), back: z.undefined() },
    start: 'address',
    on: { help: 'help' },
    nodes: {
      address: { on: { forth: { to: 'payment', update: (_s) => ({ at: 'payment' }) } } },
      payment: { on: { forth: { to: 'review', update: (_s) => ({ at: 'review' }) } } },
      review: { on: { forth: 'ordered' } },
      help: { on: { back: 'resume' } },
      resume: { next: { choose: (s) => s.at, among: ['address', 'payment', 'review'] } },
      ordered: { final: true },
    },
  });

  test('it does', async () => {
    const cairn = open({ store: memory(), graphs: [checkout] });
    const thread = await cairn.start(checkout);
    for (const event of ['forth', 'help', 'back', 'forth', 'help', 'back', 'forth'] as const) await thread.send(event);
    expect(await thread.ended()).toMatchObject({ outcome: 'ordered', state: { at: 'review' } });
    await cairn.close();
  });
});

describe('a credit check: bureaus asked side by side, the middle score decides', () => {
  const credit = graph({
    name: 'credit',
    state: {
      name: z.string(),
      bureaus: z.record(z.string(), z.number()),
      bureau: z.string().optional(),
      scores: append(z.number()),
    },
    start: 'ask',
    nodes: {
      ask: { next: { each: (s) => Object.keys(s.bureaus).map((bureau) => ({ bureau })), to: 'bureau', then: 'judge' } },
      bureau: {
        run: (s) => {
          const score = s.bureaus[s.bureau ?? ''] ?? 0;
          if (score === 0) throw new Error(`${s.bureau} is down`);
          return { scores: [score] };
        },
        retry: { attempts: 2 },
        onError: 'judge',
        next: 'judge',
      },
      judge: {
        next: [
          { when: (s) => s.scores.length < 2, to: 'undecided', label: 'too few answers' },
          { when: (s) => middle(s.scores) >= 700, to: 'granted' },
          'refused',
        ],
      },
      granted: { final: true },
      refused: { final: true },
      undecided: { final: true },
    },
  });

  const middle = (scores: readonly number[]): number =>
    scores.toSorted((a, b) => a - b)[Math.floor(scores.length / 2)] ?? 0;

  test.each([
    [{ a: 720, b: 640, c: 705 }, 'granted'],
    [{ a: 720, b: 640, c: 690 }, 'refused'],
    [{ a: 720, b: 0, c: 705 }, 'granted'],
    [{ a: 720, b: 0, c: 0 }, 'undecided'],
  ])('%j: %s', async (bureaus, outcome) => {
    const cairn = open({ store: memory(), graphs: [credit] });
    const thread = await cairn.start(credit, { name: 'Ada', bureaus });
    expect(await thread.ended()).toMatchObject({ outcome });
    await cairn.close();
  });
});

describe('a timer: it ticks while it runs, pauses, and its length may change at any time', () => {
  const timer = graph({
    name: 'timer',
    state: { elapsed: sum(), seconds: z.number() },
    events: { toggle: z.undefined(), length: z.number(), reset: z.undefined() },
    start: 'running',
    on: { length: { update: (_s, seconds) => ({ seconds }) } },
    nodes: {
      running: {
        on: { toggle: 'paused' },
        after: {
          '1s': { to: 'ticked', update: () => ({ elapsed: 1 }) },
        },
      },
      ticked: { next: [{ when: (s) => s.elapsed >= s.seconds, to: 'over' }, 'running'] },
      paused: { on: { toggle: 'running' } },
      over: { on: { reset: 'rung' } },
      rung: { final: true },
    },
  });

  test('it does', async () => {
    const clock = virtualClock();
    const cairn = open({ store: memory(), graphs: [timer], clock });
    const thread = await cairn.start(timer, { seconds: 5 });
    await clock.advance('3s');
    await thread.send('toggle');
    await clock.advance('1h');
    await thread.send('length', 6);
    await thread.send('toggle');
    await clock.advance('2s');
    expect(await thread.at()).toMatchObject({ state: { elapsed: 5, seconds: 6 } });
    await clock.advance('1s');
    await thread.send('reset');
    expect(await thread.ended()).toMatchObject({ outcome: 'rung', state: { elapsed: 6 } });
    await cairn.close();
  });
});

describe('a flight booker: what was typed in decides what can be done', () => {
  const flights = graph({
    name: 'flights',
    state: { from: z.string().default(''), back: z.string().default('') },
    events: { from: z.string(), back: z.string(), both: z.undefined(), one: z.undefined(), book: z.undefined() },
    start: 'oneWay',
    on: {
      from: { update: (_s, from) => ({ from }) },
    },
    nodes: {
      oneWay: { on: { both: 'return', book: { when: (s) => s.from !== '', to: 'booked' } } },
      return: {
        on: {
          one: 'oneWay',
          back: { update: (_s, back) => ({ back }) },
          book: { when: (s) => s.from !== '' && s.back >= s.from, to: 'booked' },
        },
      },
      booked: { final: true },
    },
  });

  test('a return before the flight there is not booked', async () => {
    const cairn = open({ store: memory(), graphs: [flights] });
    const thread = await cairn.start(flights);
    await expect(thread.send('book')).rejects.toMatchObject({ code: 'event/not-accepted' });
    await thread.send('from', '2026-05-02');
    await thread.send('both');
    await thread.send('back', '2026-05-01');
    await expect(thread.send('book')).rejects.toMatchObject({ code: 'event/not-accepted' });
    await thread.send('back', '2026-05-09');
    await thread.send('book');
    expect(await thread.ended()).toMatchObject({
      outcome: 'booked',
      state: { from: '2026-05-02', back: '2026-05-09' },
    });
    await cairn.close();
  });
});
