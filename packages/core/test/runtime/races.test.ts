import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

type Run = (context: Context) => Promise<{ said: string[] }>;

function asking(run: Run) {
  return graph({
    name: 'asking',
    state: { said: append(z.string()) },
    start: 'ask',
    nodes: { ask: { run: (_state, context) => run(context), next: 'end' }, end: { final: true } },
  });
}

const text = { answer: z.string() };

const races: Readonly<Record<string, Run>> = {
  'ask beside sleep': async (context) => ({
    said: [(await Promise.race([context.ask('who', text), context.sleep('enough', '1h')])) ?? 'nobody'],
  }),
  'sleep beside ask': async (context) => ({
    said: [(await Promise.race([context.sleep('enough', '1h'), context.ask('who', text)])) ?? 'nobody'],
  }),
  'a short sleep beside a long one': async (context) => ({
    said: await Promise.race([
      context.sleep('long', '9h').then(() => ['late']),
      context.sleep('short', '1h').then(() => ['nobody']),
    ]),
  }),
  'two questions and a sleep': async (context) => ({
    said: [
      (await Promise.race([context.ask('who', text), context.ask('other', text), context.sleep('enough', '1h')])) ??
        'nobody',
    ],
  }),
};

describe.each(Object.entries(races))('a race of %s', (_, run) => {
  test.each([false, true])('ends when the first of them is over (after a restart: %s)', async (restarts) => {
    const it = asking(run);
    const store = memory();
    const clock = virtualClock();
    let cairn = opened(it, { store: keptOpen(store), clock });
    await cairn.start(it, {}, { id: 'a' });
    await clock.advance('1m');
    if (restarts) {
      await cairn.close();
      cairn = opened(it, { store: keptOpen(store), clock });
    }
    await clock.advance('1h');
    expect(await cairn.thread(it, 'a').settled()).toMatchObject({ status: 'done', state: { said: ['nobody'] } });
  });
});

test.each(['first', 'second'])('a race of two questions ends with the answer to the %s', async (key) => {
  const it = asking(async (context) => ({
    said: [await Promise.race([context.ask('first', text), context.ask('second', text)])],
  }));
  const thread = await opened(it).start(it, {});
  await thread.settled();
  await thread.answer(key, key);
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: [key] } });
});

test('a race of a question and a step is won by the step', async () => {
  const through = gate();
  const it = asking(async (context) => ({
    said: [
      await Promise.race([context.ask('who', text), context.step('work', () => through.promise.then(() => 'work'))]),
    ],
  }));
  const thread = await opened(it).start(it, {});
  await turnOfEventLoop();
  through.open();
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: ['work'] } });
});

test.each([1, 2, 7])(
  '%i questions asked side by side are written once each, however they are answered',
  async (count) => {
    const keys = Array.from({ length: count }, (_each, index) => `q${index}`);
    const it = asking(async (context) => ({ said: await Promise.all(keys.map((key) => context.ask(key, text))) }));
    const thread = await opened(it).start(it, {});
    for (const key of keys) {
      expect((await thread.settled()).status).toBe('waiting');
      await thread.answer(key, key);
    }
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: keys } });
    const causes = (await thread.history()).map(({ cause }) => cause);
    expect(causes.filter((cause) => cause === 'ask')).toHaveLength(count);
    expect(causes.filter((cause) => cause === 'wait').length).toBeLessThan(Math.max(count, 1));
  },
);

test.each([
  ['asks', async (context: Context) => void (await context.ask('who', text))],
  ['sleeps', (context: Context) => context.sleep('a while', '1h')],
])('a step that %s fails its node at once', async (_, wait) => {
  const it = asking(async (context) => ({ said: [String(await context.step('work', () => wait(context)))] }));
  const thread = await opened(it).start(it, {});
  expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'step/waits' }] });
});

test.each(['', 'cut \uD83D', 'x'.repeat(5_000)])(
  'a key that no store keeps is refused before anything is done',
  async (key) => {
    let done = 0;
    const it = asking(async (context) => ({ said: [await context.step(key, () => `done ${(done += 1)}`)] }));
    const thread = await opened(it).start(it, {});
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'step/invalid-key' }] });
    expect(done).toBe(0);
  },
);

