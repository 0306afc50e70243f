import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, graph, memory, mermaid, open, replay, run, type FactsOf, type InputOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { gate, type Asking, type Notice, type Ruling } from '@cairn/patterns';

const action = z.object({ order: z.string(), amount: z.number() });

function refunds() {
  const told: Notice[] = [];
  const refund = gate({
    name: 'refund',
    action,
    rules: [
      { name: 'more than 100', when: ({ amount }) => amount > 100, then: 'ask' },
      { name: 'more than 1000', when: ({ amount }) => amount > 1_000, then: 'ask', approvals: 2 },
      { name: 'not more than nothing', when: ({ amount }) => amount <= 0, then: 'refuse' },
      { name: 'a test', when: ({ order }) => order.startsWith('test'), then: 'allow' },
    ],
    person: {
      notifier: {
        send: async (notice) => {
          told.push(notice);
        },
      },
      deadline: '2d',
    },
  });
  return { refund, told };
}

async function asked(amount: number) {
  const { refund, told } = refunds();
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [refund], clock });
  const thread = await cairn.start(refund, { action: { order: 'o-1', amount } });
  await clock.advance('1s');
  return { thread, clock, told, cairn, refund };
}

test('it is a graph without mistakes, that is drawn with its rules', () => {
  const { refund } = refunds();
  expect(check(refund)).toEqual([]);
  const drawn = mermaid(diagram(refund));
  for (const name of ['more than 100', 'more than 1000', 'not more than nothing', 'a test'])
    expect(drawn).toContain(name);
});

test('its types are those of its action', () => {
  const { refund } = refunds();
  expectTypeOf<InputOf<typeof refund>>().toHaveProperty('action').toEqualTypeOf<{ order: string; amount: number }>();
  expectTypeOf<FactsOf<typeof refund>['outcome']>().toEqualTypeOf<'allowed' | 'refused' | 'expired'>();
  expectTypeOf<FactsOf<typeof refund>['state']['held'][number]['then']>().toEqualTypeOf<Ruling>();
});

test.each([
  [20, 'allowed', []],
  [-5, 'refused', ['not more than nothing']],
])('of %d it is %s without anybody asked', async (amount, outcome, held) => {
  const { refund, told } = refunds();
  const ended = await run(refund, { action: { order: 'o-1', amount } });
  expect(ended).toMatchObject({ status: 'done', outcome });
  expect(ended.state.held.map(({ rule }) => rule)).toEqual(held);
  expect(ended.state.by).toBeUndefined();
  expect(told).toEqual([]);
});

