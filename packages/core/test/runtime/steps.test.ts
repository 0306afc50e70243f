import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { gate } from './gate.ts';
import { opened } from './opened.ts';

/** A graph of one node that runs `work`, which returns what it saw. */
const seeing = (work: (context: Context) => Promise<readonly string[]>, attempts = 1) =>
  graph({
    name: 'seeing',
    state: { seen: append(z.string()) },
    events: { leave: z.undefined() },
    start: 'work',
    nodes: {
      work: {
        run: async (_s, ctx) => ({ seen: [...(await work(ctx))] }),
        retry: { attempts },
        on: { leave: 'left' },
        next: 'end',
      },
      left: { final: true },
      end: { final: true },
    },
  });

describe('a step', () => {
  test('runs once; later attempts are given its result', async () => {
    const ran: string[] = [];
    const work = seeing(async (ctx) => {
      const id = await ctx.step('charge', () => {
        ran.push('charge');
        return `charge ${ctx.attempt}`;
      });
      if (ctx.attempt < 3) throw new Error('not yet');
      return [id];
    }, 3);
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['charge 1'] } });
    expect(ran).toEqual(['charge']);
  });

  test('is on disk before what follows it runs', async () => {
    const store = memory();
    let rows = 0;
    const work = seeing(async (ctx) => {
      await ctx.step('one', () => 1);
      rows = (await store.rows(ctx.thread)).length;
      return [];
    });
    const thread = await opened(work, { store }).start(work, {});
    await thread.settled();
    expect(rows).toBe(2);
  });

  test('that throws may be caught, and the node goes on', async () => {
    const work = seeing(async (ctx) => {
      const failed = async () => {
        throw new Error('no luck');
      };
      const seen = await ctx.step('try', failed).catch((error: Error) => error.message);
      return [seen, await ctx.step('next', () => 'went on')];
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['no luck', 'went on'] } });
  });

  test('that throws may be tried again under its key', async () => {
    let tries = 0;
    const work = seeing(async (ctx) => {
      for (;;) {
        try {
          return [await ctx.step('flaky', () => (++tries < 3 ? Promise.reject(new Error('no')) : `try ${tries}`))];
        } catch (error) {
          if (tries > 5) throw error;
        }
      }
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['try 3'] } });
  });

  test('with the key of another in one visit is a problem', async () => {
    const work = seeing(async (ctx) => [await ctx.step('x', () => '1'), await ctx.step('x', () => '2')]);
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'step/repeated' }] });
  });

  test('whose result would not come back as it was is refused, with the path to it', async () => {
    const work = seeing(async (ctx) => {
      await ctx.step('make', () => ({ deep: [() => 1] }));
      return [];
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'value/refused' }] });
  });

  test('gives what is frozen, the first time and ever after', async () => {
    const frozen: boolean[] = [];
    const work = seeing(async (ctx) => {
      frozen.push(Object.isFrozen(await ctx.step('make', () => ({ a: 1 }))));
      if (ctx.attempt === 1) throw new Error('again');
      return [];
    }, 2);
    await (await opened(work).start(work, {})).settled();
    expect(frozen).toEqual([true, true]);
  });

  test('begins no more once its node was left', async () => {
    const busy = gate();
    const went = gate();
    const ran: string[] = [];
    const work = seeing(async (ctx) => {
      await busy.promise;
      went.open();
      await ctx.step('charge', () => ran.push('charge'));
      return [];
    });
    const thread = await opened(work).start(work, {});
    await thread.send('leave');
    expect(await thread.settled()).toMatchObject({ status: 'done', outcome: 'left' });
    busy.open();
    await went.promise;
    expect(ran).toEqual([]);
  });

  test('that was under way when its node was left leaves nothing behind', async () => {
    const busy = gate();
    const work = seeing(async (ctx) => [await ctx.step('slow', () => busy.promise.then(() => 'late'))]);
    const thread = await opened(work).start(work, {});
    await thread.send('leave');
    await thread.settled();
    busy.open();
    expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'event']);
  });

  test('is forgotten with its visit: the next one runs it again', async () => {
    const keys: string[] = [];
    const loop = graph({
      name: 'loop',
      state: { seen: append(z.string()) },
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            keys.push(ctx.key('pay'));
            return { seen: [await ctx.step('visit', () => `${ctx.visit}`)] };
          },
          next: [{ when: (s) => s.seen.length < 2, to: 'work' }, 'end'],
        },
        end: { final: true },
      },
    });
    const thread = await opened(loop).start(loop, {}, { id: 't' });
    expect(await thread.settled()).toMatchObject({ state: { seen: ['1', '2'] } });
    expect(keys).toEqual(['t/work.1#pay', 't/work.2#pay']);
  });
});

describe('a sleep', () => {
  test('takes no time of the process, and the node goes on from its top', async () => {
    const clock = virtualClock(0);
    const ran: string[] = [];
    const work = seeing(async (ctx) => {
      ran.push(`top at ${ctx.now()}`);
      await ctx.step('before', () => ran.push('before'));
      await ctx.sleep('nap', '1h');
      await ctx.sleep('more', '1h');
      return [`awake at ${ctx.now()}`];
    });
    const thread = await opened(work, { clock }).start(work, {});
    await clock.advance('90m');
    expect(await thread.status()).toBe('waiting');
    await clock.advance('30m');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['awake at 7200000'] } });
    expect(ran).toEqual(['top at 0', 'before', 'top at 3600000', 'top at 7200000']);
  });

  test('goes on in another process, at its time', async () => {
    const clock = virtualClock(0);
    const store = memory();
    const work = seeing(async (ctx) => {
      await ctx.sleep('nap', '1h');
      return [`awake at ${ctx.now()}`];
    });
    const first = opened(work, { store, clock });
    await first.start(work, {}, { id: 't' });
    await clock.advance('10m');
    await first.close();
    const thread = opened(work, { store, clock }).thread(work, 't');
    await clock.advance('50m');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['awake at 3600000'] } });
  });

  test('is no exception: a catch around it hears nothing', async () => {
    const clock = virtualClock(0);
    const heard: string[] = [];
    const work = seeing(async (ctx) => {
      try {
        await ctx.sleep('nap', '1h');
      } catch {
        heard.push('caught');
      } finally {
        heard.push('finally');
      }
      return [];
    });
    const thread = await opened(work, { clock }).start(work, {});
    await clock.advance('59m');
    expect(heard).toEqual([]);
    await clock.advance('1m');
    expect(await thread.settled()).toMatchObject({ status: 'done' });
    expect(heard).toEqual(['finally']);
  });

  test('twice under one key in one visit is a problem', async () => {
    const clock = virtualClock(0);
    const work = seeing(async (ctx) => {
      await ctx.sleep('nap', '1h');
      await ctx.sleep('nap', '1h');
      return [];
    });
    const thread = await opened(work, { clock }).start(work, {});
    await clock.advance('1h');
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'step/repeated' }] });
  });

  test.each(['a while', '99999999999d', Infinity, Number.MAX_VALUE])('for %s is a problem', async (given) => {
    const work = seeing(async (ctx) => {
      await ctx.sleep('nap', given as '1h');
      return [];
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'duration/invalid' }] });
  });
});
