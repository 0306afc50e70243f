// An alert is judged in tiers, and an address is blocked exactly once, whatever dies meanwhile.

import { append, graph, memory, open } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** A firewall as such services are: it knows idempotency keys. */
function firewall(): {
  readonly blocked: Map<string, string>;
  readonly block: (address: string, key: string) => string;
} {
  const blocked = new Map<string, string>();
  const block = (address: string, key: string): string => {
    if (!blocked.has(key)) blocked.set(key, address);
    return `blocked ${address}`;
  };
  return { blocked, block };
}

function triage(wall: ReturnType<typeof firewall>) {
  return graph({
    name: 'triage',
    state: { address: z.string(), score: z.number().optional(), log: append(z.string()) },
    events: { escalate: z.undefined(), dismiss: z.undefined() },
    start: 'first',
    nodes: {
      first: {
        run: async (s, ctx) => ({ score: await ctx.step('score', () => Number(s.address.split('.').at(-1)) / 255) }),
        next: [
          { when: (s) => (s.score ?? 0) > 0.9, to: 'block', label: 'certain' },
          { when: (s) => (s.score ?? 0) < 0.1, to: 'dismissed', label: 'noise' },
          'second',
        ],
      },
      second: { on: { escalate: 'block', dismiss: 'dismissed' }, after: { '15m': 'block' } },
      block: {
        run: async (s, ctx) => ({ log: [await ctx.step('block', () => wall.block(s.address, ctx.key('block')))] }),
        retry: { attempts: 3 },
        next: 'blocked',
      },
      blocked: { final: true },
      dismissed: { final: true },
    },
  });
}

test.each([
  ['10.0.0.250', 'blocked'],
  ['10.0.0.3', 'dismissed'],
])('what is clear needs nobody: %s is %s', async (address, outcome) => {
  const graphOf = triage(firewall());
  const cairn = open({ store: memory(), graphs: [graphOf] });
  expect(await (await cairn.start(graphOf, { address })).ended()).toMatchObject({ outcome });
  await cairn.close();
});

test('what nobody looks at within a quarter of an hour is blocked, and once, wherever the power goes out', async () => {
  const cuts = { before: 0, after: 0 };
  for (const when of ['before', 'after'] as const) {
    while (await cutAt(cuts[when] + 1, when)) cuts[when]++;
  }
  expect(Math.min(cuts.before, cuts.after)).toBeGreaterThan(4);
});

/** Whether the power went out before the thread came to its end, and then all came right again. */
async function cutAt(at: number, when: 'before' | 'after'): Promise<boolean> {
  const [store, wall, clock] = [memory(), firewall(), virtualClock()];
  const graphOf = triage(wall);
  const dying = powerCuts(store, { at, when });
  const first = open({ store: dying, graphs: [graphOf], clock });
  await first.start(graphOf, { address: '10.0.0.100' }, { id: 'a' }).catch(() => undefined);
  await clock.advance('15m');
  if (!dying.isOut) return false;
  const later = virtualClock(clock.now() + 60_000);
  const second = open({ store, graphs: [graphOf], clock: later });
  const thread = await second.start(graphOf, { address: '10.0.0.100' }, { id: 'a' });
  await later.advance('16m');
  expect(await thread.ended()).toMatchObject({ outcome: 'blocked', state: { log: ['blocked 10.0.0.100'] } });
  expect([...wall.blocked.values()]).toEqual(['10.0.0.100']);
  await second.close();
  return true;
}
