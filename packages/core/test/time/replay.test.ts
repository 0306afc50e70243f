import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, reduce, replay, replayAll, type AnyGraph, type Context } from '@cairn/core';
import { exportThread } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { approvedClaim, claims, desk, waitingClaim } from './claims.ts';

type Source = AnyGraph['source'];

/** The same graph, changed. */
function changed(of: AnyGraph, change: (source: Source) => Partial<Source>): AnyGraph {
  return { ...of, source: { ...of.source, ...change(of.source) } };
}

/** The same graph with one node changed. */
function withNode(of: AnyGraph, name: string, change: Partial<Source['nodes'][string]>): AnyGraph {
  return changed(of, ({ nodes }) => ({ nodes: { ...nodes, [name]: { ...nodes[name], ...change } } }));
}

test('a graph that did not change replays a thread clean', async () => {
  const thread = await approvedClaim(desk());
  const { head } = await thread.record();
  expect(await replay(thread, claims)).toEqual({
    thread: 'c',
    graph: 'claims',
    fingerprints: { recorded: (await thread.record()).fingerprint, today: (await thread.record()).fingerprint },
    checkpoints: head,
    skipped: 0,
    older: [],
  });
});

test('a guard that changed is named, with the checkpoint at which the thread would go elsewhere', async () => {
  const thread = await approvedClaim(desk());
  const today = withNode(claims, 'read', {
    next: [{ when: (s) => s['title'] === 'Rain', to: 'refused', label: 'no title' }, 'fan'],
  });
  const { checkpoints, divergence } = await replay(thread, today);
  expect(checkpoints).toBe(1);
  expect(divergence).toMatchObject({
    seq: 2,
    lane: '',
    node: 'read',
    kind: 'transition',
    input: { seq: 2, cause: 'done' },
    recorded: { to: 'fan' },
    today: { to: 'refused' },
    cases: [{ to: 'refused', label: 'no title', guard: `s["title"] === "Rain"`, held: true }],
  });
  expect(divergence?.how).toMatchInlineSnapshot(
    `"Recorded: the thread goes from "read" to "fan", as its activity is done. Today: the thread goes from "read" to "refused", as its activity is done (no title). The case to "refused" "no title" (s["title"] === "Rain") holds today."`,
  );
});

test('a node that was renamed is named', async () => {
  const thread = await approvedClaim(desk());
  const today = changed(claims, ({ nodes }) => {
    const { approval, ...rest } = nodes;
    const search = { ...nodes['search'], next: 'approvals' };
    return { nodes: { ...rest, search, approvals: approval ?? {} } };
  });
  const { divergence } = await replay(thread, today);
  expect(divergence).toMatchObject({ seq: 10, kind: 'node', node: 'search', recorded: { to: 'approval' } });
  expect(divergence?.how).toMatchInlineSnapshot(
    `"Recorded: the thread goes from "search" to "approval", as its activity is done. Today: the thread goes from "search" to "approvals", as its activity is done. Node "approval" is gone. Did you mean "approvals"?"`,
  );
});

test('a key that is gone is named', async () => {
  const thread = await approvedClaim(desk());
  const today = changed(claims, ({ state: { scores: _, ...state } }) => ({ state }));
  const { divergence } = await replay(thread, today);
  expect(divergence).toMatchObject({ seq: 1, kind: 'key', how: expect.stringContaining('"scores" is gone') as string });
});

test('a key of another kind is named', async () => {
  const thread = await approvedClaim(desk());
  const today = changed(claims, ({ state }) => ({ state: { ...state, notes: z.array(z.string()).default([]) } }));
  const { divergence } = await replay(thread, today);
  expect(divergence).toMatchObject({ seq: 1, kind: 'key' });
  expect(divergence?.how).toBe('Key "notes" was written by append, and is written by set today.');
});

