// Under a test runner's fake timers threads go on: what Cairn does next is not a matter of time, and time itself is the runner's.

import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { graph, memory, open } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { sqlite } from '../src/index.ts';
import { folder } from './folder.ts';

const asking = graph({
  name: 'asking',
  state: { got: z.string().optional(), at: z.date().optional(), until: z.date().optional() },
  start: 'ask',
  nodes: {
    ask: {
      run: async (_s, ctx) => {
        const got = await ctx.step('first', async () => 'first');
        const said = await ctx.ask('sure', { answer: z.string() });
        return { got: `${got}, ${said}`, at: new Date() };
      },
      next: 'nap',
    },
    nap: {
      run: async (_s, ctx) => {
        await ctx.sleep('a while', '1h');
        return { until: new Date() };
      },
      next: 'wait',
    },
    wait: { after: { '1h': 'end' } },
    end: { final: true },
  },
});

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

const stores: readonly (readonly [string, () => Store])[] = [
  ['in memory', () => memory()],
  ['in a file', () => sqlite(join(folder(), 'normal.db'))],
  ['in a file that is safe from power cuts', () => sqlite(join(folder(), 'full.db'), { durability: 'full' })],
];

test.each(stores)('several threads step, ask, sleep and end under fake timers, %s', async (_where, make) => {
  const cairn = open({ store: make(), graphs: [asking] });
  const threads = await Promise.all(['a', 'b', 'c'].map((id) => cairn.start(asking, {}, { id })));
  for (const thread of threads) expect((await thread.settled()).status).toBe('waiting');
  await Promise.all(threads.map((thread) => thread.answer('sure', 'yes')));
  // An answer is taken once it is on disk; the function goes on in turns of the event loop after that.
  for (const thread of threads) while ((await thread.status()) !== 'waiting') await turnOfEventLoop();
  const ended = Promise.all(threads.map((thread) => thread.ended()));
  await vi.advanceTimersByTimeAsync(7_300_000);
  for (const { status, state } of await ended) {
    expect({ status, got: state.got }).toEqual({ status: 'done', got: 'first, yes' });
    expect(state.at?.getTime()).toBe(1_000_000);
    expect(state.until?.getTime()).toBeGreaterThanOrEqual(4_600_000);
  }
  await cairn.close();
});
