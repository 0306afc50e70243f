import { graph, memory, open, type Cairn } from '@cairn/core';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type * as Api from '../../src/api.ts';
import { studio, type Studio, type StudioOptions } from '../../src/index.ts';
import { get, post } from './asking.ts';

const order = graph({
  name: 'order',
  state: { item: z.string(), by: z.string().optional(), at: z.date().optional(), size: z.string().optional() },
  events: { pay: z.object({ by: z.string() }), stop: z.object({}).optional() },
  questions: { size: z.enum(['S', 'M']) },
  start: 'check',
  nodes: {
    check: {
      run: (s) => {
        if (s.item === 'nothing') throw new Error('there is nothing to order');
      },
      next: 'payment',
    },
    payment: { on: { pay: { to: 'fit', update: (_, { by }) => ({ by }) }, stop: 'stopped' } },
    fit: { run: async (_, ctx) => ({ size: await ctx.ask('size') }), next: 'done' },
    done: { final: true },
    stopped: { final: true },
  },
});

const opened: { readonly cairn: Cairn; readonly acting: Studio }[] = [];

afterEach(async () => {
  for (const { cairn, acting } of opened.splice(0)) {
    await acting.close();
    await cairn.close();
  }
});

async function withOrder(item: string, options: StudioOptions = { authenticate: () => ({ name: 'ada', may: 'act' }) }) {
  const cairn: Cairn = open({ store: memory(), graphs: [order] });
  const thread = await cairn.start(order, { item }, { id: 'A-1', tags: ['web'] });
  await thread.settled();
  const acting = studio(cairn, options);
  opened.push({ cairn, acting });
  const act = (action: string, body: object) => post<Api.Acted & Api.Refusal>(acting, `threads/A-1/${action}`, body);
  return { cairn, thread, acting, act };
}

it('says who may act, on what', async () => {
  const { acting } = await withOrder('tea');
  expect((await get<Api.Meta>(acting, 'meta')).body).toMatchObject({ acts: true, who: 'ada', graphs: ['order'] });
  expect((await get<Api.ThreadShown>(acting, 'threads/A-1')).body.may).toEqual({ act: true });
});

it('says without which keys a thread does not start, to whoever may start one', async () => {
  const asked: Readonly<Record<string, StudioOptions>> = {
    ada: { authenticate: () => ({ name: 'ada', may: 'act' }) },
    bob: { authenticate: () => ({ name: 'bob' }) },
  };
  const needed = { ada: ['item'], bob: undefined };
  for (const [name, options] of Object.entries(asked)) {
    const { acting } = await withOrder('tea', options);
    const { body } = await get<Api.GraphShown>(acting, 'graphs/order');
    expect(body.needed).toEqual(needed[name as keyof typeof needed]);
  }
});

it('starts, sends and answers, and the log says who did', async () => {
  const { acting, cairn, act, thread } = await withOrder('tea');
  const started = await post<Api.Acted>(acting, 'threads', {
    graph: 'order',
    input: { item: 'rope' },
    id: 'A-2',
    tags: ['new'],
  });
  expect(started.body.thread).toMatchObject({ id: 'A-2', graph: 'order', tags: ['new'] });
  expect((await act('send', { event: 'pay', payload: { by: 'card' } })).status).toBe(200);
  await thread.settled();
  expect((await act('answer', { key: 'size', value: 'M' })).status).toBe(200);
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { by: 'card', size: 'M' } });
  const people = (await thread.history()).flatMap(({ cause, note }) =>
    note?.context ? [[cause, note.context['by']]] : [],
  );
  expect(people).toEqual([
    ['event', 'ada'],
    ['answer', 'ada'],
  ]);
  expect((await cairn.thread(order, 'A-2').history())[0]?.note?.context).toEqual({ by: 'ada' });
});

