import { graph, memory, open, type Cairn, type Store } from '@cairn/core';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type * as Api from '../../src/api.ts';
import { studio, type Studio } from '../../src/index.ts';
import { Turns } from '../../src/server/seen/turns.ts';
import { post } from './asking.ts';

/** Bills that are approved one after the other, under one key; and an amount that is approved by an event, and may be changed before. */
const bills = graph({
  name: 'bills',
  state: { due: z.array(z.number()), approved: z.array(z.number()), amount: z.number().default(1) },
  events: {
    ask: z.object({}).optional(),
    amend: z.object({ to: z.number() }),
    approve: z.object({}).optional(),
    stop: z.object({}).optional(),
  },
  questions: { approve: z.object({ ok: z.boolean() }), aside: z.string() },
  on: { stop: 'end' },
  start: 'wait',
  nodes: {
    wait: {
      on: {
        ask: 'next',
        amend: { update: (_, { to }) => ({ amount: to }) },
        approve: { to: 'wait', update: (s) => ({ approved: [...s.approved, s.amount] }) },
      },
    },
    next: {
      run: async (s, ctx) => {
        const [bill = 0, ...rest] = s.due;
        const { ok } = await ctx.ask('approve', { payload: { bill } });
        return { due: rest, approved: ok ? [...s.approved, bill] : s.approved };
      },
      next: [{ when: (s) => s.due.length > 0, to: 'next', label: 'another' }, 'end'],
    },
    end: { final: true },
  },
});

const opened: { readonly cairn: Cairn; readonly acting: Studio }[] = [];

afterEach(async () => {
  for (const { cairn, acting } of opened.splice(0)) {
    await acting.close();
    await cairn.close();
  }
});

async function withBills(store: Store = memory()) {
  const cairn = open({ store, graphs: [bills] });
  const acting = studio(cairn, { authenticate: () => ({ name: 'ada', may: 'act' }) });
  opened.push({ cairn, acting });
  const thread = await cairn.start(bills, { due: [10, 1_000_000], approved: [] }, { id: 'B-1' });
  await thread.settled();
  const act = async (action: string, body: object) => {
    const { status, body: said } = await post<Api.Acted & Api.Refusal>(acting, `threads/B-1/${action}`, body);
    await thread.settled();
    return status === 200 ? 'done' : `${status} ${said.error.code}: ${said.error.message}`;
  };
  const head = async () => (await thread.record()).head;
  return { act, thread, head };
}

const yes = { key: 'approve', value: { ok: true } };

describe('an answer is for the question that was seen', () => {
  it('and is refused where that was answered, and the same key is asked again', async () => {
    const { act, thread, head } = await withBills();
    await act('send', { event: 'ask' });
    const seen = await head();
    expect(await act('answer', { ...yes, seen })).toBe('done');
    expect(await act('answer', { ...yes, seen })).toMatch(
      /^409 studio\/changed: Question "approve" was asked again meanwhile, at checkpoint \d+/u,
    );
    expect((await thread.settled()).state).toMatchObject({ due: [1_000_000], approved: [10] });
    const again = await head();
    expect(await act('answer', { ...yes, seen: again })).toBe('done');
    expect(await act('answer', { ...yes, seen: again })).toMatch(
      /^409 studio\/changed: Question "approve" was answered meanwhile, at checkpoint \d+ by ada\.$/u,
    );
  });

  it('of many who answer at once one is taken, whatever is asked next', async () => {
    const { act, thread, head } = await withBills();
    await act('send', { event: 'ask' });
    const seen = await head();
    const came = await Promise.all(Array.from({ length: 8 }, () => act('answer', { ...yes, seen })));
    expect(came.map((each) => each.slice(0, 19)).toSorted()).toEqual([
      ...Array.from({ length: 7 }, () => '409 studio/changed:'),
      'done',
    ]);
    expect((await thread.settled()).state.approved).toEqual([10]);
  });

  it('whoever edits the state meanwhile, and is refused where the thread was sent back', async () => {
    const { act, head } = await withBills();
    await act('send', { event: 'ask' });
    const seen = await head();
    await act('edit', { update: { amount: 5 } });
    await act('rewind', { seq: seen });
    expect(await act('answer', { ...yes, seen })).toContain('409 studio/changed: The thread was sent back meanwhile');
    expect(await act('answer', { ...yes, seen: await head() })).toBe('done');
  });
});

it('an answer to a question that stands is taken, however far the thread went on meanwhile', async () => {
  const { act, head } = await withBills();
  await act('send', { event: 'ask' });
  const seen = await head();
  await act('edit', { update: { amount: 5 } });
  expect(await act('answer', { ...yes, seen })).toBe('done');
});

it.each([
  [
    'an event is for what was seen of its node',
    'send',
    { event: 'approve' },
    'send',
    { event: 'amend', payload: { to: 9 } },
  ],
  ['an event is for the visit that was seen', 'send', { event: 'approve' }, 'send', { event: 'approve' }],
  [
    'an edit is of the state that was seen',
    'edit',
    { update: { amount: 2 } },
    'send',
    { event: 'amend', payload: { to: 9 } },
  ],
  ['a rewind takes nothing back that was not seen', 'rewind', { seq: 1 }, 'edit', { update: { amount: 9 } }],
])('%s', async (_, action, body, other, otherwise) => {
  const { act, head } = await withBills();
  const seen = await head();
  expect(await act(other, otherwise)).toBe('done');
  const before = await head();
  expect(await act(action, { ...body, seen })).toMatch(/^409 studio\/changed: .*meanwhile.* by ada\.$/iu);
  expect(await head()).toBe(before);
  expect(await act(action, { ...body, seen: before })).toBe('done');
  expect(await act(action, body)).toBe('done');
});

it('an event that the graph takes wherever it is goes to it all the same', async () => {
  const { act, head } = await withBills();
  const seen = await head();
  await act('send', { event: 'amend', payload: { to: 9 } });
  expect(await act('send', { event: 'stop', seen })).toBe('done');
});

it('what nobody can have seen is refused', async () => {
  const { act } = await withBills();
  expect(await act('send', { event: 'approve', seen: 99 })).toContain('409 studio/changed');
  expect(await act('send', { event: 'approve', seen: 0 })).toContain('400 studio/invalid');
});

it('what is done in turn is done whatever came of what was before', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const all = ['a', 'b', 'c'].map((each) =>
    turns.take('one', async () => {
      await Promise.resolve();
      done.push(each);
      if (each === 'a') throw new Error('no');
      return each;
    }),
  );
  expect(await Promise.allSettled(all)).toMatchObject([{ status: 'rejected' }, { value: 'b' }, { value: 'c' }]);
  expect(done).toEqual(['a', 'b', 'c']);
});
