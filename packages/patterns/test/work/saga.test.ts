import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, graph, memory, mermaid, open, run, type FactsOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { nothingDone, saga, worker, type Doing } from '@cairn/patterns';

function tripOf({ paying, cancelling = async () => undefined }: Parts) {
  const log: string[] = [];
  const trip = saga({
    name: 'trip',
    task: z.object({ city: z.string() }),
    grace: '10s',
    steps: {
      flight: {
        result: z.object({ seat: z.string() }),
        do: async ({ task, key }, { step }) => {
          expectTypeOf(task).toEqualTypeOf<{ city: string }>();
          expect(key).toContain('flight');
          log.push('flight');
          return step('book', () => ({ seat: `12A to ${task.city}` }));
        },
        undo: async ({ result, reason }) => {
          expectTypeOf(result).toEqualTypeOf<{ seat: string } | undefined>();
          log.push(`no flight ${result?.seat}: ${reason}`);
        },
      },
      hotel: {
        needs: ['flight'],
        result: z.string(),
        do: ({ results }) => {
          expectTypeOf(results.flight).toEqualTypeOf<{ seat: string } | undefined>();
          log.push(`hotel for ${results.flight?.seat}`);
          return 'room 7';
        },
        undo: {
          run: async ({ result }, { attempt }) => {
            await cancelling(attempt);
            log.push(`no hotel ${result}`);
          },
          retry: { attempts: 3, backoff: '1m' },
        },
      },
      payment: {
        needs: ['hotel'],
        do: async () => {
          await paying();
          log.push('payment');
        },
        undo: ({ result }) => void log.push(`no payment ${String(result)}`),
      },
    },
  });
  return { trip, log };
}

interface Parts {
  readonly paying: () => Promise<void>;
  readonly cancelling?: (attempt: number) => Promise<void>;
}

test('it is a graph without mistakes, that is drawn with what undoes each step', () => {
  const { trip } = tripOf({ paying: async () => undefined });
  expect(check(trip)).toEqual([]);
  const drawn = mermaid(diagram(trip));
  for (const node of ['flight', 'undo-flight', 'hotel', 'undo-hotel', 'payment', 'undo-payment']) {
    expect(drawn).toContain(node);
  }
});

test('its types are those of its steps', () => {
  const { trip } = tripOf({ paying: async () => undefined });
  type State = FactsOf<typeof trip>['state'];
  expectTypeOf<State['flight']>().toEqualTypeOf<{ seat: string } | undefined>();
  expectTypeOf<State['hotel']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<FactsOf<typeof trip>['outcome']>().toEqualTypeOf<'allDone' | 'allUndone' | 'partlyUndone'>();
});

test('steps are done in the order of their needs', async () => {
  const { trip, log } = tripOf({ paying: async () => undefined });
  expect(await run(trip, { task: { city: 'Oslo' } })).toMatchObject({
    status: 'done',
    outcome: 'allDone',
    state: { flight: { seat: '12A to Oslo' }, hotel: 'room 7', done: ['flight', 'hotel', 'payment'] },
  });
  expect(log).toEqual(['flight', 'hotel for 12A to Oslo', 'payment']);
});

test('what was done is undone, the last one first, with what it had found and why', async () => {
  const { trip, log } = tripOf({ paying: () => Promise.reject(new Error('the card is declined')) });
  expect(await run(trip, { task: { city: 'Oslo' } })).toMatchObject({
    outcome: 'allUndone',
    state: { reason: 'payment: the card is declined', undone: ['payment', 'hotel', 'flight'] },
  });
  expect(log.slice(2)).toEqual([
    'no payment undefined',
    'no hotel room 7',
    'no flight 12A to Oslo: payment: the card is declined',
  ]);
});

test('a step that says that it did nothing is not undone', async () => {
  const { trip, log } = tripOf({ paying: () => Promise.reject(nothingDone('no such card')) });
  const { state } = await run(trip, { task: { city: 'Oslo' } });
  expect(state).toMatchObject({ reason: 'payment: no such card', undone: ['hotel', 'flight'] });
  expect(log).not.toContain('no payment undefined');
});

test('somebody calls it off: what is at work has its grace, and nothing more begins', async () => {
  const { trip, log } = tripOf({ paying: () => new Promise(() => undefined) });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [trip], clock });
  const thread = await cairn.start(trip, { task: { city: 'Oslo' } });
  await clock.advance('1m');
  await thread.send('callOff', { by: 'ada' });
  await clock.advance('9s');
  expect((await thread.now()).status).toBe('running');
  await clock.advance('1s');
  expect(await thread.ended()).toMatchObject({
    outcome: 'allUndone',
    state: { by: 'ada', reason: 'called off by ada', undone: ['payment', 'hotel', 'flight'] },
  });
  expect(log.at(-1)).toBe('no flight 12A to Oslo: called off by ada');
  await cairn.close();
});

