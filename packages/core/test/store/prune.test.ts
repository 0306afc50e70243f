import { graph, memory, open } from '@cairn/core';
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
