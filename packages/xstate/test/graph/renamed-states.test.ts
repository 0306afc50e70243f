import { memory, open, type AnyGraph } from '@cairn/core';
import { activeOf, diagramAt, innermostOf, whyOf } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { expect, test } from 'vitest';
import { createMachine, type AnyStateMachine } from 'xstate';
import { marksOf } from '../../../drawing/src/thread.ts';
import { fromXState } from '../../src/index.ts';

/** A machine that goes from its first state to `x` and back; the last stands aside. */
function machineOf(first: string, aside: string): AnyStateMachine {
  return createMachine({
    id: 'm',
    initial: first,
    states: { [first]: { on: { PAY: 'x' } }, x: { on: { BACK: first } }, [aside]: {} },
  });
}

interface Version {
  readonly first: string;
  readonly aside: string;
  /** New names by those of the version before. */
  readonly states?: Readonly<Record<string, string>>;
}

function graphOf({ first, aside, states }: Version, version: number): AnyGraph {
  const migrate = states === undefined ? {} : { migrate: [{ from: `${version - 1}`, states }] };
  return fromXState('shop', machineOf(first, aside), { version: `${version}`, ...migrate });
}

/** What a thread was in, by its checkpoints, and what the newest graph shows of it. */
async function told(store: Store, head: number): Promise<unknown> {
  const byLog: string[] = [];
  for await (const { seq, active, diagram } of activeOf(store, 't'))
    byLog.push(`${seq} ${innermostOf(diagram, active).join()}`);
  const byWhy: string[] = [];
  for (let seq = 1; seq <= head; seq += 1) byWhy.push((await whyOf(store, 't', seq)).within?.join() ?? '');
  return { byLog, byWhy };
}

test.each<{ what: string; versions: readonly Version[]; log: readonly string[]; counts: Record<string, number> }>([
  {
    what: 'renamed',
    versions: [
      { first: 'cart', aside: 'z' },
      { first: 'basket', aside: 'z', states: { 'm.cart': 'm.basket' } },
    ],
    log: ['1 cart', '3 x', '4 cart', '5 basket', '6 x', '7 basket'],
    counts: { basket: 3, x: 2 },
  },
  {
    what: 'swapped',
    versions: [
      { first: 'a', aside: 'b' },
      { first: 'b', aside: 'a', states: { 'm.a': 'm.b', 'm.b': 'm.a' } },
    ],
    log: ['1 a', '3 x', '4 a', '5 b', '6 x', '7 b'],
    counts: { b: 3, x: 2 },
  },
  {
    what: 'renamed twice',
    versions: [
      { first: 'a', aside: 'z' },
      { first: 'b', aside: 'z', states: { 'm.a': 'm.b' } },
      { first: 'c', aside: 'z', states: { 'm.b': 'm.c' } },
    ],
    log: ['1 a', '3 x', '4 a', '5 b', '6 x', '7 b', '8 c', '9 x', '10 c'],
    counts: { c: 4, x: 3 },
  },
  {
    what: 'gone, the one aside',
    versions: [
      { first: 'a', aside: 'z' },
      { first: 'a', aside: 'y' },
    ],
    log: ['1 a', '3 x', '4 a', '6 x', '7 a'],
    counts: { a: 3, x: 2 },
  },
])(
  'where states are $what, older checkpoints keep those that they had, and visits go by the names of today',
  async ({ versions, log, counts }) => {
    const store = memory();
    for (const [at, version] of versions.entries()) {
      const graph = graphOf(version, at + 1);
      const cairn = open({ store, graphs: [graph] });
      const thread = at === 0 ? await cairn.start(graph, {}, { id: 't' }) : cairn.thread(graph, 't');
      for (const type of ['PAY', 'BACK']) {
        await thread.send(type as never, undefined);
        await thread.settled();
      }
      await cairn.close();
    }
    const head = 1 + 3 * versions.length;
    const { byLog, byWhy } = (await told(store, head)) as { byLog: readonly string[]; byWhy: readonly string[] };
    expect(byLog).toEqual(log);
    for (const line of log) {
      const [seq, state] = line.split(' ');
      expect(byWhy[Number(seq) - 1]).toBe(state);
    }
    const newest = await diagramAt(store, 't', head);
    const lanes = [{ lane: '', graph: '', node: 'machine', phase: 'open', state: {} }] as never;
    const marks = await marksOf(store, { thread: 't', seq: head, lanes }, newest);
    const visits = [...marks.counts].filter(([id]) => id.startsWith('machine.') && !id.includes(' '));
    expect(Object.fromEntries(visits.map(([id, count]) => [id.slice(8), count]))).toEqual(counts);
    // What was drawn then is marked by itself.
    const first = await diagramAt(store, 't', 4);
    const then = await marksOf(store, { thread: 't', seq: 4, lanes }, first);
    expect(then.counts.get(`machine.${versions[0]?.first}`)).toBe(2);
  },
);

