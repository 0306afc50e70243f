import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, graph, memory, mermaid, open, run, type FactsOf } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { tasks, worker, type Planning, type Task, type Working } from '@cairn/patterns';

const goal = z.object({ about: z.string() });

/** Tasks whose `what` says how they go. */
function planned(plan: readonly Task<string>[], more: object = {}) {
  const at: string[] = [];
  const report = tasks({
    name: 'report',
    goal,
    what: z.string(),
    result: z.string(),
    plan,
    work: async ({ goal: { about }, task, results }, { sleep }) => {
      expectTypeOf(results).toEqualTypeOf<Readonly<Record<string, string>>>();
      at.push(task.id);
      if (task.what === 'slow') await sleep('a while', '1m');
      if (task.what === 'fails') throw new Error(`${task.id} fails`);
      if (task.what === 'nonsense') return 7 as never;
      return `${task.id} of ${about}(${Object.values(results).join(', ')})`;
    },
    ...more,
  });
  return { report, at };
}

test('it is a graph without mistakes, that is drawn', () => {
  const { report } = planned([{ id: 'a', what: 'good' }], { fallbacks: { guess: () => 'a guess' } });
  expect(check(report)).toEqual([]);
  expect(mermaid(diagram(report))).toContain('else-guess');
  expectTypeOf<FactsOf<typeof report>['outcome']>().toEqualTypeOf<'complete' | 'partial' | 'unplanned' | 'exhausted'>();
});

test('tasks are done after those that they need, and given what these found', async () => {
  const { report } = planned([
    { id: 'write', what: 'good', needs: ['market', 'rivals'] },
    { id: 'market', what: 'good' },
    { id: 'rivals', what: 'good' },
  ]);
  const { state } = await run(report, { goal: { about: 'tea' } });
  expect(state.results['write']).toEqual({
    status: 'done',
    result: 'write of tea(market of tea(), rivals of tea())',
    way: 'work',
    tried: [],
  });
});

test('one that fails stops those alone that need it: what wants it goes on without, and the result says who', async () => {
  const { report } = planned([
    { id: 'news', what: 'fails' },
    { id: 'figures', what: 'nonsense' },
    { id: 'chart', what: 'good', needs: ['figures'] },
    { id: 'poster', what: 'good', needs: ['chart'] },
    { id: 'page', what: 'good', wants: ['news', 'chart', 'names'] },
    { id: 'names', what: 'good' },
  ]);
  const ended = await run(report, { goal: { about: 'tea' } });
  expect(ended).toMatchObject({
    outcome: 'partial',
    state: {
      results: {
        news: { status: 'failed', tried: [{ way: 'work', reason: 'news fails' }] },
        figures: { status: 'failed' },
        chart: { status: 'skipped', missing: ['figures'] },
        poster: { status: 'skipped', missing: ['chart'] },
        page: { status: 'done', result: 'page of tea(names of tea())' },
        names: { status: 'done' },
      },
    },
  });
});

test('fall-backs are tried in their order, and what did it is said', async () => {
  const { report } = planned([{ id: 'news', what: 'fails' }], {
    fallbacks: {
      mirror: () => Promise.reject(new Error('the mirror is gone')),
      lastTime: ({ task }: Working<unknown, string, string>) => `${task.id} of last week`,
      guess: () => 'a guess',
    },
  });
  const { state } = await run(report, { goal: { about: 'tea' } });
  expect(state.results['news']).toEqual({
    status: 'done',
    result: 'news of last week',
    way: 'lastTime',
    tried: [
      { way: 'work', reason: 'news fails' },
      { way: 'mirror', reason: 'the mirror is gone' },
    ],
  });
});

test('so many are at work at a time', async () => {
  const plan = Array.from({ length: 20 }, (_, at) => ({ id: `t${at}`, what: 'slow' }));
  const { report, at } = planned(plan, { limit: 3 });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [report], clock });
  const thread = await cairn.start(report, { goal: { about: 'tea' } });
  await clock.advance('30s');
  expect(new Set(at).size).toBe(3);
  await clock.advance('1m');
  expect(new Set(at).size).toBe(6);
  await clock.advance('6m');
  expect(await thread.ended()).toMatchObject({ outcome: 'complete' });
  await cairn.close();
});

