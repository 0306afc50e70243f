import { append, graph, memory, merge, open, replay, sum, union, type Context } from '@cairn/core';
import { exportThread, goingOnWith, importThread } from '@cairn/core/inspect';
import { expect, test } from 'vitest';
import { z } from 'zod';

const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'toLocaleString'] as const;

const ask = (_s: object, ctx: Context): Promise<object> => ctx.ask('who', { answer: z.string() }).then(() => ({}));

/** Before the deploy no name is one that objects inherit. */
const before = graph({
  name: 'deployed',
  version: '1',
  state: { log: append(z.string()), one: z.string().default('one') },
  events: { go: z.object({}), stop: z.object({}) },
  start: 'work',
  nodes: {
    work: { run: () => ({ log: ['worked'] }), next: 'wait' },
    wait: { on: { go: { to: 'ask', update: () => ({ log: ['went'] }) } } },
    ask: { run: ask, next: 'rest' },
    rest: { on: { stop: 'end' } },
    end: { final: true },
  },
});

const part = graph({
  name: 'part',
  state: { constructor: append(z.string()), toString: z.string().optional() },
  start: 'constructor',
  nodes: { constructor: { run: (() => ({ toString: 'part' })) as never, next: 'valueOf' }, valueOf: { final: true } },
});

/** After it all of them are: keys of every kind, nodes, events, a subgraph, limits; `migrate` says where one node went. */
const after = graph({
  name: 'deployed',
  version: '2',
  state: {
    log: append(z.string()),
    one: z.string().default('one'),
    constructor: z.object({ a: z.string() }).optional(),
    toString: append(z.string()),
    valueOf: sum(),
    hasOwnProperty: merge(z.number()),
    isPrototypeOf: union(z.string()),
    toLocaleString: z.array(z.string()).optional(),
  },
  events: { go: z.object({}), stop: z.object({}), constructor: z.object({}), toString: z.object({}) },
  limits: { valueOf: 5 },
  migrate: [{ from: '1', nodes: { rest: 'valueOf' } }],
  start: 'work',
  nodes: {
    work: { run: (() => ({ log: ['worked'] })) as never, next: 'wait' },
    wait: { on: { go: { to: 'ask', update: () => ({ log: ['went'] }) } } as never },
    ask: { run: ask, next: 'valueOf' },
    valueOf: { on: { stop: 'constructor', constructor: 'toString' } as never },
    constructor: {
      graph: part,
      input: (() => ({})) as never,
      output: (() => ({ constructor: { a: 'part' } })) as never,
      next: 'toString',
    },
    toString: {
      run: async (_s: object, ctx: Context) => {
        await ctx.step('constructor', () => 1);
        ctx.spend('valueOf', 1);
        return {
          constructor: { a: 'b' },
          toString: ['c'],
          valueOf: 1,
          hasOwnProperty: { constructor: 1 },
          isPrototypeOf: ['toString'],
          toLocaleString: ['d'],
        };
      },
      next: 'end',
    },
    end: { final: true },
  },
});

test('names that every object inherits come with a deploy as others do', async () => {
  const store = memory();
  const first = open({ store, graphs: [before] });
  const places: Readonly<Record<string, number>> = { wait: 0, ask: 1, rest: 2 };
  for (const [id, moves] of Object.entries(places)) {
    const thread = await first.start(before, {}, { id });
    if (moves > 0) await thread.send('go', {});
    await thread.settled();
    if (moves > 1) await thread.answer('who', 'Ada');
    await thread.settled();
  }
  await first.close();
  for await (const { problem } of goingOnWith(store, [after])) expect(problem).toBeUndefined();
  const second = open({ store, graphs: [after] });
  for (const [id, moves] of Object.entries(places)) {
    const thread = second.thread(after, id);
    expect((await replay(thread, after)).divergence?.how).toBeUndefined();
    for (const name of names) {
      await expect(thread.answer(name, 'x')).rejects.toMatchObject({ code: 'answer/not-asked' });
      await expect(thread.resume({ lane: name })).rejects.toMatchObject({ code: expect.any(String) as string });
      await expect(thread.fork(-1, { results: { [`${name}.1`]: {} } })).rejects.toMatchObject({
        code: 'fork/unknown-result',
      });
    }
    for (const name of ['valueOf', 'hasOwnProperty'])
      await expect(thread.send(name as never, {} as never)).rejects.toMatchObject({ code: 'event/unknown' });
    if (moves < 1) await thread.send('go', {});
    if (moves < 2) {
      await thread.settled();
      await thread.answer('who', 'Ada');
    }
    await thread.settled();
    await thread.send('stop', {});
    const ended = await thread.ended();
    expect(ended).toMatchObject({ status: 'done', outcome: 'end' });
    expect(ended.state).toEqual({
      log: ['worked', 'went'],
      one: 'one',
      constructor: { a: 'b' },
      toString: ['c'],
      valueOf: 1,
      hasOwnProperty: { constructor: 1 },
      isPrototypeOf: ['toString'],
      toLocaleString: ['d'],
    });
    expect((await replay(thread, after)).divergence?.how).toBeUndefined();
    for (const name of names) expect((await thread.blame(name)).parts.length).toBeGreaterThan(0);
    const { head } = await thread.record();
    for (let seq = 1; seq <= head; seq += 1) {
      expect(await thread.why(seq)).toBeDefined();
      const fork = await thread.fork(seq, { recorded: true });
      expect(await fork.settled()).toBeDefined();
    }
    await importThread(memory(), exportThread(store, id));
  }
  expect(await second.verify()).toMatchObject({ findings: [], damage: [] });
  await second.close();
});
