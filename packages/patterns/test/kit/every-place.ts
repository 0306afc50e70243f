import { fatal, graph, type AnyGraph } from '@cairn/core';
import {
  attempt,
  consensus,
  crew,
  debate,
  groupChat,
  reflection,
  saga,
  segments,
  supervision,
  tasks,
  tiers,
  worker,
} from '@cairn/patterns';
import { z } from 'zod';

/** A pattern with one worker that a test brings, among others that are good. */
export interface PlaceOfWorker {
  readonly place: string;
  /** What fits there. */
  readonly good: unknown;
  readonly made: (who: unknown, options?: object) => AnyGraph;
  readonly input: object;
  /** How the pattern may end. */
  readonly outcomes: readonly string[];
}

const person = { deadline: '1h' };
const text = z.string();

type Make = (options: never) => unknown;

function place(
  at: string,
  good: unknown,
  outcomes: string,
  input: object,
  make: Make,
  options: (who: unknown) => object,
): PlaceOfWorker {
  const name = at.split(' ')[0];
  const made = (who: unknown, more: object = {}): AnyGraph =>
    make({ name, ...options(who), ...more } as never) as AnyGraph;
  return { place: at, good, made, input, outcomes: outcomes.split(' ') };
}

const attempts = { task: text, result: text, act: () => 'r', verify: () => ({ ok: true }), attempts: 2, person };
const reflects = {
  task: text,
  draft: text,
  produce: () => 'd',
  critique: ({ round }: { readonly round: number }) => ({ score: round > 1 ? 1 : 0 }),
  improve: () => 'd',
  good: 0.5,
};
const supervises = {
  goal: text,
  brief: text,
  result: text,
  plans: 2,
  person,
  workers: { w: () => 'r', other: () => 'o' },
  plan: () => [
    { id: 'a', worker: 'w', brief: 'x' },
    { id: 'b', worker: 'other', brief: 'x' },
  ],
};
const spreads = { goal: text, what: text, result: text, plan: [{ id: 'a', what: 'x' }], work: () => 'r' };
const argues = {
  task: text,
  argument: text,
  verdict: text,
  sides: { pro: () => 'p' },
  judge: () => ({ verdict: 'v' }),
  person,
};
const fails = {
  do: () => {
    throw new Error('no');
  },
};

const [attempted, reflected, argued] = ['verified abandoned', 'good best empty', 'judged undecided'];
const [supervised, spread] = ['done abandoned', 'complete partial unplanned'];
const [task, goal] = [{ task: 't' }, { goal: 'g' }];

/** Every place of every pattern where somebody works. */
export const places: readonly PlaceOfWorker[] = [
  place('attempt act', 'r', attempted, task, attempt, (act) => ({ ...attempts, act })),
  place('attempt verify', { ok: true }, attempted, task, attempt, (verify) => ({ ...attempts, verify })),
  place('reflection produce', 'd', reflected, task, reflection, (produce) => ({ ...reflects, produce })),
  place('reflection critique', { score: 1 }, reflected, task, reflection, (critique) => ({
    ...reflects,
    critique,
  })),
  place('reflection improve', 'd', reflected, task, reflection, (improve) => ({ ...reflects, improve })),
  place('tiers ask', { answer: 'a', confidence: 1 }, 'accepted unanswered', task, tiers, (ask) => ({
    task: text,
    answer: text,
    accept: 0.5,
    tiers: [
      { name: 'bad', ask },
      { name: 'good', ask: () => ({ answer: 'y', confidence: 0.9 }) },
    ],
  })),
  place('consensus reviewer', { stance: 's' }, 'agreed deadlocked', task, consensus, (bad) => ({
    task: text,
    stance: text,
    reviewers: { bad, one: () => ({ stance: 's' }), two: () => ({ stance: 's' }) },
    rounds: 2,
    person: 'nobody',
  })),
  place('debate side', 's', argued, task, debate, (bad) => ({ ...argues, sides: { bad, good: () => 's' } })),
  place('debate judge', { verdict: 'v' }, argued, task, debate, (judge) => ({ ...argues, judge })),
  place('groupChat member', 'm', 'unfinished', task, groupChat, (bad) => ({
    task: text,
    message: text,
    members: { bad, good: () => 'm' },
    turns: 3,
  })),
  place('groupChat next', 'good', 'unfinished', task, groupChat, (next) => ({
    task: text,
    message: text,
    members: { good: () => 'm' },
    next,
    turns: 3,
  })),
  place('supervision worker', 'r', supervised, goal, supervision, (w) => ({
    ...supervises,
    workers: { ...supervises.workers, w },
  })),
  place('supervision plan', [{ id: 'a', worker: 'w', brief: 'x' }], supervised, goal, supervision, (plan) => ({
    ...supervises,
    plan,
  })),
  place('supervision review', { ok: true }, supervised, goal, supervision, (review) => ({
    ...supervises,
    review,
  })),
  place('crew role', 'r', supervised, goal, crew, (role) => ({
    goal: text,
    brief: text,
    result: text,
    person,
    roles: { role, other: () => 'o' },
    tasks: [
      { id: 'a', role: 'role', brief: 'x' },
      { id: 'b', role: 'other', brief: 'x' },
    ],
  })),
  place('segments agent', { x: 1 }, 'whole abandoned', task, segments, (work) => ({
    task: text,
    agents: { bad: { writes: { x: z.number() }, work }, good: { writes: { y: z.number() }, work: () => ({ y: 1 }) } },
    person,
  })),
  place('tasks plan', [{ id: 'a', what: 'x' }], spread, goal, tasks, (plan) => ({ ...spreads, plan })),
  place('tasks work', 'r', spread, goal, tasks, (work) => ({ ...spreads, work })),
  place('tasks fallback', 'r', spread, goal, tasks, (fallback) => ({
    ...spreads,
    work: fails.do,
    fallbacks: { fallback },
  })),
  place('saga do', 'r', 'allDone allUndone', task, saga, (does) => ({
    task: text,
    steps: { one: { do: () => undefined, undo: () => undefined }, two: { needs: ['one'], result: text, do: does } },
  })),
  place('saga undo', 'whatever', 'allUndone partlyUndone', task, saga, (undo) => ({
    task: text,
    steps: { one: { do: () => undefined, undo }, two: { needs: ['one'], ...fails } },
    person,
  })),
];

