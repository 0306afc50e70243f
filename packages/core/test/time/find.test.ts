import { expect, test } from 'vitest';
import { find, type FindQuery } from '@cairn/core/inspect';
import { approvedClaim, claims, desk, waitingClaim, type Desk } from './claims.ts';

async function idsOf({ store }: Desk, query: FindQuery): Promise<string[]> {
  return (await find(store, query)).found.map(({ thread }) => thread.id);
}

async function given(): Promise<Desk> {
  const at = desk();
  await waitingClaim(at, 'waiting');
  await at.clock.advance('1h');
  await approvedClaim(at, 'approved');
  const other = await at.cairn.start(claims, { title: '' }, { id: 'refused', tags: ['weather'] });
  await other.settled();
  return at;
}

test('threads are found by status, graph, tags and time', async () => {
  const at = await given();
  expect(await idsOf(at, {})).toEqual(['refused', 'approved', 'waiting']);
  expect(await idsOf(at, { status: ['waiting'] })).toEqual(['waiting']);
  expect(await idsOf(at, { graph: 'other' })).toEqual([]);
  expect(await idsOf(at, { tags: ['weather', 'north'] })).toEqual(['approved', 'waiting']);
  expect(await idsOf(at, { tags: ['weather', 'south'] })).toEqual([]);
  expect(await idsOf(at, { createdBefore: at.clock.now() })).toEqual(['waiting']);
});

test('threads are found by the node that a lane is at', async () => {
  const at = await given();
  expect(await idsOf(at, { node: 'approval' })).toEqual(['waiting']);
  expect(await idsOf(at, { node: 'approved' })).toEqual(['approved']);
  expect(await idsOf(at, { node: 'left' })).toEqual([]);
});

test('threads are found by text in their values, with the checkpoint that holds it', async () => {
  const at = await given();
  expect(await idsOf(at, { text: 'WET' })).toEqual(['approved', 'waiting']);
  expect((await find(at.store, { text: 'about rain' })).found).toMatchObject([
    { thread: { id: 'approved' }, match: { seq: 10, excerpt: expect.stringContaining('about Rain') as string } },
    { thread: { id: 'waiting' }, match: { seq: 10 } },
  ]);
  expect(await idsOf(at, { text: 'nowhere' })).toEqual([]);
});

test('threads are found by text in their ids, which no checkpoint holds', async () => {
  const at = await given();
  const { found } = await find(at.store, { text: 'Wait' });
  expect(found).toEqual([{ thread: expect.objectContaining({ id: 'waiting' }) as unknown }]);
});

test('what is found comes a page at a time', async () => {
  const at = await given();
  const first = await find(at.store, { tags: ['north'], limit: 1 });
  expect(first.found.map(({ thread }) => thread.id)).toEqual(['approved']);
  const second = await find(at.store, { tags: ['north'], limit: 1, cursor: first.cursor ?? '' });
  expect(second.found.map(({ thread }) => thread.id)).toEqual(['waiting']);
  expect(second.cursor).toBeUndefined();
});

test('a page goes on where the one before ended, whatever starts or goes meanwhile', async () => {
  const at = await given();
  const { store } = at;
  const first = await find(store, { limit: 1 });
  expect(first.found.map(({ thread }) => thread.id)).toEqual(['refused']);
  await waitingClaim(at, 'newer');
  await store.remove(['refused']);
  const rest: string[] = [];
  for (let cursor = first.cursor; cursor !== undefined;) {
    const page = await find(store, { limit: 1, cursor });
    rest.push(...page.found.map(({ thread }) => thread.id));
    cursor = page.cursor;
  }
  expect(rest).toEqual(['approved', 'waiting']);
});

test('a cursor that is none is refused', async () => {
  const { store } = await given();
  await expect(find(store, { cursor: 'foo' })).rejects.toMatchObject({ code: 'store/invalid-cursor' });
  await expect(find(store, { cursor: '2:' })).rejects.toMatchObject({ code: 'store/invalid-cursor' });
});
