import { append, graph, memory, open, replay } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

let isBroken = true;

const reminders = graph({
  name: 'reminders',
  state: { log: append(z.string()) },
  start: 'fan',
  nodes: {
    fan: { next: { all: ['one', 'two', 'three'], then: 'end' } },
    one: { run: () => Promise.reject(new Error('is down')), next: 'end' },
    two: {
      after: {
        '1m': { update: () => ({ log: ['reminded'] }) },
        '2m': {
          to: 'end',
          update: () => {
            if (isBroken) throw new Error('cannot say what is late');
            return { log: ['late'] };
          },
        },
      },
    },
    three: {
      after: {
        '2m': {
          when: () => {
            if (isBroken) throw new Error('cannot tell');
            return true;
          },
          to: 'end',
        },
      },
    },
    end: { final: true },
  },
});

test('a timer whose handler throws stops its lane under its name, and such a thread replays and goes on from everywhere', async () => {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [reminders], clock });
  isBroken = true;
  const thread = await cairn.start(reminders, {}, { id: 't' });
  await clock.advance('3m');
  expect(await thread.settled()).toMatchObject({ status: 'failed' });
  const history = await thread.history();
  expect(history.filter(({ cause }) => cause === 'fail').map(({ lane, label }) => [lane, label])).toEqual([
    ['fan.1/one', undefined],
    ['fan.1/three', '2m'],
    ['fan.1/two', '2m'],
  ]);
  for (let from = 0; from <= history.length; from += 1) {
    expect((await replay(thread, reminders, from === 0 ? {} : { from })).divergence).toBeUndefined();
  }
  const forks = [];
  for (const { seq } of history) forks.push(await thread.fork(seq, { recorded: true }));
  for (const fork of forks) expect(await fork.at()).toMatchObject({ status: 'failed' });
  isBroken = false;
  await thread.resume({ lane: 'fan.1/two' });
  await thread.resume({ lane: 'fan.1/three' });
  await clock.advance(0);
  expect((await thread.at()).lanes.map(({ lane, phase }) => [lane, phase])).toContainEqual(['fan.1/two', 'closed']);
  const { divergence } = await replay(thread, reminders);
  expect(divergence?.how).toMatch(/^Recorded: lane "fan\.1\/three" stops at "three", as timer "2m" failed: /u);
  await cairn.close();
});
