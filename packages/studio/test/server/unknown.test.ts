import { graph, memory, open, type Cairn } from '@cairn/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type * as Api from '../../src/api.ts';
import { studio, type Studio } from '../../src/index.ts';
import { looking } from '../../src/server/looking.ts';
import { get, post } from './asking.ts';

const order = graph({
  name: 'order',
  state: { item: z.string() },
  events: { pay: z.object({}).optional() },
  start: 'payment',
  nodes: { payment: { on: { pay: 'paid' } }, paid: { final: true } },
});
const idle = graph({ ...order.source, name: 'idle' } as never);

let cairn: Cairn;
let acting: Studio;
let stranger: Studio;

beforeAll(async () => {
  cairn = open({ store: memory(), graphs: [order, idle] });
  await (await cairn.start(order, { item: 'tea' }, { id: 'A-1' })).settled();
  acting = studio(cairn);
  stranger = studio(cairn.store, { authenticate: () => ({ name: 'bob', may: { look: { tags: ['mail'] } } }) });
});

afterAll(async () => {
  await acting.close();
  await stranger.close();
  await cairn.close();
});

const noThread = [['nobody', 'thread/not-found']] as const;
const noSeq = ['99', '-99'].map((seq) => [`A-1?at=${seq}`, 'checkpoint/not-found'] as const);

/** What is asked of each route that names something, after its last fixed part but one, and what is said of it. */
const asked: Readonly<Record<string, readonly (readonly [path: string, code: string])[]>> = {
  '/inbox/:id': [['inbox/nobody', 'thread/not-found']],
  '/graphs/:id': [
    ['graphs/nothing', 'studio/no-graph'],
    ['graphs/order?version=nothing', 'studio/no-graph'],
  ],
  '/graphs/:id/heat': [
    ['graphs/nothing/heat', 'studio/no-graph'],
    ['graphs/order/heat?version=nothing', 'studio/no-graph'],
    ['graphs/idle/heat?version=nothing', 'studio/no-graph'],
  ],
  '/threads/:id': [...noThread, ...noSeq].map(([id, code]) => [`threads/${id}`, code]),
  ...Object.fromEntries(
    ['log', 'graph', 'branches', 'spans', 'export'].map((part) => [
      `/threads/:id/${part}`,
      [[`threads/nobody/${part}`, 'thread/not-found']],
    ]),
  ),
  ...Object.fromEntries(
    ['walk', 'why'].map((part) => [
      `/threads/:id/${part}`,
      [
        [`threads/nobody/${part}`, 'thread/not-found'],
        [`threads/A-1/${part}?at=99`, 'checkpoint/not-found'],
        [`threads/A-1/${part}?at=-99`, 'checkpoint/not-found'],
      ],
    ]),
  ),
  '/threads/:id/diff': [
    ['threads/nobody/diff', 'thread/not-found'],
    ['threads/A-1/diff?at=99', 'checkpoint/not-found'],
    ['threads/A-1/diff?with=99', 'checkpoint/not-found'],
    ['threads/A-1/diff?with=nobody@1', 'thread/not-found'],
  ],
  '/threads/:id/blame': [
    ['threads/nobody/blame?key=item', 'thread/not-found'],
    ['threads/A-1/blame?key=nothing', 'checkpoint/unknown-key'],
    ['threads/A-1/blame?key=item&at=99', 'checkpoint/not-found'],
    ['threads/A-1/blame?key=item&lane=nothing', 'lane/not-found'],
  ],
};

it('every route that looks and names a thread, a graph, a version, a checkpoint, a lane or a key says 404 where there is none', async () => {
  const routes = looking().routes.map(({ path }) => path);
  expect(Object.keys(asked).toSorted()).toEqual([...new Set(routes.filter((path) => path.includes(':')))].toSorted());
  for (const [path, code] of Object.values(asked).flat()) {
    const { status, body } = await get<Api.Refusal>(acting, path);
    expect({ path, status, code: body.error?.code }).toEqual({ path, status: 404, code });
  }
});

it.each([
  ['threads', { graph: 'nothing', input: {} }, 'studio/no-graph'],
  ['threads/nobody/send', { event: 'pay' }, 'thread/not-found'],
  ['threads/A-1/send', { event: 'pay', lane: 'nothing' }, 'lane/not-found'],
  ['threads/A-1/edit', { update: { item: 'rope' }, lane: 'nothing' }, 'lane/not-found'],
  ['threads/A-1/rewind', { seq: 99 }, 'checkpoint/not-found'],
  ['threads/A-1/fork', { seq: 99 }, 'checkpoint/not-found'],
])('and so does what acts: %s with %j', async (path, body, code) => {
  expect(await post<Api.Refusal>(acting, path, body)).toMatchObject({ status: 404, body: { error: { code } } });
});

it('a graph that can be started and has no thread is there, and one of which somebody may see none is not', async () => {
  expect(await get<Api.Heat>(acting, 'graphs/idle/heat')).toMatchObject({ status: 200, body: { threads: 0 } });
  const { body } = await get<Api.Graphs>(acting, 'graphs');
  const version = body.graphs.find(({ name }) => name === 'order')?.versions[0]?.fingerprint ?? '';
  expect(await get<Api.Heat>(acting, `graphs/order/heat?version=${version}`)).toMatchObject({ body: { threads: 1 } });
  for (const path of ['graphs/order', 'graphs/order/heat', `graphs/order/heat?version=${version}`])
    expect({ path, ...(await get(stranger, path)) }).toMatchObject({ path, status: 404 });
});
