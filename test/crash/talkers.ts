import { append, graph, sum } from '@cairn/core';
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

/** Tells the book by a step, by what it saves and by its end, waits for an errand, and starts another, again and again. */
export const talker = graph({
  name: 'talker',
  state: { count: sum(), half: sum() },
  start: 'call',
  nodes: {
    call: {
      run: async (_s, ctx) => {
        const tell = (by: string): void => ctx.send(book, 'book', 'tell', `${ctx.thread} ${ctx.visit} ${by}`);
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
      next: [{ when: (s) => s.count < calls, to: 'call' }, 'end'],
    },
    end: { final: true },
  },
});
