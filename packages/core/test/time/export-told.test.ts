import fc from 'fast-check';
import { append, graph, memory, open, type Cairn } from '@cairn/core';
import {
  blameOf,
  checkpointAt,
  exportThread,
  importThread,
  queuedIn,
  recordJson,
  refusedIn,
  statesOf,
} from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { keptOpen } from '../runtime/kept-open.ts';

const job = graph({
  name: 'job',
  state: { n: z.number() },
  events: { finish: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { finish: 'finished' } }, finished: { final: true } },
});

/** A graph of which a thread can come to be anything that a thread can be. */
const desk = graph({
  name: 'desk',
  state: { log: append(z.string()) },
  events: {
    note: z.string(),
    ask: z.undefined(),
    job: z.undefined(),
    sleep: z.undefined(),
    fail: z.undefined(),
    end: z.undefined(),
    never: z.undefined(),
  },
  start: 'open',
  nodes: {
    open: {
      on: {
        note: { update: (_s, text) => ({ log: [text] }) },
        ask: 'asking',
        job: 'boss',
        sleep: 'sleeping',
        fail: 'failing',
        end: 'over',
      },
      after: { '30d': 'over' },
    },
    asking: {
      run: async (_s, ctx) => ({ log: [await ctx.ask('what', { payload: 1, answer: z.string() })] }),
      next: 'open',
    },
    boss: {
      run: async (_s, ctx) => ({ log: [(await ctx.child('job', job, { n: 1 })).status] }),
      on: { end: 'over' },
      next: 'open',
    },
    sleeping: { run: (_s, ctx) => ctx.sleep('while', '1h'), on: { never: 'open' }, next: 'open' },
    failing: {
      run: () => {
        throw new Error('no <b>paper</b>');
      },
      next: 'open',
    },
    over: { final: true },
  },
});

const act = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('note', 'ask', 'job', 'sleep', 'fail', 'end') },
  fc.constantFrom('answer', 'queue', 'cancel', 'resume', 'hour', 'fork', 'rewind', 'tag', 'finish', 'trim'),
);

/** All that is told of a thread by lists and on its page, but for what belongs to the store. */
async function toldOf(store: Store, id: string): Promise<unknown> {
  const record = await store.thread(id);
  if (record === undefined) return undefined;
  const { fence: _fence, owner: _owner, takeovers: _takeovers, ...told } = recordJson(record);
  const checkpoint = await checkpointAt(store, id);
  const states = [];
  for await (const state of statesOf(store, id)) states.push(state);
  const queued = queuedIn(await store.messages(id));
  const refused = refusedIn(await store.consumed(id, 100));
  return { told, checkpoint, states, queued, refused, rows: await store.rows(id), jumps: await store.jumps(id) };
}

/** What is done may be refused: then the thread is as it was, which is good enough. */
async function tried(call: () => Promise<unknown>): Promise<void> {
  await Promise.allSettled([call()]);
}

async function lived(store: Store, acts: readonly (readonly [string, number])[]): Promise<Cairn> {
  const clock = virtualClock();
  const cairn = open({ store, graphs: [desk, job], clock });
  const threads = [await cairn.start(desk, {}, { id: 't', tags: ['a'] })];
  for (const [name, which] of acts) {
    const thread = threads[which % threads.length];
    if (thread === undefined) continue;
    await thread.settled();
    const { head } = await thread.record();
    const seq = 1 + (which % head);
    if (name === 'note') await tried(() => thread.send('note', `note ${which}`));
    else if (name === 'queue') await tried(() => thread.send('never', undefined, { queue: true }));
    else if (name === 'answer') await tried(() => thread.answer('what', 'yes'));
    else if (name === 'cancel') await tried(() => thread.cancel('no more'));
    else if (name === 'resume') await tried(() => thread.resume());
    else if (name === 'hour') await clock.advance('1h');
    else if (name === 'tag') await tried(() => thread.tag({ add: [`tag ${which}`] }));
    else if (name === 'rewind') await tried(() => thread.rewind(seq));
    else if (name === 'trim') await store.trim(thread.id, head);
    else if (name === 'fork')
      await tried(async () => threads.push(await thread.fork(seq, { id: `t${threads.length}` })));
    else if (name === 'finish') {
      for (const { id } of (await store.threads({ graph: 'job', status: ['waiting'] })).threads)
        await tried(() => cairn.thread(job, id).send('finish'));
    } else await tried(() => thread.send(name as 'ask'));
  }
  for (const thread of threads) await thread.settled();
  await cairn.close();
  return cairn;
}

for (const [name, storeOf] of Object.entries({ memory, SQLite: () => sqlite(':memory:') }))
  test(`what lists and pages tell of a thread, they tell of its import: ${name}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(act, fc.nat(20)), { maxLength: 14 }), async (acts) => {
        const store = keptOpen(memory());
        await lived(store, acts);
        const { threads } = await store.threads({});
        for (const { id, origin } of threads) {
          const there = storeOf();
          await importThread(there, exportThread(store, id));
          expect(await toldOf(there, id)).toEqual(await toldOf(store, id));
          expect(await there.integrity?.()).toEqual(there.integrity && []);
          const { parts } = await blameOf(there, id, id.startsWith('t') ? 'log' : 'n');
          expect(parts.map(({ thread }) => thread)).toEqual(parts.map(() => id));
          // A fork of it shares what it brought along.
          expect((await there.thread(id))?.origin).toEqual(origin);
          await there.close();
        }
      }),
      { numRuns: 40 },
    );
  });
