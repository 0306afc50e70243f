import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory, type Store } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Api from '../../src/api.ts';
import { studio, type Studio } from '../../src/index.ts';
import { seed } from '../seeded.ts';
import { get } from './asking.ts';

const until = Date.UTC(2026, 10, 30, 12);
const folder = mkdtempSync(join(tmpdir(), 'cairn-studio-'));
const file = join(folder, 'seeded.db');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['in memory', () => memory()],
  ['in a file', () => sqlite(file)],
])('of threads %s', (_, make) => {
  let store: Store;
  let looking: Studio;
  const ask = async <Body>(path: string): Promise<Body> => {
    const { status, body } = await get<Body>(looking, path);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body;
  };

  beforeAll(async () => {
    store = make();
    await seed(store, { until, rounds: 600 });
    looking = studio(store);
  });

  afterAll(async () => {
    await looking.close();
    await store.close();
  });

  it('says what there is, and that nothing can be done', async () => {
    const meta = await ask<Api.Meta>('meta');
    expect(meta).toMatchObject({ api: 1, store: store.name, acts: false, graphs: [] });
  });

  it('lists threads, narrowed by each filter, a page at a time', async () => {
    const ids = async (query: string): Promise<readonly string[]> =>
      (await ask<Api.ThreadsPage>(`threads?${query}`)).threads.map(({ id }) => id);
    expect(await ids('status=failed')).toEqual(['ORD-initech', 'ORD-globex', 'INC-43']);
    expect(await ids('status=failed,cancelled&graph=incident')).toEqual(['INC-43', 'INC-42']);
    expect(await ids('tag=vip&tag=customer%3Dstark')).toEqual(['ORD-stark']);
    expect(await ids('node=remediate')).toEqual(['INC-43']);
    expect(await ids('text=POSTCODE')).toEqual(['ORD-initech']);
    expect(await ids(`since=${until - 60 * 60_000}&graph=review`)).toEqual(['REV-fresh']);
    const first = await ask<Api.ThreadsPage>('threads?limit=3');
    const second = await ids(`limit=3&cursor=${first.cursor}`);
    expect([...first.threads.map(({ id }) => id), ...second]).toEqual(await ids('limit=6'));
  });

  it('says where a thread that runs is, and finds what stands around a text', async () => {
    const { threads } = await ask<Api.ThreadsPage>('threads?status=running');
    expect(threads).toMatchObject([{ id: 'REV-fresh', at: 'write', summary: null }]);
    const found = await ask<Api.ThreadsPage>('threads?text=postcode');
    expect(found.threads[0]?.match?.excerpt).toContain('postcode');
  });

  it('counts threads by graph and status', async () => {
    const { graphs } = await ask<Api.Counts>('counts');
    expect(graphs).toContainEqual({ graph: 'order', byStatus: { done: 5, failed: 2, waiting: 3 } });
  });

  it('shows a thread at a checkpoint, what it takes now, and what was left for it', async () => {
    const now = await ask<Api.ThreadShown>('threads/INC-41');
    expect(now).toMatchObject({
      thread: { status: 'waiting' },
      checkpoint: { seq: now.thread.head },
      may: { act: false },
    });
    expect(now.answers).toMatchObject({ lesson: { type: 'object', required: ['text', 'follow'] } });
    expect(now.events).toEqual({ note: { type: 'string' } });
    const then = await ask<Api.ThreadShown>('threads/INC-41?at=4');
    expect(then.checkpoint).toMatchObject({
      seq: 4,
      lanes: expect.arrayContaining([expect.objectContaining({ lane: 'gather.1/logs' })]),
    });
    expect(then.answers).toEqual({});
  });

  it('tells a log in parts, each row in words', async () => {
    const { head, first, rows } = await ask<Api.LogPage>('threads/long-walk/log?from=100&to=102');
    expect({ head, first, seqs: rows.map(({ seq }) => seq) }).toEqual({ head: 1_200, first: 1, seqs: [100, 101, 102] });
    expect(rows[0]?.text).toBe('the thread goes from "tick" to "tock", as its activity is done (on)');
    const newest = await ask<Api.LogPage>('threads/long-walk/log?newest&limit=2');
    expect(newest.rows.map(({ seq }) => seq)).toEqual([1_199, 1_200]);
  });

  it('draws a graph as it last ran, and where a thread has been in it', async () => {
    const { graph, diagram } = await ask<Api.GraphShown>('threads/INC-41/graph');
    expect({ graph, deepest: diagram.nodes.some(({ id }) => id === 'investigate.probe.look.query') }).toEqual({
      graph: 'incident',
      deepest: true,
    });
    const walk = await ask<Api.WalkShown>('threads/INC-41/walk?at=12');
    expect(walk.current).toEqual(expect.arrayContaining(['investigate', 'investigate.probe']));
    expect(walk.visited).not.toContain('remediate');
    expect((await ask<Api.WalkShown>('threads/INC-40/walk')).possible).toEqual([]);
  });

  it('tells what a checkpoint changed, and how it differs from another thread', async () => {
    const own = await ask<Api.DiffShown>('threads/INC-41/diff?at=2');
    expect(own).toMatchObject({
      before: { seq: 1 },
      lanes: [{ lane: '', node: { before: 'triage', after: 'gather' } }],
    });
    const first = await ask<Api.DiffShown>('threads/INC-41/diff?at=1');
    expect(first.lanes[0]?.state.map(({ path }) => path[0])).toContain('service');
    const others = await ask<Api.DiffShown>('threads/INC-41/diff?at=2&with=INC-40@2');
    expect(others.before).toEqual({ thread: 'INC-40', seq: 2 });
  });

  it('says why, and who wrote a value', async () => {
    const why = await ask<Api.WhyShown>('threads/INC-41/why?at=2');
    expect(why.ways.map(({ outcome }) => outcome)).toContain('taken');
    const blame = await ask<Api.BlameShown>(`threads/INC-41/blame?key=evidence&path=${encodeURIComponent('[0]')}`);
    expect(blame.parts).toMatchObject([{ node: 'logs' }]);
  });

  it('tells a family of forks, whichever of them is asked about', async () => {
    const ids = async (of: string) => (await ask<Api.Branches>(`threads/${of}/branches`)).threads.map(({ id }) => id);
    const all = ['INC-40', 'INC-40-bob', 'INC-40-low', 'INC-40-recorded', 'INC-40-low-again'];
    expect([...(await ids('INC-40'))].toSorted()).toEqual(all.toSorted());
    expect([...(await ids('INC-40-low-again'))].toSorted()).toEqual(all.toSorted());
    const { threads } = await ask<Api.Branches>('threads/INC-44/branches');
    expect(threads).toMatchObject([{ id: 'INC-44', rewinds: [{ to: 8 }] }]);
  });

  it('tells work, waiting, retry and queueing apart', async () => {
    const { spans } = await ask<Api.Spans>('threads/ORD-stark/spans');
    expect(new Set(spans.map(({ kind }) => kind))).toEqual(new Set(['wait', 'work', 'queue', 'retry']));
    expect(spans.filter(({ failed }) => failed)).toMatchObject([{ node: 'pick', kind: 'work' }]);
    const open = await ask<Api.Spans>('threads/INC-41/spans');
    expect(open.spans.filter(({ to }) => to === undefined)).toMatchObject([{ lane: '', node: 'learn', kind: 'wait' }]);
  });

  it('lists what waits for somebody, with forms and what was said', async () => {
    const { items } = await ask<Api.Inbox>('inbox');
    const dues = items.map(({ thread }) => thread.due ?? Number.POSITIVE_INFINITY);
    expect(dues).toEqual(dues.toSorted((a, b) => a - b));
    const { questions } = await ask<Api.InboxShown>('inbox/REV-night');
    const [verdict] = questions;
    expect(verdict).toMatchObject({ key: 'verdict', payload: { round: 1 }, schema: { type: 'object' } });
    const approval = items.find(({ thread }) => thread.id === 'INC-90');
    expect(approval?.events.map(({ name }) => name)).toEqual(['approve', 'reject', 'note']);
  });

  it('lists graphs with their versions, and how hot their nodes are', async () => {
    const { graphs } = await ask<Api.Graphs>('graphs');
    expect(graphs.find(({ name }) => name === 'order')?.versions).toMatchObject([
      { version: '1', threads: 2 },
      { version: '2' },
    ]);
    const heat = await ask<Api.Heat>('graphs/incident/heat');
    expect(heat.nodes).toContainEqual(expect.objectContaining({ id: 'metrics', visits: 9, now: 1, p50: 39_000 }));
    expect(heat.moves).toContainEqual({ move: 'triage gather next', count: 9 });
  });

  it('leaves out what is large, and gives it where it is asked for', async () => {
    const { checkpoint } = await ask<Api.ThreadShown>('threads/library-1');
    const { $large } = checkpoint.state['text'] as Api.Large;
    expect($large.bytes).toBeGreaterThan(500_000);
    const { value } = await ask<{ readonly value: string }>($large.href);
    expect(value).toHaveLength($large.bytes - 2);
    const { rows } = await ask<Api.LogPage>('threads/library-1/log?from=2&to=2');
    const change = rows[0]?.changes as { readonly books: { readonly set: Api.Large } };
    const books = await ask<{ readonly value: readonly unknown[] }>(change.books.set.$large.href);
    expect(books.value).toHaveLength(400);
  });

  it('writes what JSON has no word for with a tag', async () => {
    const { checkpoint } = await ask<Api.ThreadShown>('threads/ORD-wayne');
    expect(checkpoint.state).toMatchObject({ cents: { $bigint: '10250' }, due: { $date: '2027-01-07T00:00:00.000Z' } });
  });

  it('exports a thread as the command does', async () => {
    const response = await looking.fetch(new Request('http://localhost/api/v1/threads/INC-41/export'), {
      address: '::1',
    });
    const lines = (await response.text()).trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ cairn: 'thread', thread: { id: 'INC-41' } });
  });

  it.each([
    ['threads/nobody', 404, 'thread/not-found'],
    ['threads/INC-41?at=999', 404, 'checkpoint/not-found'],
    ['threads/INC-41/blame', 400, 'studio/invalid'],
    ['threads/INC-41/blame?key=nothing', 404, 'checkpoint/unknown-key'],
    ['threads?status=lost', 400, 'studio/invalid'],
    ['threads?limit=many', 400, 'studio/invalid'],
    ['threads?cursor=nonsense', 422, 'store/invalid-cursor'],
    ['graphs/nothing', 404, 'studio/no-graph'],
    ['nothing', 404, 'studio/no-route'],
  ])('says what is wrong with %s', async (path, status, code) => {
    const { body, ...said } = await get<Api.Refusal>(looking, path);
    expect({ status: said.status, code: body.error.code }).toEqual({ status, code });
  });
});
