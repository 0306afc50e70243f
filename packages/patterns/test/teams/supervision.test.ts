import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, graph, memory, mermaid, open, run, type FactsOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { supervision, worker, type Assigned, type Notice, type Managing, type Assignment } from '@cairn/patterns';

type Plan = (given: Managing<string, string, string>) => readonly Assignment<string>[];
type Work = (given: Assigned<string, string, string>) => string;

const two: Plan = () => [
  { id: 'write', worker: 'writer', needs: ['find'], brief: 'a page' },
  { id: 'find', worker: 'finder', brief: 'facts' },
];

function supervised({
  plan = two,
  writer = writes,
  finder = () => 'facts',
}: Partial<Record<'writer' | 'finder', Work>> & { plan?: Plan }) {
  return supervision({
    name: 'article',
    goal: z.string(),
    brief: z.string(),
    result: z.string(),
    workers: { writer, finder },
    plan,
    review: ({ result, rejected }) =>
      result.includes('bad') ? { ok: false, reason: `not so ${rejected.length}` } : { ok: true },
    plans: 2,
  });
}

const writes: Work = ({ task, results, rejected }) =>
  `${task.brief} of ${Object.values(results).join()}${rejected.join()}`;

test('it is a graph without mistakes, that is drawn', () => {
  const article = supervised({});
  expect(check(article)).toEqual([]);
  const drawn = mermaid(diagram(article));
  for (const part of ['writer', 'finder', 'plan anew', 'with the reason', 'with what is wrong'])
    expect(drawn).toContain(part);
  expectTypeOf<FactsOf<typeof article>['outcome']>().toEqualTypeOf<'done' | 'accepted' | 'abandoned' | 'exhausted'>();
  expectTypeOf<FactsOf<typeof article>['state']['results']>().toExtend<Readonly<Record<string, string>>>();
});

test('workers do what was planned in the order of its needs, with the results of those alone', async () => {
  const ended = await run(supervised({}), { goal: 'cairns' });
  expect(ended).toMatchObject({
    outcome: 'done',
    state: { results: { find: 'facts', write: 'a page of facts' }, plans: 1 },
  });
});

test('who plans is told what is wrong: a worker who is nobody with the nearest name, needs of nothing, circles, nonsense', async () => {
  const drafts: readonly unknown[] = [
    'do it',
    [{ id: 'write', worker: 'writr', brief: 'a page' }],
    [{ id: 'write', worker: 'writer', brief: 7 }],
    [
      { id: 'write', worker: 'writer', brief: 'a page', needs: ['fnd'] },
      { id: 'find', worker: 'finder', brief: 'x' },
    ],
    [],
    [{ id: 'a', worker: 'writer', brief: 'a', needs: ['a'] }],
    two({} as never),
  ];
  const told: string[] = [];
  const article = supervised({
    plan: ({ refused, hints }) => {
      told.push(...refused.slice(-1));
      return drafts[told.length + hints.length] as readonly Assignment<string>[];
    },
  });
  const cairn = open({ store: memory(), graphs: [article] });
  const thread = await cairn.start(article, { goal: 'cairns' });
  expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { plans: 0, drafts: 3 } });
  await thread.send('again', { by: 'ada', hint: 'go on' });
  expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { drafts: 3 } });
  expect((await thread.settled()).state.refused).toEqual([
    'A plan is a list of tasks.',
    'Task "write" is for "writr", who is nobody. Did you mean "writer"?',
    expect.stringContaining('brief: Invalid input'),
    expect.stringContaining('Did you mean "find"?'),
    'The plan has no task.',
    expect.stringContaining('needs itself'),
  ]);
  await thread.send('again', { by: 'ada', hint: 'at last' });
  expect(await thread.ended()).toMatchObject({ outcome: 'done' });
  await cairn.close();
});

test('a result that is rejected is tried again with the reason, and dropped after so many', async () => {
  const once = await run(
    supervised({ writer: ({ rejected }) => (rejected.length === 0 ? 'bad' : `good ${rejected.join()}`) }),
    { goal: '' },
  );
  expect(once).toMatchObject({ outcome: 'done', state: { results: { write: 'good not so 0' }, plans: 1 } });
  expect(once.state.rejections).toEqual([{ plan: 1, task: 'write', worker: 'writer', reason: 'not so 0' }]);
});

test('what was dropped is planned anew, keeping what was accepted', async () => {
  const found: string[] = [];
  const article = supervised({
    plan: ({ dropped, results, before }) =>
      dropped.length === 0
        ? two({} as never)
        : [
            {
              id: 'again',
              worker: 'finder',
              needs: ['find'],
              brief: `${dropped[0]?.reason} ${Object.keys(results).join()} ${before.length}`,
            },
          ],
    writer: () => {
      throw new Error('no ink');
    },
    finder: ({ task: { id, brief }, results }) => {
      found.push(id);
      return `${brief} ${Object.keys(results).join()}`;
    },
  });
  const ended = await run(article, { goal: '' });
  expect(ended).toMatchObject({ outcome: 'done', state: { plans: 2 } });
  expect(ended.state.results['again']).toBe('no ink find 2 find');
  expect(found).toEqual(['find', 'again']);
});

