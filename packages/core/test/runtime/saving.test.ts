import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, reduce, replay, sum, upsert, type Context } from '@cairn/core';
import { blameOf, whyOf } from '@cairn/core/inspect';
import { powerCuts, virtualClock } from '@cairn/testing';
import { opened } from './opened.ts';

const state = {
  pages: append(z.string()),
  count: sum(),
  docs: upsert(z.object({ id: z.string(), text: z.string() }), 'id'),
  best: reduce({ schema: z.number(), initial: 0, apply: (best, one) => Math.max(best, one) }),
  cursor: z.number().default(0),
};

/** Reads pages one by one from where it stands; `before` may fail an attempt before a page. */
const crawl = (before: (page: number, context: Context) => unknown, pages = 4) =>
  graph({
    name: 'crawl',
    state,
    start: 'read',
    nodes: {
      read: {
        run: async (_s, ctx) => {
          for (let page = Number(ctx.saved ?? 0); page < pages; page += 1) {
            await before(page, ctx);
            await ctx.save(String(page + 1), { pages: [`page ${page}`], count: 1, best: page, cursor: page + 1 });
          }
          return { docs: [{ id: 'all', text: 'read' }] };
        },
        retry: { attempts: 3, backoff: 0 },
        next: 'end',
      },
      end: { final: true },
    },
  });

const all = ['page 0', 'page 1', 'page 2', 'page 3'];

