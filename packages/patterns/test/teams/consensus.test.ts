import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, graph, memory, mermaid, open, run, type FactsOf, type InputOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { consensus, worker, type Notice, type Reviewing } from '@cairn/patterns';

const task = z.object({ amount: z.number() });
const stance = z.enum(['pay', 'refuse']);

type Held = z.infer<typeof stance>;
type Claim = z.infer<typeof task>;

function claimed(...[first, second, third]: readonly ((given: Reviewing<Claim, Held>) => Held)[]) {
  const asked = (hold?: (given: Reviewing<Claim, Held>) => Held) => (given: Reviewing<Claim, Held>) => ({
    stance: hold?.(given) ?? 'pay',
  });
  return consensus({
    name: 'claim',
    task,
    stance,
    reviewers: { ada: asked(first), bob: asked(second), eve: asked(third) },
    quorum: 'all',
    rounds: 2,
    person: { deadline: '1d' },
  });
}

test('it is a graph without mistakes, that is drawn with its reviewers side by side', () => {
  const claim = claimed();
  expect(check(claim)).toEqual([]);
  const drawn = mermaid(diagram(claim));
  for (const part of ['ada', 'bob', 'eve', 'agreed', 'decided', 'deadlocked', 'abstains'])
    expect(drawn).toContain(part);
});

test('its types say what is given, held, sent and how it ends', () => {
  const claim = consensus({
    name: 'claim',
    task,
    stance,
    reviewers: {
      ada: ({ task: given, others, mine }) => {
        expectTypeOf(given.amount).toBeNumber();
        expectTypeOf(others[0]?.stance).toEqualTypeOf<Held | undefined>();
        expectTypeOf(mine?.why).toEqualTypeOf<string | undefined>();
        return { stance: 'pay' };
      },
      // @ts-expect-error -- no such stance
      bob: () => ({ stance: 'pai' }),
    },
  });
  expectTypeOf<InputOf<typeof claim>>().toHaveProperty('task').toEqualTypeOf<Claim>();
  expectTypeOf<FactsOf<typeof claim>['outcome']>().toEqualTypeOf<'agreed' | 'decided' | 'deadlocked' | 'exhausted'>();
  expectTypeOf<FactsOf<typeof claim>['state']['stance']>().toEqualTypeOf<Held | undefined>();
  expectTypeOf<FactsOf<typeof claim>['events']['decide']['stance']>().toEqualTypeOf<Held>();
  expectTypeOf<FactsOf<typeof claim>['nodes']>().extract<'review-ada'>().not.toBeNever();
});

test('each sees what the others held before this round, and none of this one', async () => {
  const seen: [string, number, readonly [string, number][], number | undefined][] = [];
  const look =
    (hold: (round: number) => Held) =>
    ({ me, round, others, mine }: Reviewing<Claim, Held>) => {
      seen.push([me, round, others.map((other) => [other.by, other.round]), mine?.round]);
      return hold(round);
    };
  const claim = claimed(
    look(() => 'refuse'),
    look((round) => (round === 1 ? 'pay' : 'refuse')),
    look(() => 'refuse'),
  );
  const ended = await run(claim, { task: { amount: 5 } });
  expect(ended).toMatchObject({ outcome: 'agreed', state: { stance: 'refuse', rounds: 2 } });
  expect(ended.state.stances.map((each) => [each.round, each.by, each.stance])).toEqual([
    [1, 'ada', 'refuse'],
    [1, 'bob', 'pay'],
    [1, 'eve', 'refuse'],
    [2, 'ada', 'refuse'],
    [2, 'bob', 'refuse'],
    [2, 'eve', 'refuse'],
  ]);
  expect(seen.toSorted(([one, ,], [other, ,]) => one.localeCompare(other)).filter(([, round]) => round === 2)).toEqual([
    [
      'ada',
      2,
      [
        ['bob', 1],
        ['eve', 1],
      ],
      1,
    ],
    [
      'bob',
      2,
      [
        ['ada', 1],
        ['eve', 1],
      ],
      1,
    ],
    [
      'eve',
      2,
      [
        ['ada', 1],
        ['bob', 1],
      ],
      1,
    ],
  ]);
  expect(
    seen.filter(([, round]) => round === 1).every(([, , others, mine]) => others.length === 0 && mine === undefined),
  ).toBe(true);
});

