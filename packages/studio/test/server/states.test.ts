import { diagram, graph, memory, open } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { GraphShown, Heat, LogPage, ThreadShown, WalkShown } from '../../src/api.ts';
import { studio } from '../../src/index.ts';
import { goThrough, hosting, oddStates } from '../odd-states.ts';
import { get } from './asking.ts';

test('what is told of states has the ids of the drawing, however they are called', async () => {
  const store = memory();
  const cairn = await goThrough(store, 't');
  const looking = studio(cairn);
  const ids = diagram(hosting).nodes.flatMap(({ id, state }) => (state === undefined ? [] : [id]));
  const [last] = ids.slice(-2);
  const visited = ids.slice(0, -1);

  const { body: shown } = await get<GraphShown>(looking, 'threads/t/graph');
  expect(shown.diagram.nodes.flatMap(({ id, state }) => (state === undefined ? [] : [id]))).toEqual(ids);

  const { body: heat } = await get<Heat>(looking, 'graphs/hosting/heat');
  const known = new Map(heat.nodes.map((node) => [node.id, node]));
  expect(ids.map((id) => known.get(id)?.visits ?? 0)).toEqual(ids.map((id) => (visited.includes(id) ? 1 : 0)));
  expect(ids.map((id) => known.get(id)?.now ?? 0)).toEqual(ids.map((id) => (id === last ? 1 : 0)));
  expect(heat.moves.filter(({ move }) => / be-\d+$/u.test(move))).toEqual(
    visited.slice(1).map((to, at) => ({ move: expect.stringContaining(`${visited[at]} ${to}`), count: 1 })),
  );

  const { body: walk } = await get<WalkShown>(looking, 'threads/t/walk');
  expect(walk.counts).toEqual(expect.arrayContaining(visited.map((of) => ({ of, count: 1 }))));
  expect(walk.current).toEqual(expect.arrayContaining(['machine', last]));

  const { body: thread } = await get<ThreadShown>(looking, 'threads/t');
  expect(thread.within).toEqual([{ lane: '', states: [oddStates.at(-2)] }]);
  const { body: log } = await get<LogPage>(looking, 'threads/t/log');
  expect(log.rows.map(({ states }) => states?.[0])).toEqual(oddStates.slice(0, -1));
  await looking.close();
  await cairn.close();
});

/** A graph whose node is in one of these states. */
function standing(version: string, states: readonly string[]) {
  return graph({
    name: 'standing',
    version,
    // What drawings show makes no version: a schema does.
    state: { at: version === '1' ? z.string() : z.string().max(20) },
    events: { be: z.string() },
    start: 'machine',
    nodes: {
      machine: {
        on: { be: { update: (_state, at) => ({ at }) } },
        drawing: {
          nodes: states.map((id) => ({ id, name: id, kind: 'atomic' })),
          edges: [],
          active: { key: 'at' },
        },
      },
    },
    migrate: version === '2' ? [{ from: '1', state: ({ at }) => ({ at: at === 'cart' ? 'basket' : at }) }] : [],
  });
}

test('the log names the states of before a migration as they were called then, and reads each plan once', async () => {
  const store = memory();
  const [first, second] = [standing('1', ['cart', 'paid']), standing('2', ['basket', 'settled'])];
  const before = open({ store, graphs: [first] });
  const thread = await before.start(first, { at: 'cart' }, { id: 't' });
  for (const at of ['paid', 'cart']) await thread.send('be', at);
  await before.close();
  const after = open({ store, graphs: [second] });
  await after.thread(second, 't').send('be', 'settled');

  const plans: string[] = [];
  const counting = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        if (name === 'plan') plans.push(String(given[0]));
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  const looking = studio(counting);
  const { body } = await get<LogPage>(looking, 'threads/t/log');
  const states = body.rows.map(({ states: [state = ''] = [] }) => state);
  expect(states).toEqual(['cart', 'paid', 'cart', 'basket', 'settled']);
  expect(plans).toHaveLength(2);
  await looking.close();
  await after.close();
});

test('a row that left other lanes than its own in states names them, in the words of the command', async () => {
  const machine = {
    on: { be: { to: 'end' } },
    drawing: { nodes: [{ id: 'cart', name: 'cart', kind: 'atomic' }], edges: [], active: { key: 'at' } },
  } as const;
  const both = graph({
    name: 'both',
    state: { at: z.string() },
    events: { be: z.undefined() },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['left', 'right'], then: 'end' } },
      left: machine,
      right: machine,
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [both] });
  await (await cairn.start(both, { at: 'cart' }, { id: 't' })).settled();
  const looking = studio(cairn);
  const { body } = await get<LogPage>(looking, 'threads/t/log');
  const lanes = body.rows.flatMap(({ opened }) => opened?.lanes ?? []).map(({ path }) => path);
  expect(lanes).toHaveLength(2);
  expect(body.rows.flatMap(({ states }) => states ?? [])).toEqual(lanes.map((path) => `${path}: cart`));
  await looking.close();
  await cairn.close();
});