describe('what a function saves', () => {
  test('is a checkpoint of its own, and in the state while the function goes on', async () => {
    const seen: unknown[] = [];
    const work = crawl(async (page, ctx) => seen.push((await cairn.thread(work, ctx.thread).at()).state.cursor));
    const cairn = opened(work);
    const thread = await cairn.start(work, {});
    expect(await thread.settled()).toMatchObject({
      status: 'done',
      state: { pages: all, count: 4, best: 3, cursor: 4 },
    });
    expect(seen).toEqual([0, 1, 2, 3]);
    expect((await thread.history()).map(({ cause, label }) => `${cause} ${label ?? ''}`.trim())).toEqual([
      'start',
      'save 1',
      'save 2',
      'save 3',
      'save 4',
      'done',
    ]);
  });

  test('stays where the attempt fails, and the next one knows how far it was', async () => {
    const attempts: string[] = [];
    const work = crawl((page, ctx) => {
      attempts.push(`${ctx.attempt}: ${page}`);
      if (page === 2 && ctx.attempt < 3) throw new Error('no answer');
    });
    const result = await (await opened(work).start(work, {})).settled();
    expect(result).toMatchObject({ status: 'done', state: { pages: all, count: 4, best: 3 } });
    expect(attempts).toEqual(['1: 0', '1: 1', '1: 2', '2: 2', '3: 2', '3: 3']);
  });

  test('stays where the thread fails for good, and `resume` goes on from there', async () => {
    let isDown = true;
    const work = crawl((page) => {
      if (page === 3 && isDown) throw new Error('no answer');
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'failed', state: { count: 3 } });
    isDown = false;
    await thread.resume();
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { pages: all, count: 4 } });
  });

  test('is saved once under its key, however often the function runs again', async () => {
    const work = graph({
      name: 'asking',
      state: { log: append(z.string()), answer: z.string().optional() },
      start: 'work',
      nodes: {
        work: {
          run: async (s, ctx) => {
            await ctx.save('begun', { log: [`begun with ${s.log.length}`] });
            const answer = await ctx.ask('go on?', { answer: z.string() });
            await ctx.save('answered', { log: [answer] });
            return { answer };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { log: ['begun with 0'] } });
    await thread.answer('go on?', 'yes');
    expect(await thread.settled()).toMatchObject({ state: { log: ['begun with 0', 'yes'], answer: 'yes' } });
  });

  test('outlives a refusal by `verify`, and is not saved again', async () => {
    const work = graph({
      name: 'judged',
      state: { log: append(z.string()), found: z.number().optional() },
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            await ctx.save('looked', { log: [`looked ${ctx.attempt}`] });
            const found = await ctx.step('look', () => ctx.attempt);
            return { found };
          },
          verify: ({ found }) => found === 2 || 'look again',
          retry: { attempts: 2, backoff: 0 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const result = await (await opened(work).start(work, {})).settled();
    expect(result).toMatchObject({ status: 'done', state: { log: ['looked 1'], found: 2 } });
  });

  test('that does not fit the state fails the attempt, and nothing of it is stored', async () => {
    const work = crawl((page, ctx) => (page === 1 ? ctx.save('odd', { cursor: 'one' }) : undefined));
    const result = await (await opened(work).start(work, {})).settled();
    expect(result).toMatchObject({ status: 'failed', state: { cursor: 1 }, failed: [{ code: 'value/invalid' }] });
  });

  test('may be saved under its key once it fits', async () => {
    const work = crawl(async (page, ctx) => {
      if (page === 1) await ctx.save('odd', { cursor: 'one' as never }).catch(() => ctx.save('odd', { count: 10 }));
    });
    expect(await (await opened(work).start(work, {})).settled()).toMatchObject({
      status: 'done',
      state: { count: 14 },
    });
  });

  test('in `verify` is refused by name', async () => {
    const work = graph({
      name: 'late',
      state: { log: append(z.string()) },
      start: 'work',
      nodes: {
        work: {
          run: () => ({}),
          verify: async (_update, _s, ctx) => {
            await ctx.save('late', { log: ['late'] });
            return true;
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const result = await (await opened(work).start(work, {})).settled();
    expect(result).toMatchObject({ status: 'failed', failed: [{ code: 'step/saves' }], state: { log: [] } });
  });

  test('keeps a result out of the cache, in whichever attempt it was saved', async () => {
    const store = memory();
    const runs: number[] = [];
    const work = graph({
      name: 'cached',
      state: { log: append(z.string()) },
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            runs.push(ctx.attempt);
            if (ctx.attempt > 1) return { log: ['ended'] };
            await ctx.save('looked', { log: ['looked'] });
            throw new Error('no answer');
          },
          cache: { key: () => 'same', ttl: '1h' },
          retry: { attempts: 2, backoff: 0 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = opened(work, { store });
    for (const id of ['one', 'two'])
      expect(await (await cairn.start(work, {}, { id })).settled()).toMatchObject({
        state: { log: ['looked', 'ended'] },
      });
    expect(runs).toEqual([1, 2, 1, 2]);
  });

  test('within a step waits for nothing that its function asks for later', async () => {
    const work = graph({
      name: 'within',
      state: { log: append(z.string()) },
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            const read = ctx.step('read', async () => {
              await ctx.save('first', { log: ['first'] });
              if (ctx.attempt === 1) throw new Error('no answer');
              await ctx.save('second', { log: ['second'] });
              return ctx.step('third', () => 'third');
            });
            const [third] = await Promise.all([read.catch(() => 'none'), read.catch(() => ctx.step('note', () => 1))]);
            if (ctx.attempt === 1) throw new Error('again');
            await ctx.step('note', () => 2);
            return { log: [third] };
          },
          retry: { attempts: 2, backoff: 0 },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const result = await (await opened(work).start(work, {})).settled();
    expect(result).toMatchObject({ status: 'done', state: { log: ['first', 'second', 'third'] } });
  });

  test('comes from lanes through their join', async () => {
    const work = graph({
      name: 'lanes',
      state: { log: append(z.string()), item: z.string().default('') },
      start: 'split',
      nodes: {
        split: { next: { each: () => [{ item: 'a' }, { item: 'b' }], to: 'work', then: 'end' } },
        work: {
          run: async (s, ctx) => {
            await ctx.save('half', { log: [`half of ${s.item}`] });
            return { log: [`all of ${s.item}`] };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const result = await (await opened(work).start(work, {})).settled();
    expect(result).toMatchObject({ state: { log: ['half of a', 'all of a', 'half of b', 'all of b'] } });
  });

  test('replays clean, can be forked at, and is blamed and explained', async () => {
    const store = memory();
    const work = crawl(() => undefined);
    const cairn = opened(work, { store });
    const thread = await cairn.start(work, {});
    await thread.settled();
    expect((await replay({ store, id: thread.id }, work)).divergence).toBeUndefined();
    const forked = await thread.fork(3);
    expect(await forked.settled()).toMatchObject({ status: 'done', state: { pages: all, count: 4, cursor: 4 } });
    const same = await thread.fork(2, { recorded: true });
    expect((await same.history()).length).toBeGreaterThan(5);
    expect(await same.settled()).toMatchObject({ state: { pages: all } });
    expect((await blameOf(store, thread.id, 'pages')).parts.map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
    expect((await whyOf(store, thread.id, 3)).text).toContain('having saved "2"');
  });
});

test.each(['before', 'after'] as const)('each save is made once when the power goes out %s a write', async (when) => {
  let cuts = 0;
  for (let isOut = true; isOut; cuts += 1) {
    const store = memory();
    const clock = virtualClock();
    const work = crawl(() => undefined);
    const dying = powerCuts(store, { at: cuts + 1, when });
    const first = open({ store: dying, graphs: [work], clock });
    await first.start(work, {}, { id: 'cut' }).catch(() => undefined);
    await clock.advance(0);
    isOut = dying.isOut;
    const later = virtualClock(clock.now() + 60_000);
    const second = opened(work, { store, clock: later });
    const thread = await second.start(work, {}, { id: 'cut' });
    await later.advance('1m');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { pages: all, count: 4, best: 3 } });
  }
  expect(cuts).toBeGreaterThan(6);
});