test('a run that is put aside is told by its signal to let go of what it holds', async () => {
  const signals: AbortSignal[] = [];
  const it = asking(async (context) => {
    signals.push(context.signal);
    return { said: [await context.ask('who', text)] };
  });
  const thread = await opened(it).start(it, {});
  await thread.settled();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  await thread.answer('who', 'ada');
  await thread.settled();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test.each(['timeout', 'cancel', 'close'] as const)(
  'a step that nobody awaits and that %s aborts rejects nobody',
  async (how) => {
    const rejected: unknown[] = [];
    const hear = (reason: unknown): void => void rejected.push(reason);
    process.on('unhandledRejection', hear);
    onTestFinished(() => void process.off('unhandledRejection', hear));
    const begun = gate();
    const it = graph({
      name: 'hanging',
      state: {},
      start: 'work',
      nodes: {
        work: {
          run: async (_state, context) => {
            void context.step('fetch', () => untilAborted(context.signal));
            begun.open();
            await untilAborted(context.signal).catch(() => undefined);
            await new Promise(() => undefined);
          },
          ...(how === 'timeout' && { timeout: '5ms' }),
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = open({ store: memory(), graphs: [it] });
    const thread = await cairn.start(it, {});
    await begun.promise;
    if (how === 'cancel') await thread.cancel();
    if (how === 'timeout') await thread.settled();
    await cairn.close();
    await turnOfEventLoop();
    expect(rejected).toEqual([]);
  },
);

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

test('a race that was won lets its activity ask on, though the wait that lost is over before it asks', async () => {
  const store = memory();
  const clock = virtualClock();
  const [raced, goesOn] = [gate(), gate()];
  const it = asking(async (context) => {
    const first = (await Promise.race([context.ask('first', text), context.sleep('enough', '1m')])) ?? 'nobody';
    raced.open();
    await goesOn.promise;
    return { said: [first, await context.ask('then', text)] };
  });
  const thread = await opened(it, { store, clock }).start(it, {});
  await clock.advance(0);
  await thread.answer('first', 'Ada');
  await raced.promise;
  await clock.advance('2m');
  goesOn.open();
  expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'then' }] });
  await thread.answer('then', 'Bea');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: ['Ada', 'Bea'] } });
});

test('a run that ended without an answer it had asked for is verified for as long as that takes', async () => {
  const verified = gate();
  const approval = graph({
    name: 'approval',
    state: { outcome: z.string().optional() },
    start: 'ask',
    nodes: {
      ask: {
        run: async (_s, ctx) => ({
          outcome: await Promise.race([
            ctx.ask('ok', { answer: z.string() }),
            ctx.sleep('enough', 1).then(() => 'late'),
          ]),
        }),
        verify: () => verified.promise.then(() => true),
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = opened(approval);
  const thread = await cairn.start(approval, {});
  for await (const event of thread.watch()) if (event.type === 'checkpoint' && event.cause === 'timer') break;
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  verified.open();
  expect(await thread.ended()).toMatchObject({ status: 'done', state: { outcome: 'late' } });
});

test.each(['the same process', 'another process'])(
  'an answer that comes late, in %s, wins no race that it has lost, and may win the next',
  async (where) => {
    const effects: string[] = [];
    const it = asking(async (context) => {
      const answer = context.ask('ok', text);
      for (const way of ['remind', 'refund', 'close']) {
        const said = await Promise.race([answer, context.sleep(`before ${way}`, '1h').then(() => undefined)]);
        if (said !== undefined) return { said: [`${said} before ${way}`] };
        await context.step(way, () => void effects.push(way));
      }
      return { said: ['nobody'] };
    });
    const store = keptOpen(memory());
    const clock = virtualClock();
    let cairn = opened(it, { store, clock });
    await cairn.start(it, {}, { id: 'a' });
    await clock.advance('150m');
    if (where === 'another process') {
      await cairn.close();
      cairn = opened(it, { store, clock });
    }
    await Promise.all([cairn.thread(it, 'a').answer('ok', 'ada'), clock.advance('1m')]);
    expect(await cairn.thread(it, 'a').settled()).toMatchObject({
      status: 'done',
      state: { said: ['ada before close'] },
    });
    expect(effects).toEqual(['remind', 'refund']);
  },
);

test('the process warns, once a node, of an end that was dropped because a question that lost its race is open still', async () => {
  const waited = gate();
  const slow = graph({
    name: 'slow',
    state: {},
    start: 'ask',
    nodes: {
      ask: {
        run: async (_s, ctx) => {
          await Promise.race([ctx.ask('ok', { answer: z.string() }), ctx.sleep('enough', '1h')]);
          await waited.promise;
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const warnings: { readonly code?: string; readonly message: string }[] = [];
  const hear = (warning: Error): void => void warnings.push(warning);
  process.on('warning', hear);
  onTestFinished(() => void process.off('warning', hear));
  const clock = virtualClock();
  const cairn = opened(slow, { clock });
  const threads = [await cairn.start(slow, {}), await cairn.start(slow, {})];
  await clock.advance('1h');
  for (const thread of threads) expect(await thread.settled()).toMatchObject({ status: 'waiting' });
  waited.open();
  await expect.poll(() => warnings).toHaveLength(1);
  expect(warnings).toMatchObject([
    {
      name: 'CairnWarning',
      code: 'CAIRN_BESIDE_A_WAIT',
      message: expect.stringContaining('Node "ask" of graph "slow"'),
    },
  ]);
  for (const thread of threads) await thread.answer('ok', 'late');
  for (const thread of threads) expect(await thread.ended()).toMatchObject({ status: 'done' });
  expect(warnings).toHaveLength(1);
});