it('edits with values that JSON has no word for, and resumes', async () => {
  const { act, thread } = await withOrder('nothing');
  await act('edit', { update: { item: 'tea', at: { $date: '2027-01-07T00:00:00.000Z' } } });
  expect((await act('resume', {})).status).toBe(200);
  expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { at: new Date(Date.UTC(2027, 0, 7)) } });
});

it('sends back, forks, tags and cancels, and the log says who did what is in it', async () => {
  const { act, thread, acting, cairn } = await withOrder('tea');
  const { head } = await thread.record();
  const fork = await act('fork', { seq: head, id: 'A-3', set: { item: 'rope' } });
  expect(fork.body.thread).toMatchObject({ id: 'A-3', origin: { thread: 'A-1', seq: head } });
  expect((await get<Api.ThreadShown>(acting, 'threads/A-3')).body.checkpoint.state).toMatchObject({ item: 'rope' });
  expect((await act('rewind', { seq: 1 })).body.thread.id).toBe('A-1');
  expect((await act('tag', { add: ['vip'], remove: ['web'] })).body.thread.tags).toEqual(['vip']);
  expect((await act('cancel', { reason: 'enough' })).status).toBe(200);
  expect(await thread.ended()).toMatchObject({ status: 'cancelled', reason: 'enough' });
  const people = async (id: string) =>
    (await cairn.thread(order, id).history()).flatMap(({ cause, note }) =>
      note?.context ? [[cause, note.context['by']]] : [],
    );
  expect(await people('A-1')).toEqual([
    ['rewind', 'ada'],
    ['cancel', 'ada'],
  ]);
  expect(await people('A-3')).toEqual([['fork', 'ada']]);
});

it('does the same to many, after it has said what it would do', async () => {
  const { acting, cairn } = await withOrder('tea');
  await (await cairn.start(order, { item: 'x' }, { id: 'A-2' })).cancel();
  const asked = { action: 'cancel', threads: ['A-1', 'A-2', 'A-9'], reason: 'all' };
  const would = await post<Api.BulkDone>(acting, 'bulk', { ...asked, dryRun: true });
  expect(would.body).toMatchObject({
    done: ['A-1'],
    refused: [{ thread: 'A-2', code: 'thread/over' }, { code: 'thread/not-found' }],
  });
  expect((await cairn.thread(order, 'A-1').record()).status).toBe('waiting');
  expect((await post<Api.BulkDone>(acting, 'bulk', asked)).body).toEqual(would.body);
  await cairn.thread(order, 'A-1').ended();
  const deleted = await post<Api.BulkDone>(acting, 'bulk', { action: 'delete', threads: ['A-1', 'A-2'] });
  expect(deleted.body).toEqual({ done: ['A-1', 'A-2'], refused: [] });
  expect((await get<Api.ThreadsPage>(acting, 'threads')).body.threads).toEqual([]);
});

it.each([
  ['send', { event: 'nope' }, 422, 'event/unknown'],
  ['send', { event: 'pay', payload: { by: 4 } }, 422, 'value/invalid'],
  ['send', {}, 400, 'studio/invalid'],
  ['answer', { key: 'size', value: 'M' }, 422, 'answer/not-asked'],
  ['rewind', { seq: 'first' }, 400, 'studio/invalid'],
  ['rewind', { seq: 99 }, 404, 'checkpoint/not-found'],
  ['edit', { update: { at: { $date: 'never' } } }, 422, 'value/unreadable'],
  ['constructor', {}, 404, 'studio/no-route'],
])('says why it does not %s with %j', async (action, body, status, code) => {
  const { act } = await withOrder('tea');
  const refused = await act(action, body);
  expect({ status: refused.status, code: refused.body.error.code }).toEqual({ status, code });
});

