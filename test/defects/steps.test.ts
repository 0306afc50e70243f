import { append, graph } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

const seen = append(z.string());

describe.each(homes)('%s', (_name, home) => {
  test('an error that is caught leaves the node free to go on, now and after a restart', async () => {
    const calls: string[] = [];
    const careful = graph({
      name: 'careful',
      state: { seen },
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            const found = await ctx
              .step('primary', () => {
                calls.push('primary');
                return Promise.reject(new Error('down'));
              })
              .catch(() => ctx.step('fallback', () => `fallback ${calls.push('fallback')}`));
            const sure = await ctx.ask('sure', { answer: z.string() });
            return { seen: [found, sure] };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const open = home();
    const first = open(careful);
    const thread = await first.start(careful, {}, { id: 't' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'sure' }] });
    await first.close();
    const later = open(careful).thread(careful, 't');
    await later.answer('sure', 'yes');
    expect(await later.settled()).toMatchObject({ status: 'done', state: { seen: ['fallback 2', 'yes'] } });
    expect(calls.filter((call) => call === 'fallback')).toEqual(['fallback']);
  });

  test('attempts are counted over restarts: a node is tried as often as it says, and no more', async () => {
    let runs = 0;
    const flaky = graph({
      name: 'flaky',
      state: { seen },
      start: 'work',
      nodes: {
        work: {
          run: () => {
            runs += 1;
            throw new Error('down');
          },
          retry: { attempts: 3, backoff: '1h' },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const open = home();
    const hour = 3_600_000;
    let now = 0;
    const clock = { now: () => now, after: () => () => undefined };
    const first = open(flaky, { clock });
    const thread = await first.start(flaky, {}, { id: 't' });
    await expect.poll(() => thread.status()).toBe('waiting');
    await first.close();
    for (const hours of [1, 3, 10]) {
      now = hours * hour;
      const cairn = open(flaky, { clock });
      await cairn.recovered();
      await expect.poll(() => cairn.thread(flaky, 't').status()).not.toBe('running');
      await cairn.close();
    }
    expect(runs).toBe(3);
    expect(await open(flaky, { clock }).thread(flaky, 't').settled()).toMatchObject({ status: 'failed' });
  });

  test('effects before two questions happen once, and so do those between and after them', async () => {
    const effects: string[] = [];
    const two = graph({
      name: 'two',
      state: { seen },
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            const effect = (name: string) => ctx.step(name, () => void effects.push(name));
            await effect('one');
            const a = await ctx.ask('a', { answer: z.string() });
            await effect('two');
            const b = await ctx.ask('b', { answer: z.string() });
            await effect('three');
            return { seen: [a, b] };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = await home()(two).start(two, {});
    for (const key of ['a', 'b']) {
      await thread.settled();
      await thread.answer(key, key);
    }
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['a', 'b'] } });
    expect(effects).toEqual(['one', 'two', 'three']);
  });
});