test('a schema that refuses what was recorded is named', async () => {
  const thread = await approvedClaim(desk());
  const today = changed(claims, ({ state }) => ({ state: { ...state, notes: append(z.string().max(4)) } }));
  const { divergence } = await replay(thread, today);
  expect(divergence).toMatchObject({
    seq: 2,
    kind: 'schema',
    recorded: { changes: { notes: { append: ['read it'] } } },
  });
  const event = changed(claims, ({ events }) => ({ events: { ...events, approve: z.object({ by: z.email() }) } }));
  expect((await replay(thread, event)).divergence).toMatchObject({ seq: 12, kind: 'schema', node: 'approval' });
});

test('an event that is not accepted any more is named', async () => {
  const thread = await approvedClaim(desk());
  const { nodes } = claims.source;
  const { remark: _, ...on } = nodes['approval']?.on ?? {};
  const { divergence } = await replay(thread, withNode(claims, 'approval', { on }));
  expect(divergence).toMatchObject({ seq: 11, kind: 'refused', input: { cause: 'event', label: 'remark' } });
});

test('a timer that would have fired before an event is named', async () => {
  const at = desk();
  const thread = await waitingClaim(at);
  await at.clock.advance('2h');
  await at.cairn.thread(claims, 'c').send('approve', { by: 'ada' });
  const later = withNode(claims, 'approval', { after: { '24h': 'refused', '3h': 'refused' } });
  expect((await replay(thread, later)).divergence).toBeUndefined();
  const sooner = withNode(claims, 'approval', { after: { '24h': 'refused', '1h': 'refused' } });
  expect((await replay(thread, sooner)).divergence).toMatchObject({ seq: 12, kind: 'timer', node: 'approval' });
});

test('a merge at a join that computes another state is named', async () => {
  const thread = await approvedClaim(desk());
  const { next } = claims.source.nodes['fan'] ?? {};
  const merged = withNode(claims, 'fan', { next: { ...(next as object), merge: () => ({ notes: ['one'] }) } as never });
  const { divergence } = await replay(thread, merged);
  expect(divergence).toMatchObject({ kind: 'state', recorded: { cause: 'join' }, today: { cause: 'join' } });
});

const counting = graph({
  name: 'counting',
  state: {
    left: z.number(),
    top: reduce({ schema: z.number(), initial: 0, apply: (top, given) => Math.max(top, given) }),
  },
  start: 'step',
  nodes: {
    step: {
      run: (s) => ({ left: s.left - 1, top: s.left }),
      next: [{ when: (s) => s.left > 0, to: 'step' }, 'end'],
    },
    end: { final: true },
  },
});

test('a reducer that changed is named, with what it makes of the state', async () => {
  const cairn = open({ store: memory(), graphs: [counting] });
  const thread = await cairn.start(counting, { left: 5 });
  await thread.settled();
  const today = changed(counting, ({ state }) => ({
    state: { ...state, top: reduce({ schema: z.number(), initial: 0, apply: (top, given) => top + given }) },
  }));
  const { divergence } = await replay(thread, today);
  expect(divergence).toMatchObject({
    seq: 3,
    kind: 'state',
    changes: [{ kind: 'changed', path: ['top', 'set'], before: 5, after: 9 }],
  });
  expect(divergence?.how).toMatchInlineSnapshot(
    `"As recorded, the thread goes from "step" to "step", as its activity is done; but today that writes "top" otherwise. 5 was recorded, 9 comes today."`,
  );
});

test('an exported thread and every thread of a store are replayed', async () => {
  const at = desk();
  await approvedClaim(at, 'one');
  await waitingClaim(at, 'two');
  const lines: string[] = [];
  for await (const line of exportThread(at.store, 'one')) lines.push(line);
  expect(await replay(lines.join('\n'), claims)).toMatchObject({ thread: 'one', checkpoints: 12 });
  const reports = [];
  for await (const report of replayAll(at.store, [claims, counting])) reports.push(report);
  expect(reports).toMatchObject([
    { thread: 'two', checkpoints: 11 },
    { thread: 'one', checkpoints: 12 },
  ]);
  expect(reports.every(({ divergence }) => divergence === undefined)).toBe(true);
});

