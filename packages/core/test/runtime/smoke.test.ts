import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, run } from '@cairn/core';

const hello = graph({
  name: 'hello',
  state: { name: z.string(), greeting: z.string().optional() },
  start: 'greet',
  nodes: {
    greet: { run: (s) => ({ greeting: `Hello, ${s.name}!` }), next: 'done' },
    done: { final: true },
  },
});

test('a graph of two nodes runs to its end', async () => {
  const result = await run(hello, { name: 'Ada' });
  expect(result).toMatchObject({ status: 'done', outcome: 'done', state: { name: 'Ada', greeting: 'Hello, Ada!' } });
});

const child = graph({
  name: 'child',
  state: { n: z.number(), out: z.number().optional() },
  start: 'double',
  nodes: { double: { run: (s) => ({ out: s.n * 2 }), next: 'end' }, end: { final: true } },
});

const big = graph({
  name: 'big',
  state: { list: append(z.string()), by: z.string().optional(), total: z.number().default(0) },
  events: { approve: z.object({ by: z.string() }) },
  start: 'fan',
  nodes: {
    fan: { next: { all: ['a', 'b'], then: 'sub' } },
    a: { run: async () => ({ list: ['a'] }), next: 'sub' },
    b: { run: async (_s, ctx) => ({ list: [await ctx.step('x', () => 'b')] }), next: 'sub' },
    sub: {
      graph: child,
      input: (s) => ({ n: s.list.length }),
      output: ({ state }) => ({ total: state.out ?? 0 }),
      next: 'many',
    },
    many: { next: { each: (s) => s.list.map((x) => ({ list: [`${x}!`] })), to: 'work', then: 'wait', limit: 1 } },
    work: { run: () => ({}), next: 'wait' },
    wait: { on: { approve: { to: 'ask', update: (_s, e) => ({ by: e.by }) } } },
    ask: { run: async (_s, ctx) => ({ list: [await ctx.ask('name', { answer: z.string() })] }), next: 'end' },
    end: { final: true },
  },
});

test('a graph with lanes, a subgraph, a wait and a question runs to its end', async () => {
  const cairn = open({ store: memory(), graphs: [big] });
  const thread = await cairn.start(big, {}, { id: 't' });
  const waiting = await thread.settled();
  expect(waiting).toMatchObject({ status: 'waiting', events: ['approve'] });
  await thread.send('approve', { by: 'ada' });
  expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'name' }] });
  await thread.answer('name', 'Bob');
  const end = await thread.settled();
  expect(end).toMatchObject({
    status: 'done',
    state: { list: ['a', 'b', 'a!', 'b!', 'Bob'], by: 'ada', total: 4 },
  });
  const rows = await thread.history();
  expect(
    rows.map((row) => `${row.seq} ${row.lane} ${row.cause} ${row.from}->${row.to ?? ''} ${row.phase}`),
  ).toMatchSnapshot();
  await cairn.close();
});
