import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, fatal, graph, memory, open, replay, run, transient, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { opened } from './opened.ts';

type Run = (state: { readonly heard: readonly string[] }, context: Context) => unknown;

/** A node that runs, verifies, and is tried three times. */
function verified(perform: Run, verify: (update: Record<string, unknown>, context: Context) => unknown) {
  return graph({
    name: 'verified',
    state: { heard: append(z.string()), secret: transient(z.string()), at: z.unknown() },
    start: 'work',
    nodes: {
      work: {
        run: perform as () => object,
        verify: (update, _s, context) => verify(update, context) as boolean,
        retry: { attempts: 3 },
        next: 'end',
      },
      end: { final: true },
    },
  });
}

describe('a refusal is of what the attempt found', () => {
  test('so the next attempt runs its steps again, asks again and sleeps again', async () => {
    const clock = virtualClock(0);
    const ran: string[] = [];
    const review = graph({
      name: 'review',
      state: { notes: append(z.string()), verdict: z.enum(['good', 'bad']).optional() },
      limits: { tokens: 50_000 },
      start: 'read',
      nodes: {
        read: {
          run: async (_s, ctx) => {
            const text = await ctx.step('fetch', () => `text ${ran.push('fetch')}`);
            if (text === '') throw fatal('there is nothing to read');
            ctx.emit({ read: text.length });
            const verdict = await ctx.ask('verdict', { payload: { text }, answer: z.enum(['good', 'bad']) });
            await ctx.sleep('pause', '1m');
            return { verdict, notes: [`attempt ${ctx.attempt}: ${verdict}`] };
          },
          timeout: '30s',
          retry: { attempts: 3, backoff: '2s' },
          verify: (update) => update.verdict !== 'bad' || 'a second look is needed',
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = open({ store: memory(), graphs: [review], clock });
    const thread = await cairn.start(review, {});
    await clock.advance(0);
    expect(await thread.settled()).toMatchObject({ questions: [{ key: 'verdict', payload: { text: 'text 1' } }] });
    await thread.answer('verdict', 'bad');
    await clock.advance('1m');
    await clock.advance('2s');
    expect(await thread.settled()).toMatchObject({ questions: [{ key: 'verdict', payload: { text: 'text 2' } }] });
    await thread.answer('verdict', 'good');
    await clock.advance('1m');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { notes: ['attempt 2: good'] } });
    expect(ran).toEqual(['fetch', 'fetch']);
    expect(clock.now()).toBe(122_000);
    await cairn.close();
  });

  test('and the next attempt reads what was refused and the bare reason', async () => {
    const seen: unknown[] = [];
    const bytes = new Uint8Array([1, 2]);
    const work = verified(
      (_s, { attempt, failures }) => {
        seen.push(...failures.map(({ refused }) => refused));
        return { heard: [`${attempt}`], secret: 'hidden', at: { bytes } };
      },
      (_update, { attempt }) => attempt > 1 || 'once more',
    );
    const thread = await opened(work).start(work, {});
    expect((await thread.settled()).status).toBe('done');
    expect(seen).toEqual([{ reason: 'once more', update: { heard: ['1'], at: { bytes } } }]);
    expect(JSON.stringify(await thread.history())).not.toContain('hidden');
  });

  test('which leaves out what cannot be stored', async () => {
    const seen: unknown[] = [];
    const work = verified(
      (_s, { attempt, failures }) => {
        seen.push(...failures.map(({ refused }) => refused));
        return attempt === 1 ? { at: () => 'a function' } : {};
      },
      (_update, { attempt }) => attempt > 1 || 'no',
    );
    expect(await run(work, {})).toMatchObject({ status: 'done' });
    expect(seen).toEqual([{ reason: 'no', update: undefined }]);
  });

  test('while a step that is kept, and all that a throw leaves, stays done', async () => {
    const ran: string[] = [];
    const work = verified(
      async (_s, { step, attempt }) => {
        const made = await step('make', () => `make ${ran.push('make')}`, { keep: true });
        const found = await step('find', () => `find ${ran.push('find')}`);
        if (attempt === 1) throw new Error('the network is down');
        return { heard: [made, found] };
      },
      (_update, { attempt }) => attempt === 3 || 'not yet',
    );
    expect(await run(work, {})).toMatchObject({ state: { heard: ['make 1', 'find 3'] } });
    expect(ran).toEqual(['make', 'find', 'find']);
  });

  test('and a replay and a fork with what was recorded know that too', async () => {
    const work = verified(
      async (_s, { step, ask, attempt }) => {
        const found = await step('find', () => `find ${attempt}`);
        return { heard: [found, await ask('ok', { answer: z.string() })] };
      },
      (_update, { attempt }) => attempt > 1 || 'once more',
    );
    const thread = await opened(work).start(work, {});
    await thread.settled();
    await thread.answer('ok', 'no');
    await thread.settled();
    await thread.answer('ok', 'yes');
    expect(await thread.settled()).toMatchObject({ state: { heard: ['find 2', 'yes'] } });
    expect(await replay(thread, work)).not.toHaveProperty('divergence');
    const fork = await thread.fork(1, { recorded: true });
    expect(await fork.settled()).toMatchObject({ status: 'done', state: { heard: ['find 2', 'yes'] } });
    const causes = async (of: typeof thread) =>
      (await of.history()).map(({ cause }) => cause).filter((each) => each !== 'fork');
    expect(await causes(fork)).toEqual(await causes(thread));
  });

  test('so resume() after the last refusal asks and runs anew', async () => {
    let good = false;
    const ran: string[] = [];
    const work = verified(
      async (_s, { step }) => ({ heard: [await step('find', () => `find ${ran.push('find')}`)] }),
      () => good,
    );
    const thread = await opened(work).start(work, {});
    expect((await thread.settled()).status).toBe('failed');
    good = true;
    await thread.resume();
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['find 4'] } });
    expect(ran).toHaveLength(4);
  });
});