test('a thread that cannot be read is reported, and the others are replayed', async () => {
  const at = desk();
  await approvedClaim(at, 'good');
  const record = await at.store.thread('good');
  const row = { seq: 1, time: 0, lane: '', cause: 'start', from: '', to: 'read', phase: 'running', label: null };
  const facts = { status: 'done', due: null, owner: null, tags: [], origin: null, summary: null, created: 1 } as const;
  const plan = { graph: 'claims', fingerprint: record?.fingerprint ?? '' };
  await at.store.create({ id: 'bad', ...plan, ...facts, rows: [{ ...row, changes: '{"title":', detail: null }] });
  const reports = [];
  for await (const report of replayAll(at.store, [claims])) reports.push(report);
  expect(reports).toMatchObject([
    { thread: 'good', checkpoints: 12 },
    { thread: 'bad', checkpoints: 0, problem: { code: 'value/unreadable' } },
  ]);
});

test('rewinds, forks and edits replay clean', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  await thread.rewind(10);
  await thread.edit({ notes: ['by hand'], scores: { hand: 3 } });
  await at.cairn.thread(claims, 'c').send('approve', { by: 'bob' });
  const forked = await thread.fork(11, { id: 'f', set: { notes: ['forked'] } });
  await forked.edit({}, { as: 'fan' });
  await forked.settled();
  for (const each of [thread, forked]) {
    const { head } = await each.record();
    expect(await replay(each, claims)).toMatchObject({ checkpoints: head, skipped: 0 });
    expect((await replay(each, claims)).divergence).toBeUndefined();
  }
});

const busy = graph({
  name: 'busy',
  state: { done: append(z.string()), tries: z.number().default(0) },
  events: { go: z.object({ at: z.string().transform((text) => new Date(text)) }), stop: z.string() },
  limits: { calls: 3 },
  start: 'flaky',
  on: { stop: 'end' },
  nodes: {
    flaky: {
      run: (_s, ctx) => {
        ctx.spend('calls', 1);
        if (ctx.attempt < 3) throw new Error(`try ${ctx.attempt}`);
        return { done: ['flaky'] };
      },
      retry: { attempts: 3, backoff: '1s', jitter: 0.5 },
      next: 'many',
    },
    many: {
      next: { each: () => [1, 2, 3, 4].map((n) => ({ done: [`${n}`] })), to: 'one', then: 'talk', limit: 2, need: 3 },
    },
    one: {
      run: async (s, ctx) => {
        await ctx.sleep('nap', '1m');
        await ctx.step('work', () => new Date(0));
        if (s.done.includes('2')) throw new Error('never');
        return { done: ['slept'] };
      },
      next: 'talk',
    },
    talk: {
      run: async (_s, ctx) => ({ done: [await ctx.ask('who', { answer: z.string().transform((who) => `${who}!`) })] }),
      onError: 'end',
      next: 'wait',
    },
    wait: {
      on: {
        go: { when: (_s, e) => e.at.getTime() > 0, update: (_s, e) => ({ done: [e.at.toISOString()] }), to: 'wait' },
      },
      after: { '1h': 'end' },
    },
    end: { final: true },
  },
});

test('retries, sleeps, questions, timers and failed lanes replay clean, transforming schemas included', async () => {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [busy], clock });
  const thread = await cairn.start(busy, {}, { id: 'b' });
  await clock.advance('5m');
  expect(await thread.settled()).toMatchObject({ questions: [{ key: 'who' }] });
  await thread.answer('who', 'Ada');
  await thread.settled();
  await thread.send('go', { at: '2026-01-01T00:00:00Z' });
  await clock.advance('59m');
  await thread.send('go', { at: '2026-01-02T00:00:00Z' });
  await clock.advance('61m');
  expect(await thread.settled()).toMatchObject({ status: 'done', outcome: 'end' });
  const report = await replay(thread, busy);
  expect(report.divergence).toBeUndefined();
  expect(report.checkpoints).toBe((await thread.record()).head);
});

