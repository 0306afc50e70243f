// A value may come in at many places. Around the limit it is refused there at once, or can be read again for good.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  graph,
  local,
  memory,
  merge,
  open,
  reduce,
  union,
  upsert,
  type Cairn,
  type Context,
} from '@cairn/core';
import { keptOpen } from './kept-open.ts';

type Work = (deep: unknown, context: Context) => Promise<object> | object;

/** What a node does with a deep value. */
const works = {
  'a plain key': (v) => ({ v }),
  'a list': (v) => ({ list: [v] }),
  'a record': (v) => ({ record: { k: v } }),
  'a list by id': (v) => ({ byId: [{ id: 'a', v }] }),
  'a set': (v) => ({ set: [v] }),
  'a reducer': (v) => ({ reduced: v }),
  'a key of a lane': (v) => ({ own: v }),
  'a step': (v, { step }) => step('s', () => v).then(() => ({})),
  'a question': (v, { ask }) => ask('q', { payload: v, answer: z.any() }).then(() => ({})),
  'an answer': (_, { ask }) => ask('q', { answer: z.any() }).then(() => ({})),
  'an update that is refused': (v) => ({ v, isRefused: true }),
  'an item that a lane begins with': () => ({ opens: true }),
  'an event': () => ({}),
  'an edit': () => ({}),
  'a start': () => ({}),
} satisfies Record<string, Work>;

type Place = keyof typeof works;

function holding(place: Place, deep: unknown) {
  const work: Work = works[place];
  return graph({
    name: 'holding',
    state: {
      v: z.any(),
      list: append(z.any()),
      record: merge(z.any()),
      byId: upsert(z.object({ id: z.string(), v: z.any() }), 'id'),
      set: union(z.any()),
      reduced: reduce({ schema: z.any(), initial: {}, apply: (_, given: unknown) => ({ given }) }),
      own: local(z.any()),
      opens: z.boolean().optional(),
      isRefused: z.boolean().optional(),
    },
    events: { e: z.any() },
    start: 'work',
    nodes: {
      work: {
        run: (_, context) => work(deep, context) as never,
        verify: ({ isRefused }) => isRefused !== true,
        next: [{ when: ({ opens }) => opens === true, to: 'open' }, 'wait'],
      },
      open: { next: { each: () => [{ own: deep }], to: 'lane', then: 'wait' } },
      lane: { run: (_, { ask }) => ask('q', { answer: z.any() }).then(() => ({})), next: 'wait' },
      wait: { on: { e: { to: 'wait', update: (_, e) => ({ v: e as unknown }) } } },
    },
  });
}

const nests: Readonly<Record<string, (inner: unknown) => unknown>> = {
  objects: (a) => ({ a }),
  maps: (a) => new Map([['a', a]]),
};

async function put(cairn: Cairn, it: ReturnType<typeof holding>, place: Place, deep: unknown): Promise<void> {
  const thread = await cairn.start(it, place === 'a start' ? { v: deep } : {}, { id: 'T' });
  await thread.settled();
  if (place === 'an event') await thread.send('e', deep);
  if (place === 'an edit') await thread.edit({ v: deep });
  if (place === 'an answer') await thread.answer('q', deep);
  await thread.settled();
}

/** What comes of a value at a place, and of reading it again and going on in another process. */
async function outcomeOf(place: Place, deep: unknown): Promise<unknown> {
  const it = holding(place, deep);
  const store = memory();
  const first = open({ store: keptOpen(store), graphs: [it] });
  const refused: unknown = await put(first, it, place, deep).then(() => undefined, codeOf);
  await first.close();
  const second = open({ store: keptOpen(store), graphs: [it], recover: false });
  const thread = second.thread(it, 'T');
  const read = await thread
    .history()
    .then(() => thread.edit({ v: 1 }))
    .then(() => 'can be read', codeOf);
  await second.close();
  return refused ?? read;
}

const places = Object.keys(works) as Place[];

describe.each(Object.entries(nests))('of %s', (_, around) => {
  test.each(places)('what is too deep in %s is refused, and what is not can be read again', async (place) => {
    const came: unknown[] = [];
    for (let levels = 494; levels <= 503; levels += 1) {
      let deep: unknown = 1n;
      for (let level = 0; level < levels; level += 1) deep = around(deep);
      came.push(await outcomeOf(place, deep));
    }
    expect(came.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'can be read'));
    expect(came.filter((each) => each !== 'value/refused' && each !== 'can be read')).toEqual([]);
  });
});

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
