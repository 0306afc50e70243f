import { expect, onTestFinished, test } from 'vitest';
import { graph, memory, open, sum, systemClock } from '@cairn/core';

/** Two nodes at work; the first ends when it is let go on. */
function given() {
  const ran: string[] = [];
  const signals: AbortSignal[] = [];
  let goOn = (): void => undefined;
  const work = graph({
    name: 'work',
    state: { done: sum() },
    start: 'first',
    nodes: {
      first: {
        run: (_s, ctx) => {
          ran.push('first');
          signals.push(ctx.signal);
          return new Promise<{ done: number }>((resolve) => (goOn = () => resolve({ done: 1 })));
        },
        next: 'second',
      },
      second: { run: () => void ran.push('second'), next: 'end' },
      end: { final: true },
    },
  });
  return { work, ran, signals, goOn: () => goOn() };
}

test('closing with a drain lets what runs end, and starts nothing else', async () => {
  const store = memory();
  const { work, ran, goOn } = given();
  const cairn = open({ store, graphs: [work] });
  await cairn.start(work, {}, { id: 'a' });
  const closed = cairn.close({ drain: '1h' });
  goOn();
  await closed;
  expect(ran).toEqual(['first']);
  expect(await store.thread('a')).toMatchObject({ status: 'running', owner: null, head: 2, takeovers: 0 });
  const next = open({ store, graphs: [work] });
  onTestFinished(() => next.close());
  expect(await next.thread(work, 'a').ended()).toMatchObject({ status: 'done', state: { done: 1 } });
  expect(ran).toEqual(['first', 'second']);
});

test('closing aborts what runs, and lets go of the thread', async () => {
  const store = memory();
  const { work, signals } = given();
  const cairn = open({ store, graphs: [work] });
  await cairn.start(work, {}, { id: 'a' });
  await cairn.close();
  expect(signals[0]?.aborted).toBe(true);
  expect(await store.thread('a')).toMatchObject({ status: 'running', owner: null, takeovers: 0 });
});

test('an owner that dies after a new step died somewhere else than the one before', async () => {
  const store = memory();
  let step = 0;
  let reached = 0;
  const steps = graph({
    name: 'steps',
    state: {},
    start: 'work',
    nodes: {
      work: {
        // Each owner gets one step further, and dies.
        run: async (_s, ctx) => {
          step += 1;
          for (let each = 1; each <= step; each += 1) await ctx.step(`step ${each}`, () => each);
          reached = step;
          return step < 6 ? new Promise<object>(() => undefined) : {};
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  let cairn = open({ store, graphs: [steps] });
  await cairn.start(steps, {}, { id: 'a' });
  for (let owner = 1; owner < 6; owner += 1) {
    await expect.poll(() => reached).toBe(owner);
    const clock = { ...systemClock, now: () => Date.now() + owner * 3_600_000 };
    cairn = open({ store, graphs: [steps], clock, takeovers: 2 });
  }
  expect(await cairn.thread(steps, 'a').ended()).toMatchObject({ status: 'done' });
});
