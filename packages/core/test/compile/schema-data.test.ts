import { graph, memory, open } from '@cairn/core';
import { keptPlan, whatEventsCarry } from '@cairn/core/inspect';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fingerprintOf } from '../../src/compile/fingerprint.ts';
import type { PlanData } from '../../src/compile/plan-data.ts';

const visit = graph({
  name: 'visit',
  state: { at: z.date() },
  events: {
    put: z.object({
      to: z.date(),
      size: z.bigint().optional(),
      of: z.map(z.string(), z.number()).optional(),
      why: z.string(),
    }),
    stay: z.undefined(),
    leave: z.void(),
  },
  start: 'planned',
  nodes: {
    planned: {
      on: { put: { to: 'planned', update: (_state, { to }) => ({ at: to }) }, stay: 'planned', leave: 'planned' },
    },
  },
});

test('what an event carries is told also where JSON Schema has no words for a part of it: dates, bigints and nothing as such, and anything for the rest', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [visit] });
  const thread = await cairn.start(visit, { at: new Date(0) });
  const { fingerprint } = await thread.record();
  expect(Object.fromEntries(await whatEventsCarry(store, fingerprint, ['put', 'stay', 'leave']))).toEqual({
    put: {
      type: 'object',
      properties: { to: { $date: true }, size: { $bigint: true }, of: {}, why: { type: 'string' } },
      required: ['to', 'why'],
    },
    stay: { not: {} },
    leave: { not: {} },
  });
  await cairn.close();
});

test('what is told for forms alone makes no other version of a graph', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [visit] });
  const { fingerprint } = await (await cairn.start(visit, { at: new Date(0) })).record();
  await cairn.close();
  const plan = await keptPlan(store, fingerprint);
  if (plan === undefined) throw new Error('The plan is not kept');
  const bare = JSON.parse(
    JSON.stringify(plan, (key, value: unknown) => (key === 'described' ? undefined : value)),
  ) as PlanData;
  const zod = { vendor: 'zod' };
  expect(bare.graphs['']?.events).toEqual({ put: zod, stay: zod, leave: zod });
  expect(bare).not.toEqual(plan);
  expect([plan, bare].map(({ graphs }) => fingerprintOf(graphs))).toEqual([fingerprint, fingerprint]);
});
