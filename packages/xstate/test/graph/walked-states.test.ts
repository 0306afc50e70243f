import { diagram, memory, open, type AnyGraph, type Diagram } from '@cairn/core';
import { whyOf } from '@cairn/core/inspect';
import { marksOf, moveOf } from '../../../drawing/src/thread.ts';
import { expect, test } from 'vitest';
import { createMachine, raise } from 'xstate';
import { fromXState } from '../../src/index.ts';

const never = (): boolean => false;

interface Walked {
  readonly what: string;
  readonly config: object;
  readonly sent: readonly string[];
  readonly taken: readonly string[];
  readonly visits: Readonly<Record<string, number>>;
}

test.each<Walked>([
  {
    what: 'an event that a transition and a wildcard take',
    config: { initial: 'a', states: { a: { on: { FOO: 'b', '*': 'b' } }, b: {} } },
    sent: ['*FOO'],
    taken: ['a b FOO'],
    visits: { a: 1, b: 1 },
  },
  {
    what: 'an event that two wildcards take',
    config: { initial: 'a', states: { a: { on: { 'foo.*': 'b', '*': 'b' } }, b: {} } },
    sent: ['*foo.x'],
    taken: ['a b foo.*'],
    visits: { a: 1, b: 1 },
  },
  {
    what: 'a transition whose guard refuses, and another that leads to the same state over one that goes on',
    config: {
      initial: 'a',
      states: { a: { on: { X: [{ target: 'b', guard: never }, { target: 'c' }] } }, c: { always: 'b' }, b: {} },
    },
    sent: ['X'],
    taken: ['a c X', 'c b '],
    visits: { a: 1, b: 1, c: 1 },
  },
  {
    what: 'what an entry raises',
    config: {
      initial: 'a',
      states: {
        a: { on: { X: [{ target: 'b', guard: never }, { target: 'c' }] } },
        c: { entry: raise({ type: 'Y' }), on: { Y: 'b' } },
        b: {},
      },
    },
    sent: ['X'],
    taken: ['a c X', 'c b Y'],
    visits: { a: 1, b: 1, c: 1 },
  },
  {
    what: 'a state that is left and come to again',
    config: { initial: 'a', states: { a: { on: { X: { target: 'a', reenter: true } } } } },
    sent: ['X', 'X', 'X'],
    taken: ['a a X', 'a a X', 'a a X'],
    visits: { a: 4 },
  },
  {
    what: 'an action that leaves a machine where it is, and an event whose guard refuses',
    config: {
      initial: 'a',
      states: { a: { on: { X: { actions: () => undefined }, Y: { target: 'b', guard: never } } }, b: {} },
    },
    sent: ['X', 'Y', 'X'],
    taken: ['a a X (stays)', 'a a X (stays)'],
    visits: { a: 1 },
  },
  {
    what: 'an event under a part of its name',
    config: { initial: 'a', states: { a: { on: { N: 'b' } }, b: { on: { 'go.*': 'a' } } } },
    sent: ['N', '*go.on'],
    taken: ['a b N', 'b a go.*'],
    visits: { a: 2, b: 1 },
  },
  {
    what: 'an event that nothing takes',
    config: { initial: 'a', states: { a: { on: { N: 'b' } }, b: {} } },
    sent: ['N', 'N', '*NO'],
    taken: ['a b N'],
    visits: { a: 1, b: 1 },
  },
  {
    what: 'an event that is named to do nothing',
    config: { initial: 'a', on: { S: '.b' }, states: { a: { on: { S: {} } }, b: {} } },
    sent: ['S', 'S'],
    taken: [],
    visits: { a: 1 },
  },
  {
    what: 'a history that was never left, and one that was',
    config: {
      initial: 'off',
      states: {
        off: { on: { ON: 'w.h' } },
        w: {
          initial: 'x',
          states: { x: {}, z: {}, h: { type: 'history', target: 'z' } },
          on: { OFF: 'off' },
        },
      },
    },
    sent: ['ON', 'OFF', 'ON'],
    taken: ['off w.h ON', 'w.h w.z at first', 'w off OFF', 'off w.h ON'],
    visits: { off: 2, w: 2, 'w.z': 2 },
  },
])('of $what it is marked what was taken and come to, as often as it was', async ({ config, sent, taken, visits }) => {
  const graph: AnyGraph = fromXState('g', createMachine({ id: 'm', ...config } as never));
  const store = memory();
  const cairn = open({ store, graphs: [graph] });
  const thread = await cairn.start(graph, {}, { id: 't' });
  for (const each of sent) {
    if (each.startsWith('*')) await thread.send('*' as never, { type: each.slice(1) });
    else await thread.send(each as never, undefined);
  }
  await thread.settled();
  const took: string[] = [];
  for (let seq = 1; seq <= (await thread.record()).head; seq += 1) {
    const why = await whyOf(store, 't', seq);
    took.push(...(why.took ?? []).map(({ from = '', to, label = '' }) => `${from} ${to} ${label}`));
  }
  expect(took).toEqual(taken);
  const drawn = diagram(graph);
  const { counts } = await marksOf(store, await thread.at(), drawn);
  expect(movesIn(drawn, counts).toSorted()).toEqual(taken.toSorted());
  const come = drawn.nodes.flatMap(({ id, state }) =>
    state === undefined || !counts.has(id) ? [] : [[id.slice('machine.'.length), counts.get(id)]],
  );
  expect(Object.fromEntries(come)).toEqual(visits);
  await cairn.close();
});

/** The moves between states that were made, each as often as it was: `a b X`. */
function movesIn({ edges }: Diagram, counts: ReadonlyMap<string, number>): readonly string[] {
  return edges
    .filter(({ to }) => to.startsWith('machine.'))
    .flatMap((edge) => {
      const text = `${edge.from.slice(8)} ${edge.to.slice(8)} ${edge.label ?? ''}`;
      return Array.from({ length: counts.get(moveOf(edge)) ?? 0 }, () => text);
    });
}
