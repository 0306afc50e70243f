import { graph, memory, open } from '@cairn/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Acted, BulkDone, ThreadsPage } from '../../src/api.ts';
import { studio, type Done } from '../../src/index.ts';
import { get, post } from './asking.ts';

const errand = graph({
  name: 'errand',
  state: { what: z.string() },
  events: { go: z.object({ by: z.string() }) },
  start: 'wait',
  nodes: { wait: { on: { go: 'done' } }, done: { final: true } },
});

it('whoever hears of what is done is told of tags and deletions too, of each once it is done, and by whom', async () => {
  const heard: Done[] = [];
  const wrongs: unknown[] = [];
  const cairn = open({ store: memory(), graphs: [errand] });
  const acting = studio(cairn, {
    authenticate: () => ({ name: 'ada', may: 'act' }),
    onAct: (done) => {
      heard.push(done);
      if (done.action === 'tag') throw new Error('the disk is full');
    },
    onError: (error) => wrongs.push(error),
  });
  await post<Acted>(acting, 'threads', { graph: 'errand', input: { what: 'tea' }, id: 'E-1' });
  expect((await post<Acted>(acting, 'threads/E-1/tag', { add: ['urgent'] })).body.thread.tags).toEqual(['urgent']);
  expect((await post(acting, 'threads/E-1/send', { event: 'gone' })).status).toBe(422);
  await post(acting, 'threads/E-1/send', { event: 'go', payload: { by: 'eve' } });
  await cairn.thread(errand, 'E-1').ended();
  const bulk = { action: 'delete', threads: ['E-1', 'E-2'] };
  await post<BulkDone>(acting, 'bulk', { ...bulk, dryRun: true });
  expect((await post<BulkDone>(acting, 'bulk', bulk)).body.done).toEqual(['E-1']);
  expect(heard.map(({ by, action, thread }) => `${by} ${action} ${thread}`)).toEqual([
    'ada start E-1',
    'ada tag E-1',
    'ada send E-1',
    'ada delete E-1',
  ]);
  expect(heard[1]?.asked).toEqual({ add: ['urgent'] });
  expect(wrongs).toEqual([new Error('the disk is full')]);
  await acting.close();
  await cairn.close();
});

it('says by its id whether a thread is there', async () => {
  const cairn = open({ store: memory(), graphs: [errand] });
  const acting = studio(cairn);
  await (await cairn.start(errand, { what: 'tea' }, { id: 'E/1' })).settled();
  const idsOf = async (id: string): Promise<readonly string[]> =>
    (await get<ThreadsPage>(acting, `threads?id=${encodeURIComponent(id)}`)).body.threads.map((each) => each.id);
  expect([await idsOf('E/1'), await idsOf('E')]).toEqual([['E/1'], []]);
  await acting.close();
  await cairn.close();
});
