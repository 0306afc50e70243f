import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  graph,
  isProblem,
  memory,
  open,
  replay,
  systemClock,
  type Cairn,
  type Clock,
  type OpenOptions,
} from '@cairn/core';
import { virtualClock } from '@cairn/testing';

function opened(options: OpenOptions): Cairn {
  const cairn = open(options);
  onTestFinished(() => cairn.close());
  return cairn;
}

const approval = graph({
  name: 'approval',
  state: { by: z.string().optional() },
  events: { approve: z.string() },
  start: 'wait',
  nodes: {
    wait: { on: { approve: { to: 'approved', update: (_s, by) => ({ by }) } }, after: { '1h': 'expired' } },
    approved: { final: true },
    expired: { final: true },
  },
});

/** A thread whose deadline is an hour away, in a store that nobody works on; the clock shows what it is told to. */
async function left() {
  const clock = virtualClock();
  const store = memory();
  const first = open({ store, graphs: [approval], clock });
  await first.start(approval, {}, { id: 't' });
  await clock.advance('1s');
  await first.close();
  return { clock, store };
}

test.each([
  ['10m', 'approved'],
  ['2h', 'expired'],
] as const)(
  'an event that is sent %s later, with nobody there meanwhile, finds the thread %s',
  async (after, outcome) => {
    const { clock, store } = await left();
    await clock.advance(after);
    const cairn = opened({ store, graphs: [approval], clock });
    const sent = await cairn
      .thread(approval, 't')
      .send('approve', 'ada')
      .then(
        () => 'taken',
        (error: unknown) => isProblem(error) && error.code,
      );
    expect(sent).toBe(outcome === 'approved' ? 'taken' : 'thread/over');
    expect(await cairn.thread(approval, 't').ended()).toMatchObject({ outcome });
  },
);

test.each([
  ['10m', 'approved'],
  ['2h', 'expired'],
] as const)(
  'an event that was left %s later and is read after the deadline finds the thread %s',
  async (after, outcome) => {
    const { clock, store } = await left();
    await clock.advance(after);
    const web = opened({ store, graphs: [approval], clock, drive: false });
    await web.thread(approval, 't').send('approve', 'ada', { queue: true });
    await clock.advance('1d');
    const cairn = opened({ store, graphs: [approval], clock });
    const thread = cairn.thread(approval, 't');
    expect(await thread.ended()).toMatchObject({ outcome });
    expect(await replay(thread, approval)).not.toHaveProperty('divergence');
  },
);

test('what would be ended by a deadline that is over is not started', async () => {
  let runs = 0;
  const work = graph({
    name: 'work',
    state: {},
    start: 'run',
    nodes: {
      run: { run: () => new Promise<object>(() => void (runs += 1)), after: { '1h': 'late' }, next: 'end' },
      late: { final: true },
      end: { final: true },
    },
  });
  const clock = virtualClock();
  const store = memory();
  const first = open({ store, graphs: [work], clock });
  await first.start(work, {}, { id: 't' });
  await clock.advance('1s');
  await first.close();
  await clock.advance('2h');
  const cairn = opened({ store, graphs: [work], clock });
  expect(await cairn.thread(work, 't').ended()).toMatchObject({ outcome: 'late' });
  expect(runs).toBe(1);
});

test('a result that comes after its node’s deadline comes too late, though nobody saw to the deadline', async () => {
  let ahead = 0;
  const clock: Clock = { now: () => Date.now() + ahead, after: (wait, then) => systemClock.after(wait, then) };
  const work = graph({
    name: 'work',
    state: { found: z.string().optional() },
    start: 'run',
    nodes: {
      run: {
        run: () => {
          ahead = 7_200_000;
          return { found: 'it' };
        },
        after: { '1h': 'late' },
        next: 'end',
      },
      late: { final: true },
      end: { final: true },
    },
  });
  const thread = await opened({ store: memory(), graphs: [work], clock }).start(work, {}, { id: 't' });
  expect(await thread.ended()).toMatchObject({ outcome: 'late', state: {} });
});

test('a thread that is forked, or sent back, inside a subgraph with a timeout waits as long again', async () => {
  const clock = virtualClock();
  const inner = graph({
    name: 'inner',
    state: {},
    events: { ok: z.undefined() },
    start: 'wait',
    nodes: { wait: { on: { ok: 'end' }, after: { '45m': 'late' } }, end: { final: true }, late: { final: true } },
  });
  const outer = graph({
    name: 'outer',
    state: {},
    start: 'held',
    nodes: {
      held: { graph: inner, timeout: '1h', onError: 'timedOut', next: 'end' },
      end: { final: true },
      timedOut: { final: true },
    },
  });
  const cairn = opened({ store: memory(), graphs: [outer], clock });
  const thread = await cairn.start(outer, {}, { id: 't' });
  await thread.settled();
  const { head } = await thread.record();
  await thread.send('ok');
  await clock.advance('2h');
  const fork = await thread.fork(head, { id: 'f' });
  await thread.rewind(head);
  for (const each of [thread, fork]) {
    expect(await each.settled()).toMatchObject({ status: 'waiting', due: clock.now() + 45 * 60_000 });
  }
  await clock.advance('44m');
  expect(await fork.status()).toBe('waiting');
});
