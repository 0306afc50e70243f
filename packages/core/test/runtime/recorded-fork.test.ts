import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, type Row, type Thread } from '@cairn/core';
import { exportThread } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';

const ran: string[] = [];

const triage = graph({
  name: 'triage',
  state: { severity: z.string().optional(), log: append(z.string()), by: z.string().optional() },
  events: { approve: z.string() },
  start: 'classify',
  nodes: {
    classify: {
      run: (_s, ctx) => {
        ran.push('classify');
        if (ctx.attempt === 1) throw new Error('busy');
        return { severity: 'low' };
      },
      retry: { attempts: 2, backoff: '10s', jitter: 0.9 },
      onError: 'broken',
      next: [{ when: (s) => s.severity === 'high', to: 'page' }, 'gather'],
    },
    gather: { next: { all: ['logs', 'metrics'], then: 'approval' } },
    logs: {
      run: async (_s, ctx) => {
        ran.push('logs');
        await ctx.sleep('nap', '1h');
        return { log: [await ctx.step('read', () => 'logs')] };
      },
      next: 'approval',
    },
    metrics: {
      run: async (_s, ctx) => {
        ran.push('metrics');
        return { log: [await ctx.ask('which', { answer: z.string() })] };
      },
      next: 'approval',
    },
    approval: { on: { approve: { to: 'fix', update: (_s, by) => ({ by }) } }, after: { '24h': 'broken' } },
    fix: {
      run: (s) => {
        ran.push('fix');
        return { log: [`fixed for ${s.by ?? 'nobody'}`] };
      },
      next: 'end',
    },
    page: {
      run: () => {
        ran.push('page');
        return { log: ['paged'] };
      },
      next: 'approval',
    },
    broken: { final: true },
    end: { final: true },
  },
});

async function given() {
  const store = memory();
  const clock = virtualClock();
  const cairn = open({ store, graphs: [triage], clock });
  const thread = await cairn.start(triage, {}, { id: 't' });
  await clock.advance('1m');
  await thread.answer('which', 'cpu');
  await clock.advance('2h');
  await thread.settled();
  await thread.send('approve', 'ada');
  expect(await thread.settled()).toMatchObject({ status: 'done', outcome: 'end' });
  ran.length = 0;
  await clock.advance('7d');
  return { store, clock, cairn, thread };
}

/** A thread's checkpoints from one on, without the times in them. */
async function suffix(thread: Pick<Thread, 'history'>, from: number): Promise<unknown[]> {
  return (await thread.history({ from })).map(timeless);
}

function timeless({ seq, turn, time: _time, due: _due, asOf: _asOf, note, ...facts }: Row): unknown {
  const row = { ...facts, rowsSinceItsInput: seq - turn };
  if (note === undefined) return row;
  const { at: _at, failure, ...rest } = note;
  return { ...row, note: { ...rest, ...(failure && { failure: { ...failure, at: 0 } }) } };
}

async function bytesOf(store: Store, id: string): Promise<string> {
  let text = '';
  for await (const line of exportThread(store, id)) text += line;
  return text;
}

test('a fork with recorded results makes the same checkpoints again, runs nothing, and leaves the original as it was', async () => {
  const { store, thread } = await given();
  const { head } = await thread.record();
  const bytes = await bytesOf(store, 't');
  for (let seq = 1; seq <= head; seq += 1) {
    const fork = await thread.fork(seq, { id: `f${seq}`, recorded: true });
    expect(await fork.settled()).toMatchObject({ status: 'done', outcome: 'end' });
    expect(await suffix(fork, seq + 2)).toEqual(await suffix(thread, seq + 1));
    expect((await replay(fork, triage)).divergence).toBeUndefined();
  }
  expect(ran).toEqual([]);
  expect(await bytesOf(store, 't')).toBe(bytes);
});

test('what was recorded is moved in time so that it ends now', async () => {
  const { clock, thread } = await given();
  const fork = await thread.fork(3, { recorded: true });
  const rows = await fork.history({ from: 4 });
  expect(rows.at(-1)?.time).toBe(clock.now());
  expect(rows.every(({ time }, index) => index === 0 || time >= (rows[index - 1]?.time ?? 0))).toBe(true);
  const first = (await thread.at(3)).time;
  expect((rows.at(-1)?.time ?? 0) - (rows[0]?.time ?? 0)).toBe((await thread.at(-1)).time - first);
});

test('a fork uses what was recorded up to a checkpoint, and is live after it', async () => {
  const { clock, thread } = await given();
  const join = (await thread.history()).find(({ cause }) => cause === 'join')?.seq ?? 0;
  const fork = await thread.fork(1, { recorded: join });
  expect(await fork.settled()).toMatchObject({ status: 'waiting', due: clock.now() + 24 * 3_600_000 });
  await fork.send('approve', 'bob');
  expect(await fork.settled()).toMatchObject({ outcome: 'end', state: { log: ['logs', 'cpu', 'fixed for bob'] } });
  expect(ran).toEqual(['fix']);
});

test('a fork with another result goes another way, and is live from there', async () => {
  const { thread } = await given();
  const done = (await thread.history()).find(({ cause }) => cause === 'done')?.seq ?? 0;
  for (const name of [done, 'classify.1']) {
    ran.length = 0;
    const fork = await thread.fork(1, { results: { [name]: { severity: 'high' } } });
    expect(await fork.settled()).toMatchObject({ status: 'waiting', state: { severity: 'high', log: ['paged'] } });
    expect(ran).toEqual(['page']);
  }
});

