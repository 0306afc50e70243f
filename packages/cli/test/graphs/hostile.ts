import { append, graph, merge } from '@cairn/core';
import { z } from 'zod';
import { hostile } from '../hostile.ts';

const evil = hostile.join(' ');
const event = 'go\u202Eog';
const question = `ask${hostile[1]}`;

const inner = graph({
  name: 'inner',
  state: { 'deep\u200B': z.string().default(evil) },
  start: 'work',
  nodes: { work: { run: () => ({}), next: 'found' }, found: { final: true } },
} as never);

/** Says something hostile wherever a graph can say something. */
export const hostileGraph = graph({
  name: 'evil',
  state: {
    'key\u202E': z.string().default(evil),
    lines: append(z.string()),
    totals: merge(z.number()),
    map: z.map(z.string(), z.string()).default(new Map()),
    fails: z.boolean().default(false),
    error: z.instanceof(Error).optional(),
  },
  events: { [event]: z.object({ by: z.string() }) },
  start: 'begin',
  nodes: {
    begin: {
      run: async (_: unknown, ctx: { step(key: string, fn: () => unknown): Promise<unknown> }) => {
        await ctx.step(`step${hostile[7]}`, () => evil);
        return {
          lines: [evil],
          totals: { [evil]: 1 },
          map: new Map([[evil, evil]]),
          error: Object.assign(new Error(evil), { stack: `Error: ${evil}` }),
        };
      },
      next: [{ when: () => false, to: 'end', label: evil }, 'fan'],
    },
    fan: { next: { all: ['left', 'right'], then: 'wait' } },
    left: { graph: inner, next: 'wait' },
    right: { run: () => undefined, next: 'wait' },
    wait: { on: { [event]: 'asks' } },
    asks: {
      run: async (
        state: { fails: boolean },
        ctx: { ask(key: string, options: { payload: unknown; answer: unknown }): Promise<unknown> },
      ) => {
        if (state.fails) throw new Error(evil);
        return { lines: [await ctx.ask(question, { payload: evil, answer: z.string() })] };
      },
      next: 'end',
    },
    end: { final: true },
  },
} as never);

/** What its threads are sent and asked. */
export const said = { evil, event, question };