test('a replay may begin at a checkpoint', async () => {
  const thread = await approvedClaim(desk());
  const today = withNode(claims, 'read', { next: [{ when: (s) => s['title'] === '', to: 'fan' }, 'refused'] });
  expect((await replay(thread, today)).divergence).toMatchObject({ seq: 2 });
  expect(await replay(thread, today, { from: 3 })).toMatchObject({ checkpoints: 9, skipped: 3 });
});

const events = { go: z.object({}).optional() };

const ordered = graph({
  name: 'order',
  version: '1',
  state: { total: z.number() },
  events,
  start: 'hold',
  nodes: { hold: { on: { go: 'check' } }, check: { on: { go: 'end' } }, end: { final: true } },
});

const reordered = graph({
  name: 'order',
  state: { total: z.string() },
  events,
  start: 'held',
  nodes: { held: { on: { go: 'check' } }, check: { on: { go: 'end' } }, end: { final: true } },
  migrate: [{ from: '1', nodes: { hold: 'held' }, state: (old) => ({ total: `${String(old['total'])} EUR` }) }],
});

test('what an older graph recorded is left aside once a migration came, and what came after it is replayed', async () => {
  const store = memory();
  const first = open({ store, graphs: [ordered] });
  await (await first.start(ordered, { total: 5 }, { id: 'o' })).settled();
  await first.close();
  const second = open({ store, graphs: [reordered] });
  const thread = second.thread(reordered, 'o');
  await thread.send('go');
  await thread.send('go');
  await thread.rewind(1);
  await thread.send('go');
  expect((await thread.history()).map(({ seq, cause }) => `${seq} ${cause}`)).toEqual([
    '1 start',
    '2 migrate',
    '3 event',
    '4 event',
    '5 rewind',
    '6 migrate',
    '7 event',
  ]);
  expect(await replay(thread, reordered)).toMatchObject({
    checkpoints: 4,
    skipped: 3,
    older: [
      { seq: 1, kind: 'schema' },
      { seq: 5, kind: 'node', node: 'hold' },
    ],
  });
  expect((await replay(thread, reordered)).divergence).toBeUndefined();
  expect(await replay(thread, reordered, { from: 2 })).toMatchObject({ checkpoints: 4, skipped: 3 });
  const today = withNode(reordered, 'held', { on: { go: 'end' }, next: [{ when: () => false, to: 'check' }] });
  expect((await replay(thread, today)).divergence).toMatchObject({ seq: 7, kind: 'transition', today: { to: 'end' } });
});

test.each([
  ['a node of its own', {}],
  ['a node that is tried no more', { retry: { attempts: 1 } }],
  ['the subgraph itself, once more', { to: 'sub' }],
])('a failed subgraph that leads on to %s, whose first attempt fails too, replays clean', async (_to, change) => {
  const { to = 'after', ...rest } = change as { to?: string };
  let fails = 0;
  const inner = graph({
    name: 'inner',
    state: {},
    start: 'fails',
    nodes: {
      fails: {
        run: () => {
          if ((fails += 1) < 3) throw new Error('inside');
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const outer = graph({
    name: 'outer',
    state: {},
    start: 'sub',
    nodes: {
      sub: { graph: inner, onError: to, next: 'after' },
      after: {
        run: (_s: unknown, ctx: Context) => {
          if (ctx.attempt === 1) throw new Error('after');
        },
        retry: { attempts: 2 },
        next: 'end',
        ...rest,
      },
      end: { final: true },
    },
  } as never) as AnyGraph;
  const cairn = open({ store: memory(), graphs: [outer] });
  const thread = await cairn.start(outer, {});
  await thread.settled();
  expect((await replay(thread, outer)).divergence).toBeUndefined();
  await cairn.close();
});
