import assert from 'node:assert/strict';
import { given, noon } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

export const keeping: readonly StoreClaim[] = [
  claim('a plan is kept under its fingerprint as it first came', async ({ store, again }) => {
    assert.equal(await store.plan('f1'), undefined);
    await store.keepPlan('f1', 'orders', '{"nodes":1}');
    await store.keepPlan('f1', 'orders', '{"nodes":2}');
    await store.keepPlan('f2', 'orders', '{"nodes":3}');
    const kept = await again();
    assert.deepEqual([await kept.plan('f1'), await kept.plan('f2')], ['{"nodes":1}', '{"nodes":3}']);
  }),

  claim('the plans of a graph are listed in the order in which they first came', async ({ store, again }) => {
    assert.deepEqual(await store.plans('orders'), []);
    for (const print of ['f9', 'f1', 'f5', 'f9']) await store.keepPlan(print, 'orders', '{}');
    await store.keepPlan('f3', 'invoices', '{}');
    await store.keepPlan('f0', 'orders', '{}');
    assert.deepEqual(await (await again()).plans('orders'), ['f9', 'f1', 'f5', 'f0']);
  }),

  claim('a plan outlives the threads that ran with it', async ({ store, again }) => {
    await store.keepPlan('f1', 'orders', '{}');
    await given(store, 'a');
    await store.remove(['a']);
    assert.equal(await (await again()).plan('f1'), '{}');
  }),

  claim('a result is kept until its time is over', async ({ store, again }) => {
    assert.equal(await store.cached('k', noon), undefined);
    await store.keepCached('k', '1', noon + 10);
    await store.keepCached('l', '2', noon + 99);
    const kept = await again();
    assert.equal(await kept.cached('k', noon + 9), '1');
    assert.equal(await kept.cached('k', noon + 10), undefined);
    assert.equal(await kept.cached('l', noon + 10), '2');
  }),

  claim('a result that is kept again replaces the one before', async ({ store, again }) => {
    await store.keepCached('k', '1', noon + 10);
    await store.keepCached('k', '2', noon + 20);
    assert.equal(await (await again()).cached('k', noon + 15), '2');
    await (await again()).keepCached('k', '3', noon + 5);
    assert.equal(await (await again()).cached('k', noon + 15), undefined);
  }),

  claim('a store has a name and a version', async ({ store }) => {
    assert.ok(store.name.length > 0);
    assert.equal(typeof (await store.version()), 'number');
  }),
];
