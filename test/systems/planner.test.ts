// A manager plans, agents work on the plan as parallel as it allows and the budget lets them, and what cannot be done leads to a plan anew.

import {
  checkNeeds,
  graph,
  merge,
  open,
  sum,
  type ActivityOf,
  type Cairn,
  type FactsOf,
  type Thread,
} from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';

const agents = ['search', 'analyse', 'write'] as const;
const Task = z.object({ id: z.string(), agent: z.enum(agents), needs: z.array(z.string()) });

const parts = {
  state: {
    plan: z.array(Task).default([]),
    task: Task.optional(),
    results: merge(z.string()),
    failed: sum(),
    why: z.string().optional(),
  },
  limits: { tokens: 100 },
};

const work: ActivityOf<typeof parts> = async ({ task, results }, ctx) => {
  const [id = '', needs = []] = [task?.id, task?.needs];
  const text = await ctx.step('model', () =>
    answer(
      id,
      needs.map((each) => results[each] ?? '?'),
    ),
  );
  ctx.spend('tokens', 10);
  return { results: { [id]: text } };
};

const planner = graph({
  name: 'planner',
  ...parts,
  start: 'plan',
  nodes: {
    plan: {
      run: (s, ctx) => ({ plan: planned(ctx.failures.at(-1)?.refused?.reason ?? s.why) }),
      verify: ({ plan = [] }) => checkNeeds(plan) ?? true,
      retry: { attempts: 2 },
      next: {
        each: (s) => s.plan.filter(({ id }) => s.results[id] === undefined).map((task) => ({ task })),
        id: (s) => s.task?.id ?? '',
        needs: (s) => s.task?.needs.filter((id) => s.results[id] === undefined),
        limit: (_s, { left }) => (left('tokens') > 60 ? 3 : 1),
        to: 'agent',
        then: 'reported',
        onError: { to: 'again', keep: true, update: (_s, error) => ({ failed: 1, why: error.message }) },
      },
    },
    agent: { next: { choose: (s) => s.task?.agent ?? 'write', among: agents } },
    search: { run: work, next: 'reported' },
    analyse: { run: work, retry: { attempts: 2 }, next: 'reported' },
    write: { run: work, next: 'reported' },
    again: { next: [{ when: (s) => s.failed < 2, to: 'plan' }, 'abandoned'] },
    reported: { final: true },
    abandoned: { final: true },
  },
});

/** What the manager plans, given what was wrong before. */
let plans: ((why: string | undefined) => z.infer<typeof Task>[])[] = [];
let [asked, reasons]: [string[], (string | undefined)[]] = [[], []];
let broken = new Set<string>();
let held: Promise<void> | undefined;

function planned(why: string | undefined): z.infer<typeof Task>[] {
  reasons.push(why);
  return (plans.length > 1 ? plans.shift() : plans[0])?.(why) ?? [];
}

async function answer(id: string, found: readonly string[]): Promise<string> {
  asked.push(id);
  if (id === 'report') await held;
  if (broken.has(id)) throw new Error(`${id} cannot be done`);
  return found.length === 0 ? id : `${id}(${found.join()})`;
}

const good = [
  { id: 'report', agent: 'write', needs: ['costs', 'prices'] },
  { id: 'market', agent: 'search', needs: [] },
  { id: 'costs', agent: 'analyse', needs: ['market'] },
  { id: 'prices', agent: 'analyse', needs: ['market', 'rivals'] },
  { id: 'rivals', agent: 'search', needs: [] },
] satisfies z.infer<typeof Task>[];

beforeEach(() => {
  [plans, asked, reasons, broken, held] = [[() => good], [], [], new Set(), undefined];
});

async function begun(
  file = join(folder(), 'a.db'),
): Promise<{ cairn: Cairn; thread: Thread<FactsOf<typeof planner>> }> {
  const cairn = open({ store: sqlite(file), graphs: [planner] });
  return { cairn, thread: await cairn.start(planner, {}, { id: 'p' }) };
}

const report = 'report(costs(market),prices(market,rivals))';

test('each agent begins once it has what it needs, and is given that', async () => {
  const { cairn, thread } = await begun();
  expect(await thread.ended()).toMatchObject({ outcome: 'reported', state: { results: { report } } });
  expect(asked.slice(0, 2).toSorted()).toEqual(['market', 'rivals']);
  expect(
    (await thread.history()).filter(({ cause, lane }) => cause === 'begin' && lane === 'plan.1/costs'),
  ).toHaveLength(1);
  await cairn.close();
});

test('a plan that is none is made again, by what is wrong with it', async () => {
  plans = [() => good.map((task) => ({ ...task, needs: [...task.needs, 'report'] })), () => good];
  const { cairn, thread } = await begun();
  expect(await thread.ended()).toMatchObject({ outcome: 'reported' });
  expect(reasons).toEqual([
    undefined,
    'Entry "report" needs "costs", which needs "market", which needs it, so that it would never begin.',
  ]);
  await cairn.close();
});

test('what an agent cannot do leads to another plan, which goes on from what was found', async () => {
  broken.add('costs');
  const other = good.map((task) => ({ ...task, needs: task.needs.filter((id) => id !== 'costs') }));
  plans = [() => good, () => other.filter(({ id }) => id !== 'costs')];
  const { cairn, thread } = await begun();
  expect(await thread.ended()).toMatchObject({
    outcome: 'reported',
    state: { results: { report: 'report(prices(market,rivals))' }, why: 'costs cannot be done' },
  });
  expect(asked.filter((id) => id === 'market')).toHaveLength(1);
  await cairn.close();
});

test('a process that closes in the middle repeats no step that was through', async () => {
  const file = join(folder(), 'a.db');
  held = new Promise(() => undefined);
  const first = await begun(file);
  for await (const event of first.thread.watch())
    if (event.type === 'checkpoint' && event.lane === 'plan.1/report' && event.cause === 'begin') break;
  await first.cairn.close();
  held = undefined;
  const { cairn, thread } = await begun(file);
  expect((await thread.ended()).state.results['report']).toBe(report);
  expect(asked.filter((id) => id !== 'report').toSorted()).toEqual(['costs', 'market', 'prices', 'rivals']);
  await cairn.close();
});
