// A purchase order that is over after a while wherever it is, and at once where what it is for says so.

import { graph, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

const order = graph({
  name: 'order',
  state: { amount: z.number(), neededBy: z.number(), supplier: z.string().optional() },
  events: { offer: z.string(), accept: z.undefined(), decline: z.undefined(), postpone: z.number() },
  start: 'sent',
  on: { postpone: { update: (_s, neededBy) => ({ neededBy }) } },
  after: { '30d': 'dropped' },
  nodes: {
    sent: {
      on: { offer: { to: 'offered', update: (_s, supplier) => ({ supplier }) } },
      after: [{ at: (s) => s.neededBy, to: 'late' }],
    },
    offered: { on: { accept: 'bought', decline: 'sent' } },
    bought: { final: true },
    late: { final: true },
    dropped: { final: true },
  },
});

const day = 24 * 60 * 60 * 1_000;

async function opened(days: number) {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [order], clock });
  return { clock, cairn, thread: await cairn.start(order, { amount: 5, neededBy: clock.now() + days * day }) };
}

test('what nobody offers in time is late, by the day that the order names', async () => {
  const { clock, cairn, thread } = await opened(3);
  await clock.advance('2d');
  expect((await thread.now()).status).toBe('waiting');
  await clock.advance('1d');
  expect(await thread.ended()).toMatchObject({ outcome: 'late' });
  await cairn.close();
});

test('a day that is put off while it waits is the one that counts', async () => {
  const { clock, cairn, thread } = await opened(3);
  await clock.advance('2d');
  await thread.send('postpone', clock.now() + 5 * day);
  await clock.advance('4d');
  await thread.send('offer', 'ACME');
  await thread.send('accept');
  expect(await thread.ended()).toMatchObject({ outcome: 'bought', state: { supplier: 'ACME' } });
  await cairn.close();
});

test('an offer that nobody decides on is dropped a month after the order was sent', async () => {
  const { clock, cairn, thread } = await opened(60);
  await clock.advance('20d');
  await thread.send('offer', 'ACME');
  await clock.advance('10d');
  expect(await thread.ended()).toMatchObject({ outcome: 'dropped' });
  await cairn.close();
});
