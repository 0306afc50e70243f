import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type AnyGraph, type Cairn, type OpenOptions, type WatchOptions } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { collected } from './collected.ts';
import { connectionsTo } from './kept-open.ts';
import { opened } from './opened.ts';
import { overtaken } from './overtaken.ts';
import { said } from './said.ts';

const events = { approve: z.string(), note: z.string() };
const update = (_s: object, by: string): { by: string } => ({ by });

const first = graph({
  name: 'order',
  version: '1',
  state: { by: z.string().optional(), cents: z.number().default(100) },
  events,
  start: 'approval',
  nodes: { approval: { on: { approve: { to: 'end', update } } }, end: { final: true } },
});

/** Where threads of the first wait, it has no node. */
const renamed = graph({
  name: 'order',
  version: '2',
  state: { by: z.string().optional(), cents: z.number().default(100) },
  events,
  start: 'review',
  nodes: { review: { on: { approve: { to: 'finished', update } } }, finished: { final: true } },
});

const euros = graph({
  name: 'order',
  version: '2',
  state: { by: z.string().optional(), euros: z.number().default(1) },
  events,
  start: 'approval',
  nodes: { approval: { on: { approve: { to: 'end', update } } }, end: { final: true } },
  migrate: [{ from: '1', state: ({ cents }) => ({ euros: Number(cents) / 100 }) }],
});

async function startedWith(store: Store, ids: readonly string[]): Promise<void> {
  const cairn = opened(first, { store });
  for (const id of ids) await (await cairn.start(first, {}, { id })).settled();
  await cairn.close();
}

describe('of a thread that today’s graph cannot take up, whoever drives nothing hears', () => {
  const calls: Readonly<Record<string, readonly [(cairn: Cairn, id: string) => Promise<unknown>, string]>> = {
    send: [(cairn, id) => cairn.thread(renamed, id).send('approve', 'ada'), 'thread/changed-graph'],
    'send-once': [
      (cairn, id) => cairn.thread(renamed, id).send('approve', 'ada', { id: 'once' }),
      'thread/outcome-unknown',
    ],
    edit: [(cairn, id) => cairn.thread(renamed, id).edit({ by: 'ada' }), 'thread/changed-graph'],
    settled: [(cairn, id) => cairn.thread(renamed, id).settled(), 'thread/changed-graph'],
    ended: [(cairn, id) => cairn.thread(renamed, id).ended(), 'thread/changed-graph'],
    cancel: [(cairn, id) => cairn.thread(renamed, id).cancel('old'), 'ok'],
  };

  test('what is in the way, beside a worker that refuses it, and cancels it all the same', async () => {
    const connect = connectionsTo(memory());
    const names = Object.keys(calls);
    await startedWith(connect(), names);
    const worker = opened(renamed, { store: connect(), recover: false });
    const working = worker.work();
    const web = opened(renamed, { store: connect(), drive: false });
    const told = names.map(async (name) => [name, await said((calls[name] as (typeof calls)[string])[0](web, name))]);
    expect(Object.fromEntries(await Promise.all(told))).toEqual(
      Object.fromEntries(names.map((name) => [name, calls[name]?.[1]])),
    );
    const left = await Promise.all(names.map(async (name) => [name, (await connect().messages(name)).length]));
    expect(left.filter(([, count]) => count !== 0)).toEqual([['send-once', 1]]);
    expect(await web.thread(renamed, 'cancel').ended()).toMatchObject({ status: 'cancelled', reason: 'old' });
    await worker.close();
    await working;
  });

  test('what came of it, where a process with the graph of then is there', async () => {
    const connect = connectionsTo(memory());
    await startedWith(connect(), ['t']);
    const [old, web] = [opened(first, { store: connect() }), opened(renamed, { store: connect(), drive: false })];
    const working = old.work();
    await web.thread(renamed, 't').send('approve', 'ada');
    expect(await web.thread(renamed, 't').ended()).toMatchObject({ status: 'done', state: { by: 'ada' } });
    await old.close();
    await working;
  });
});

test('a fork that today’s graph cannot take up is refused with the thread that ran, as there is none of the fork’s id', async () => {
  const connect = connectionsTo(memory());
  await startedWith(connect(), ['t']);
  const cairn = opened(renamed, { store: connect(), recover: false });
  await expect(cairn.thread(renamed, 't').fork(1, { id: 'fork' })).rejects.toMatchObject({
    code: 'thread/changed-graph',
    facts: { thread: 't', fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/u) as string },
    message: expect.stringMatching(/since thread "t" last ran with "[0-9a-f]{16}": /u) as string,
  });
});

