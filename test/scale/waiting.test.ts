import { graph, memory, open } from '@cairn/core';
import type { NewThread } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';
import { measured } from './measured-store.ts';

const reminding = graph({
  name: 'reminding',
  state: { in: z.number() },
  events: { stop: z.object({}).optional() },
  start: 'choose',
  nodes: {
    choose: { next: [{ when: (s) => s.in === 1, to: 'soon' }, 'late'] },
    soon: { after: { '1h': 'end' } },
    late: { on: { stop: 'end' }, after: { '30d': 'end' } },
    end: { final: true },
  },
});

const many = 10_000;
const soon = 5;

/** A file with so many threads that wait, of which a few are due after an hour. */
async function manyWaiting(): Promise<{ path: string; start: number }> {
  const clock = virtualClock();
  const sample = memory();
  const cairn = open({ store: sample, graphs: [reminding], clock });
  await (await cairn.start(reminding, { in: 1 }, { id: 'soon' })).status();
  await (await cairn.start(reminding, { in: 2 }, { id: 'late' })).status();
  await clock.advance(0);
  const path = join(folder(), 'many.db');
  const store = sqlite(path);
  const threads = await Promise.all(
    ['soon', 'late'].map(async (id) => ({ record: await sample.thread(id), rows: await sample.rows(id) })),
  );
  for (let index = 0; index < many; index += 1) {
    const { record, rows } = threads[index < soon ? 0 : 1] as (typeof threads)[0];
    if (record === undefined) throw new Error('it was not started');
    const { head: _head, updated: _updated, fence: _fence, takeovers: _takeovers, ...facts } = record;
    const thread = { ...facts, id: `t${index}`, created: record.created + index, rows } satisfies NewThread;
    await store.create(thread);
  }
  await cairn.close();
  await store.close();
  return { path, start: clock.now() };
}

test('of 10,000 waiting threads, opening reads those that are due, and lists are read a page at a time', async () => {
  const { path, start } = await manyWaiting();
  const clock = virtualClock(start);
  const { store, taken } = measured(sqlite(path));
  const cairn = open({ store, graphs: [reminding], clock });
  await cairn.recovered();
  const opened = taken();
  expect(opened.read).toBe(0);
  expect(Object.values(opened.calls).reduce((sum, count) => sum + count, 0)).toBeLessThan(8);
  expect(clock.pending).toEqual([start + 3_600_000]);

  await clock.advance('1h');
  const due = taken();
  expect(due.calls['take']).toBe(soon);
  expect(due.read).toBeLessThanOrEqual(soon * 4);
  expect((await cairn.threads({ status: ['done'] })).threads.length).toBe(soon);

  taken();
  let cursor: string | undefined;
  let listed = 0;
  do {
    const page = await cairn.threads({ status: ['waiting'], limit: 1_000, ...(cursor !== undefined && { cursor }) });
    expect(page.threads.length).toBeLessThanOrEqual(1_000);
    listed += page.threads.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(listed).toBe(many - soon);
  expect(taken().calls).toEqual({ threads: 10 });
  await cairn.close();
});
