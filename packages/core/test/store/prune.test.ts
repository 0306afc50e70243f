import { graph, memory, open, type Cairn } from '@cairn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';

const counting = graph({
  name: 'counting',
  state: { n: z.number().default(0) },
  events: { stop: z.object({}) },
  start: 'count',
  nodes: {
    count: { run: (s) => ({ n: s.n + 1 }), next: [{ when: (s) => s.n < 20, to: 'count' }, 'wait'] },
    wait: { on: { stop: 'end' } },
    end: { final: true },
  },
});

test('pruning deletes what is over and leaves what waits', async () => {
  const cairn = open({ store: memory(), graphs: [counting] });
  const over = await cairn.start(counting, {}, { id: 'over' });
  await over.settled();
  await over.send('stop', {});
  await over.ended();
  const waits = await cairn.start(counting, {}, { id: 'waits' });
  await waits.settled();

  expect(await cairn.prune({ dryRun: true })).toMatchObject({ matched: 1, deleted: 1 });
  expect(await cairn.prune({ status: ['done', 'waiting'] })).toMatchObject({
    matched: 2,
    deleted: 1,
    spared: 1,
    cut: 0,
  });
  expect(await cairn.prune({ status: ['waiting'], drop: 'history' })).toMatchObject({ matched: 1, cut: 1, rows: 20 });
  expect((await cairn.threads()).threads.map(({ id }) => id)).toEqual(['waits']);
  expect(await cairn.verify()).toMatchObject({ threads: 1, findings: [] });

  await waits.send('stop', {});
  expect(await waits.ended()).toMatchObject({ status: 'done', state: { n: 20 } });
  await cairn.close();
});

test('cutting the history of an origin leaves its fork as it was', async () => {
  const cairn = open({ store: memory(), graphs: [counting] });
  const origin = await cairn.start(counting, {}, { id: 'origin' });
  await origin.settled();
  const fork = await origin.fork(5, { id: 'fork' });
  await fork.settled();
  const before = await fork.history();

  await cairn.prune({ threads: ['origin'], drop: 'history' });

  expect(await fork.history()).toEqual(before);
  expect((await fork.at(3)).state).toEqual({ n: 2 });
  await cairn.close();
});

test('a filter holds for threads that are named as it does for all of them', async () => {
  let now = 0;
  const cairn = open({ store: memory(), graphs: [counting], clock: { now: () => now, after: () => () => undefined } });
  const ids = Array.from({ length: 12 }, (_, at) => `T-${at}`);
  for (const [at, id] of ids.entries()) {
    now += 86_400_000;
    const thread = await cairn.start(counting, {}, { id, tags: at % 2 === 0 ? ['even'] : [] });
    await thread.settled();
    if (at % 3 === 0) await thread.cancel('enough');
    else if (at % 3 === 1) await thread.send('stop', {});
  }
  const goes = async (options: Parameters<Cairn['prune']>[0]): Promise<readonly [number, number]> => {
    const { matched, deleted } = await cairn.prune({ ...options, dryRun: true });
    return [matched, deleted];
  };
  await fc.assert(
    fc.asyncProperty(
      fc.record(
        {
          olderThan: fc.constantFrom('3d', '6d', '30d'),
          keep: fc.nat(13),
          status: fc.subarray(['done', 'cancelled', 'waiting'] as const, { minLength: 1 }),
          graph: fc.constantFrom('counting', 'another'),
          tags: fc.constantFrom(['even'], ['none']),
        },
        { requiredKeys: ['status'] },
      ),
      fc.subarray(ids),
      async (filter, some) => {
        expect(await goes({ ...filter, threads: ids })).toEqual(await goes(filter));
        const [matched] = await goes({ ...filter, threads: some });
        expect(matched).toBeLessThanOrEqual(some.length);
        const { keep: _, ...each } = filter;
        const alone = await Promise.all(some.map((id) => goes({ ...each, threads: [id] })));
        expect((await goes({ ...each, threads: some }))[0]).toBe(alone.filter(([found]) => found === 1).length);
      },
    ),
  );
  expect(await goes({ threads: ids })).toEqual([12, 8]);
  await cairn.close();
});