test('an undo is tried by its own retry, and where nobody is asked the thread is failed there and resumes', async () => {
  let isClosed = true;
  const { trip, log } = tripOf({
    paying: () => Promise.reject(nothingDone('declined')),
    cancelling: async () => {
      if (isClosed) throw new Error('the hotel is closed');
    },
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [trip], clock });
  const thread = await cairn.start(trip, { task: { city: 'Oslo' } });
  await clock.advance('1h');
  const failed = await thread.settled();
  expect(failed.status).toBe('failed');
  expect(
    (await thread.history()).filter(({ cause, from }) => cause === 'attempt' && from === 'undo-hotel'),
  ).toHaveLength(3);
  isClosed = false;
  await thread.resume();
  expect(await thread.ended()).toMatchObject({ outcome: 'allUndone', state: { undone: ['hotel', 'flight'] } });
  expect(log.filter((line) => line.startsWith('no hotel'))).toHaveLength(1);
  await cairn.close();
});

test('a person is asked about what cannot be undone, and may have it tried again or leave it', async () => {
  const left: string[] = [];
  const trip = saga({
    name: 'trip',
    task: z.object({}),
    steps: {
      flight: { do: () => undefined, undo: () => void left.push('flight') },
      visa: {
        needs: ['flight'],
        do: () => undefined,
        undo: { run: () => Promise.reject(new Error('the embassy keeps it')), retry: { attempts: 1 } },
      },
      hotel: { needs: ['visa'], do: () => Promise.reject(new Error('full')) },
    },
    person: { deadline: '1d' },
  });
  expect(check(trip)).toEqual([]);
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [trip], clock });
  const one = await cairn.start(trip, { task: {} });
  expect(await one.settled()).toMatchObject({ status: 'waiting', state: { stuck: 'the embassy keeps it' } });
  await one.send('again', { by: 'ada' });
  expect(await one.settled()).toMatchObject({ status: 'waiting', state: { stuck: 'the embassy keeps it' } });
  await one.send('leave', { by: 'ada' });
  expect(await one.ended()).toMatchObject({
    outcome: 'partlyUndone',
    state: { by: 'ada', left: ['visa'], undone: ['flight'] },
  });
  const two = await cairn.start(trip, { task: {} });
  await clock.advance('1d');
  expect(await two.ended()).toMatchObject({ outcome: 'partlyUndone', state: { left: ['visa'] } });
  expect(left).toEqual(['flight', 'flight']);
  await cairn.close();
});

const approval = graph({
  name: 'approval',
  state: { what: z.string(), by: z.string().optional() },
  events: { approve: z.object({ by: z.string() }) },
  start: 'asked',
  nodes: {
    asked: { on: { approve: { to: 'approved', update: (_s, { by }) => ({ by }) } } },
    approved: { final: true },
  },
});

test('a step may be a graph, and what it takes the saga takes', async () => {
  const purchase = saga({
    name: 'purchase',
    task: z.object({ what: z.string() }),
    limits: { transitions: 100 },
    steps: {
      order: { do: () => undefined, undo: () => undefined },
      approval: {
        needs: ['order'],
        result: z.object({ by: z.string() }),
        do: worker(approval, {
          input: ({ task }: Doing<{ what: string }, unknown>) => ({ what: task.what }),
          output: ({ state }) => ({ by: state.by ?? '' }),
        }),
      },
    },
  });
  expectTypeOf<FactsOf<typeof purchase>['events']['approve']>().toEqualTypeOf<{ by: string }>();
  const cairn = open({ store: memory(), graphs: [purchase] });
  const thread = await cairn.start(purchase, { task: { what: 'a lamp' } });
  await thread.settled();
  await thread.send('approve', { by: 'ada' });
  expect(await thread.ended()).toMatchObject({ outcome: 'allDone', state: { approval: { by: 'ada' } } });
  await cairn.close();
});

test('what a step finds is held against its schema, and a step that finds nonsense has failed', async () => {
  const undone: unknown[] = [];
  const odd = saga({
    name: 'odd',
    task: z.object({}),
    steps: {
      count: {
        result: z.number(),
        do: () => 'many' as never,
        undo: ({ result }) => void undone.push(result),
      },
    },
  });
  const ended = await run(odd, { task: {} });
  expect(ended).toMatchObject({ outcome: 'allUndone' });
  expect(ended.state.failures[0]?.reason).toContain('count');
  expect(undone).toEqual([undefined]);
});

test('a need of nobody, a circle and a name of its own are refused', () => {
  const step = { do: () => undefined };
  const make = (steps: object) => () =>
    saga({ name: 'odd', task: z.object({}), steps: steps as Record<string, typeof step> });
  expect(make({ flight: step, hotel: { ...step, needs: ['fligth'] } })).toThrow('fligth');
  expect(make({ a: { ...step, needs: ['b'] }, b: { ...step, needs: ['a'] } })).toThrow(TypeError);
  expect(make({ work: step })).toThrow('"work" is a name of the saga\'s own');
  expect(() =>
    saga({
      name: 'typed',
      task: z.object({}),
      // @ts-expect-error a step that is none
      steps: { a: { do: () => undefined }, b: { do: () => undefined, needs: ['c'] } },
    }),
  ).toThrow('needs "c"');
});
