import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, replay, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

/** A graph with one activity; counts how often its function runs. */
function counting(run: (context: Context) => Promise<string[]>) {
  const runs = { count: 0 };
  const it = graph({
    name: 'sleeping',
    state: { said: append(z.string()) },
    start: 'sleep',
    nodes: {
      sleep: {
        run: async (_state, context) => {
          runs.count += 1;
          return { said: await run(context) };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  return { it, runs };
}

const keysOf = (count: number): string[] => Array.from({ length: count }, (_each, index) => `nap ${index}`);

describe.each([1, 2, 7, 100])('%i sleeps side by side', (count) => {
  test('that end together have the function run again once', async () => {
    const { it, runs } = counting(async (context) => {
      await Promise.all(keysOf(count).map((key) => context.sleep(key, '1h')));
      return [];
    });
    const clock = virtualClock();
    const thread = await opened(it, { clock }).start(it, {});
    await clock.advance('1h');
    expect(await thread.settled()).toMatchObject({ status: 'done' });
    expect(runs.count).toBe(2);
    const causes = (await thread.history()).map(({ cause }) => cause);
    expect(causes.filter((cause) => cause === 'wait')).toEqual([]);
    expect(await replay(thread, it)).not.toHaveProperty('divergence');
  });

  test('that are all over when the thread is taken up again have it run once more, and hear of them in order', async () => {
    const { it, runs } = counting(async (context) => {
      const heard: string[] = [];
      const keys = keysOf(count);
      await Promise.all(
        keys.map(async (key, index) => {
          await context.sleep(key, `${count - index}m`);
          heard.push(key);
        }),
      );
      return heard;
    });
    const [store, clock] = [keptOpen(memory()), virtualClock()];
    const first = opened(it, { store, clock });
    await first.start(it, {}, { id: 't' });
    await clock.advance('1s');
    await first.close();
    await clock.advance('24h');
    runs.count = 0;
    const again = opened(it, { store, clock });
    await clock.advance(0);
    expect(await again.thread(it, 't').settled()).toMatchObject({
      status: 'done',
      state: { said: keysOf(count).toReversed() },
    });
    expect(runs.count).toBe(1);
  });
});

test('a sleep ends while its function is at a step, though another wait was over before', async () => {
  const through = gate();
  const { it } = counting(async (context) => {
    const longest = Promise.race([
      context.step('work', () => through.promise.then(() => 'worked')),
      context.sleep('enough', '2h').then(() => 'enough'),
    ]);
    await Promise.all([context.sleep('first', '1h'), context.ask('who', { answer: z.string() })]);
    return [await longest];
  });
  const clock = virtualClock();
  const thread = await opened(it, { clock }).start(it, {});
  await clock.advance('1h');
  await thread.answer('who', 'Ada');
  await clock.advance('1h');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: ['enough'] } });
  through.open();
  expect(await replay(thread, it)).not.toHaveProperty('divergence');
});

test('a timer of the node that leads nowhere is told from a sleep of its name that ends while the function is at work', async () => {
  const through = gate();
  const it = graph({
    name: 'named',
    state: { said: append(z.string()) },
    start: 'work',
    nodes: {
      work: {
        run: async (_state, context: Context) => {
          await Promise.all([
            context.step('work', () => through.promise),
            context.sleep('first', '1h'),
            context.sleep('2h', '3h'),
          ]);
          return { said: ['slept'] };
        },
        after: { '2h': { update: () => ({ said: ['waited'] }) } },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const clock = virtualClock();
  const thread = await opened(it, { clock }).start(it, {});
  await clock.advance('2h');
  through.open();
  await clock.advance(0);
  expect((await thread.at()).state).toMatchObject({ said: ['waited'] });
  await clock.advance('1h');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: ['waited', 'slept'] } });
  expect(await replay(thread, it)).not.toHaveProperty('divergence');
});
