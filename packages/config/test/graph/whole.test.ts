import { append, check, fatal, graph, memory, open, run, service } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { activity, defineFromConfig, registry } from '../../src/index.ts';

const none = registry({});

describe('keys of the state', () => {
  const text = `
name: keys
state:
  goal: string
  title: string?
  rounds: { type: number, default: 0 }
  log: append of string
  cost: sum
  tags: { type: union, of: string }
  scores: merge of number
  tasks: { type: upsert, of: { id: string, done: boolean }, id: id }
  best: { type: reduce, of: number, from: 0, by: 'update > current ? update : current' }
  verdict: [good, bad]
  until: date?
  money: Money?
start: think
begin: { verdict: "'good'" }
events: { on: nothing }
nodes:
  think:
    on:
      on:
        to: again
        update:
          title: state.goal.upperAscii()
          log: ['"thought"']
          cost: 2
          tags: ['"a"', '"b"', '"a"']
          scores: { speed: 1 }
          tasks: [{ id: '"x"', done: false }, { id: '"y"', done: false }]
          best: 5
          until: now + duration("1h")
          money: { amount: 3, currency: '"EUR"' }
  again:
    on:
      on:
        to: end
        update: >-
          {"rounds": state.rounds + 1, "log": [string(size(state.log)) + " before"], "cost": 3, "scores": {"size": 2},
          "tasks": {"upsert": [{"id": "x", "done": true}], "remove": ["y"]}, "best": 4, "tags": replace(["c"]), "title": optional.none()}
  end: { final: true }
`;

  test('combine as their kinds say', async () => {
    const keys = defineFromConfig(
      text,
      registry({ schemas: { Money: z.object({ amount: z.number(), currency: z.string() }) } }),
    );
    expect(check(keys)).toEqual([]);
    const clock = virtualClock();
    const cairn = open({ store: memory(), graphs: [keys], clock });
    const began = clock.now();
    const thread = await cairn.start(keys, { goal: 'ship', verdict: 'bad' });
    await thread.send('on');
    expect((await thread.settled()).state).toMatchObject({ title: 'SHIP', best: 5, tags: ['a', 'b'] });
    await thread.send('on');
    expect((await thread.ended()).state).toEqual({
      goal: 'ship',
      rounds: 1,
      log: ['thought', '1 before'],
      cost: 5,
      tags: ['c'],
      scores: { speed: 1, size: 2 },
      tasks: [{ id: 'x', done: true }],
      best: 5,
      verdict: 'good',
      until: new Date(began + 3_600_000),
      money: { amount: 3, currency: 'EUR' },
    });
    await cairn.close();
  });
});

describe('lanes and subgraphs', () => {
  const text = `
name: report
state: { companies: list of string, company: local of string, findings: append of string, best: number? }
start: fan
graphs:
  research:
    state: { company: string, finding: string? }
    start: look
    nodes:
      look: { run: look, next: found }
      found: { final: true }
nodes:
  fan:
    next:
      each: 'state.companies.map(name, {"company": name})'
      id: state.company
      to: one
      then: spread
      limit: size(state.companies)
      need: '"all"'
  one:
    graph: research
    input: { company: state.company }
    output: { findings: ['child.outcome + ": " + child.state.finding'] }
    next: spread
  spread:
    next:
      all: [left, { to: right, needs: [left] }]
      then: end
      merge: { best: 'size(lanes)', findings: 'lanes.map(lane, lane.node)' }
  left: { next: end }
  right: { next: end }
  end: { final: true }
`;

  test('run as they do in TypeScript', async () => {
    const report = defineFromConfig(
      text,
      registry({ activities: { look: (s) => ({ finding: `${String(s['company'])} is fine` }) } }),
    );
    const { state } = await run(report, { companies: ['acme', 'bolt'] });
    expect(state).toEqual({
      companies: ['acme', 'bolt'],
      findings: ['found: acme is fine', 'found: bolt is fine', 'end', 'end'],
      best: 2,
    });
  });

  test('a node may hold a graph of the registry, which is written in TypeScript', async () => {
    const child = graph({
      name: 'child',
      state: { x: z.number(), log: append(z.string()) },
      start: 'a',
      nodes: { a: { run: (s) => ({ log: [`${s.x}`] }), next: 'b' }, b: { final: true } },
    });
    const outer = defineFromConfig(
      `
name: outer
state: { n: number, log: append of string }
start: a
nodes:
  a: { graph: child, input: { x: state.n + 1 }, output: '{"log": child.state.log}', next: b }
  b: { final: true }
`,
      registry({ graphs: { child } }),
    );
    expect((await run(outer, { n: 1 })).state).toEqual({ n: 1, log: ['2'] });
  });
});

