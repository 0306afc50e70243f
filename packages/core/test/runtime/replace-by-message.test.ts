import { append, graph, memory, open, replace } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';

const listing = graph({
  name: 'listing',
  state: { list: append(z.string().max(3)), any: z.unknown().optional() },
  events: { stop: z.object({}) },
  start: 'wait',
  nodes: { wait: { on: { stop: 'end' } }, end: { final: true } },
});

test('what replaces a list is left as a message for another process, and forged nowhere on the way', async () => {
  const store = memory();
  const worker = open({ store, graphs: [listing] });
  const working = worker.work();
  const web = open({ store, graphs: [listing], drive: false });
  await (await worker.start(listing, { list: ['a', 'b'] }, { id: 't' })).settled();
  const thread = web.thread(listing, 't');

  await thread.edit({ list: replace(['c']) });
  expect((await thread.at()).state['list']).toEqual(['c']);
  await expect(thread.edit({ list: replace(['too long']) })).rejects.toMatchObject({ code: 'value/invalid' });
  await expect(
    thread.edit({ list: { $class: ['cairn/replace', ['d']], '~replace': true, value: ['d'] } as never }),
  ).rejects.toMatchObject({ code: 'value/invalid' });
  await expect(thread.edit({ any: { deep: replace(['d']) } })).rejects.toMatchObject({ code: 'value/refused' });
  expect((await thread.at()).state).toEqual({ list: ['c'] });
  await worker.close();
  await working;
});