test('a plan that is made at run time is refused until it can be one, and its maker reads why', async () => {
  const heard: string[] = [];
  const made: Task<string>[][] = [
    [{ id: 'a', what: 'x', needs: ['b'] }],
    [{ id: 'a/b', what: 'x' }],
    [{ id: 'a', what: 'x' }],
  ];
  const report = tasks({
    name: 'report',
    goal,
    what: z.string(),
    result: z.string(),
    plan: (_given: Planning<{ about: string }>, { attempt, failures }) => {
      heard.push(...failures.slice(-1).map(({ message }) => message));
      return made[attempt - 1] ?? [];
    },
    work: ({ task }) => task.id,
  });
  expect(await run(report, { goal: { about: 'tea' } })).toMatchObject({ outcome: 'complete' });
  expect(heard[0]).toContain('needs "b"');
  expect(heard[1]).toContain('plan');
});

test('where nobody makes a plan, that is the end', async () => {
  const report = tasks({
    name: 'report',
    goal,
    what: z.string(),
    result: z.string(),
    plan: () => [{ id: 'a', what: 'x', needs: ['a'] }],
    work: ({ task }) => task.id,
  });
  const ended = await run(report, { goal: { about: 'tea' } });
  expect(ended).toMatchObject({ outcome: 'unplanned' });
  expect(ended.state.reason).toContain('"a"');
});

test('a list that cannot be a plan is refused at once', () => {
  expect(() => planned([{ id: 'a', what: 'x', wants: ['b'] }])).toThrow('The plan of "report": Entry "a" needs "b"');
});

const looking = graph({
  name: 'looking',
  state: { what: z.string(), found: z.string().optional() },
  start: 'look',
  nodes: { look: { run: ({ what }) => ({ found: `${what}!` }), next: 'found' }, found: { final: true } },
});

test('who works may be a graph', async () => {
  const report = tasks({
    name: 'report',
    goal,
    what: z.string(),
    result: z.string(),
    plan: [{ id: 'a', what: 'tea' }],
    work: worker(looking, {
      input: ({ task }: Working<unknown, string, string>) => ({ what: task.what }),
      output: ({ state }) => state.found ?? '',
    }),
  });
  expect((await run(report, { goal: { about: 'tea' } })).state.results['a']).toMatchObject({ result: 'tea!' });
});

const randomTask = fc.record({
  what: fc.constantFrom('good', 'slow', 'fails', 'nonsense'),
  needs: fc.array(fc.nat(7)),
  wants: fc.array(fc.nat(7)),
});

test('whatever fails and whenever the power goes, a task is done if its own work is good and all that it needs is done', async () => {
  const cuts = fc.option(
    fc.record({ at: fc.integer({ min: 1, max: 40 }), when: fc.constantFrom('before' as const, 'after' as const) }),
    {
      nil: undefined,
    },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(randomTask, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 4 }),
      cuts,
      async (random, limit, cut) => {
        const before = (list: readonly number[], at: number) =>
          [...new Set(list.filter((id) => id < at))].map((id) => `t${id}`);
        const plan = random.map(({ what, needs, wants }, at) => ({
          id: `t${at}`,
          what,
          needs: before(needs, at),
          wants: before(wants, at),
        }));
        const expected: Record<string, string> = {};
        for (const { id, what, needs } of plan) {
          const isSkipped = needs.some((need) => expected[need] !== 'done');
          expected[id] = isSkipped ? 'skipped' : what === 'good' || what === 'slow' ? 'done' : 'failed';
        }
        const { report } = planned(plan, { limit });
        const store = memory();
        const clock = virtualClock();
        const first = open({ store: powerCuts(store, cut), graphs: [report], clock });
        void first.start(report, { goal: { about: 'tea' } }, { id: 'a' }).catch(() => undefined);
        await clock.advance('10m');
        const later = virtualClock(clock.now() + 60_000);
        const second = open({ store, graphs: [report], clock: later });
        const thread = await second.start(report, { goal: { about: 'tea' } }, { id: 'a' });
        await later.advance('10m');
        const { state } = await thread.ended();
        expect(Object.fromEntries(Object.entries(state.results).map(([id, { status }]) => [id, status]))).toEqual(
          expected,
        );
        await second.close();
      },
    ),
    { numRuns: 60 },
  );
});
