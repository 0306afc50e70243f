import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, run } from '@cairn/core';

test('the guards of next see the local values that the activity just wrote', async () => {
  const counting = graph({
    name: 'counting',
    state: { round: local(z.number()), log: append(z.number()) },
    start: 'count',
    nodes: {
      count: {
        run: ({ round = 0 }) => ({ round: round + 1, log: [round] }),
        next: [{ when: ({ round = 0 }) => round < 3, to: 'count' }, 'end'],
      },
      end: { final: true },
    },
  });
  expect(await run(counting)).toMatchObject({ state: { log: [0, 1, 2] } });
});

test('the entries of each see the local values that the activity just wrote', async () => {
  const fan = graph({
    name: 'fan',
    state: { mine: local(z.string()), log: append(z.string()) },
    start: 'fork',
    nodes: {
      fork: {
        run: () => ({ mine: 'a' }),
        next: { each: ({ mine = '?' }) => [{ log: [mine] }], to: 'work', then: 'end' },
      },
      work: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });
  expect(await run(fan)).toMatchObject({ state: { log: ['a'] } });
});

const state = { name: local(z.string().default('nobody')), maybe: local(z.string().nullable().default('some')) };

test('a local key that nothing was written to is what its schema makes of nothing, in a lane as in a subgraph', async () => {
  const inner = graph({
    name: 'inner',
    state: { ...state, seen: append(z.string()) },
    start: 'look',
    nodes: { look: { run: (s) => ({ seen: [`inner ${s.name.length}`] }), next: 'end' }, end: { final: true } },
  });
  const outer = graph({
    name: 'outer',
    state: { ...state, seen: append(z.string()) },
    start: 'fan',
    nodes: {
      fan: { run: () => ({ name: 'me' }), next: { each: () => [{}, { name: 'own' }], to: 'work', then: 'sub' } },
      work: { run: (s) => ({ seen: [s.name] }), next: 'sub' },
      sub: { graph: inner, output: ({ state: { seen } }, s) => ({ seen: [...seen, s.name] }), next: 'end' },
      end: { final: true },
    },
  });
  expect((await run(outer)).state.seen).toEqual(['nobody', 'own', 'inner 6', 'me']);
});

test('what was written stands, null too, and is what `from` is told of', async () => {
  const told: unknown[] = [];
  const from = (update: number, current: number | undefined): number => {
    told.push(current);
    return update;
  };
  const writing = graph({
    name: 'writing',
    state: { ...state, count: local(z.number().default(3), { from }), seen: append(z.string().nullable()) },
    start: 'write',
    nodes: {
      write: { run: (s) => ({ maybe: null, count: 4, seen: [s.maybe] }), next: 'look' },
      look: { run: (s) => ({ count: s.count + 1, seen: [s.maybe, String(s.count)] }), next: 'end' },
      end: { final: true },
    },
  });
  expect((await run(writing)).state.seen).toEqual(['some', null, '4']);
  expect(told).toEqual([3, 4]);
});

test('a default that a state cannot hold is refused when the graph is compiled', async () => {
  const made = () =>
    graph({
      name: 'unfit',
      state: { call: local(z.any().default(() => () => 0)) },
      start: 'end',
      nodes: { end: { final: true } },
    });
  await expect(run(made())).rejects.toMatchObject({ code: 'value/refused', facts: { path: 'state.call' } });
});
