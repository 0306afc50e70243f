import fc from 'fast-check';
import { append, graph, memory, open, replay, type Thread } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** What goes on by what the clock shows, and keeps what it was shown. */
const daily = graph({
  name: 'daily',
  state: { log: append(z.string()), fails: z.boolean().default(false) },
  events: { ring: z.undefined() },
  start: 'shop',
  nodes: {
    shop: {
      on: {
        ring: [
          {
            when: (_s, _e, { now }) => hourOf(now) >= 9,
            to: 'serve',
            update: (_s, _e, { now, thread }) => ({ log: [`rung in ${thread} at ${now}`] }),
          },
          { update: (_s, _e, { now }) => ({ log: [`closed at ${now}`] }) },
        ],
      },
      after: { '30h': { to: 'end', update: (_s, { now }) => ({ log: [`over at ${now}`] }) } },
    },
    serve: {
      run: async (s, ctx) => {
        await ctx.sleep('work', '90m');
        if (s.fails) throw new Error('sold out');
        return {};
      },
      onError: { to: 'shop', update: (_s, _error, { now }) => ({ log: [`failed at ${now}`] }) },
      next: [{ when: (_s, { now }) => hourOf(now) >= 12, to: 'lanes', label: 'afternoon' }, 'shop'],
    },
    lanes: {
      next: { each: (_s, { now }) => [{ log: [`lane ${now}`] }, {}].slice(0, 1 + (now % 2)), to: 'lane', then: 'shop' },
    },
    lane: { run: () => ({}), next: 'shop' },
    end: { final: true },
  },
});

function hourOf(now: number): number {
  return Math.floor(now / 3_600_000) % 24;
}

async function lived(waits: readonly number[], fails: boolean) {
  const clock = virtualClock();
  const store = memory();
  const cairn = open({ store, graphs: [daily], clock });
  const thread = await cairn.start(daily, { fails }, { id: 'a' });
  for (const minutes of waits) {
    await clock.advance(`${minutes}m`);
    if ((await thread.record()).status === 'done') break;
    await thread.send('ring', undefined, { queue: true });
  }
  // As long as the work that all rings together may lead to.
  await clock.advance('8h');
  await thread.settled();
  return { store, cairn, clock, thread };
}

/** What a thread's checkpoints did from one on, whoever's they are. */
async function suffix(thread: Pick<Thread, 'history'>, from: number): Promise<unknown> {
  const rows = await thread.history({ from });
  const parts = rows.map(({ lane, cause, from: left, to, changes, opened }) => [
    lane,
    cause,
    left,
    to,
    changes,
    opened,
  ]);
  return JSON.parse(JSON.stringify(parts).replaceAll('in f', 'in a'));
}

test('what decides by the time replays clean, from every checkpoint, and so do its forks, whenever they are made', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.integer({ min: 0, max: 999 }),
      async (waits, fails, later, pick) => {
        const { store, cairn, clock, thread } = await lived(waits, fails);
        const { head } = await thread.record();
        const seq = 1 + (pick % head);
        expect((await replay(thread, daily)).divergence).toBeUndefined();
        expect((await replay(thread, daily, { from: seq })).divergence).toBeUndefined();
        await clock.advance(later);
        await (await thread.fork(seq, { id: 'f', recorded: true })).fork(-1, { id: 'g', recorded: true });
        await cairn.close({ drain: 0 });
        const looking = open({ store, graphs: [daily], drive: false });
        const [fork, again] = [looking.thread(daily, 'f'), looking.thread(daily, 'g')];
        const at = (await fork.record()).origin?.seq ?? 0;
        expect(await suffix(fork, at + 2)).toEqual(await suffix(looking.thread(daily, 'a'), at + 1));
        for (const each of [fork, again]) expect((await replay(each, daily)).divergence).toBeUndefined();
        const lines: string[] = [];
        for await (const line of exportThread(store, 'f')) lines.push(line);
        await importThread(memory(), lines);
        expect((await replay(lines, daily)).divergence).toBeUndefined();
        await looking.close();
      },
    ),
    { numRuns: 30 },
  );
});

test('a guard that reads the time explains a divergence by the time of its row', async () => {
  const early = (hour: number) =>
    graph({
      name: 'early',
      state: {},
      start: 'look',
      nodes: {
        look: { next: [{ when: (_s, { now }) => now < hour * 3_600_000, to: 'early' }, 'late'] },
        early: { final: true },
        late: { final: true },
      },
    });
  const clock = virtualClock(5 * 3_600_000);
  const before = early(6);
  const cairn = open({ store: memory(), graphs: [before], clock });
  const thread = await cairn.start(before, {});
  expect(await thread.settled()).toMatchObject({ outcome: 'early' });
  expect((await replay(thread, before)).divergence).toBeUndefined();
  expect((await replay(thread, early(5))).divergence).toMatchObject({
    kind: 'transition',
    cases: [{ to: 'early', held: false }],
  });
  await cairn.close();
});