/** A graph that ends at once, for workers that are graphs. */
const inner = graph({
  name: 'inner',
  state: { q: z.string() },
  start: 'over',
  nodes: { over: { final: true } },
});

/** The forms that a worker may have, of what it does. */
export const forms: Readonly<Record<string, (act: () => unknown) => unknown>> = {
  function: (act) => ({ run: act, timeout: '1m', retry: { attempts: 2 } }),
  'output of a graph': (act) => worker(inner, { input: () => ({ q: 'x' }), output: act }),
  'input of a graph': (act) => worker(inner, { input: act as never, output: () => 'x' }),
};

/** What nobody should find, by its name. */
export const nonsense: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  'not a number': () => Number.NaN,
  'an empty text': () => '',
  'a number': () => 5,
  true: () => true,
  'an empty list': () => [],
  'an empty record': () => ({}),
  'a list of nothing': () => [undefined],
  'verdicts in texts': () => ({ ok: 'false', good: 'false', score: '1', verdict: 5, confidence: '0.9', stance: 1 }),
  'a refusal without a reason': () => ({ ok: false, score: Number.NaN, more: 5, confidence: Number.NaN }),
  'a key that is no key': () => JSON.parse('{"__proto__":{"ok":true},"constructor":1}') as unknown,
  'a task named __proto__': () => [{ id: '__proto__', worker: 'w', brief: 'x', what: 'x' }],
  'tasks named as what every object has': () => [
    { id: 'constructor', worker: 'w', brief: 'x', what: 'x' },
    { id: 'toString', worker: 'hasOwnProperty', needs: ['valueOf'], brief: 'x', what: 'x' },
  ],
  'a task that needs itself': () => [{ id: 'a', worker: 'w', needs: ['a'], brief: 'x', what: 'x' }],
  'the name of what every object has': () => 'constructor',
  'a function': () => () => 1,
  'an instance': () => new Map([['ok', true]]),
  'what holds itself': () => {
    const round: Record<string, unknown> = { ok: true };
    return Object.assign(round, { round, answer: round, stance: round, verdict: round });
  },
  'a getter that throws': () =>
    Object.defineProperty({}, 'ok', {
      enumerable: true,
      get: () => {
        throw new Error('do not look');
      },
    }),
  'a proxy that throws': () =>
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('do not touch');
        },
      },
    ),
  'a promise that is refused': () => Promise.reject(new Error('later')),
  'an error': () => {
    throw new Error('no');
  },
  'a fatal error': () => {
    throw fatal('never');
  },
  'no error': () => {
    // oxlint-disable-next-line only-throw-error -- what adversaries do
    throw undefined;
  },
  nothing: () => new Promise(() => undefined),
};
