import { describe, expect, test } from 'vitest';
import { cancel, createMachine, raise } from 'xstate';
import { movesOf, pairOf } from './moves.ts';

describe('cancelling', () => {
  const make = () =>
    createMachine({
      id: 'm',
      on: {
        TWICE: {
          actions: [raise({ type: 'X' }, { id: 'x', delay: 10 }), raise({ type: 'Y' }, { id: 'x', delay: 20 })],
        },
        CANCEL: { actions: cancel('x') },
        X: {},
        Y: {},
      },
    });

  function firedAfter(...script: readonly (string | number)[]): readonly string[] {
    const pair = pairOf(make);
    const fired: string[] = [];
    for (const each of script) {
      if (typeof each === 'string') pair.send({ type: each });
      else pair.wait(each, () => fired.push(...pair.last.moves.map(({ event }) => event.type)));
      movesOf(pair);
    }
    return fired;
  }

  test('of two delayed events of one id takes the later one', () => {
    expect(firedAfter('TWICE', 'CANCEL', 50)).toEqual(['X']);
  });

  test('takes neither once one of them came', () => {
    expect(firedAfter('TWICE', 15, 'CANCEL', 50)).toEqual(['X', 'Y']);
  });

  test('takes one that was armed in another process', () => {
    expect(firedAfter('TWICE', 'CANCEL', 'CANCEL', 'TWICE', 'CANCEL', 50)).toEqual(['X', 'X']);
  });
});

test('a timer of the machine fires after a restart, once, and what it arms that is due too in the same step', () => {
  const pair = pairOf(() =>
    createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { after: { 1000: 'b' } }, b: { after: { 0: 'c' } }, c: { after: { 500: 'd' } }, d: {} },
    }),
  );
  expect(pair.stands.due).toBe(pair.clock.now + 1000);
  pair.wait(999);
  expect(pair.stands.value).toBe('a');
  pair.wait(1);
  expect(movesOf(pair)).toEqual([]);
  expect(pair.stands.value).toBe('c');
  pair.wait(10_000);
  expect(pair.stands).toMatchObject({ value: 'd', jobs: [] });
  expect(pair.stands.due).toBeUndefined();
});
