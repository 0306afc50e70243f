import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, merge, open, sum, union, upsert } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

const long = graph({
  name: 'long',
  state: {
    rounds: z.number(),
    total: sum(),
    list: append(z.number()),
    seen: union(z.number()),
    by: merge(z.number()),
    rows: upsert(z.object({ id: z.number() }), 'id'),
    doc: z.object({ same: z.number(), last: z.number() }).optional(),
  },
  limits: { transitions: 1_000_000 },
  start: 'loop',
  nodes: {
    loop: {
      run: ({ total }) => ({
        total: 1,
        list: [total],
        seen: [total],
        by: { [`n${total}`]: total },
        rows: { upsert: [{ id: total }] },
        doc: { same: 1, last: total },
      }),
      next: [{ when: ({ total, rounds }) => total < rounds, to: 'loop' }, 'end'],
    },
    end: { final: true },
  },
});

afterEach(() => vi.restoreAllMocks());

async function played(rounds: number) {
  const cairn = open({ store: memory(), graphs: [long], clock: virtualClock() });
  const thread = await cairn.start(long, { rounds });
  await thread.ended();
  return thread;
}

/** How many parts all containers have that are made while something is done: each of them is frozen. */
async function partsMade(what: () => Promise<unknown>): Promise<number> {
  const { freeze } = Object;
  let parts = 0;
  vi.spyOn(Object, 'freeze').mockImplementation((made: unknown) => {
    parts += Array.isArray(made) ? made.length : Object.keys(made as object).length;
    return freeze(made);
  });
  await what();
  vi.restoreAllMocks();
  return parts;
}

test.each(['total', 'list', 'seen', 'by', 'rows', 'rounds', 'doc'] as const)(
  'what is made to tell who wrote "%s" grows with the rows of a thread, and not with their square',
  async (key) => {
    const [short, twice] = [await played(400), await played(800)];
    const [once, double] = [await partsMade(() => short.blame(key)), await partsMade(() => twice.blame(key))];
    expect(double / once).toBeLessThan(2.2);
  },
);

test('each of many rows is blamed for what it added', async () => {
  const thread = await played(300);
  for (const key of ['list', 'seen', 'by', 'rows'] as const) {
    const { parts } = await thread.blame(key);
    expect(parts.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, index) => index + 2));
  }
  expect((await thread.blame('total')).parts).toHaveLength(301);
  const wrote = async (part: string) => (await thread.blame('doc', { path: [part] })).parts.map(({ seq }) => seq);
  expect([await wrote('same'), await wrote('last')]).toEqual([[2], [301]]);
});
