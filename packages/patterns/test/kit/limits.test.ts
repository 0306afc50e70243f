import { memory, open, type AnyGraph, type Thread } from '@cairn/core';
import {
  attempt,
  consensus,
  debate,
  groupChat,
  reflection,
  saga,
  segments,
  supervision,
  tasks,
  tiers,
} from '@cairn/patterns';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { places } from './every-place.ts';

/** A runtime, without the types of its graphs. */
interface Loose {
  start(graph: AnyGraph, input: object): Promise<Thread>;
}

async function endOf(made: AnyGraph, input: object) {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [made], clock, services: {} });
  const thread = await (cairn as unknown as Loose).start(made, input);
  await clock.advance('3d');
  const now = await thread.now();
  await cairn.close();
  return now as unknown as {
    status: string;
    outcome: string;
    spent: Record<string, number>;
    state: Record<string, never>;
  };
}

/** Workers who each spend 60 of 100 a call. */
function spending() {
  let calls = 0;
  const gives =
    (value: unknown) =>
    (_given: unknown, { spend }: { spend(this: void, name: string, amount: number): void }) => {
      calls += 1;
      spend('tokens', 60);
      return value;
    };
  return { gives, calls: () => calls };
}

type Gives = ReturnType<typeof spending>['gives'];

const text = z.string();
const many = Array.from({ length: 10 }, (_, at) => ({ id: `t${at}`, what: 'x', worker: 'w', brief: 'x' }));
const task = { task: 't' };

const patterns: Readonly<
  Record<string, readonly [make: (options: never) => unknown, options: (gives: Gives) => object, input: object]>
> = {
  attempt: [
    attempt,
    (gives) => ({
      task: text,
      result: text,
      act: gives('r'),
      verify: () => ({ ok: false, reason: 'n' }),
      attempts: 10,
    }),
    task,
  ],
  reflection: [
    reflection,
    (gives) => ({
      task: text,
      draft: text,
      produce: gives('d'),
      critique: () => ({ score: 0 }),
      improve: gives('d'),
      rounds: 10,
      good: 1,
    }),
    task,
  ],
  tiers: [
    tiers,
    (gives) => ({
      task: text,
      answer: text,
      accept: 0.9,
      tiers: ['a', 'b', 'c', 'd'].map((name) => ({ name, ask: gives({ answer: 'x', confidence: 0.1 }) })),
    }),
    task,
  ],
  consensus: [
    consensus,
    (gives) => ({
      task: text,
      stance: text,
      reviewers: { a: gives({ stance: 'a' }), b: () => ({ stance: 'b' }) },
      rounds: 9,
    }),
    task,
  ],
  debate: [
    debate,
    (gives) => ({
      task: text,
      argument: text,
      verdict: text,
      sides: { a: gives('a'), b: gives('b') },
      judge: gives({ verdict: 'v' }),
      rounds: 5,
    }),
    task,
  ],
  'debate, its judge': [
    debate,
    (gives) => ({
      task: text,
      argument: text,
      verdict: text,
      sides: { a: () => 'a' },
      judge: gives({ more: 'x' }),
      more: 10,
    }),
    task,
  ],
  groupChat: [
    groupChat,
    (gives) => ({ task: text, message: text, members: { a: gives('x'), b: gives('y') }, turns: 10 }),
    task,
  ],
  'groupChat, who picks': [
    groupChat,
    (gives) => ({ task: text, message: text, members: { a: () => 'x' }, next: gives('a'), turns: 10 }),
    task,
  ],
  supervision: [
    supervision,
    (gives) => ({
      goal: text,
      brief: text,
      result: text,
      workers: { w: gives('r') },
      plan: ({ results }: { results: object }) =>
        many.filter(({ id }) => !(id in results)).map(({ what: _, ...each }) => each),
    }),
    { goal: 'g' },
  ],
  'supervision, its planner': [
    supervision,
    (gives) => ({
      goal: text,
      brief: text,
      result: text,
      workers: { w: () => 5 },
      plan: gives([{ id: 'a', worker: 'w', brief: 'x' }]),
      plans: 9,
    }),
    { goal: 'g' },
  ],
  segments: [
    segments,
    (gives) => ({ task: text, agents: { a: { writes: { v: z.number() }, work: gives({ v: 'no' }) } }, tries: 9 }),
    task,
  ],
  tasks: [
    tasks,
    (gives) => ({
      goal: text,
      what: text,
      result: text,
      plan: many.map(({ id, what }) => ({ id, what })),
      work: gives('r'),
      limit: 1,
    }),
    { goal: 'g' },
  ],
};

