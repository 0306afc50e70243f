import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, memory, open, replay, type Store } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { powerCuts } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { gate, learnedPolicy } from '@cairn/patterns';

/** Lets more through the fewer refusals there were. */
function limits(store: Store) {
  return learnedPolicy({
    store,
    name: 'refund-limit',
    initial: { limit: 100, refusals: 0, decisions: 0 },
    learn: ({ refusals, decisions }, { wasRefused }: { wasRefused: boolean }) => {
      const refused = refusals + (wasRefused ? 1 : 0);
      const share = refused / (decisions + 1);
      return { limit: share > 0.5 ? 50 : 200, refusals: refused, decisions: decisions + 1 };
    },
  });
}

test('outcomes make versions, each of which stays, and each counts once', async () => {
  const policy = limits(memory());
  expect(await policy.read()).toMatchObject({ version: 0, value: { limit: 100 } });
  expect(await policy.learn({ wasRefused: true }, 't-1')).toMatchObject({ version: 1, value: { limit: 50 } });
  expect(await policy.learn({ wasRefused: true }, 't-1')).toMatchObject({ version: 1 });
  expect(await policy.learn({ wasRefused: false }, 't-2')).toMatchObject({ version: 2, value: { limit: 200 } });
  expect(await policy.read()).toMatchObject({ version: 2, value: { refusals: 1, decisions: 2 } });
  expect(await policy.read(1)).toMatchObject({ version: 1, value: { limit: 50 } });
  expect(await policy.read(0)).toMatchObject({ version: 0, value: { limit: 100 } });
  expect(await policy.read(3)).toBeUndefined();
});

test('two processes that learn at once lose nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'learned-'));
  const stores = [sqlite(join(folder, 'a.db')), sqlite(join(folder, 'a.db'))];
  const policies = stores.map(limits);
  // Each outcome is told by both of them.
  const outcomes = Array.from({ length: 20 }, (_, at) => ({ wasRefused: at % 2 === 0, id: `t-${at}` }));
  await Promise.all(policies.flatMap((policy) => outcomes.map(({ id, ...outcome }) => policy.learn(outcome, id))));
  const found = await policies[0]?.read();
  expect(found).toMatchObject({ version: 20, value: { refusals: 10, decisions: 20 } });
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true });
});

test.each(['before', 'after'] as const)('what the power goes out %s is learned once', async (when) => {
  const store = memory();
  const dying = limits(powerCuts(store, { at: 1, when }));
  await expect(dying.learn({ wasRefused: true }, 't-1')).rejects.toThrow('power');
  expect(await limits(store).learn({ wasRefused: true }, 't-1')).toMatchObject({ version: 1, value: { decisions: 1 } });
});

test('a gate decides by the version that its thread names, whatever is learned since', async () => {
  const store = memory();
  const policy = limits(store);
  const refund = gate({
    name: 'refund',
    action: z.object({ amount: z.number() }),
    policy,
    rules: [{ name: 'above the limit', when: ({ amount }, facts) => amount > facts.policy.limit, then: 'ask' }],
    person: { deadline: '1d' },
  });
  expect(check(refund)).toEqual([]);
  const cairn = open({ store, graphs: [refund] });
  const small = await cairn.start(refund, { action: { amount: 80 } });
  expect(await small.ended()).toMatchObject({ outcome: 'allowed', state: { policy: { version: 0 } } });

  await policy.learn({ wasRefused: true }, small.id);
  const asked = await cairn.start(refund, { action: { amount: 80 } });
  expect(await asked.settled()).toMatchObject({
    status: 'waiting',
    state: { policy: { version: 1, value: { limit: 50 } }, held: [{ rule: 'above the limit' }] },
  });

  await policy.learn({ wasRefused: false }, 't-2');
  await asked.send('amend', { by: 'ada', action: { amount: 70 } });
  expect(await asked.ended()).toMatchObject({ outcome: 'allowed', state: { policy: { version: 2 }, by: 'ada' } });
  expect((await replay(small, refund)).divergence).toBeUndefined();
  await cairn.close();
});
