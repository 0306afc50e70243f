import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type AnyGraph, type Cairn, type OpenOptions } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import type { Store } from '../../src/store.ts';
import { counted, later } from './counted.ts';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';

/** At work until it is let go on; then it asks, tries twice, and waits for an event. */
function working() {
  const [began, goOn] = [gate(), gate()];
  const work = graph({
    name: 'work',
    state: { steps: z.number().default(0), by: z.string().optional() },
    events: { stop: z.undefined(), approve: z.object({ by: z.string() }) },
    limits: { calls: 10 },
    start: 'read',
    nodes: {
      read: {
        run: async (s, { spend, ask }) => {
          spend('calls', 2);
          began.open();
          await goOn.promise;
          const isRight = await ask('right', { payload: 'Is it?', answer: z.boolean() });
          return { steps: s.steps + (isRight ? 1 : 0) };
        },
        on: { stop: 'stopped' },
        next: 'try',
      },
      try: {
        run: () => {
          throw new TypeError('not yet');
        },
        retry: { attempts: 2, backoff: '1h', jitter: 0 },
        onError: 'approval',
        next: 'approval',
      },
      approval: { on: { approve: { to: 'end', update: (_s, e) => ({ by: e.by }) } }, after: { '1d': 'stopped' } },
      stopped: { final: true },
      end: { final: true },
    },
  });
  return { work, began, goOn };
}

function opened(graphs: AnyGraph, options: Partial<OpenOptions> = {}): Cairn {
  const cairn = open({ store: memory(), graphs: [graphs], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}

const hour = 3_600_000;

describe.each<[string, () => Store]>([
  ['memory', () => memory()],
  ['SQLite', () => sqlite(':memory:')],
  ['a store that answers later', () => later(memory())],
])('how a thread stands now, on %s', (_name, make) => {
  test('is told while it runs, of its own process and of one that drives nothing', async () => {
    const { work, began, goOn } = working();
    const store = make();
    const theirs = opened(work, { store });
    const mine = opened(work, { store: keptOpen(store), drive: false });
    const thread = await theirs.start(work, {}, { id: 'a' });
    await began.promise;
    const running = { status: 'running', thread: 'a', state: { steps: 0 }, events: ['stop'], questions: [] };
    for (const each of [thread, mine.thread(work, 'a')]) {
      expect(await each.now()).toMatchObject({ ...running, forSomebody: false, due: undefined, failures: [] });
    }
    goOn.open();
    await thread.settled();
    const asking = { status: 'waiting', questions: [{ key: 'right', payload: 'Is it?' }], spent: { calls: 2 } };
    for (const each of [thread, mine.thread(work, 'a')]) expect(await each.now()).toMatchObject(asking);
  });

  test('is what settled() gives at every rest, and what was spent and failed beside it', async () => {
    const { work, goOn } = working();
    const clock = virtualClock(0);
    goOn.open();
    const cairn = opened(work, { store: make(), clock });
    const thread = await cairn.start(work, {});
    await thread.settled();
    expect(await thread.now()).toEqual({ ...(await thread.settled()), spent: { calls: 2 }, failures: [] });

    await thread.answer('right', true);
    await clock.advance(0);
    const between = await thread.now();
    const failure = { lane: '', node: 'try', attempt: 1, name: 'TypeError', message: 'not yet' };
    expect(between).toMatchObject({ status: 'waiting', forSomebody: false, due: hour, failures: [failure] });

    await clock.advance('1h');
    const waiting = await thread.settled();
    expect(await thread.now()).toEqual({ ...waiting, spent: { calls: 2 }, failures: [] });
    expect(waiting).toMatchObject({ events: ['approve'], due: 25 * hour });

    await thread.send('approve', { by: 'ada' });
    const now = await thread.now();
    expect(now).toMatchObject({ ...(await thread.ended()), outcome: 'end', spent: { calls: 2 } });
    // What a result's type says of each status holds of this as well.
    expect(now.status === 'done' && now.state.by).toBe('ada');
  });

  test('is told of a thread that was cancelled, with the reason', async () => {
    const { work } = working();
    const thread = await opened(work, { store: make() }).start(work, {});
    await thread.cancel('enough');
    expect(await thread.now()).toMatchObject({ status: 'cancelled', reason: 'enough' });
  });
});

test('nothing is waited for: one record is read, and one state where it is not known here', async () => {
  const { work, began } = working();
  const kept = memory();
  const { store, calls } = counted(keptOpen(kept));
  const mine = opened(work, { store, drive: false }).thread(work, 'a');
  await opened(work, { store: kept }).start(work, {}, { id: 'a' });
  await began.promise;
  for (const name of Object.keys(calls)) delete calls[name];
  expect(await mine.now()).toMatchObject({ status: 'running' });
  expect(calls).toEqual({ thread: 1, state: 1 });
});

test('a run that does something beside its wait is at work', async () => {
  const done = gate();
  const both = graph({
    name: 'both',
    state: {},
    start: 'ask',
    nodes: {
      ask: {
        run: async (_s, { ask, step }) => {
          await Promise.all([ask('go', { answer: z.boolean() }), step('look', () => done.promise)]);
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const thread = await opened(both).start(both, {});
  const watched = thread.watch({ from: 1 });
  for await (const event of watched) if (event.type === 'checkpoint' && event.cause === 'ask') break;
  expect(await thread.now()).toMatchObject({ status: 'running', questions: [{ key: 'go' }] });
  done.open();
  await thread.settled();
  expect(await thread.now()).toMatchObject({ status: 'waiting', questions: [{ key: 'go' }] });
});

test('a thread that is not there, or that today\u2019s graph does not fit, is a problem', async () => {
  const store = memory();
  const { work, goOn } = working();
  goOn.open();
  const cairn = opened(work, { store: keptOpen(store) });
  await expect(cairn.thread(work, 'nobody').now()).rejects.toMatchObject({ code: 'thread/not-found' });
  await (await cairn.start(work, {}, { id: 'a' })).settled();
  const other = graph({ name: 'work', state: {}, start: 'end', nodes: { end: { final: true } } });
  const changed = opened(other, { store, drive: false }).thread(other, 'a');
  await expect(changed.now()).rejects.toMatchObject({ code: 'thread/changed-graph' });
});