describe('whoever is asked', () => {
  test('is told what for, approves, and stands in the state', async () => {
    const { thread, told, cairn } = await asked(200);
    expect(told).toEqual([
      {
        subject: 'refund asks for an approval',
        text: 'It is asked because of: more than 100.',
        facts: { order: 'o-1', amount: '200' },
      },
    ]);
    await thread.send('approve', { by: 'ada', note: 'a good customer' });
    const { outcome, state } = (await thread.ended()) as never;
    expect(outcome).toBe('allowed');
    expect(state).toMatchObject({ by: 'ada', approvals: [{ by: 'ada', note: 'a good customer', round: 1 }] });
    await cairn.close();
  });

  test('rejects with a reason', async () => {
    const { thread, cairn } = await asked(200);
    await thread.send('reject', { by: 'ada', reason: 'not ours' });
    expect(await thread.ended()).toMatchObject({ outcome: 'refused', state: { by: 'ada', reason: 'not ours' } });
    await cairn.close();
  });

  test('is not asked for longer than the deadline', async () => {
    const { thread, clock, cairn } = await asked(200);
    await clock.advance('2d');
    expect(await thread.ended()).toMatchObject({ outcome: 'expired' });
    await cairn.close();
  });

  test('has to be several different people where the strictest rule says so', async () => {
    const { thread, cairn, told } = await asked(2_000);
    expect(told[0]?.subject).toBe('refund asks for 2 approvals');
    await thread.send('approve', { by: 'ada' });
    await thread.send('approve', { by: 'ada' });
    expect((await thread.settled()).state.approvals).toHaveLength(1);
    await thread.send('approve', { by: 'grace' });
    expect(await thread.ended()).toMatchObject({ outcome: 'allowed', state: { by: 'grace' } });
    await cairn.close();
  });

  test('may amend the action, which goes through the rules again', async () => {
    const { thread, cairn, told, clock } = await asked(2_000);
    await thread.send('approve', { by: 'ada' });
    await thread.send('amend', { by: 'ada', action: { order: 'o-1', amount: 1_500 } });
    await clock.advance('1s');
    expect(told).toHaveLength(2);
    // Approvals were of what was amended.
    await thread.send('approve', { by: 'grace' });
    expect((await thread.settled()).status).toBe('waiting');
    await thread.send('amend', { by: 'grace', action: { order: 'o-1', amount: 50 } });
    expect(await thread.ended()).toMatchObject({
      outcome: 'allowed',
      state: {
        round: 3,
        held: [],
        by: 'grace',
        amended: [
          { by: 'ada', action: { amount: 2_000 }, round: 1 },
          { by: 'grace', action: { amount: 1_500 }, round: 2 },
        ],
      },
    });
    await cairn.close();
  });

  test('cannot answer a round that is over, nor with what is no action', async () => {
    const { thread, cairn } = await asked(2_000);
    await thread.send('amend', { by: 'ada', action: { order: 'o-1', amount: 1_500 }, round: 1 });
    for (const event of ['approve', 'reject'] as const)
      await expect(thread.send(event, { by: 'grace', reason: 'late', round: 1 })).rejects.toMatchObject({
        code: 'event/not-accepted',
      });
    const none = thread.send('amend', { by: 'ada', action: { order: 'o-1', amount: 'all' as never } });
    await expect(none).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(thread.send('approve', { by: '' })).rejects.toMatchObject({ code: 'value/invalid' });
    await cairn.close();
  });
});

describe('what cannot be judged', () => {
  const throws = (): never => {
    throw new Error('no such customer');
  };
  test.each<[string, () => boolean, Ruling, string | undefined, string]>([
    ['throws where it would refuse', throws, 'refuse', 'refused', 'no such customer'],
    ['throws where it would ask', throws, 'ask', undefined, 'no such customer'],
    ['answers a promise', (async () => false) as never, 'refuse', 'refused', 'it answered neither true nor false'],
    ...[undefined, null, 0, '', Number.NaN].flatMap(
      (answer): [string, () => boolean, Ruling, string | undefined, string][] => [
        [
          `answers ${String(answer)} where it would refuse`,
          (() => answer) as never,
          'refuse',
          'refused',
          'it answered neither true nor false',
        ],
        [
          `answers ${String(answer)} where it would ask`,
          (() => answer) as never,
          'ask',
          undefined,
          'it answered neither true nor false',
        ],
      ],
    ),
    ['answers a text', (() => 'no') as never, 'ask', undefined, 'it answered neither true nor false'],
  ])('a rule that %s holds', async (_what, when, then, outcome, error) => {
    const judged = gate({
      name: 'judged',
      action,
      rules: [{ name: 'odd', when, then }],
      person: { deadline: '1d' },
    });
    const ended = await run(judged, { action: { order: 'o-1', amount: 1 } });
    expect(ended).toMatchObject({ state: { held: [{ rule: 'odd', then, error }] } });
    expect(ended.status === 'done' ? ended.outcome : undefined).toBe(outcome);
  });

  test('a rule that throws allows nothing', async () => {
    const judged = gate({
      name: 'judged',
      action,
      rules: [{ name: 'known', when: throws, then: 'allow' }],
      otherwise: 'refuse',
    });
    const ended = await run(judged, { action: { order: 'o-1', amount: 1 } });
    expect(ended).toMatchObject({ outcome: 'refused', state: { held: [], reason: 'no rule allows it' } });
  });

  test('two rules of one name are refused', () => {
    const rule = { name: 'twice', when: () => true, then: 'ask' as const };
    expect(() => gate({ name: 'judged', action, rules: [rule, rule] })).toThrow('Two rules are named "twice"');
  });
});