it('does nothing where it only looks: for whoever may not act, where it is told so, and over a store alone', async () => {
  const looker = { name: 'bob' };
  const some = { name: 'cy', may: { act: { tags: ['mail'] } } };
  for (const options of [{ authenticate: () => looker }, { authenticate: () => some }, { readOnly: true }]) {
    const { act, acting } = await withOrder('tea', options);
    expect(await act('cancel', {})).toMatchObject({ status: 403, body: { error: { code: 'studio/not-allowed' } } });
    const bulk = await post<Api.BulkDone>(acting, 'bulk', { action: 'cancel', threads: ['A-1'] });
    expect(bulk.body.refused).toMatchObject([{ thread: 'A-1', code: 'studio/not-allowed' }]);
    expect((await post(acting, 'threads', { graph: 'order', input: { item: 'x' } })).status).toBe(403);
    expect((await get<Api.ThreadShown>(acting, 'threads/A-1')).body.may).toMatchObject({ act: false });
  }
  const { cairn } = await withOrder('tea');
  const looking = studio(cairn.store);
  expect((await post(looking, 'threads/A-1/cancel', {})).status).toBe(403);
  expect((await get<Api.Meta>(looking, 'meta')).body.acts).toBe(false);
});

it('shows somebody the threads that they may look at, and no others', async () => {
  const may = { look: { tags: ['mail'] } };
  const { acting, cairn } = await withOrder('tea', { authenticate: () => ({ name: 'bob', may }) });
  await cairn.start(order, { item: 'x' }, { id: 'B-1', tags: ['mail'] });
  expect((await get<Api.ThreadsPage>(acting, 'threads')).body.threads.map(({ id }) => id)).toEqual(['B-1']);
  for (const path of ['', '/log', '/graph', '/walk', '/why', '/blame?key=item', '/branches', '/spans', '/export'])
    expect({ path, ...(await get(acting, `threads/A-1${path}`)) }).toMatchObject({ path, status: 404 });
  expect((await get(acting, 'threads/B-1/diff?with=A-1@1')).status).toBe(404);
  expect((await get<Api.Counts>(acting, 'counts')).body.graphs).toMatchObject([{ byStatus: { waiting: 1 } }]);
});

it('tells of a start that is one, and refuses it to who may not act on the thread that is there', async () => {
  const told: unknown[] = [];
  const may = { act: { tags: ['web'] } };
  const { acting, cairn } = await withOrder('tea', {
    authenticate: () => ({ name: 'bob', may }),
    onAct: ({ action, thread }) => void told.push([action, thread]),
  });
  const start = (id: string) =>
    post<Api.Acted & Api.Refusal>(acting, 'threads', { graph: 'order', id, input: { item: 'tea' }, tags: ['web'] });
  await (await cairn.start(order, { item: 'tea' }, { id: 'mail-1', tags: ['mail'] })).settled();
  expect(await start('mail-1')).toMatchObject({ status: 403, body: { error: { code: 'studio/not-allowed' } } });
  expect((await start('A-1')).body.thread.id).toBe('A-1');
  for (let times = 0; times < 2; times += 1) expect((await start('A-2')).body.thread.id).toBe('A-2');
  expect(told).toEqual([['start', 'A-2']]);
  const { body } = await post<Api.Refusal>(acting, 'threads', { graph: 'order', input: { item: 'tea' } });
  expect(body.error.message).toBe('You may not start a thread of that graph with these tags.');
});

