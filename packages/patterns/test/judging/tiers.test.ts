import { check, diagram, graph, memory, mermaid, open, run, service, type FactsOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { signedLinks, tiers, worker, type Found, type TierAsked } from '@cairn/patterns';

const task = z.object({ question: z.string() });

type Says = Found<string> | Error | 'nonsense';

/** Tiers that say what a script has for them, and whom they asked. */
function scripted(says: Record<string, Says>, options: { cost?: number; withPerson?: boolean; begin?: string } = {}) {
  const asked: string[] = [];
  const names = Object.keys(says);
  const { begin } = options;
  const answering = tiers({
    name: 'answering',
    task,
    answer: z.string(),
    accept: 0.8,
    tiers: names.map((name, at) => ({
      name,
      cost: 10 ** at,
      ask: (_given, ctx) => {
        asked.push(name);
        ctx.spend('cost', 10 ** at);
        const said = says[name] ?? 'nonsense';
        if (said instanceof Error) throw said;
        return said as Found<string>;
      },
    })),
    limits: { cost: options.cost ?? Infinity },
    ...(begin !== undefined && { begin: () => begin }),
    ...(options.withPerson === true && { person: { deadline: '1d' } }),
  });
  return { answering, asked };
}

const sure = { answer: 'Paris', confidence: 0.95, cost: 2 };
const unsure = { answer: 'Lyon', confidence: 0.3, cost: 1 };

test('it is a graph without mistakes, that is drawn with its tiers', () => {
  for (const withPerson of [true, false]) {
    const { answering } = scripted({ small: unsure, large: sure }, { withPerson });
    expect(check(answering)).toEqual([]);
    const drawn = mermaid(diagram(answering));
    expect(drawn).toContain('small');
    expect(drawn).toContain('large');
  }
});

test('its types are those of its task, its answer and its tiers', () => {
  const answering = tiers({
    name: 'answering',
    task,
    answer: z.number(),
    accept: ({ answer, confidence }, { question }) => {
      expectTypeOf(answer).toBeNumber();
      return confidence > 0.5 && question !== '';
    },
    tiers: [
      {
        name: 'small',
        ask: ({ task: { question }, said }) => {
          expectTypeOf(said[0]?.answer).toEqualTypeOf<number | undefined>();
          return { answer: question.length, confidence: 0.9 };
        },
      },
      {
        name: 'large',
        ask: (_given, { spend }) => {
          spend('cost', 1);
          return { answer: 1, confidence: 1 };
        },
      },
      { name: 'largest', ask: { run: () => ({ answer: 1, confidence: 1 }), timeout: '1m' } },
    ],
    begin: () => 'large',
  });
  expectTypeOf<Extract<FactsOf<typeof answering>['nodes'], 'small' | 'large'>>().toEqualTypeOf<'small' | 'large'>();
  expectTypeOf<FactsOf<typeof answering>['state']['answer']>().toEqualTypeOf<number | undefined>();
});

describe('an answer', () => {
  test.each<[string, Record<string, Says>, string | undefined, string[]]>([
    ['of the first that is sure', { small: sure, large: sure }, 'small', ['small']],
    ['of a stronger one where the first is not', { small: unsure, large: sure }, 'large', ['small', 'large']],
    ['of another where one fails', { small: new Error('down'), large: sure }, 'large', ['small', 'large']],
    ['of another where one says nonsense', { small: 'nonsense', large: sure }, 'large', ['small', 'large']],
    [
      'of another where one is sure of nothing',
      { small: { confidence: 1 } as never, large: sure },
      'large',
      ['small', 'large'],
    ],
    [
      'of another where one is surer than sure',
      { small: { answer: 'Rome', confidence: 7 }, large: sure },
      'large',
      ['small', 'large'],
    ],
    ['of nobody where none is sure', { small: unsure, large: unsure }, undefined, ['small', 'large']],
  ])('is that %s', async (_what, says, tier, whom) => {
    const { answering, asked } = scripted(says);
    const ended = await run(answering, { task: { question: 'What is the capital?' } });
    expect(ended).toMatchObject({ outcome: tier === undefined ? 'unanswered' : 'accepted' });
    expect(ended.state.tier).toBe(tier);
    expect(ended.state.answer).toBe(tier === undefined ? undefined : 'Paris');
    expect(asked).toEqual(whom);
    expect(ended.state.said.map(({ tier: name }) => name)).toEqual(whom);
    // Each either said how sure it is, or why it did not.
    expect(
      ended.state.said.every(({ confidence, error }) => (confidence === undefined) !== (error === undefined)),
    ).toBe(true);
  });

  test('costs what those who were asked say', async () => {
    const { answering } = scripted({ small: unsure, middle: new Error('down'), large: sure });
    const { state } = await run(answering, { task: { question: 'q' } });
    expect(state.cost).toBe(3);
    expect(state.said).toMatchObject([{ confidence: 0.3, cost: 1 }, { error: 'down' }, { confidence: 0.95, cost: 2 }]);
  });
});

test('a hard task begins with a stronger tier', async () => {
  const { answering, asked } = scripted({ small: sure, middle: sure, large: sure }, { begin: 'middle' });
  await run(answering, { task: { question: 'q' } });
  expect(asked).toEqual(['middle']);
});

test('what the budget left does not pay for is passed over', async () => {
  const { answering, asked } = scripted({ small: unsure, middle: unsure, large: sure }, { cost: 50 });
  const ended = await run(answering, { task: { question: 'q' } });
  expect(ended).toMatchObject({ outcome: 'unanswered' });
  expect(asked).toEqual(['small', 'middle']);
});

test('a person answers where no tier was sure, or gives up, or is not there by the deadline', async () => {
  const ends = [
    ['answer', { by: 'ada', answer: 'Paris' }, 'resolved'],
    ['giveUp', { by: 'ada' }, 'unanswered'],
    [undefined, undefined, 'unanswered'],
  ] as const;
  for (const [event, payload, outcome] of ends) {
    const { answering } = scripted({ small: unsure }, { withPerson: true });
    const clock = virtualClock();
    const cairn = open({ store: memory(), graphs: [answering], clock });
    const thread = await cairn.start(answering, { task: { question: 'q' } });
    await thread.settled();
    if (event === undefined) await clock.advance('1d');
    else await thread.send(event, payload);
    const ended = await thread.ended();
    expect(ended).toMatchObject({ outcome });
    expect(ended.state.by).toBe(payload?.by);
    await cairn.close();
  }
});

test('a tier that has the name of another node is refused, and so are none', () => {
  expect(() => scripted({ person: sure })).toThrow('A tier cannot be named "person"');
  expect(() => scripted({})).toThrow('There are no tiers.');
});

test('no tier is asked twice or out of order, and the budget is exceeded by no more than the call in flight', async () => {
  const says = fc.oneof<fc.Arbitrary<Says>[]>(
    fc.constant(sure),
    fc.constant(unsure),
    fc.constant(new Error('down')),
    fc.constant('nonsense' as const),
    fc.constant({ answer: 'x', confidence: Number.NaN }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(says, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 200 }),
      async (all, cost) => {
        const names = ['small', 'middle', 'large'];
        const { answering, asked } = scripted(Object.fromEntries(all.map((said, at) => [names[at] ?? '', said])), {
          cost,
        });
        const ended = await run(answering, { task: { question: 'q' } });
        expect(ended.status).toBe('done');
        expect(asked).toEqual(names.filter((name) => asked.includes(name)));
        expect(asked.reduce((spent, name) => spent + 10 ** names.indexOf(name), 0)).toBeLessThanOrEqual(cost);
        const at = all.findIndex((said) => said === sure);
        const isTaken = at >= 0 && asked.includes(names[at] ?? '');
        expect(ended.state.tier).toBe(isTaken ? names[at] : undefined);
      },
    ),
    { numRuns: 40 },
  );
});