test('what needs that which came to nothing is not begun, and all else is done; then a person decides', async () => {
  const told: Notice[] = [];
  const article = supervision({
    name: 'article',
    goal: z.string(),
    brief: z.string(),
    result: z.string(),
    workers: { good: ({ task }) => task.id, bad: () => Promise.reject(new Error('broken')) },
    plan: () => [
      { id: 'a', worker: 'bad', brief: '' },
      { id: 'b', worker: 'good', needs: ['a'], brief: '' },
      { id: 'c', worker: 'good', brief: '' },
    ],
    plans: 1,
    tries: 1,
    person: { notifier: { send: async (notice) => void told.push(notice) } },
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [article], clock });
  const thread = await cairn.start(article, { goal: '' });
  await clock.advance('1m');
  expect(await thread.settled()).toMatchObject({
    events: ['accept', 'again', 'giveUp'],
    state: { results: { c: 'c' } },
  });
  expect(told).toEqual([
    {
      subject: 'article is not finished',
      text: 'Accepted: c\na, by bad: broken\nb, by good: it needs a, of which nothing came',
    },
  ]);
  await thread.send('accept', { by: 'ada' });
  expect(await thread.ended()).toMatchObject({ outcome: 'accepted', state: { by: 'ada' } });
  await cairn.close();
});

const research = graph({
  name: 'research',
  state: { what: z.string(), found: z.string().optional() },
  limits: { 'finder.tokens': Infinity },
  start: 'look',
  nodes: {
    look: {
      run: ({ what }, { spend }) => {
        spend('finder.tokens', 40);
        return { found: `${what}, found` };
      },
      next: 'end',
    },
    end: { final: true },
  },
});

test('a budget holds over all tasks of a worker, for functions and for graphs, and of no other', async () => {
  const article = supervision({
    name: 'article',
    goal: z.string(),
    brief: z.string(),
    result: z.string(),
    workers: {
      writer: ({ task }, { spend, left }) => {
        spend('tokens', 10);
        return `${task.brief}, ${left('tokens')} left`;
      },
      finder: worker(research, {
        input: ({ task }: Assigned<string, string, string>) => ({ what: task.brief }),
        output: ({ state }) => state.found ?? '',
      }),
      other: () => 'done',
    },
    plan: () =>
      ['writer', 'finder', 'other'].flatMap((name) =>
        [1, 2, 3, 4].map((n) => ({ id: `${name}-${n}`, worker: name, brief: `${n}` })),
      ),
    budgets: { writer: { calls: 3, tokens: 25 }, finder: { tokens: 100 } },
    limits: { tokens: 1_000 },
    plans: 1,
  });
  expect(check(article)).toEqual([]);
  const cairn = open({ store: memory(), graphs: [article] });
  const thread = await cairn.start(article, { goal: '' });
  const { state } = await thread.settled();
  expect(Object.keys(state.results).toSorted()).toEqual([
    'finder-1',
    'finder-2',
    'other-1',
    'other-2',
    'other-3',
    'other-4',
    'writer-1',
    'writer-2',
  ]);
  expect(state.results['writer-2']).toBe('2, 5 left');
  expect((await thread.now()).spent).toEqual({
    'writer.calls': 3,
    'writer.tokens': 30,
    'finder.tokens': 120,
    tokens: 30,
  });
  expect(state.dropped.map(({ task }) => task)).toEqual(['writer-3', 'writer-4', 'finder-3', 'finder-4']);
  await cairn.close();
});

test.each([
  ['all', { tokens: 30 }, { tokens: 100 }],
  ['its worker', { tokens: 100 }, { tokens: 30 }],
])('what is refused by the budget of %s is counted by the other too', async (_whose, limits, budget) => {
  const article = supervision({
    name: 'article',
    goal: z.string(),
    brief: z.string(),
    result: z.string(),
    workers: { w: (_given, { spend }) => (spend('tokens', 40), 'r') },
    plan: () => [{ id: 'a', worker: 'w', brief: '' }],
    budgets: { w: budget },
    limits,
    plans: 1,
    tries: 1,
  });
  const cairn = open({ store: memory(), graphs: [article] });
  const thread = await cairn.start(article, { goal: '' });
  await thread.settled();
  expect((await thread.now()).spent).toEqual({ tokens: 40, 'w.tokens': 40 });
  await cairn.close();
});
