import fc from 'fast-check';
import { graph, memory, open, replay, type Row, type Thread } from '@cairn/core';
import { exportThread, importThread, whyOf } from '@cairn/core/inspect';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

const hour = 3_600_000;

/** An offer that ends when its state says so, is reminded of at growing intervals, and given up by the graph. */
const offer = graph({
  name: 'offer',
  state: { hours: z.number(), until: z.number().default(0), reminded: z.number().default(0) },
  events: { extend: z.number(), accept: z.undefined() },
  start: 'write',
  after: [{ in: (s) => s.hours * 20 * hour, to: 'dropped' }, { in: '9d' }],
  nodes: {
    write: {
      run: async (s, ctx) => {
        await ctx.sleep('ready', new Date(ctx.now() + 30 * 60_000));
        return { until: ctx.now() + s.hours * hour };
      },
      next: 'open',
    },
    open: {
      on: {
        extend: { update: (s, hours) => ({ until: s.until + hours * hour }) },
        accept: 'accepted',
      },
      after: [
        { at: (s) => new Date(s.until), to: 'late' },
        { in: (s) => (s.reminded + 1) * 2 * hour, update: (s) => ({ reminded: s.reminded + 1 }) },
      ],
    },
    accepted: { final: true },
    late: { final: true },
    dropped: { final: true },
  },
});

async function offered(hours: number, extensions: readonly number[] = []) {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [offer], clock });
  onTestFinished(() => cairn.close({ drain: 0 }));
  const thread = await cairn.start(offer, { hours }, { id: 'a' });
  await clock.advance('30m');
  await thread.settled();
  for (const extension of extensions) {
    await clock.advance('1h');
    if ((await thread.record()).status === 'done') break;
    await thread.send('extend', extension);
  }
  return { cairn, clock, thread };
}

/** In how long a thread is due, once it rests. */
async function dueIn(thread: Pick<Thread, 'record'>, clock: VirtualClock): Promise<number> {
  await clock.advance(0);
  return ((await thread.record()).due ?? Number.NaN) - clock.now();
}

test('waits that follow from the state replay clean, go out and come in, and are forked as they are, from every checkpoint', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.integer({ min: -2, max: 4 }), { maxLength: 4 }),
      fc.integer({ min: 0, max: 12 * hour }),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.nat(),
      async (hours, extensions, lives, later, pick) => {
        const { cairn, clock, thread } = await offered(hours, extensions);
        await clock.advance(lives);
        const { head } = await thread.record();
        const seq = 1 + (pick % head);
        expect((await replay(thread, offer)).divergence).toBeUndefined();
        expect((await replay(thread, offer, { from: seq })).divergence).toBeUndefined();
        // What the original waits for at a checkpoint, a fork of it waits for as long.
        const { due, status } = await thread.record();
        const last = (await thread.history({ from: -1 }))[0]?.time ?? 0;
        await clock.advance(0);
        const fork = await thread.fork(-1, { id: 'f' });
        const isOver = status === 'done';
        expect(isOver ? 0 : await dueIn(fork, clock)).toBe(isOver ? 0 : (due ?? 0) - last);
        await clock.advance(later);
        const again = await thread.fork(seq, { id: 'g', recorded: true });
        expect((await replay(again, offer)).divergence).toBeUndefined();
        const lines: string[] = [];
        for await (const line of exportThread(thread.store, 'g')) lines.push(line);
        const elsewhere = memory();
        await importThread(elsewhere, lines);
        expect(
          JSON.stringify(
            await rowsOf(open({ store: elsewhere, graphs: [offer], clock, recover: false }).thread(offer, 'g')),
          ),
        ).toBe(JSON.stringify(await rowsOf(again)));
        await cairn.close({ drain: 0 });
      },
    ),
    { numRuns: 25 },
  );
});

async function rowsOf(thread: Pick<Thread, 'history'>): Promise<readonly Row[]> {
  return thread.history();
}

test('a fork and a rewind put off what the state says, for as long as the state says the same', async () => {
  const { clock, thread } = await offered(5);
  const { seq } = await thread.at(-1);
  await clock.advance('1h');
  await thread.send('accept');
  await clock.advance('9h');
  const fork = await thread.fork(seq, { id: 'f' });
  expect(await dueIn(fork, clock)).toBe(2 * hour);
  await clock.advance('5h');
  // Reminded after two hours and four; the five hours are over then, all as much later as the fork is.
  expect(await fork.settled()).toMatchObject({ outcome: 'late', state: { reminded: 2 } });
  await thread.rewind(seq);
  expect(await dueIn(thread, clock)).toBe(2 * hour);
  // What is said anew is the instant that is said.
  await thread.edit({ until: clock.now() + hour });
  expect(await dueIn(thread, clock)).toBe(hour);
});

test('a process that takes the thread up later knows the waits, and a state that says otherwise ends them', async () => {
  const store = memory();
  const clock = virtualClock();
  const first = open({ store, graphs: [offer], clock });
  const started = await first.start(offer, { hours: 3 }, { id: 'a' });
  await clock.advance('30m');
  await started.settled();
  await first.close();
  await clock.advance('4h');
  const second = open({ store, graphs: [offer], clock });
  onTestFinished(() => second.close());
  expect(await second.thread(offer, 'a').ended()).toMatchObject({ outcome: 'late' });
});

test('a graph that has a deadline since the last deploy counts it from then', async () => {
  const without = graph({
    name: 'plain',
    state: { n: z.number().default(2) },
    events: { go: z.undefined() },
    start: 'wait',
    nodes: { wait: { on: { go: 'end' } }, end: { final: true }, late: { final: true } },
    on: { go: 'late' },
  });
  const withOne = graph({
    name: 'plain',
    state: { n: z.number().default(2) },
    events: { go: z.undefined() },
    start: 'wait',
    after: { '1d': 'late' },
    nodes: {
      wait: { on: { go: 'end' }, after: [{ in: (s) => s.n * hour, update: (s) => ({ n: s.n * 2 }) }] },
      end: { final: true },
      late: { final: true },
    },
    on: { go: 'late' },
  });
  const store = memory();
  const clock = virtualClock();
  const before = open({ store, graphs: [without], clock });
  await before.start(without, {}, { id: 'a' });
  await before.close();
  await clock.advance('3d');
  const after = open({ store, graphs: [withOne], clock });
  onTestFinished(() => after.close({ drain: 0 }));
  const thread = after.thread(withOne, 'a');
  await thread.edit({ n: 3 });
  await clock.advance(24 * hour - 1);
  expect((await thread.record()).status).toBe('waiting');
  await clock.advance(1);
  expect(await thread.settled()).toMatchObject({ outcome: 'late' });
  expect((await replay(thread, withOne)).divergence).toBeUndefined();
  expect((await whyOf(store, 'a', -1)).ways).toContainEqual(
    expect.objectContaining({ by: 'timer', name: 'graph: 1d', outcome: 'taken' }),
  );
});