test('a fork with another result uses all that was recorded where it comes back to it', async () => {
  const { thread } = await given();
  const results = { 'gather.1/logs/logs.1': { log: ['no logs'] }, 'page.1': { log: ['never'] } };
  await expect(thread.fork(1, { recorded: true, results })).rejects.toMatchObject({
    code: 'fork/unknown-result',
    facts: { result: 'page.1' },
  });
  const fork = await thread.fork(1, { recorded: true, results: { 'gather.1/logs/logs.1': { log: ['no logs'] } } });
  expect(await fork.settled()).toMatchObject({ outcome: 'end', state: { log: ['no logs', 'cpu', 'fixed for ada'] } });
  const high = await thread.fork(1, { recorded: true, results: { 'classify.1': { severity: 'high' }, 'page.1': {} } });
  expect(await high.settled()).toMatchObject({ outcome: 'end', state: { log: ['fixed for ada'], by: 'ada' } });
  expect(ran).toEqual([]);
});

test('a fork shows what would have been if an activity had failed', async () => {
  const { thread } = await given();
  const fork = await thread.fork(1, { results: { 'classify.1': new Error('down') } });
  expect(await fork.settled()).toMatchObject({ outcome: 'broken' });
});

test('a fork with changes of its state uses what was recorded as far as it goes the same way', async () => {
  const { thread } = await given();
  const fork = await thread.fork(-2, { set: { by: 'eve' }, recorded: true });
  expect(await fork.settled()).toMatchObject({ outcome: 'end', state: { by: 'eve' } });
  expect(ran).toEqual([]);
});

test('another result is checked like any update', async () => {
  const { thread } = await given();
  const results = { 'classify.1': { severe: true } };
  await expect(thread.fork(1, { results })).rejects.toMatchObject({ code: 'update/unknown-key' });
  await expect(thread.fork(1, { results: { 99: {} } })).rejects.toMatchObject({ code: 'fork/unknown-result' });
});

test('what a rewind left behind is no part of what followed a checkpoint', async () => {
  const { thread } = await given();
  const { head } = await thread.record();
  const before = await suffix(thread, 4);
  await thread.rewind(2);
  await thread.cancel('enough');
  const fork = await thread.fork(3, { recorded: true });
  expect(await suffix(fork, 5)).toEqual(before);
  const cancelled = await thread.fork(2, { recorded: true });
  expect((await cancelled.history({ from: 4 })).map(({ cause }) => cause)).toEqual(['cancel']);
  expect((await thread.record()).head).toBe(head + 2);
});

test('from anywhere between lanes whose subgraphs end side by side, a fork and a replay go on in the order of the original', async () => {
  const state = { log: append(z.string()) };
  /** Comes to its end by lanes that none are of: two looks without a checkpoint between them. */
  const inner = (name: string) =>
    graph({
      name,
      state,
      start: 'none',
      nodes: {
        none: { next: { each: () => [], to: 'never', then: 'end' } },
        never: { next: 'end' },
        end: { final: true },
      },
    });
  const beside = graph({
    name: 'beside',
    state,
    events: { go: z.object({}) },
    start: 'fork',
    nodes: {
      fork: { next: { each: () => [{ log: ['a'] }, { log: ['b'] }], to: 'one', then: 'wait' } },
      one: { graph: inner('first'), next: 'two' },
      two: { graph: inner('second'), next: 'wait' },
      wait: { on: { go: 'end' } },
      end: { final: true },
    },
  });
  const store = memory();
  const cairn = open({ store, graphs: [beside] });
  const thread = await cairn.start(beside, {}, { id: 'beside' });
  await thread.settled();
  const wayOf = ({ lane, cause, to }: Row): string => `${lane} ${cause} ${to ?? ''}`;
  const rows = await thread.history();
  for (const { seq } of rows) {
    const fork = await thread.fork(seq);
    const at = (await fork.record()).origin?.seq ?? 0;
    const own = (await fork.history({ from: at + 2 })).map(wayOf);
    expect({ seq, at, own }).toEqual({ seq, at: seq, own: rows.slice(seq).map(wayOf) });
    expect((await replay(thread, beside, { from: seq })).divergence).toBeUndefined();
  }
  await cairn.close();
});

describe('a fork or a rewind to a checkpoint at which a failure was about to be handled', () => {
  const make = (why: string, more: Readonly<Record<string, z.ZodType>> = {}) =>
    graph({
      name: 'failing',
      state: { why: z.string().optional(), ...more },
      events: { go: z.undefined() },
      start: 'work',
      nodes: {
        work: {
          run: async (): Promise<{}> => {
            throw new Error('no');
          },
          onError: { to: 'sorry', update: () => ({ why }) },
          next: 'end',
        },
        sorry: { on: { go: 'end' } },
        end: { final: true },
      },
    });

  test.each([
    ['the same', make('then')],
    ['that handles it in another way', make('today')],
    ['with another key', make('then', { more: z.number().optional() })],
  ])('goes on from where it was handled, with a graph %s', async (_how, today) => {
    const store = memory();
    const was = make('then');
    const before = open({ store, graphs: [was] });
    const { seq } = await (await before.start(was, {}, { id: 't' })).settled();
    await before.close();
    const cairn = open({ store, graphs: [today] });
    const thread = cairn.thread(today, 't');
    const attempt = (await thread.history()).find(({ cause }) => cause === 'attempt')?.seq ?? 0;
    expect(attempt).toBe(seq - 1);
    const fork = await thread.fork(attempt);
    await thread.rewind(attempt);
    for (const each of [fork, thread]) {
      expect(await each.settled()).toMatchObject({
        status: 'waiting',
        at: [{ node: 'sorry' }],
        state: { why: 'then' },
      });
    }
    await cairn.close();
  });
});
