import { z } from 'zod';
import { append, graph, longTermMemory, open, sideTable, sum } from '@cairn/core';
import { encode } from '../../packages/core/src/base/value/encode.ts';
import { anywhere } from '../anywhere.ts';
import { untilIt, type Scenario } from './scenario.ts';

const calls = 3;

const book = graph({
  name: 'book',
  state: { told: append(z.string()) },
  events: { tell: z.string(), close: z.undefined() },
  start: 'listen',
  nodes: {
    listen: { on: { tell: { update: (_s, line) => ({ told: [line] }) }, close: 'end' } },
    end: { final: true },
  },
});

const errand = graph({
  name: 'errand',
  state: {},
  events: { go: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
});

/** Makes writes, which go in with the commits of whichever store. */
const ledger = sideTable<string>(anywhere(), 'ledger');

const facts = longTermMemory(anywhere());

/** What is waited for. */
const job = graph({
  name: 'job',
  state: { found: z.number().default(0) },
  start: 'work',
  nodes: { work: { run: () => ({ found: 7 }), next: 'end' }, end: { final: true } },
});

/** Tells the book by steps, by what it saves and by its end, and starts errands that it sends on their way. */
const talker = graph({
  name: 'talker',
  state: { count: sum(), half: sum() },
  start: 'call',
  nodes: {
    call: {
      run: async (_s, ctx) => {
        const tell = (by: string): void => {
          ctx.send(book, 'b', 'tell', `${ctx.visit} ${by}`);
          ctx.write(ledger.set(`${ctx.visit} ${by}`, by), ledger.drop(`${ctx.visit - 1} ${by}`));
        };
        await ctx.step(`tell ${ctx.visit}`, () => tell('step'));
        tell('save');
        await ctx.save('half', { half: 1 });
        const child = await ctx.child('child', job, {}, { id: `c${ctx.visit}` });
        if (child.status !== 'done') tell('child that was cancelled');
        tell('end');
        ctx.write(
          await facts.toRemember(['told'], { text: `visit ${ctx.visit} in attempt ${ctx.attempt}`, of: ctx.thread }),
        );
        const id = await ctx.start(errand, {}, { id: `e${ctx.visit}` });
        ctx.send(errand, id, 'go');
        return { count: 1 };
      },
      next: [{ when: (s) => s.count < calls, to: 'call' }, 'end'],
    },
    end: { final: true },
  },
});

/** Threads that talk to each other: whatever the power does, all that is told is heard, once. */
export const talking: Scenario = {
  threads: ['t', 'b', 'e1', 'e2', 'e3', 'c1', 'c2', 'c3'],
  leastWrites: 20,
  graph: () => talker,
  async play(_, store, clock) {
    const cairn = open({ store, graphs: [talker, book, errand, job], clock });
    await cairn.start(book, {}, { id: 'b' });
    await cairn.start(talker, {}, { id: 't' });
    const ends = await untilIt(clock, async () => {
      const errands = await Promise.all(['e1', 'e2', 'e3'].map(async (id) => store.thread(id)));
      const isOver = [await store.thread('t'), ...errands].every((record) => record?.status === 'done');
      if (!isOver || (await store.messages('b')).length > 0) return undefined;
      const { state } = await cairn.thread(book, 'b').settled();
      const kept = await sideTable(store, 'ledger').list();
      const noted = kept.map(({ key, value }) => `${key} noted as ${String(value)}`);
      const known = await longTermMemory(store).recall([], { text: 'visit' });
      const remembered = known.map(({ text, from }) => `${text} remembered with ${from.length}`).toSorted();
      return [encode(await cairn.thread(talker, 't').settled()), ...state.told.toSorted(), ...noted, ...remembered];
    });
    await cairn.close();
    return ends.join('\n');
  },
};
