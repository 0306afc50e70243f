import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, graph, memory, open, service, type FactsOf, type InputOf, type Schema } from '@cairn/core';
import { segments, worker, type Writing } from '@cairn/patterns';

interface Desk {
  readonly near: (city: string) => number;
}

const surveying = graph({
  name: 'surveying',
  state: { city: z.string(), since: z.number(), found: z.number().optional() },
  events: { measure: z.object({ metres: z.number() }) },
  questions: { who: z.enum(['ada', 'bob']) },
  services: { desk: service<Desk>() },
  start: 'measured',
  nodes: {
    measured: { on: { measure: { to: 'asked', update: (_s, { metres }) => ({ found: metres }) } } },
    asked: {
      run: async (s, ctx) => ({
        found: ctx.services.desk.near(s.city) + (s.found ?? 0) + ((await ctx.ask('who')) === 'ada' ? 1 : 0),
      }),
      next: 'seen',
    },
    seen: { final: true },
  },
});

const logs = { since: z.number() };

const plan = segments({
  name: 'plan',
  task: z.object({ city: z.string() }),
  agents: {
    logs: { writes: logs, work: () => ({ since: 14 }) },
    survey: {
      writes: { metres: z.number() },
      needs: ['logs'],
      work: worker(surveying, {
        input: ({ task, written }: Writing<{ city: string }, { logs: typeof logs }>) => ({
          city: task.city,
          since: written.logs?.since ?? 0,
        }),
        output: ({ state, outcome }) => {
          expectTypeOf(outcome).toEqualTypeOf<'seen'>();
          return { metres: (state.found ?? 0) + state.since };
        },
      }),
    },
    sum: {
      writes: { total: z.number() },
      needs: ['survey'],
      work: ({ written }) => ({ total: (written.survey?.metres ?? 0) * 2 }),
    },
  },
});

test('an agent may be a graph: what that takes and needs, the segments take and need', async () => {
  type Facts = FactsOf<typeof plan>;
  expectTypeOf<InputOf<typeof plan>>().toHaveProperty('task').toEqualTypeOf<{ city: string }>();
  expectTypeOf<Facts['state']['survey']>().toEqualTypeOf<{ readonly metres: number } | undefined>();
  expectTypeOf<Facts['state']['logs']>().toEqualTypeOf<{ readonly since: number } | undefined>();
  expectTypeOf<Facts['events']['measure']>().toEqualTypeOf<{ metres: number }>();
  expectTypeOf<Facts['events']['rollback']['agent']>().toEqualTypeOf<'logs' | 'survey' | 'sum'>();
  expectTypeOf<Facts['questions']['who']>().toEqualTypeOf<Schema<'ada' | 'bob'>>();
  expectTypeOf<Facts['services']>().toExtend<{ desk: Desk }>();
  expectTypeOf<Facts['nodes']>().extract<'asked' | 'agent-survey'>().toEqualTypeOf<'asked' | 'agent-survey'>();
  // @ts-expect-error -- the desk is missing
  expect(() => open({ store: memory(), graphs: [plan] })).toThrow('desk');
  const cairn = open({ store: memory(), graphs: [plan], services: { desk: { near: (city) => city.length } } });
  const thread = await cairn.start(plan, { task: { city: 'Turin' } });
  await thread.settled();
  await thread.send('measure', { metres: 100 });
  await thread.settled();
  await thread.answer('who', 'ada');
  expect(await thread.ended()).toMatchObject({
    outcome: 'whole',
    state: { survey: { metres: 120 }, sum: { total: 240 } },
  });
  await cairn.close();
});

test('a graph that finds what is not of the segment is refused in types', () => {
  const one = segments({
    name: 'wrong',
    task: z.string(),
    agents: {
      survey: {
        writes: { metres: z.number() },
        // @ts-expect-error -- a text is no number of metres
        work: worker(surveying, { input: () => ({ city: '', since: 0 }), output: () => ({ metres: 'many' }) }),
      },
    },
  });
  const two = segments({
    name: 'wrong',
    task: z.string(),
    agents: {
      survey: {
        writes: { metres: z.number() },
        // @ts-expect-error -- the graph needs to know since when
        work: worker(surveying, { input: () => ({ city: '' }), output: () => ({ metres: 1 }) }),
      },
    },
  });
  expect([check(one), check(two)]).toEqual([[], []]);
});