describe('time and failures', () => {
  test('waits follow from the state', async () => {
    const waits = defineFromConfig(
      `
name: waits
state: { deadline: date, pause: string, log: append of string }
start: a
nodes:
  a:
    after:
      - { in: state.pause, update: { log: ['"pause"'] } }
      - { in: 90m, update: { log: ['"said"'] } }
      - { at: 'state.deadline + duration("1h")', to: b }
  b: { final: true }
`,
      none,
    );
    const clock = virtualClock();
    const cairn = open({ store: memory(), graphs: [waits], clock });
    const thread = await cairn.start(waits, { deadline: new Date(clock.now() + 7_200_000), pause: '30m' });
    await clock.advance('4h');
    expect((await thread.ended()).state['log']).toEqual(['pause', 'said']);
    await cairn.close();
  });

  test('failures are told apart', async () => {
    const tries: number[] = [];
    const failing = defineFromConfig(
      `
name: failing
state: { how: string, why: string? }
start: try
nodes:
  try:
    run: fail
    retry: { attempts: 3, when: 'error.message != "never"' }
    onError:
      - { when: 'has(error.fatal) && error.fatal', to: refused }
      - { to: gaveUp, update: { why: 'error.message + " after " + string(error.attempt)' } }
    next: end
  refused: { final: true }
  gaveUp: { final: true }
  end: { final: true }
`,
      registry({
        activities: {
          fail: ({ how }, ctx) => {
            tries.push(ctx.attempt);
            if (how === 'fatal') throw fatal('no');
            throw new Error(String(how));
          },
        },
      }),
    );
    const outcomes = [];
    for (const how of ['later', 'never', 'fatal']) {
      const result = await run(failing, { how });
      outcomes.push([result.status === 'done' && result.outcome, result.state['why']]);
    }
    expect(outcomes).toEqual([
      ['gaveUp', 'later after 3'],
      ['gaveUp', 'never after 1'],
      ['refused', undefined],
    ]);
    expect(tries).toEqual([1, 2, 3, 1, 1]);
  });

  test('a guard that fails is a failure of the decision, which says the place in the document', async () => {
    const text =
      'name: g\nstate: { x: string? }\nstart: a\nnodes:\n  a:\n    next: [{ when: state.x == "y", to: b }, b]\n  b: { final: true }\n';
    const result = await run(defineFromConfig(text, none, { file: 'g.yaml' }));
    expect(result).toMatchObject({
      status: 'failed',
      failed: [
        {
          code: 'decision/failed',
          message: expect.stringContaining('g.yaml:6:26: No such key: x. It is in "state.x == \\"y\\"".'),
        },
      ],
    });
  });
});

describe('activities of the registry', () => {
  interface Bank {
    charge(amount: number, currency: string): string;
  }

  const bank = service<Bank>();

  test('are given what stands under "with", services, and their own types', async () => {
    const shop = registry({
      services: { clock: service<{ zone: string }>() },
      activities: {
        charge: activity({
          state: { amount: z.number(), receipt: z.string().optional() },
          services: { bank },
          args: z.object({ currency: z.string(), factor: z.number().default(1) }),
          run: (s, { services }, { currency, factor }) => ({
            receipt: services.bank.charge(s.amount * factor, currency),
          }),
        }),
      },
    });
    const order = defineFromConfig(
      `
name: order
thresholds: { surcharge: 2 }
state: { amount: number, receipt: string?, currency: string }
start: pay
nodes:
  pay: { run: charge, with: { currency: state.currency, factor: thresholds.surcharge }, next: paid }
  paid: { final: true }
`,
      shop,
    );
    const services = {
      bank: { charge: (amount: number, currency: string) => `${amount} ${currency}` },
      clock: { zone: 'UTC' },
    };
    expect((await run(order, { amount: 5, currency: 'EUR' }, { services })).state['receipt']).toBe('10 EUR');
    const wrong = await run(
      order,
      { amount: 5, currency: 'EUR' },
      { services: { ...services, bank: { charge: () => 3 as never } } },
    );
    expect(wrong.status).toBe('failed');
  });

  test('what an expression gives under "with" is held against what the activity takes, once, for good', async () => {
    let ran = 0;
    const strict = registry({
      activities: {
        charge: activity({
          state: {},
          args: z.object({ currency: z.enum(['EUR', 'USD']) }),
          run: () => {
            ran++;
          },
        }),
      },
    });
    const order = defineFromConfig(
      'name: o\nstate: { c: string }\nstart: a\nnodes:\n  a: { run: charge, with: { currency: state.c }, retry: { attempts: 3 }, next: b }\n  b: { final: true }\n',
      strict,
    );
    const result = await run(order, { c: 'GBP' });
    expect(result).toMatchObject({
      status: 'failed',
      failed: [{ node: 'a', message: expect.stringContaining('What stands under "with" does not fit: currency: ') }],
    });
    expect(ran).toBe(0);
    expect((await run(order, { c: 'USD' })).status).toBe('done');
  });
});
