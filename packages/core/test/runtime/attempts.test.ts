import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, fatal, graph, type Context, type Failure } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import type { Retry } from '../../src/definition/policy.ts';
import { opened } from './opened.ts';

type Work = (context: Context) => unknown;

/** A graph of one node that runs `work`, with a policy of its own. */
const trying = (work: Work, retry: Retry, timeout?: `${number}s`) =>
  graph({
    name: 'trying',
    state: { n: z.number().optional(), why: append(z.string()) },
    start: 'work',
    nodes: {
      work: {
        run: async (_s, ctx) => (await work(ctx)) as { n?: number },
        retry,
        ...(timeout !== undefined && { timeout }),
        onError: 'lost',
        next: 'end',
      },
      lost: { run: (_s, ctx) => ({ why: [`${ctx.error?.name}: ${ctx.error?.message}`] }), next: 'gone' },
      gone: { final: true },
      end: { final: true },
    },
  });

describe('an attempt', () => {
  test('sees the failures before it, with their errors', async () => {
    const seen: (readonly Failure[])[] = [];
    const work = trying(
      (ctx) => {
        seen.push(ctx.failures);
        if (ctx.attempt < 3) throw new RangeError(`attempt ${ctx.attempt}`);
        return { n: ctx.attempt };
      },
      { attempts: 3 },
    );
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { n: 3 } });
    expect(seen).toMatchObject([
      [],
      [{ name: 'RangeError', message: 'attempt 1', attempt: 1 }],
      [{ attempt: 1 }, { name: 'RangeError', message: 'attempt 2', attempt: 2 }],
    ]);
  });

  test('comes after its backoff, by the clock that was given', async () => {
    const clock = virtualClock(0);
    const at: number[] = [];
    const work = trying(
      (ctx) => {
        at.push(ctx.now());
        throw new Error('no');
      },
      { attempts: 4, backoff: '1s', factor: 3, max: '5s' },
    );
    const thread = await opened(work, { clock }).start(work, {});
    await clock.advance('1m');
    expect(at).toEqual([0, 1_000, 4_000, 9_000]);
    expect(await thread.settled()).toMatchObject({ outcome: 'gone', state: { why: ['Error: no'] } });
  });

  test.each<[string, Retry, () => unknown, number]>([
    ['fatal', { attempts: 5 }, () => fatal(new Error('gone for good')), 1],
    ['refused by the filter', { attempts: 5, when: (error) => error instanceof RangeError }, () => new TypeError(), 1],
    [
      'accepted by the filter',
      { attempts: 5, when: (error) => error instanceof RangeError },
      () => new RangeError(),
      5,
    ],
    ['no error at all', { attempts: 2 }, () => 'a text', 2],
  ])('that fails by what is %s is tried as often as that allows', async (_what, retry, thrown, times) => {
    let tried = 0;
    const work = trying(() => {
      tried += 1;
      throw thrown();
    }, retry);
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ outcome: 'gone' });
    expect(tried).toBe(times);
  });

  test('whose failure is fatal shows the error that it was made of', async () => {
    const work = trying(
      () => {
        throw fatal(new TypeError('no such thing'));
      },
      { attempts: 3 },
    );
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ state: { why: ['TypeError: no such thing'] } });
  });

  test('whose filter throws is the last, and fails by that, and says what the filter was asked of', async () => {
    const work = trying(() => Promise.reject(new Error('no')), {
      attempts: 5,
      when: () => {
        throw new Error('no idea');
      },
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({
      outcome: 'gone',
      state: { why: ['CairnProblem: nodes.work.retry.when threw: no idea (asked of Error: no)'] },
    });
  });

  test('that takes too long is aborted and fails; the next has its own time', async () => {
    const clock = virtualClock(0);
    const aborted: string[] = [];
    const work = trying(
      (ctx) =>
        new Promise((resolve) => {
          ctx.signal.addEventListener('abort', () => aborted.push((ctx.signal.reason as Error).message));
          if (ctx.attempt === 2) clock.after(9_000, () => resolve({ n: 2 }));
        }),
      { attempts: 2 },
      '10s',
    );
    const thread = await opened(work, { clock }).start(work, {});
    await clock.advance('10s');
    expect(aborted).toEqual(['Node "work" took longer than its timeout of 10000 ms.']);
    await clock.advance('9s');
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { n: 2 } });
  });

  test('that timed out is not heard when it ends after all', async () => {
    const clock = virtualClock(0);
    const work = trying(
      (ctx) =>
        new Promise((resolve) => clock.after(ctx.attempt === 1 ? 15_000 : 8_000, () => resolve({ n: ctx.attempt }))),
      { attempts: 2 },
      '10s',
    );
    const thread = await opened(work, { clock }).start(work, {});
    await clock.advance('1m');
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { n: 2 } });
    expect((await thread.history()).filter(({ cause }) => cause === 'done')).toHaveLength(1);
  });

  test('that returns what does not fit its schema has failed', async () => {
    const work = trying((ctx) => ({ n: ctx.attempt === 1 ? 'one' : 2 }), { attempts: 2 });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { n: 2 } });
    expect(await thread.history()).toContainEqual(
      expect.objectContaining({
        cause: 'attempt',
        note: { failure: expect.objectContaining({ code: 'value/invalid' }) },
      }),
    );
  });

  test('that returns an unknown key fails with the nearest name, however much is left of it', async () => {
    const work = trying(() => ({ nn: 1, n: 2 }), { attempts: 1 });
    const thread = await opened(work).start(work, {});
    const result = await thread.settled();
    expect(result).toMatchObject({ outcome: 'gone' });
    expect(result.state.why[0]).toContain('Did you mean "n"?');
    expect(result.state.n).toBeUndefined();
  });

  test('that changes the state it was given in place fails', async () => {
    const mutating = graph({
      name: 'mutating',
      state: { list: append(z.object({ n: z.number() })) },
      start: 'work',
      nodes: {
        work: {
          run: (s) => {
            (s.list as { n: number }[]).push({ n: 2 });
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = await opened(mutating).start(mutating, { list: [{ n: 1 }] });
    expect(await thread.settled()).toMatchObject({
      status: 'failed',
      failed: [{ name: 'TypeError' }],
      state: { list: [{ n: 1 }] },
    });
  });
});

describe('verify', () => {
  const verified = (answer: (n: number | undefined) => unknown, attempts = 2) =>
    graph({
      name: 'verified',
      state: { n: z.number().optional(), seen: append(z.string()) },
      start: 'work',
      nodes: {
        work: {
          run: (_s, ctx) => ({ n: ctx.attempt, seen: ctx.failures.map(({ message }) => message) }),
          verify: (update) => answer(update.n) as boolean,
          retry: { attempts },
          next: 'end',
        },
        end: { final: true },
      },
    });

  test('refuses changes before they enter the state; the next attempt reads why', async () => {
    const work = verified((n) => n === 2 || 'too small');
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({
      status: 'done',
      state: { n: 2, seen: ['What node "work" returned was refused by its "verify": too small'] },
    });
    const { note } = (await thread.history()).find(({ cause }) => cause === 'attempt') ?? {};
    expect(note?.failure).toMatchObject({ attempt: 1, code: 'activity/refused' });
  });

  test.each([
    ['false', () => false, 'it gave no reason'],
    ['a reason', async () => 'too big', 'too big'],
    ['throwing', () => Promise.reject(new Error('cannot tell')), 'cannot tell'],
  ])('refuses by %s', async (_how, answer, reason) => {
    const work = verified(answer, 1);
    const thread = await opened(work).start(work, {});
    const result = await thread.settled();
    expect(result).toMatchObject({ status: 'failed', state: { seen: [] } });
    expect(JSON.stringify(result)).toContain(reason);
    expect(result.state.n).toBeUndefined();
  });

  test.each([
    ['true', () => true],
    ['nothing', () => undefined],
    ['a promise of true', async () => true],
  ])('accepts by %s', async (_how, answer) => {
    const work = verified(answer);
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { n: 1 } });
  });

  test('may have steps of its own, which are kept over a refusal where they say so', async () => {
    const ran: string[] = [];
    const stepping = graph({
      name: 'stepping',
      state: { n: z.number().optional() },
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => ({ n: await ctx.step('make', () => ctx.attempt, { keep: true }) }),
          verify: async (update, _s, ctx) => {
            const first = await ctx.step('check', () => ran.push('check'));
            return ctx.attempt > 1 || `refused ${first} ${update.n}`;
          },
          retry: { attempts: 2 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = await opened(stepping).start(stepping, {});
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { n: 1 } });
    expect(ran).toEqual(['check', 'check']);
  });
});