test.each(Object.entries(patterns))(
  '%s ends as exhausted where a limit is used up, and calls nobody any more',
  async (name, [make, options, input]) => {
    const { gives, calls } = spending();
    const made = make({ name: 'limited', ...options(gives), limits: { tokens: 100 } } as never) as AnyGraph;
    const { status, outcome, spent } = await endOf(made, input);
    expect({ name, status, outcome, calls: calls(), spent: spent['tokens'] }).toEqual({
      name,
      status: 'done',
      outcome: 'exhausted',
      calls: 2,
      spent: 120,
    });
  },
);

test('a saga whose limit is used up begins no further step, and undoes what was done, whatever is left', async () => {
  const { gives, calls } = spending();
  const undone: string[] = [];
  const made = saga({
    name: 'limited',
    task: text,
    limits: { tokens: 100 },
    steps: {
      one: { do: gives('1'), undo: () => void undone.push('one') },
      two: { do: gives('2'), needs: ['one'], undo: () => void undone.push('two') },
      three: { do: gives('3'), needs: ['one'], undo: () => void undone.push('three') },
    },
    limit: 1,
  }) as AnyGraph;
  const { outcome, state } = await endOf(made, task);
  expect(outcome).toBe('allUndone');
  expect(calls()).toBe(2);
  expect(undone).toContain('one');
  expect(state).toMatchObject({ reason: expect.stringContaining('tokens') as string });
});

test.each(places)(
  '$place: whoever finds nothing of use spends no more than the limit and the call in flight',
  async ({ place, made, input, outcomes }) => {
    const { gives, calls } = spending();
    const { status, outcome, spent } = await endOf(made(gives(undefined), { limits: { tokens: 100 } }), input);
    expect(status).toBe('done');
    expect([...outcomes, 'exhausted']).toContain(outcome);
    // What is undone is undone: only its own budget could stop that.
    if (place === 'saga undo') return;
    expect(calls()).toBeLessThanOrEqual(2);
    expect(spent['tokens']).toBeLessThanOrEqual(120);
  },
);

test('a person is asked where tiers have nothing left to spend', async () => {
  const { gives } = spending();
  const made = tiers({
    name: 'asking',
    task: text,
    answer: text,
    accept: 0.9,
    limits: { tokens: 50 },
    tiers: ['a', 'b'].map((name) => ({ name, ask: gives({ answer: 'x', confidence: 0.1 }) })),
    person: {},
  } as never) as AnyGraph;
  expect(await endOf(made, task)).toMatchObject({ status: 'waiting' });
});

test('a worker that waits after it spent all that there is goes on', async () => {
  const made = attempt({
    name: 'waiting',
    task: text,
    result: text,
    limits: { tokens: 60 },
    act: async (_given, { spend, sleep }) => {
      spend('tokens', 60);
      await sleep('a while', '1h');
      return 'r';
    },
    verify: () => ({ ok: true }),
  });
  const { outcome, state, spent } = await endOf(made, task);
  // Its result is there, and nobody is left to say whether it is good.
  expect({ outcome, spent: spent['tokens'], state }).toMatchObject({
    outcome: 'exhausted',
    spent: 60,
    state: { result: 'r' },
  });
});
