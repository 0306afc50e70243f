import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph } from '@cairn/core';
import { opened } from './opened.ts';

describe('spending', () => {
  test('past a limit fails for good, and takes onError', async () => {
    let tried = 0;
    const work = graph({
      name: 'spending',
      state: { why: z.string().optional() },
      limits: { tokens: 100 },
      start: 'work',
      nodes: {
        work: {
          run: (_s, ctx) => {
            tried += 1;
            for (;;) ctx.spend('tokens', 40);
          },
          retry: { attempts: 5 },
          onError: { to: 'end', update: (_s, error) => ({ why: `${error.code}: ${error.message}` }) },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const thread = await opened(work).start(work, {});
    expect(await thread.settled()).toMatchObject({
      state: {
        why: 'limit/exceeded: The limit of 100 for "tokens" is used up. Raise "limits.tokens" if that was meant.',
      },
    });
    expect(tried).toBe(1);
    expect((await thread.at()).spent).toEqual({ tokens: 120 });
  });

  test.each([Number.NaN, Infinity])(
    'an amount of %d is refused: it would make the count mean nothing',
    async (amount) => {
      const work = graph({
        name: 'spending',
        state: {},
        limits: { tokens: 100 },
        start: 'work',
        nodes: { work: { run: (_s, ctx) => ctx.spend('tokens', amount), next: 'end' }, end: { final: true } },
      });
      const thread = await opened(work).start(work, {});
      expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'value/invalid' }] });
    },
  );
});
