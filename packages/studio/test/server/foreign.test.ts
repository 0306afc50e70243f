import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { afterAll, expect, it } from 'vitest';
import { runBuilt } from '../../../../test/built/run-built.ts';
import type { Counts, Heat, ThreadShown, ThreadsPage } from '../../src/api.ts';
import { studio } from '../../src/index.ts';
import { get } from './asking.ts';
import { countdown } from './countdown.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-foreign-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('looks at a file that three workers write, while they do', async () => {
  const path = join(folder, 'busy.db');
  await sqlite(path).close();
  const workers = [0, 1, 2].map((worker) => {
    const program = join(import.meta.dirname, 'countdown-worker.ts');
    const child = spawn(process.execPath, [...runBuilt, program, path, String(worker)], { stdio: 'inherit' });
    return new Promise<number | null>((resolve) => void child.once('close', resolve));
  });
  const work = { isOver: false };
  const ended = Promise.all(workers).finally(() => (work.isOver = true));
  const store = sqlite(path, { readOnly: true });
  const looking = studio(store);
  while (!work.isOver) {
    const { status, body } = await get<ThreadsPage>(looking, 'threads?limit=5');
    expect(status).toBe(200);
    for (const { id } of body.threads) {
      const shown = await get<ThreadShown>(looking, `threads/${id}`);
      expect({ status: shown.status, id: shown.body.checkpoint.thread }).toEqual({ status: 200, id });
      expect((await get(looking, `threads/${id}/walk`)).status).toBe(200);
    }
  }
  expect(await ended).toEqual([0, 0, 0]);
  expect((await get<Counts>(looking, 'counts')).body.graphs).toEqual([{ graph: 'countdown', byStatus: { done: 30 } }]);
  await looking.close();
  await store.close();
});

it('answers others while it reads 10,000 threads, and ends with whoever asked', async () => {
  const store = sqlite(join(folder, 'many.db'));
  const cairn = open({ store, graphs: [countdown] });
  for (let at = 0; at < 10_000; at += 500)
    await Promise.all(
      Array.from({ length: 500 }, (_, of) => cairn.start(countdown, { left: 0 }, { id: `M-${at + of}` })),
    );
  await cairn.recovered();
  const failed: unknown[] = [];
  const looking = studio(store, { onError: (error) => failed.push(error) });
  const slow = Promise.all([get<Counts>(looking, 'counts'), get<Heat>(looking, 'graphs/countdown/heat')]);
  let turns = 0;
  const count = setInterval(() => (turns += 1), 1);
  const found = await get<ThreadsPage>(looking, 'threads?text=nothing%20has%20this');
  const [counts, heat] = await slow;
  clearInterval(count);
  expect(turns).toBeGreaterThan(3);
  const byStatus = counts.body.graphs[0]?.byStatus ?? {};
  expect(Object.values(byStatus).reduce((all, each) => all + each, 0)).toBe(10_000);
  expect(heat.body).toMatchObject({ isCut: true });
  expect(found.body.threads).toEqual([]);
  for (const gone of [AbortSignal.abort(), AbortSignal.abort('Error: aborted')]) {
    const request = new Request('http://localhost/api/v1/threads?text=x', { signal: gone });
    expect((await looking.fetch(request, { address: '127.0.0.1' })).status).not.toBe(200);
  }
  expect(failed).toEqual([]);
  await looking.close();
  await cairn.close();
});
