import { expect, it } from 'vitest';
import type { BulkDone } from '../../src/api.ts';
import { inBatches } from '../../src/page/threads/in-batches.ts';

it.each([0, 1, 999, 1_000, 1_001, 2_100])(
  'asks for %d threads, a thousand at a time, and tells all that came of it',
  async (count) => {
    const threads = Array.from({ length: count }, (_, at) => `T-${at}`);
    const asked: number[] = [];
    const told = await inBatches(threads, (batch) => {
      asked.push(batch.length);
      const refused = batch
        .filter((each) => each.endsWith('7'))
        .map((thread) => ({ thread, code: 'c', message: 'no' }));
      return Promise.resolve({ done: batch.filter((each) => !each.endsWith('7')), refused } satisfies BulkDone);
    });
    expect(Math.max(...asked)).toBeLessThanOrEqual(1_000);
    expect(asked).toHaveLength(Math.max(1, Math.ceil(count / 1_000)));
    expect([...told.done, ...told.refused.map(({ thread }) => thread)].toSorted()).toEqual(threads.toSorted());
  },
);
