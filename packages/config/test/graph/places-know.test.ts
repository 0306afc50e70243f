/**
 * Each place of a document knows its own names: what `retry.when` sees of what was thrown, what `output` sees of a registered graph, and what the
 * constants under `with` are held against.
 */

import { append, graph } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { activity, checkConfig, registry } from '../../src/index.ts';

const sub = graph({
  name: 'sub',
  state: { t: z.string(), n: z.number().optional(), notes: append(z.string()), at: z.object({ city: z.string() }) },
  start: 'end',
  nodes: { end: { final: true } },
});

const known = registry({
  graphs: { sub },
  activities: {
    a: () => ({}),
    pay: activity({
      state: {},
      args: z.object({ cur: z.enum(['EUR', 'USD']), fee: z.number().optional(), due: z.date().optional() }),
      run: () => ({}),
    }),
  },
});

const told = (node: string): readonly string[] =>
  checkConfig(
    `name: d
state: { title: string?, fee: number, titles: append of string }
start: a
nodes:
  a: ${node}
  z: { final: true }
`,
    known,
  ).map(({ code, path, message }) => `${code} ${path}: ${message}`);

describe('retry.when', () => {
  test.each(['name', 'message', 'code'])('knows error.%s', (name) => {
    expect(
      told(`{ run: a, retry: { attempts: 2, when: 'has(error.${name}) && error.${name} == "x"' }, next: z }`),
    ).toEqual([]);
  });

  test.each(['attempt == 1.0', 'lane == "x"', 'fatal', 'at > 1.0', 'cause == 1'])('does not know error.%s', (rest) => {
    const found = told(`{ run: a, retry: { attempts: 2, when: 'error.${rest}' }, next: z }`);
    expect(found).toEqual([expect.stringMatching(/^expression nodes\.a\.retry\.when: /u)]);
  });

  test('while onError knows them all', () => {
    expect(told(`{ run: a, onError: { when: 'error.attempt > 1.0 && error.lane == "x"', to: z }, next: z }`)).toEqual(
      [],
    );
  });
});

describe('the state of a registered graph', () => {
  const output = (update: string) =>
    told(`{ graph: sub, input: { t: '"x"', at: { city: '"y"' } }, output: ${update}, next: z }`);

  test.each([
    '{ title: child.state.t }',
    '{ fee: "has(child.state.n) ? child.state.n : 1.0" }',
    '{ titles: child.state.notes }',
    '{ title: child.state.at.city }',
  ])('is known: %s', (update) => expect(output(update)).toEqual([]));

  test.each([
    ['{ title: child.state.tt }', /tt/u],
    ['{ title: child.state.at.cty }', /cty/u],
  ])('is checked: %s', (update, why) => expect(output(update)).toEqual([expect.stringMatching(why)]));
});

describe('constants under with', () => {
  const given = (args: string) => told(`{ run: pay, with: ${args}, next: z }`);

  test.each([`{ cur: '"EUR"' }`, `{ cur: state.title }`, `{ cur: '"EUR"', fee: '-1.0' }`])(
    'that fit are taken: %s',
    (args) => expect(given(args)).toEqual([]),
  );

  test.each([`{ cur: '"EUT"' }`, `{ cur: '"EUR"', fee: '"x"' }`, `{ cur: '"EUR"', due: 'duration("3h")' }`])(
    'that do not fit are told: %s',
    (args) => expect(given(args)).toEqual([expect.stringMatching(/^unfit-value nodes\.a\.with: /u)]),
  );
});
