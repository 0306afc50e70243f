import {
  append,
  check,
  diagram,
  graph,
  memory,
  merge,
  mermaid,
  open,
  reduce,
  replay,
  sum,
  union,
  upsert,
  type Context,
} from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** A graph whose every name is one that objects inherit: in each part another, so that each is looked up where it is not. */
const inner = graph({
  name: 'valueOf',
  state: { toString: z.number(), propertyIsEnumerable: z.number().optional() },
  start: 'constructor',
  nodes: {
    constructor: {
      run: ((s: { toString: number }) => ({ propertyIsEnumerable: s.toString + 1 })) as never,
      next: 'valueOf',
    },
    valueOf: { final: true },
  },
});

const odd = (nothing: number) =>
  graph({
    name: 'constructor',
    state: {
      constructor: append(z.string()),
      toString: sum(),
      valueOf: union(z.string()),
      hasOwnProperty: merge(z.number()),
      isPrototypeOf: upsert(z.object({ constructor: z.string() }), 'constructor'),
      propertyIsEnumerable: z.number().optional(),
      toLocaleString: reduce({ schema: z.number(), initial: 0, apply: (all: number, one: number) => all + one }),
    },
    events: { hasOwnProperty: z.object({ valueOf: z.number() }), toString: z.object({}) },
    limits: { valueOf: 10 },
    start: 'toString',
    nodes: {
      toString: {
        run: (async (_s: object, ctx: Context) => {
          const given = await ctx.step('constructor', () => 1 + nothing);
          ctx.spend('valueOf', 1);
          return {
            constructor: ['a'],
            toString: given,
            valueOf: ['b'],
            hasOwnProperty: { constructor: 1 },
            isPrototypeOf: { upsert: [{ constructor: 'toString' }] },
            toLocaleString: 2,
          };
        }) as never,
        next: { all: ['valueOf', 'constructor'], then: 'isPrototypeOf' },
      },
      valueOf: {
        run: (() => ({ constructor: ['c'], toString: 2, hasOwnProperty: { toString: 1 }, toLocaleString: 1 })) as never,
        next: 'isPrototypeOf',
      },
      constructor: { run: (() => ({ valueOf: ['d'], toLocaleString: 3 })) as never, next: 'isPrototypeOf' },
      isPrototypeOf: {
        graph: inner,
        input: ((s: { toString: number }) => ({ toString: s.toString })) as never,
        output: (({ state }: { state: { propertyIsEnumerable: number } }) => ({
          propertyIsEnumerable: state.propertyIsEnumerable,
        })) as never,
        next: 'hasOwnProperty',
      },
      hasOwnProperty: {
        on: {
          hasOwnProperty: {
            to: 'toLocaleString',
            update: (_s: object, e: { valueOf: number }) => ({ toString: e.valueOf }),
          },
        } as never,
        after: { '24h': 'propertyIsEnumerable' },
      },
      toLocaleString: { final: true },
      propertyIsEnumerable: { final: true },
    },
  });

const keys = [
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
] as const;

test('names that every object inherits are names like others, in all that is done with a thread', async () => {
  const plain = odd(0);
  expect(check(plain)).toEqual([]);
  expect(diagram(plain).nodes.map(({ name }) => name)).toEqual(expect.arrayContaining([...keys]));
  const store = memory();
  const cairn = open({ store, graphs: [plain] });
  const thread = await cairn.start(plain, {} as never, { id: 'constructor', tags: ['toString'] });
  const rest = await thread.settled();
  expect(rest).toMatchObject({ status: 'waiting', events: ['hasOwnProperty'] });
  await expect(thread.send('valueOf' as never, {} as never)).rejects.toMatchObject({ code: 'event/unknown' });
  await thread.edit({ propertyIsEnumerable: 7 } as never);
  await thread.send('hasOwnProperty', { valueOf: 5 });
  expect(await thread.settled()).toMatchObject({ status: 'done', outcome: 'toLocaleString' });
  const { state, seq } = await thread.at();
  expect(state).toEqual({
    constructor: ['a', 'c'],
    toString: 8,
    valueOf: ['b', 'd'],
    hasOwnProperty: { constructor: 1, toString: 1 },
    isPrototypeOf: [{ constructor: 'toString' }],
    propertyIsEnumerable: 7,
    toLocaleString: 6,
  });
  for (const key of keys) expect((await thread.blame(key)).parts.length).toBeGreaterThan(0);
  for (let at = 1; at <= seq; at++) expect(await thread.why(at)).toBeDefined();
  expect((await replay(thread, plain)).divergence).toBeUndefined();
  expect(mermaid(diagram(plain))).toContain('isPrototypeOf');
  expect(await cairn.verify()).toMatchObject({ findings: [], damage: [] });
  const there = memory();
  await importThread(there, exportThread(store, 'constructor'), { id: 'valueOf' });
  const fork = await thread.fork(seq - 1, { id: 'hasOwnProperty', set: { toString: 1 } as never });
  expect((await fork.at()).state).toMatchObject({ toString: 4 });
  await cairn.close();
});
