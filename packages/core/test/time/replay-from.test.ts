import { append, graph, memory, open, replay, type AnyGraph } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { approvedClaim, claims, desk } from './claims.ts';

const slow = graph({
  name: 'slow',
  state: {},
  events: { go: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
});

/** A subgraph that takes too long, twice. */
function timed(change: Record<string, unknown> = {}): AnyGraph {
  return graph({
    name: 'timed',
    state: { notes: append(z.string()) },
    start: 'sub',
    nodes: {
      sub: {
        graph: slow,
        timeout: '1h',
        retry: { attempts: 2, backoff: '1m' },
        onError: 'late',
        next: 'end',
        ...change,
      },
      late: { run: () => ({ notes: ['late'] }), next: 'end' },
      end: { final: true },
    },
  } as never);
}

async function timedOut() {
  const clock = virtualClock();
  const graphs = timed();
  const cairn = open({ store: memory(), graphs: [graphs], clock });
  const thread = await cairn.start(graphs, {}, { id: 't' });
  await clock.advance('3h');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { notes: ['late'] } });
  return { thread, graph: graphs };
}

test('a subgraph that took too long came from outside: it replays, explains itself and is used again by a fork', async () => {
  const { thread, graph: timedGraph } = await timedOut();
  const rows = await thread.history();
  expect((await replay(thread, timedGraph)).divergence).toBeUndefined();
  const late = rows.filter(({ cause, lane }) => cause === 'attempt' && lane === '');
  expect(late).toHaveLength(2);
  for (const { seq } of late) expect((await thread.why(seq)).input).toMatchObject({ seq, cause: 'attempt' });
  for (const { seq } of rows) {
    const fork = await thread.fork(seq, { id: `f${seq}`, recorded: true });
    expect(await fork.settled()).toMatchObject({ status: 'done', state: { notes: ['late'] } });
    expect((await fork.history()).length).toBe(rows.length + 1);
  }
});

test.each([
  ['timeouts', { timeout: '2h' }],
  ['no timeout', { timeout: undefined }],
  ['more attempts', { retry: { attempts: 5, backoff: '1m' } }],
  ['fewer attempts', { retry: { attempts: 1 } }],
  ['another backoff', { retry: { attempts: 2 } }],
])('%s do not matter to a replay', async (_what, change) => {
  const { thread } = await timedOut();
  const { divergence, checkpoints } = await replay(thread, timed(change));
  expect(divergence).toBeUndefined();
  expect(checkpoints).toBe((await thread.record()).head);
});

test('a replay from any checkpoint agrees with the one from the start', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  await thread.rewind(5);
  await thread.settled();
  await thread.fork(7, { id: 'f' });
  for (const id of ['c', 'f']) {
    const { head } = (await at.store.thread(id)) ?? { head: 0 };
    for (let from = 1; from <= head; from += 1) {
      const { divergence, checkpoints, skipped } = await replay({ store: at.store, id }, claims, { from });
      expect({ from, how: divergence?.how }).toEqual({ from, how: undefined });
      expect(checkpoints + skipped).toBe(head);
      expect(skipped).toBeGreaterThanOrEqual(from);
    }
  }
});

test('a fork of a fork goes on in the middle of a turn that an older graph began, and replays from anywhere', async () => {
  const passing = (added: Record<string, z.ZodType>): AnyGraph =>
    graph({
      name: 'passing',
      state: { notes: append(z.string()), ...added },
      start: 'first',
      nodes: { first: { next: 'second' }, second: { next: 'third' }, third: { next: 'end' }, end: { final: true } },
    });
  const store = memory();
  const old = passing({});
  const before = open({ store, graphs: [old] });
  await (await before.start(old, {}, { id: 'old' })).ended();
  await before.close();
  const today = passing({ more: z.string().default('new') });
  const cairn = open({ store, graphs: [today] });
  let thread = cairn.thread(today, 'old');
  for (const id of ['once', 'twice', 'thrice']) {
    thread = await thread.fork(2, { id });
    expect(await thread.ended()).toMatchObject({ status: 'done', state: { more: 'new' } });
    for (let from = 1; from <= (await thread.record()).head; from += 1) {
      expect((await replay(thread, today, { from })).divergence).toBeUndefined();
    }
    expect((await replay(thread, today)).divergence).toBeUndefined();
  }
  await cairn.close();
});