test('who throws, hangs or talks nonsense abstains, with the reason, and the others agree', async () => {
  const nonsense = graph({
    name: 'nonsense',
    state: { amount: z.number() },
    start: 'end',
    nodes: { end: { final: true } },
  });
  const claim = consensus({
    name: 'claim',
    task,
    stance,
    reviewers: {
      ada: () => ({ stance: 'pay', why: 'covered' }),
      bob: () => {
        throw new Error('no model');
      },
      eve: () => ({ stance: 'maybe' as never }),
      sue: () => null as never,
      mel: () => ({ stance: 'pay', why: 7 as never }),
      kim: worker(nonsense, {
        input: ({ task: { amount } }: Reviewing<Claim, Held>) => ({ amount }),
        output: () => 'pay' as never,
      }),
      ned: { run: async () => new Promise<never>(() => {}), timeout: '1m' },
      odd: () => ({ stance: (() => 'pay') as never }),
      joe: () => ({ stance: 'pay' }),
    },
    quorum: 2,
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [claim], clock });
  const thread = await cairn.start(claim, { task: { amount: 1 } });
  await clock.advance('2m');
  const { state, ...ended } = await thread.ended();
  expect(ended).toMatchObject({ outcome: 'agreed' });
  expect(state.stances.map(({ by }) => by)).toEqual(['ada', 'joe']);
  expect(state.abstained.map(({ by, reason }) => [by, reason])).toEqual([
    ['bob', 'no model'],
    ['eve', expect.stringContaining('stance: Invalid option')],
    ['sue', 'Expected a record.'],
    ['mel', expect.stringContaining('why: Invalid input')],
    ['kim', 'Expected a record.'],
    ['ned', expect.stringContaining('timeout of 60000 ms')],
    ['odd', expect.stringContaining('stance')],
  ]);
  await cairn.close();
});

test('one who talks nonsense is tried again where it has attempts, and told what was wrong', async () => {
  const claim = consensus({
    name: 'claim',
    task,
    stance,
    reviewers: {
      ada: (_given, { failures }) => ({ stance: failures.length === 0 ? ('x' as never) : 'refuse' }),
    },
    policy: { retry: { attempts: 2 } },
  });
  expect(await run(claim, { task: { amount: 1 } })).toMatchObject({ outcome: 'agreed', state: { stance: 'refuse' } });
});

test('after so many rounds a person is told who holds what, and decides', async () => {
  const told: Notice[] = [];
  const claim = consensus({
    name: 'claim',
    task,
    stance,
    reviewers: {
      ada: () => ({ stance: 'pay', why: 'it is covered' }),
      bob: ({ hints }) => ({ stance: hints.length > 1 ? 'pay' : 'refuse' }),
      eve: () => Promise.reject(new Error('away')),
    },
    rounds: 2,
    person: { notifier: { send: async (notice) => void told.push(notice) }, deadline: '2d' },
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [claim], clock });
  const thread = await cairn.start(claim, { task: { amount: 1 } });
  await clock.advance('1m');
  expect(await thread.settled()).toMatchObject({ events: ['decide', 'again', 'giveUp'], state: { rounds: 2 } });
  expect(told).toEqual([
    { subject: 'claim: no agreement', text: 'ada: pay, it is covered\nbob: refuse\neve abstained: away' },
  ]);
  await thread.send('again', { by: 'sam', hint: 'look at page 2' });
  await clock.advance('1m');
  expect(await thread.settled()).toMatchObject({ events: ['decide', 'again', 'giveUp'], state: { rounds: 4 } });
  await thread.send('decide', { by: 'sam', stance: 'refuse', why: 'it was not theirs' });
  expect(await thread.ended()).toMatchObject({
    outcome: 'decided',
    state: { by: 'sam', stance: 'refuse', why: 'it was not theirs', hints: ['look at page 2'] },
  });
  await cairn.close();
});

test('where nobody decides until the deadline, or nobody is asked, it is deadlocked', async () => {
  const clock = virtualClock();
  const claim = claimed(
    () => 'pay',
    () => 'refuse',
  );
  const cairn = open({ store: memory(), graphs: [claim], clock });
  const thread = await cairn.start(claim, { task: { amount: 1 } });
  await clock.advance('2d');
  const ended = await thread.ended();
  expect(ended).toMatchObject({ outcome: 'deadlocked' });
  expect(ended.state.stance).toBeUndefined();
  await cairn.close();

  const alone = consensus({
    name: 'alone',
    task,
    stance,
    reviewers: { ada: () => ({ stance: 'pay' }), bob: () => ({ stance: 'refuse' }) },
    person: 'nobody',
    rounds: ({ amount }) => amount,
  });
  expect(check(alone)).toEqual([]);
  expect(await run(alone, { task: { amount: 4 } })).toMatchObject({ outcome: 'deadlocked', state: { rounds: 4 } });
});