test('the strictest rule that holds decides, in whatever order rules stand', async () => {
  const rulings = ['allow', 'ask', 'refuse'] as const;
  const ends = {
    allow: { outcome: 'allowed' },
    ask: { status: 'waiting' },
    refuse: { outcome: 'refused' },
  };
  const rule = fc.record({ holds: fc.boolean(), then: fc.constantFrom(...rulings) });
  await fc.assert(
    fc.asyncProperty(fc.array(rule, { maxLength: 6 }), fc.constantFrom(...rulings), async (rules, otherwise) => {
      const judged = gate({
        name: 'judged',
        action,
        rules: rules.map(({ holds, then }, at) => ({ name: `rule ${at}`, when: () => holds, then })),
        otherwise,
        person: { deadline: '1d' },
      });
      const held = rules.filter(({ holds }) => holds).map(({ then }) => rulings.indexOf(then));
      const expected = held.length === 0 ? otherwise : (rulings[Math.max(...held)] ?? otherwise);
      const ended = await run(judged, { action: { order: 'o-1', amount: 1 } });
      expect(ended).toMatchObject({ ...ends[expected], state: { ruling: expected } });
    }),
    { numRuns: 50 },
  );
});

test('a replay under other rules tells which threads they would have decided otherwise', async () => {
  const made = (most: number) =>
    gate({
      name: 'refund',
      action,
      rules: [{ name: 'too much', when: ({ amount }) => amount > most, then: 'refuse' }],
    });
  const before = made(100);
  const cairn = open({ store: memory(), graphs: [before] });
  const thread = await cairn.start(before, { action: { order: 'o-1', amount: 70 } }, { id: 'r-1' });
  await thread.ended();
  expect((await replay(thread, before)).divergence).toBeUndefined();
  expect((await replay(thread, made(50))).divergence).toBeDefined();
  await cairn.close();
});

test.each<[Ruling[], Ruling, boolean]>([
  [[], 'allow', false],
  [['refuse'], 'refuse', false],
  [['ask'], 'allow', false],
  [['ask', 'refuse', 'allow'], 'ask', true],
])('with rules that say %j and %s it has the nodes that these lead to', (rulings, otherwise, isTimed) => {
  const rules = rulings.map((then) => ({ name: then, when: () => true, then }));
  const person = isTimed ? { person: { deadline: '1d' as const } } : {};
  expect(check(gate({ name: 'judged', action, rules, otherwise, ...person }))).toEqual([]);
});

test('as the activity of a node it shares its thread, and its people are asked there', async () => {
  const offered: Asking[] = [];
  const refund = gate({
    name: 'refund',
    action,
    rules: [{ name: 'always', when: () => true, then: 'ask' }],
    person: {
      notifier: { send: async (notice) => void offered.push(notice) },
      notice: ({ action: { amount }, held }, { thread }) => ({
        subject: `${amount} in ${thread}`,
        text: held.map(({ rule }) => rule).join(),
      }),
    },
  });
  const desk = graph({
    name: 'desk',
    state: { amount: z.number(), done: z.string().optional() },
    start: 'ask',
    nodes: {
      ask: {
        graph: refund,
        input: ({ amount }) => ({ action: { order: 'o-1', amount } }),
        output: ({ outcome }) => ({ done: outcome }),
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [desk] });
  const thread = await cairn.start(desk, { amount: 7 }, { id: 'd-1' });
  await thread.send('approve', { by: 'ada' }, { queue: true });
  expect((await thread.ended()).state.done).toBe('allowed');
  await cairn.close();
});
