import { memory } from '@cairn/core';
import { expect, it } from 'vitest';
import type { Inbox, InboxShown } from '../../src/api.ts';
import { studio } from '../../src/index.ts';
import { fill } from '../many-threads.ts';
import { get } from './asking.ts';

it('reads each plan once an answer, however many threads wait', async () => {
  const store = memory();
  await fill(store, 500);
  const plans: string[] = [];
  const counting: typeof store = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        if (name === 'plan') plans.push(String(given[0]));
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  const looking = studio(counting);
  const { items } = (await get<Inbox>(looking, 'inbox?limit=200')).body;
  expect(items).toHaveLength(200);
  for (const { events } of items) expect(events).toMatchObject([{ name: 'close', schema: { type: 'object' } }]);
  expect(plans).toEqual([...new Set(plans)]);
  expect(plans).toHaveLength(1);
  await looking.close();
});

it('has those with the nearest deadline first however many wait, and passes over what waits for its time alone', async () => {
  const store = memory();
  await fill(store, 5_000);
  const waiting = (await store.threads({ status: ['waiting'], limit: 5_000 })).threads;
  const soonest = Math.min(...waiting.map(({ due }) => due ?? 0));
  for (let at = 0; at < 250; at += 1) {
    const summary = JSON.stringify({ at: [{ lane: '', node: 'rest' }] });
    const due = soonest - 1_000 + at * 3;
    const facts = {
      graph: 'rest',
      fingerprint: 'none',
      status: 'waiting',
      owner: null,
      origin: null,
      tags: [],
    } as const;
    await store.create({ ...facts, id: `Z-${at}`, created: at, due, summary, rows: [] });
  }
  const looking = studio(store);
  const page = async (asked: string) => (await get<Inbox>(looking, `inbox?${asked}`)).body;
  const ids: string[] = [];
  for (let cursor = ''; ids.length < 300;) {
    const { items, cursor: next = '' } = await page(`limit=70&cursor=${cursor}`);
    expect(items.length).toBeGreaterThanOrEqual(35);
    expect(items.length).toBeLessThanOrEqual(70);
    ids.push(...items.map(({ thread }) => thread.id));
    cursor = next;
  }
  const byDue = waiting.toSorted((left, right) => (left.due ?? 0) - (right.due ?? 0)).map(({ id }) => id);
  expect(ids).toEqual(byDue.slice(0, ids.length));
  const { body } = await get<InboxShown>(looking, `inbox/${ids[0]}`);
  expect(body).toMatchObject({
    thread: { id: ids[0] },
    events: [{ name: 'close' }],
    state: { subject: 'door' },
    lanes: [],
  });
  expect((await get(looking, 'inbox/nobody')).status).toBe(404);
  await looking.close();
});

it('has each of those once that somebody may look at', async () => {
  const store = memory();
  await fill(store, 400);
  const looking = studio(store, { authenticate: () => ({ name: 'ada', may: { look: { tags: ['team=3'] } } }) });
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await get<Inbox>(looking, `inbox?limit=9${cursor === undefined ? '' : `&cursor=${cursor}`}`);
    ids.push(...body.items.map(({ thread }) => thread.id));
    cursor = body.cursor;
  } while (cursor !== undefined);
  const all = (await store.threads({ status: ['waiting'], tags: ['team=3'], order: 'due', limit: 400 })).threads;
  expect(ids).toEqual(all.map(({ id }) => id));
  await looking.close();
});
