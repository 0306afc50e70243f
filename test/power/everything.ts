import { z } from 'zod';
import {
  append,
  graph,
  local,
  merge,
  reduce,
  sum,
  transient,
  union,
  upsert,
  type AnyGraph,
  type Clock,
  type Context,
} from '@cairn/core';

/** Every key that a graph here writes, one of each kind. */
const state = {
  name: z.string().default('nobody'),
  log: append(z.string()),
  total: sum(),
  voters: union(z.string()),
  marks: merge(z.number()),
  items: upsert(z.object({ id: z.string(), v: z.number() }), 'id'),
  digest: reduce({ schema: z.string(), initial: '', apply: (before, update) => `${before}<${update}>` }),
  mine: local(z.string().default('nothing')),
  passing: transient(z.string()),
};

/** A graph that uses everything; what it comes to depends on no time and no chance. */
export function everything(clock: Clock): AnyGraph {
  const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => clock.after(milliseconds, resolve));
  return graph({
    name: 'everything',
    state: { ...state, text: z.string().optional(), reminded: sum() },
    events: {
      vote: z.object({ by: z.string() }),
      approve: z.object({ by: z.string() }),
      bonus: z.object({ n: z.number() }),
    },
    limits: { coins: 1_000, steam: { max: 9, per: 'turn' }, bread: { max: 99, per: 'day' } },
    start: 'begin',
    nodes: {
      begin: {
        run: async (_, context) => {
          for (const name of ['coins', 'steam', 'bread'] as const) context.spend(name, 3);
          const one = await context.step('one', () => wait(5).then(() => 'one'));
          await context.save('half', { log: ['saved'], total: 1 });
          const two = await context.step('two', () => 'two');
          if (context.attempt === 1) throw new Error('The first attempt fails.');
          return { log: [one, two], mine: 'begun', passing: 'gone', text: 'a long text '.repeat(2_000) };
        },
        retry: { attempts: 2, backoff: '1s', jitter: 0.5 },
        next: [{ when: (s) => s.mine === 'begun', to: 'fan', label: 'begun' }, 'lost'],
      },
      fan: {
        next: { all: ['first', { to: 'second', needs: ['first'] }, 'votes', 'nap', 'sub', 'quick'], then: 'many' },
      },
      first: { run: work('first', wait), cache: { key: (s) => s.name, ttl: '1h' }, next: 'many' },
      second: { run: (s) => ({ log: [`second after ${s.log.length}`], total: 2, digest: 'second' }), next: 'many' },
      votes: {
        on: { vote: { update: (_, e) => ({ voters: [e.by] }), when: (s, e) => !s.voters.includes(e.by) } },
        next: [{ when: (s) => s.voters.length >= 2, to: 'many' }],
      },
      nap: {
        run: async (_, { sleep, step }) => {
          const [, beside] = await Promise.all([
            sleep('nap', '1m'),
            step('beside', () => wait(90_000).then(() => 'slept')),
          ]);
          return { log: [beside] };
        },
        next: 'many',
      },
      sub: {
        graph: part(wait),
        share: ['total', 'items'],
        input: (s) => ({ name: `part of ${s.name}` }),
        output: ({ state: own, outcome }) => ({ log: [outcome, ...own.log], digest: own.digest }),
        verify: (_, __, { attempt }) => attempt > 1 || 'once more',
        retry: { attempts: 2, backoff: '2s' },
        next: 'many',
      },
      quick: { run: () => ({ marks: { quick: 1 }, items: [{ id: 'quick', v: 1 }] }), next: 'quickly' },
      quickly: { run: () => ({ marks: { quick: 2 }, items: { remove: ['quick'] } }), next: 'many' },
      many: {
        next: {
          each: () => [1, 2, 3, 4].map((n) => ({ mine: `item ${n}`, total: n })),
          to: 'item',
          then: 'race',
          limit: 2,
        },
      },
      item: { run: work('item', wait), next: 'race' },
      race: { next: { all: ['fast', 'never'], then: 'reminder', need: 'any' } },
      fast: { run: () => wait(20).then(() => ({ log: ['fast'] })), next: 'reminder' },
      never: { run: () => new Promise(() => undefined), next: 'reminder' },
      reminder: {
        after: [{ in: (s) => (s.reminded === 0 ? '1h' : undefined), update: () => ({ reminded: 1 }) }],
        on: { approve: { to: 'flaky', when: (s) => s.reminded === 1, update: (_, e) => ({ name: e.by }) } },
      },
      flaky: {
        run: async (_, { attempt, failures }) => {
          if (attempt === 1) await new Promise(() => undefined);
          return { log: failures.map(({ message }) => message), marks: { flaky: attempt } };
        },
        timeout: '5s',
        verify: (_, __, { attempt }) => attempt === 3 || 'not yet',
        retry: { attempts: 3 },
        next: 'bonus',
      },
      bonus: { on: { bonus: { to: 'broken', update: (_, e) => ({ total: e.n }) } } },
      broken: {
        run: () => Promise.reject(new Error('It is broken.')),
        onError: { to: 'mended', update: (_, error) => ({ log: [error.message] }) },
        next: 'lost',
      },
      mended: { after: { '10m': 'over' } },
      over: { next: { choose: (s) => (s.total > 0 ? 'end' : 'lost'), among: ['end', 'lost'] } },
      lost: { final: true },
      end: { final: true },
    },
  });
}

/** A subgraph with lanes inside, one of which asks. */
function part(wait: (milliseconds: number) => Promise<void>) {
  return graph({
    name: 'part',
    state,
    start: 'fork',
    nodes: {
      fork: { next: { all: ['ask', 'work'], then: 'done' } },
      ask: {
        run: async (_, { ask, step }) => {
          const [before, answer] = [await step('before', () => 'before'), await ask('who', { answer: z.string() })];
          return { log: [before, answer, await step('after', () => wait(3).then(() => 'after'))] };
        },
        next: 'done',
      },
      work: { run: work('work', wait), next: 'done' },
      done: { final: true },
    },
  });
}

/** An activity that takes a step and a while, and writes to several keys. */
function work(name: string, wait: (milliseconds: number) => Promise<void>) {
  return async ({ mine }: { readonly mine: string }, { step }: Context) => {
    const made = await step('make', () => wait(10).then(() => `${name} of ${mine}`));
    await wait(7);
    return { log: [made], total: 1, digest: made, marks: { [made]: 1 }, items: [{ id: made, v: 1 }] };
  };
}
