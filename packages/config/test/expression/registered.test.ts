import { run } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkConfig, defineFromConfig, registry } from '../../src/index.ts';

const known = registry({
  schemas: {
    Money: z.object({ amount: z.number(), currency: z.string(), of: z.object({ year: z.int() }).optional() }),
    Loose: z.looseObject({ a: z.number() }),
    Cents: z.coerce.number(),
    When: z.object({ at: z.date() }),
    Maybe: z.object({ text: z.string().nullable() }),
  },
});

function withBegin(begin: string): string {
  return `name: d
state: { money: Money, many: list of Money, held: { inner: Money? }, loose: Loose, cents: Cents, when: When, maybe: Maybe, n: number?, t: string?, more: Money? }
events: { pay: Money }
start: z
begin: ${begin}
nodes: { z: { on: { pay: { update: { n: event.amount } } } } }
`;
}

const told = (text: string): readonly string[] =>
  checkConfig(text, known).map(({ path, message }) => `${path}: ${message}`);

describe('what a schema of the registry holds is known to expressions', () => {
  test.each([
    ['{ n: state.money.amonut }', 'begin.n: There is no "amonut" in state.money. Did you mean "amount"?'],
    ['{ n: state.held.inner.amonut }', 'begin.n: There is no "amonut" in state.held.inner. Did you mean "amount"?'],
    ['{ n: state.money }', 'begin.n: This must give a number, but it gives a map.'],
    ['{ n: "state.many[0].of.yaer" }', 'begin.n: There is no "yaer" in state.many[0].of. Did you mean "year"?'],
  ])('%s', (begin, message) => {
    expect(told(withBegin(begin))).toEqual([message]);
  });

  test('also of what an event brings', () => {
    expect(told(withBegin('{}').replace('event.amount', 'event.amuont'))).toEqual([
      'nodes.z.on.pay.update.n: There is no "amuont" in event. Did you mean "amount"?',
    ]);
  });

  test.each([
    '{ n: "state.loose.other" }',
    '{ n: "state.when.what" }',
    '{ t: "state.maybe.text" }',
    '{ cents: \'"5"\' }',
    '{ n: state.money.amount + state.cents }',
    '{ more: state.money }',
  ])('but nothing that it does not say, or may be made of something else: %s', (begin) => {
    expect(told(withBegin(begin))).toEqual([]);
  });

  test('and is what it is when it runs', async () => {
    const text = `name: d
state: { cents: Cents?, money: Money, n: number? }
start: a
nodes:
  a: { after: [], next: [{ when: state.money.amount > 5, to: z }] }
  z: { final: true }
begin: { cents: '"5"', n: state.money.amount + 1 }
`;
    const { state } = await run(defineFromConfig(text, known), { money: { amount: 7, currency: 'EUR' } });
    expect(state).toMatchObject({ cents: 5, n: 8 });
  });
});
