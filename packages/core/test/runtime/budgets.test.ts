import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, run, sum, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { opened } from './opened.ts';

type Run = (context: Context) => unknown;

/** A node that runs, with a limit of 10 calls. */
const working = (perform: Run, { attempts = 1, calls = 10 }: { attempts?: number; calls?: number } = {}) =>
  graph({
    name: 'working',
    state: { log: append(z.string()), why: z.string().optional() },
    limits: { calls, euros: Infinity },
    start: 'work',
    nodes: {
      work: {
        run: (_s, context) => perform(context) as object,
        retry: { attempts },
        onError: { to: 'failed', update: (_s, error) => ({ why: error.code ?? error.message }) },
        next: 'end',
      },
      failed: { final: true },
      end: { final: true },
    },
  });

describe('a call of spend', () => {
  test('counts once, however often the function runs again after a wait', async () => {
    const clock = virtualClock(0);
    let runs = 0;
    const work = working(async ({ spend, step, ask, sleep }) => {
      runs += 1;
      spend('calls', 1);
      await step('read', () => spend('calls', 2));
      spend('euros', 0.1);
      await ask('go', { answer: z.boolean() });
      spend('calls', 1);
      spend('euros', 0.2);
      await sleep('night', '8h');
      spend('calls', 1);
    });
    const cairn = open({ store: memory(), graphs: [work], clock });
    const thread = await cairn.start(work, {});
    await clock.advance(0);
    await thread.settled();
    await thread.answer('go', true);
    await clock.advance('8h');
    expect(await thread.settled()).toMatchObject({ outcome: 'end' });
    expect(runs).toBe(3);
    const { spent } = await thread.at();
    expect(spent['calls']).toBe(5);
    expect(spent['euros']).toBeCloseTo(0.3);
    expect(await replay(thread, work)).not.toHaveProperty('divergence');
    const fork = await thread.fork(1, { recorded: true });
    await clock.advance(0);
    expect((await fork.at()).spent).toEqual(spent);
    await cairn.close();
  });

  test('counts once where another process goes on', async () => {
    const store = memory();
    const work = working(async ({ spend, ask }) => {
      spend('calls', 7);
      await ask('go', { answer: z.boolean() });
    });
    const first = open({ store, graphs: [work] });
    const { id } = await first.start(work, {});
    await first.thread(work, id).settled();
    await first.close();
    const second = open({ store, graphs: [work] });
    const thread = second.thread(work, id);
    await thread.answer('go', true);
    expect(await thread.settled()).toMatchObject({ outcome: 'end' });
    expect((await thread.at()).spent).toEqual({ calls: 7 });
    await second.close();
  });

  test('counts once whatever the order of those beside it', async () => {
    let runs = 0;
    const work = working(async ({ spend, ask }) => {
      const first = (runs += 1) === 1;
      const spends = [() => spend('calls', 1), () => spend('calls', 3)];
      for (const each of first ? spends : spends.toReversed()) each();
      await ask('go', { answer: z.boolean() });
    });
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await thread.answer('go', true);
    await thread.settled();
    expect((await thread.at()).spent).toEqual({ calls: 4 });
  });

  test('counts again in another attempt: what was spent is spent', async () => {
    const work = working(
      ({ spend, attempt }) => {
        spend('calls', 3);
        if (attempt < 3) throw new Error('not yet');
      },
      { attempts: 3 },
    );
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ outcome: 'end' });
    expect((await thread.at()).spent).toEqual({ calls: 9 });
  });
});

describe('what spend refuses ends the attempt for good, whatever is caught', () => {
  test.each([
    ['more than is left', 'limit/exceeded', (context: Context) => context.spend('calls', 11)],
    ['a name that nobody declares', 'limit/unknown', (context: Context) => context.spend('cals', 1)],
    ['transitions', 'limit/unknown', (context: Context) => context.spend('transitions', 1)],
    ['a negative amount', 'value/invalid', (context: Context) => context.spend('calls', -1)],
    [
      'more than is left, in a step',
      'limit/exceeded',
      (context: Context) => context.step('tool', () => context.spend('calls', 11)),
    ],
  ])('%s', async (what, code, spend) => {
    const isStep = what.endsWith('in a step');
    const called: string[] = [];
    const work = working(async (context) => {
      try {
        await Promise.resolve(spend(context));
      } catch {
        called.push('the model goes on');
      }
      await context.step('tool', () => called.push('a tool is called'));
      return { log: ['done'] };
    });
    expect(await run(work, {})).toMatchObject({ outcome: 'failed', state: { why: code, log: [] } });
    // Of a step whose run is ended nobody hears any more, not even a rejection.
    expect(called).toEqual(isStep ? [] : ['the model goes on']);
  });

  test('and nothing that it would spend after that is counted', async () => {
    const work = working(({ spend }) => {
      for (let call = 0; call < 100; call += 1) {
        try {
          spend('calls', 1);
        } catch {
          // A tool failed; the model goes on.
        }
      }
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ outcome: 'failed' });
    expect((await thread.at()).spent).toEqual({ calls: 11 });
  });

  test('and the message says which names there are', async () => {
    const work = graph({
      name: 'work',
      state: { why: z.string().optional() },
      limits: { tokens: 5 },
      start: 'work',
      nodes: {
        work: {
          run: (_s, context) => context.spend('tokns' as 'tokens', 1),
          onError: { to: 'end', update: (_s, error) => ({ why: error.message }) },
          next: 'end',
        },
        end: { final: true },
      },
    });
    expect(await run(work, {})).toMatchObject({
      state: {
        why: 'Neither graph "work" nor one that holds it has a limit of "tokns". Did you mean "tokens"? Declare it in "limits", as Infinity where it is only to be counted.',
      },
    });
  });
});