/** A key with a name of its own for the thread. */
const within = (key: string): string => key.replace(/^[^/]+/u, 'T');

describe('ctx.key', () => {
  test('moves on with a refusal, stays over a throw, and is the same throughout in a step that is kept', async () => {
    const keys: string[] = [];
    const kept: string[] = [];
    const work = verified(
      async (_s, { key, step, attempt }) => {
        keys.push(key('charge'));
        const charge = async () => {
          await Promise.resolve();
          kept.push(key('charge'));
          if (attempt < 3) throw new Error('no answer');
        };
        await step('charge', charge, { keep: true }).catch(() => undefined);
        if (attempt === 1) throw new Error('the network is down');
        return {};
      },
      (_update, { attempt }) => attempt === 3 || 'not yet',
    );
    await run(work, {});
    expect(keys.map(within)).toEqual(['T/work.1#charge', 'T/work.1#charge', 'T/work.1~1#charge']);
    expect(kept.map(within)).toEqual(['T/work.1#charge', 'T/work.1#charge', 'T/work.1#charge']);
  });

  test('is another at each depth for each time that a subgraph starts afresh', async () => {
    const keys: string[] = [];
    const leaf = graph({
      name: 'leaf',
      state: {},
      start: 'fan',
      nodes: {
        fan: { next: { all: ['pay'], then: 'check' } },
        pay: { run: (_s, { key }) => void keys.push(key()), next: 'check' },
        check: { run: () => Promise.reject(new Error('it does not add up')), next: 'end' },
        end: { final: true },
      },
    });
    const middle = graph({
      name: 'middle',
      state: {},
      start: 'leaf',
      nodes: { leaf: { graph: leaf, retry: { attempts: 2 }, next: 'end' }, end: { final: true } },
    });
    const top = graph({
      name: 'top',
      state: {},
      start: 'middle',
      nodes: { middle: { graph: middle, retry: { attempts: 2 }, next: 'end' }, end: { final: true } },
    });
    await run(top, {});
    expect(keys.map(within)).toEqual([
      'T/middle.1/leaf.1/fan.1/pay/pay.1',
      'T/middle.1/leaf.1~1/fan.1/pay/pay.1',
      'T/middle.1~1/leaf.1/fan.1/pay/pay.1',
      'T/middle.1~1/leaf.1~1/fan.1/pay/pay.1',
    ]);
  });
});

describe('a verdict', () => {
  test.each([
    [null, 'it answered null, which is no verdict: answer true, false or a reason'],
    [0, 'it answered a number, which is no verdict: answer true, false or a reason'],
    [1, 'it answered a number, which is no verdict: answer true, false or a reason'],
    [{}, 'it answered an object, which is no verdict: answer true, false or a reason'],
    ['', 'it gave no reason'],
    [false, 'it gave no reason'],
    ['too small', 'too small'],
  ])('of %j refuses: %s', async (said, reason) => {
    const work = verified(
      () => ({}),
      () => said,
    );
    const message = `What node "work" returned was refused by its "verify": ${reason}`;
    expect(await run(work, {})).toMatchObject({ status: 'failed', failed: [{ code: 'activity/refused', message }] });
  });

  test.each([
    ['a promise', (said: unknown) => Promise.resolve(said)],
    ['an object that calls back', (said: unknown) => ({ then: callsBack(said) })],
    ['a function that calls back', (said: unknown) => Object.assign(() => undefined, { then: callsBack(said) })],
  ])('may come later, by %s', async (_how, later) => {
    const work = (said: unknown) =>
      verified(
        () => later({ heard: ['it'] }),
        () => later(said),
      );
    expect(await run(work('too small'), {})).toMatchObject({
      status: 'failed',
      failed: [{ code: 'activity/refused' }],
    });
    expect(await run(work(true), {})).toMatchObject({ status: 'done', state: { heard: ['it'] } });
  });
});

/** The `then` of what is no promise, as the queries of some libraries have it: it returns nothing. */
function callsBack(said: unknown) {
  return (settle: (value: unknown) => void): void => void setImmediate(() => settle(said));
}

describe('verify of a node with a subgraph', () => {
  const child = graph({
    name: 'child',
    state: { runs: z.number().default(0) },
    start: 'a',
    nodes: { a: { run: (s) => ({ runs: s.runs + 1 }), next: 'end' }, end: { final: true } },
  });

  const parentOf = (verify: (context: Context) => Promise<boolean>) =>
    graph({
      name: 'parent',
      state: { runs: z.number().default(0) },
      start: 'sub',
      nodes: {
        sub: {
          graph: child,
          output: ({ state }) => ({ runs: state.runs }),
          verify: (_update, _s, context) => verify(context),
          retry: { attempts: 2 },
          next: 'end',
        },
        end: { final: true },
      },
    });

  test('goes on when it is answered, and asks again where it refused', async () => {
    const parent = parentOf(({ ask }) => ask('fine', { answer: z.boolean() }));
    const thread = await opened(parent).start(parent, {});
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'fine', node: 'sub' }] });
    await thread.answer('fine', false);
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'fine' }] });
    await thread.answer('fine', true);
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { runs: 1 } });
    expect(await replay(thread, parent)).not.toHaveProperty('divergence');
  });

  test('goes on when it has slept', async () => {
    const clock = virtualClock(0);
    const parent = parentOf(({ sleep }) => sleep('night', '8h').then(() => true));
    const cairn = open({ store: memory(), graphs: [parent], clock });
    const thread = await cairn.start(parent, {});
    await clock.advance('8h');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { runs: 1 } });
    await cairn.close();
  });
});