test('links of its notices give up, and nothing else', async () => {
  const told: (string[] | undefined)[] = [];
  const answering = tiers({
    name: 'answering',
    task,
    answer: z.string(),
    accept: 0.8,
    tiers: [{ name: 'small', ask: () => unsure }],
    person: {
      notifier: { send: async ({ links }) => void told.push(links?.map(({ label }) => label)) },
      links: signedLinks({ url: 'https://desk.test/a', secrets: ['a secret of enough bytes'] }),
    },
  });
  const cairn = open({ store: memory(), graphs: [answering] });
  const thread = await cairn.start(answering, { task: { question: 'q' } });
  await thread.settled();
  expect(told).toEqual([['Give up']]);
  await cairn.close();
});

test('what a graph needs and takes that is a tier, the pattern needs and takes', async () => {
  const asking = graph({
    name: 'asking',
    state: { question: z.string(), answer: z.number().optional() },
    events: { say: z.number() },
    services: { desk: service<{ readonly tell: (question: string) => void }>() },
    start: 'tell',
    nodes: {
      tell: { run: (s, { services }) => services.desk.tell(s.question), next: 'wait' },
      wait: { on: { say: { to: 'said', update: (_s, answer) => ({ answer }) } } },
      said: { final: true },
    },
  });
  const answering = tiers({
    name: 'answering',
    task: z.string(),
    answer: z.number(),
    accept: 0.5,
    tiers: [
      { name: 'rules', ask: (given) => ({ answer: given.task.length, confidence: 0 }) },
      {
        name: 'desk',
        ask: worker(asking, {
          input: (given: TierAsked<string, number>) => ({ question: given.task }),
          output: ({ state }) => ({ answer: state.answer ?? 0, confidence: 1 }),
        }),
      },
    ],
  });
  expectTypeOf<FactsOf<typeof answering>['events']['say']>().toEqualTypeOf<number>();
  expectTypeOf<FactsOf<typeof answering>['services']>().toExtend<{ desk: object }>();
  expectTypeOf<FactsOf<typeof answering>['nodes']>().extract<'rules' | 'tell'>().toEqualTypeOf<'rules' | 'tell'>();
  // @ts-expect-error -- the desk is missing
  expect(() => open({ store: memory(), graphs: [answering] })).toThrow('desk');
  const told: string[] = [];
  const services = { desk: { tell: (question: string) => void told.push(question) } };
  const cairn = open({ store: memory(), graphs: [answering], services });
  const thread = await cairn.start(answering, { task: 'how many?' });
  await thread.settled();
  await thread.send('say', 4);
  expect(await thread.ended()).toMatchObject({ outcome: 'accepted', state: { answer: 4, tier: 'desk' } });
  expect(told).toEqual(['how many?']);
  await cairn.close();
});
