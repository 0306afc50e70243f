import { compile, diagram, graph, memory, open, run } from '@cairn/core';
import { historyOf, whyOf } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineFromConfig } from '../../src/index.ts';
import { known, refundText, transfers } from '../refund.ts';

const refund = defineFromConfig(refundText, known);

const written = graph({
  name: 'refund',
  state: { order: z.string(), amount: z.number(), approvedBy: z.string().optional() },
  events: { approve: z.object({ by: z.string() }), reject: z.object({ reason: z.string() }) },
  start: 'triage',
  nodes: {
    triage: { next: [{ when: (s) => s.amount < 50, to: 'pay' }, 'approval'] },
    approval: {
      on: { approve: { to: 'pay', update: (_s, e) => ({ approvedBy: e.by }) }, reject: 'refused' },
      after: { '24h': 'refused' },
    },
    pay: {
      run: async (s, ctx) => {
        await ctx.step('transfer', () => transfers.push(`${s.order} ${s.amount} EUR`));
      },
      retry: { attempts: 3, backoff: '1s' },
      onError: 'refused',
      next: 'paid',
    },
    paid: { final: true },
    refused: { final: true },
  },
});

describe('the graph of the README as a document', () => {
  test('has the fingerprint of the one that is written in TypeScript', () => {
    expect(compile(refund).fingerprint).toBe(compile(written).fingerprint);
  });

  test.each([
    ['a small amount', { order: 'A-1', amount: 12 }, []],
    ['an approval', { order: 'A-2', amount: 120 }, [['approve', { by: 'ada' }]]],
    ['a refusal', { order: 'A-3', amount: 120 }, [['reject', { reason: 'no' }]]],
    ['a deadline', { order: 'A-4', amount: 120 }, []],
  ] as const)('runs as that does: %s', async (_, input, events) => {
    const told = await Promise.all(
      [refund, written as unknown as typeof refund].map(async (each) => {
        transfers.length = 0;
        const clock = virtualClock();
        const store = memory();
        const cairn = open({ store, graphs: [each], clock });
        const thread = await cairn.start(each, input, { id: 'r' });
        await thread.settled();
        for (const [event, payload] of events) await thread.send(event, payload);
        await clock.advance('25h');
        const result = await thread.ended();
        const rows = await historyOf(store, 'r');
        await cairn.close();
        return {
          result,
          rows: rows.map(({ changes, cause, lane, seq }) => ({ changes, cause, lane, seq })),
          transfers: [...transfers],
        };
      }),
    );
    expect(told[0]).toEqual(told[1]);
  });

  test('thresholds are tuned without touching a transition', async () => {
    const tuned = defineFromConfig(refundText, known, { thresholds: { small: 500 } });
    expect((await run(tuned, { order: 'A', amount: 120 })).status).toBe('done');
    expect((await run(refund, { order: 'A', amount: 120 })).status).toBe('waiting');
    expect(compile(tuned).fingerprint).toBe(compile(refund).fingerprint);
  });

  test('the text of an expression stands where a graph is drawn and where it is asked why', async () => {
    const text = 'state.amount < thresholds.small';
    expect(diagram(refund).edges.map(({ label }) => label)).toContain(text);
    const store = memory();
    const cairn = open({ store, graphs: [refund] });
    await (await cairn.start(refund, { order: 'A', amount: 120 }, { id: 'r' })).settled();
    const why = await whyOf(store, 'r', 2);
    expect(JSON.stringify(why)).toContain(text);
    await cairn.close();
  });
});