describe('a graph within another', () => {
  const agent = graph({
    name: 'agent',
    state: { n: sum() },
    limits: { calls: 10 },
    start: 'think',
    nodes: {
      think: {
        run: (_s, context: Context) => {
          context.spend('calls', 1);
          context.spend('euros', 2);
          return { n: 1 };
        },
        next: [{ when: (s) => s.n === 100, to: 'end' }, 'think'],
      },
      end: { final: true },
    },
  });
  const boss = (euros: number) =>
    graph({
      name: 'boss',
      state: { why: z.string().optional() },
      limits: { euros },
      start: 'ask',
      nodes: {
        ask: {
          graph: agent,
          retry: { attempts: 3 },
          onError: { to: 'end', update: (_s, error) => ({ why: error.message }) },
          next: 'end',
        },
        end: { final: true },
      },
    });

  test.each([
    [Infinity, 'The limit of 10 for "calls" is used up. Raise "limits.calls" of graph "agent" if that was meant.', 11],
    [8, 'The limit of 8 for "euros" is used up. Raise "limits.euros" if that was meant.', 5],
  ])(
    'is held to its own limits and to those around it, and is not tried again past them: %d',
    async (euros, why, calls) => {
      const held = boss(euros);
      const thread = await opened(held).start(held, {});
      expect(await thread.settled()).toMatchObject({ state: { why } });
      expect((await thread.at()).spent).toEqual({ calls, euros: Math.min(calls, 10) * 2 });
    },
  );
});

describe('what was spent stays spent', () => {
  test('by a lane that was lost while it was at it', async () => {
    let answered: (() => void) | undefined;
    const answer = new Promise<void>((resolve) => (answered = resolve));
    const late: unknown[] = [];
    const race = graph({
      name: 'race',
      state: {},
      events: { stop: z.undefined() },
      limits: { tokens: 1_000 },
      start: 'fan',
      nodes: {
        fan: { next: { all: ['slow', 'fast'], then: 'after', need: 'any' } },
        slow: {
          run: async (_s, { spend }) => {
            await answer;
            spend('tokens', 700);
            late.push('spent');
          },
          next: 'after',
        },
        fast: { run: () => ({}), next: 'after' },
        after: {
          run: async (_s, { spend }) => {
            answered?.();
            await answer;
            await Promise.resolve();
            spend('tokens', 400);
          },
          onError: 'broke',
          next: 'end',
        },
        broke: { final: true },
        end: { final: true },
      },
    });
    const thread = await opened(race).start(race, {});
    expect(await thread.settled()).toMatchObject({ outcome: 'broke' });
    expect(late).toEqual(['spent']);
    expect((await thread.at()).spent).toEqual({ tokens: 1_100 });
    const row = (await thread.history()).find(({ cause }) => cause === 'spend');
    expect(row).toMatchObject({ lane: 'fan.1/slow', from: 'slow', note: { amount: 700, left: true } });
    expect(await replay(thread, race)).not.toHaveProperty('divergence');
  });

  test('over a rewind, within subgraphs that are open still as well', async () => {
    const inner = graph({
      name: 'inner',
      state: {},
      limits: { calls: 10 },
      events: { go: z.undefined() },
      start: 'work',
      nodes: {
        work: { run: (_s, { spend }) => spend('calls', 4), next: 'wait' },
        wait: { on: { go: 'work' } },
      },
    });
    const outer = graph({
      name: 'outer',
      state: {},
      limits: { calls: 100 },
      start: 'sub',
      nodes: { sub: { graph: inner, onError: 'end', next: 'end' }, end: { final: true } },
    });
    const thread = await opened(outer).start(outer, {});
    await thread.settled();
    const { seq } = await thread.at();
    await thread.send('go');
    await thread.settled();
    await thread.rewind(seq);
    await thread.settled();
    expect((await thread.at()).spent).toEqual({ calls: 8 });
    await thread.send('go');
    expect(await thread.settled()).toMatchObject({ outcome: 'end' });
  });
});
