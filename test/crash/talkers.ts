import { append, graph, sideTable, sum, type AnyGraph, type Context } from '@cairn/core';
import { anywhere } from '../anywhere.ts';
import { hashOf } from '../determinism/views.ts';
import { text } from './journey.ts';

/** How often each talker calls. */
export const calls = 12;

/** Hears what it is told. */
export const book = graph({
  name: 'book',
  state: { told: append(text) },
  events: { tell: text, close: text },
  start: 'listen',
  nodes: {
    listen: { on: { tell: { update: (_s, line) => ({ told: [line] }) }, close: 'closed' } },
    closed: { final: true },
  },
});

/** What a talker starts, and what it waits for. */
export const errand = graph({
  name: 'errand',
  state: {},
  start: 'run',
  nodes: { run: { run: () => undefined, next: 'end' }, end: { final: true } },
});

export const talkers = ['t1', 't2', 't3', 't4', 't5'];

/** Makes writes, which go in with the commits of whichever store. */
const ledger = sideTable<string>(anywhere(), 'ledger');

/** Tells the book, one of the talkers, who may be itself, and notes beside its thread whom it told. */
function tellBy(ctx: Context, by: string): void {
  const line = `${ctx.thread} ${ctx.visit} ${by}`;
  const other = talkers[hashOf(line) % talkers.length] as string;
  ctx.send(book, 'book', 'tell', line);
  (ctx.send as (of: AnyGraph, to: string, event: string, payload: string) => void)(talker, other, 'hear', line);
  ctx.write(ledger.set(line, other));
}

/**
 * Tells the book and others by a step, by what it saves and by its end, waits for an errand, and starts another, again and again; then it
 * only hears.
 */
export const talker = graph({
  name: 'talker',
  state: { count: sum(), half: sum(), heard: append(text) },
  events: { hear: text, close: text },
  start: 'call',
  on: { hear: { update: (_s, line) => ({ heard: [line] }) } },
  nodes: {
    call: {
      run: async (_s, ctx) => {
        const tell = (by: string): void => tellBy(ctx, by);
        await ctx.step('tell', () => tell('step'));
        tell('save');
        await ctx.save('half', { half: 1 });
        if (ctx.attempt === 1 && ctx.visit % 3 === 0) {
          tell('attempt that failed');
          throw new Error('once more');
        }
        if (ctx.saved === undefined) tell('nothing saved');
        const child = await ctx.child('errand', errand, {}, { tags: ['child'] });
        if (child.status !== 'done') tell('child that was cancelled');
        tell('end');
        await ctx.start(errand, {}, { tags: ['errand'] });
        return { count: 1 };
      },
      retry: { attempts: 9, backoff: 0 },
      next: [{ when: (s) => s.count < calls, to: 'call' }, 'listen'],
    },
    listen: { on: { close: 'end' } },
    end: { final: true },
  },
});