test('whoever drives nothing is told the state of a thread that waits as today’s graph has it', async () => {
  const connect = connectionsTo(memory());
  await startedWith(connect(), ['t']);
  const web = opened(euros, { store: connect(), drive: false });
  const result = await web.thread(euros, 't').settled();
  expect(result).toMatchObject({ status: 'waiting', events: ['approve'], state: { euros: 1 } });
  expect(await web.thread(euros, 't').record()).toMatchObject({ head: 1 });
});

test('a thread that today’s graph cannot take up is cancelled where threads are driven', async () => {
  const connect = connectionsTo(memory());
  await startedWith(connect(), ['t']);
  const cairn = opened(renamed, { store: connect(), recover: false });
  expect(await said(cairn.thread(renamed, 't').send('approve', 'ada'))).toBe('thread/changed-graph');
  await cairn.thread(renamed, 't').cancel('old', { id: 'once' });
  expect(await cairn.thread(renamed, 't').ended()).toMatchObject({ status: 'cancelled', reason: 'old' });
});

test('a thread that somebody takes while it is cancelled is theirs, and as it was', async () => {
  const store = memory();
  await startedWith(store, ['t']);
  const cairn = opened(renamed, { store: overtaken(store, 'cancel', 't'), recover: false });
  expect(await said(cairn.thread(renamed, 't').cancel('old'))).toBe('thread/stale');
  expect(await store.thread('t')).toMatchObject({ head: 1, owner: 'thief' });
});

describe('a thread that came to its end with another graph', () => {
  async function ended(store: Store): Promise<void> {
    const cairn = opened(first, { store });
    const thread = await cairn.start(first, {}, { id: 't' });
    await thread.send('approve', 'ada', { id: 'once' });
    await thread.ended();
    await cairn.close();
  }

  const later: readonly (readonly [string, typeof first])[] = [
    ['that it would be brought to', euros as never],
    ['that has no place for it', renamed as never],
  ];

  test.each(later)('refuses what comes as over, and stays as it was, with a graph %s', async (_name, today) => {
    const connect = connectionsTo(memory());
    await ended(connect());
    const cairn = opened(today, { store: connect() });
    const web = opened(today, { store: connect(), drive: false });
    const working = cairn.work();
    for (const on of [cairn, web]) {
      const thread = on.thread(today, 't');
      expect(await said(thread.send('note', 'late'))).toBe('thread/over');
      expect(await said(thread.send('note', 'late', { id: on === web ? 'web' : 'here' }))).toBe('thread/over');
      expect(await said(thread.resume())).toBe('thread/over');
      expect(await said(thread.send('approve', 'ada', { id: 'once' }))).toBe('ok');
      expect(await said(thread.cancel())).toBe('thread/over');
    }
    expect((await cairn.thread(today, 't').history()).map(({ cause }) => cause)).toEqual(['start', 'event']);
    await cairn.close();
    await working;
  });

  test('is brought to today’s graph when it is edited', async () => {
    const connect = connectionsTo(memory());
    await ended(connect());
    const cairn = opened(euros, { store: connect() });
    await cairn.thread(euros, 't').edit({ euros: 2 });
    expect((await cairn.thread(euros, 't').history()).map(({ cause }) => cause)).toEqual([
      'start',
      'event',
      'migrate',
      'edit',
    ]);
  });
});

describe('whoever watches a thread that today’s graph cannot take up is told what is in the way', () => {
  const working = graph({
    name: 'order',
    version: '1',
    state: {},
    start: 'work',
    nodes: { work: { run: () => new Promise<void>(() => undefined), next: 'end' }, end: { final: true } },
  });
  const ways: readonly (readonly [string, AnyGraph, Partial<OpenOptions>, WatchOptions])[] = [
    ['that was interrupted, from now on', working, {}, {}],
    ['that was interrupted, from its start', working, {}, { from: 1 }],
    ['that was interrupted, and is taken up by nobody', working, { recover: false }, {}],
    ['that was interrupted, where nothing is driven', working, { drive: false }, {}],
    ['that waits, until its end', first, {}, { until: 'ended' }],
    ['that waits, until its end, where nothing is driven', first, { drive: false }, { until: 'ended' }],
  ];

  test.concurrent.each(ways)('%s', async (_, old, options, watching) => {
    const connect = connectionsTo(memory());
    const before = open({ store: connect(), graphs: [old] });
    await before.start(old, {}, { id: 't' });
    await before.close();
    const today = open({ store: connect(), graphs: [renamed], ...options });
    const watched = collected(today.thread(renamed, 't').watch(watching));
    expect(await said(watched)).toBe('thread/changed-graph');
    await today.close();
  });
});
