// An expense: small ones pass, large ones need two people, amounts can be amended while it waits, reminders go out, and it expires.

import { graph, memory, open, replace, sum, union } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

const reminding = graph({
  name: 'reminding',
  state: { reminded: sum() },
  start: 'quiet',
  nodes: { quiet: { after: { '8h': 'remind' } }, remind: { run: () => ({ reminded: 1 }), next: 'quiet' } },
});

const By = z.object({ by: z.string() });

const expense = graph({
  name: 'expense',
  state: { amount: z.number(), approvers: union(z.string()) },
  events: { approve: By, reject: By, amend: z.object({ amount: z.number() }) },
  start: 'check',
  on: { amend: { to: 'check', update: (_s, e) => ({ amount: e.amount, approvers: replace([]) }) } },
  nodes: {
    check: { next: [{ when: (s) => s.amount < 50, to: 'approved', label: 'small' }, 'asked'] },
    asked: {
      graph: reminding,
      on: {
        approve: [
          {
            when: (s, e) => s.amount < 1_000 || s.approvers.some((by) => by !== e.by),
            to: 'approved',
            update: counted,
          },
          { update: counted },
        ],
        reject: 'rejected',
      },
      after: { '24h': 'expired' },
      next: 'expired',
    },
    approved: { final: true },
    rejected: { final: true },
    expired: { final: true },
  },
});

function counted(_state: unknown, event: z.infer<typeof By>): { readonly approvers: readonly string[] } {
  return { approvers: [event.by] };
}

async function opened(amount: number) {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [expense], clock });
  return { clock, cairn, thread: await cairn.start(expense, { amount }) };
}

test('a small one passes, and one that is amended to be small too', async () => {
  const small = await opened(20);
  expect(await small.thread.ended()).toMatchObject({ outcome: 'approved', state: { approvers: [] } });
  await small.cairn.close();
  const large = await opened(2_000);
  await large.thread.send('approve', { by: 'ada' });
  await large.thread.send('amend', { amount: 20 });
  expect(await large.thread.ended()).toMatchObject({ outcome: 'approved', state: { approvers: [] } });
  await large.cairn.close();
});

test('a large one needs two people, whoever says yes twice', async () => {
  const { thread, cairn } = await opened(2_000);
  await thread.send('approve', { by: 'ada' });
  await thread.send('approve', { by: 'ada' });
  expect(await thread.settled()).toMatchObject({ status: 'waiting', events: ['approve', 'reject', 'amend'] });
  await thread.send('approve', { by: 'grace' });
  expect(await thread.ended()).toMatchObject({ outcome: 'approved', state: { approvers: ['ada', 'grace'] } });
  await cairn.close();
});

test('it reminds every eight hours, waits for somebody all the while, and expires after a day', async () => {
  const { clock, thread, cairn } = await opened(2_000);
  await clock.advance('20h');
  expect(await thread.settled()).toMatchObject({ status: 'waiting', forSomebody: true });
  const reminders = (await thread.history()).filter(({ from, cause }) => from === 'remind' && cause === 'done');
  expect(reminders).toHaveLength(2);
  await clock.advance('4h');
  expect(await thread.ended()).toMatchObject({ outcome: 'expired' });
  await cairn.close();
});
