import { append, graph, sum } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

const seen = append(z.string());

describe.each(homes)('%s', (_name, home) => {
  test('a join does not wait for a branch that was skipped', async () => {
    const skipping = graph({
      name: 'skipping',
      state: { seen, deep: z.boolean() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['quick', 'maybe'], then: 'join' } },
        quick: { run: () => ({ seen: ['quick'] }), next: 'join' },
        maybe: { next: [{ when: (s) => s.deep, to: 'deep' }, 'skip'] },
        deep: { run: () => ({ seen: ['deep'] }), next: 'join' },
        skip: { final: true },
        join: { run: () => ({ seen: ['join'] }), next: 'end' },
        end: { final: true },
      },
    });
    const cairn = home()(skipping);
    const skipped = await cairn.start(skipping, { deep: false });
    expect(await skipped.settled()).toMatchObject({ status: 'done', state: { seen: ['quick', 'join'] } });
    const whole = await cairn.start(skipping, { deep: true });
    expect(await whole.settled()).toMatchObject({ status: 'done', state: { seen: ['quick', 'deep', 'join'] } });
  });

  test('a join runs what follows it once, however uneven its branches are', async () => {
    const uneven = graph({
      name: 'uneven',
      state: { seen, joins: sum() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['short', 'long1'], then: 'join' } },
        short: { run: () => ({ seen: ['short'] }), next: 'join' },
        long1: { run: () => ({ seen: ['long1'] }), next: 'long2' },
        long2: { run: () => ({ seen: ['long2'] }), next: 'long3' },
        long3: { run: () => ({ seen: ['long3'] }), next: 'join' },
        join: { run: () => ({ joins: 1 }), next: 'end' },
        end: { final: true },
      },
    });
    const thread = await home()(uneven).start(uneven, {});
    expect(await thread.settled()).toMatchObject({
      status: 'done',
      state: { seen: ['short', 'long1', 'long2', 'long3'], joins: 1 },
    });
  });

  test('a fan-out over nothing is met at once', async () => {
    const empty = graph({
      name: 'empty',
      state: { seen },
      start: 'fan',
      nodes: {
        fan: { next: { each: () => [], to: 'work', then: 'end' } },
        work: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = await home()(empty).start(empty, {});
    expect(await thread.settled()).toMatchObject({ status: 'done' });
  });

  test('the work of lanes that finished is kept when one fails, and only that one runs again', async () => {
    const ran: string[] = [];
    let broken = true;
    const partly = graph({
      name: 'partly',
      state: { seen },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['good', 'bad'], then: 'end' } },
        good: {
          run: () => {
            ran.push('good');
            return { seen: ['good'] };
          },
          next: 'end',
        },
        bad: {
          run: () => {
            ran.push('bad');
            if (broken) throw new Error('down');
            return { seen: ['bad'] };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const open = home();
    const first = open(partly);
    await (await first.start(partly, {}, { id: 't' })).settled();
    await first.close();
    broken = false;
    const thread = open(partly).thread(partly, 't');
    await thread.resume();
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['good', 'bad'] } });
    expect(ran).toEqual(['good', 'bad', 'bad']);
  });

  test('a failure does not stop what runs beside it', async () => {
    const clock = virtualClock(0);
    const beside = graph({
      name: 'beside',
      state: { seen },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['slow', 'bad'], then: 'end' } },
        slow: {
          run: (_s, { signal }) =>
            new Promise((resolve) => clock.after(60_000, () => resolve({ seen: [`aborted: ${signal.aborted}`] }))),
          next: 'end',
        },
        bad: { run: () => Promise.reject(new Error('down')), next: 'end' },
        end: { final: true },
      },
    });
    const thread = await home()(beside, { clock }).start(beside, {});
    await clock.advance('2m');
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ node: 'bad' }] });
    expect((await thread.at()).lanes).toContainEqual(
      expect.objectContaining({ lane: 'fork.1/slow', phase: 'closed', state: { seen: ['aborted: false'] } }),
    );
  });
});