describe('of what somebody may not look at', () => {
  const may = { look: { tags: ['mail'] }, act: { graphs: ['order'] } };
  const asBob: StudioOptions = { authenticate: () => ({ name: 'bob', may }) };

  it('they hear that an id is taken, and nothing else', async () => {
    const { acting, cairn } = await withOrder('tea', asBob);
    await (await cairn.start(order, { item: 'x' }, { id: 'B-1', tags: ['mail'] })).settled();
    for (const item of ['tea', 'another'])
      expect(await post(acting, 'threads', { graph: 'order', id: 'A-1', input: { item } })).toMatchObject({
        status: 409,
        body: { error: { code: 'studio/taken', message: 'The id "A-1" is taken.' } },
      });
    expect(await post(acting, 'threads/B-1/fork', { seq: 1, id: 'A-1' })).toMatchObject({ status: 409 });
  });

  it('they are told what they made and did all the same', async () => {
    const { acting, cairn } = await withOrder('tea', asBob);
    const started = await post<Api.Acted>(acting, 'threads', { graph: 'order', id: 'A-9', input: { item: 'x' } });
    expect(started).toMatchObject({ status: 200, body: { thread: { id: 'A-9' } } });
    await (await cairn.start(order, { item: 'x' }, { id: 'B-1', tags: ['mail'] })).settled();
    expect(await post(acting, 'threads/B-1/tag', { remove: ['mail'] })).toMatchObject({ status: 200 });
    expect((await get(acting, 'threads/B-1')).status).toBe(404);
  });

  it('graphs are as if they were not there', async () => {
    const { acting, cairn } = await withOrder('tea', {
      authenticate: () => ({ name: 'bob', may: { look: may.look } }),
    });
    expect((await get(acting, 'graphs/order')).status).toBe(404);
    await (await cairn.start(order, { item: 'x' }, { id: 'B-1', tags: ['mail'] })).settled();
    expect((await get(acting, 'graphs/order')).status).toBe(200);
  });
});

it('says 409 where a thread stands otherwise than what is asked for needs', async () => {
  const { act, thread } = await withOrder('tea');
  expect((await act('resume', {})).status).toBe(409);
  await act('send', { event: 'stop' });
  await thread.ended();
  for (const [action, body] of [
    ['cancel', {}],
    ['send', { event: 'stop' }],
  ] as const)
    expect({ action, status: (await act(action, body)).status }).toEqual({ action, status: 409 });
});

it('changes nothing by nothing', async () => {
  const { act } = await withOrder('tea');
  expect((await act('edit', {})).status).toBe(400);
});

it('tells tags as they are, however long those are that an older version wrote', async () => {
  const { acting, cairn, act } = await withOrder('tea');
  expect((await act('tag', { add: ['x'.repeat(100_000)] })).status).toBe(422);
  const record = await cairn.store.thread('A-1');
  await cairn.store.retag(record as never, ['x'.repeat(100_000)]);
  expect((await get<Api.ThreadsPage>(acting, 'threads')).body.threads[0]?.tags[0]).toHaveLength(100_000);
});

it.each([
  ['threads/A-1/fork', { seq: 1, result: { 'check.1': {} } }, 'result'],
  ['threads/A-1/cancel', { raison: 'too late' }, 'raison'],
  ['threads/A-1/resume', { seq: 1 }, 'seq'],
  ['threads', { graph: 'order', input: { item: 'tea' }, tag: ['web'] }, 'tag'],
  ['bulk', { action: 'cancel', threads: ['A-1'], dryrun: true }, 'dryrun'],
])('%s does nothing where %j says what means nothing', async (path, body, name) => {
  const { acting, cairn } = await withOrder('tea');
  const before = await cairn.store.threads({});
  expect(await post(acting, path, body)).toMatchObject({
    status: 400,
    body: { error: { code: 'studio/invalid', message: expect.stringContaining(`"${name}" means nothing here`) } },
  });
  expect(await cairn.store.threads({})).toEqual(before);
});

it('says what goes with a question in one way, wherever it is told', async () => {
  const { acting, act, thread } = await withOrder('tea');
  await act('send', { event: 'pay', payload: { by: 'card' } });
  await thread.settled();
  const tagged = await act('tag', { add: ['asked'] });
  const { body: shown } = await get<Api.ThreadShown>(acting, 'threads/A-1');
  const { body: inbox } = await get<Api.Inbox>(acting, 'inbox');
  // It was asked without a payload: what is undefined is left out, and nothing stands for it.
  for (const told of [shown.thread, inbox.items[0]?.thread, tagged.body.thread])
    expect(told?.summary?.questions).toEqual([{ lane: '', node: 'fit', key: 'size' }]);
  expect((await get<Api.Refusal>(acting, 'threads?limit=0')).status).toBe(400);
});