test('a migration says what was active before by the names of before, and comes to nothing', async () => {
  const store = memory();
  const [one, two] = [
    graphOf({ first: 'cart', aside: 'z' }, 1),
    graphOf({ first: 'basket', aside: 'z', states: { 'm.cart': 'm.basket' } }, 2),
  ];
  const first = open({ store, graphs: [one] });
  await (await first.start(one, {}, { id: 't' })).settled();
  await first.close();
  const second = open({ store, graphs: [two] });
  await second.thread(two, 't').send('PAY' as never, undefined);
  await second.close();
  const jump = (await store.rows('t', {})).find(({ cause }) => cause === 'migrate')?.seq ?? 0;
  expect(await whyOf(store, 't', jump)).toMatchObject({ withinBefore: ['cart'], within: ['basket'] });
  expect(await whyOf(store, 't', jump + 1)).toMatchObject({ withinBefore: ['basket'], within: ['x'] });
  const come: string[] = [];
  for await (const { seq, entered } of activeOf(store, 't')) if (seq === jump) come.push(...entered);
  expect(come).toEqual([]);
});

test.each<{ what: string; was: object; is: object; states: Readonly<Record<string, string>> }>([
  {
    what: 'by an id of its own, to one that it has by its place',
    was: { cart: { id: 'trolley', initial: 'open', states: { open: {} }, on: { PAY: 'x' } } },
    is: { basket: { initial: 'open', states: { open: {} }, on: { PAY: 'x' } } },
    states: { trolley: 'm.basket', 'm.cart.open': 'm.basket.open' },
  },
  {
    what: 'to an id of its own, of one that it had by its place',
    was: { cart: { initial: 'open', states: { open: {} }, on: { PAY: 'x' } } },
    is: { basket: { id: 'trolley', initial: 'open', states: { open: {} }, on: { PAY: 'x' } } },
    states: { 'm.cart': 'trolley', 'm.cart.open': 'm.basket.open' },
  },
  {
    what: 'by an id of its own to another one',
    was: { cart: { id: 'trolley', initial: 'open', states: { open: {} }, on: { PAY: 'x' } } },
    is: { basket: { id: 'crate', initial: 'open', states: { open: {} }, on: { PAY: 'x' } } },
    states: { trolley: 'crate', 'm.cart.open': 'm.basket.open' },
  },
  {
    what: 'and keeps an id of its own',
    was: { cart: { id: 'trolley', initial: 'open', states: { open: {} }, on: { PAY: 'x' } } },
    is: { basket: { id: 'trolley', initial: 'open', states: { open: {} }, on: { PAY: 'x' } } },
    states: { 'm.cart.open': 'm.basket.open' },
  },
])('a state that is renamed $what is followed in pictures, with what is below it', async ({ was, is, states }) => {
  const store = memory();
  const made = (config: object): AnyStateMachine =>
    createMachine({ id: 'm', initial: Object.keys(config)[0], states: { ...config, x: {} } } as never);
  const one = fromXState('shop', made(was), { version: '1' });
  const first = open({ store, graphs: [one] });
  await (await first.start(one, {}, { id: 't' })).settled();
  await first.close();
  const two = fromXState('shop', made(is), { version: '2', migrate: [{ from: '1', states }] });
  const second = open({ store, graphs: [two] });
  await second.thread(two, 't').send('PAY' as never, undefined as never);
  const at = await second.thread(two, 't').at();
  const { counts } = await marksOf(store, at, await diagramAt(store, 't', at.seq));
  await second.close();
  expect(counts.get('machine.basket')).toBe(1);
  expect(counts.get('machine.basket.open')).toBe(1);
});
