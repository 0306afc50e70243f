import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { activity, checkConfig, registry } from '../../src/index.ts';

const known = registry({
  activities: {
    pay: activity({
      state: {},
      args: z.object({
        currency: z.enum(['EUR', 'USD']),
        amount: z.number().min(1),
        to: z.object({ name: z.string(), lines: z.array(z.string()) }).optional(),
      }),
      run: () => ({}),
    }),
  },
});

/** The mistakes of a document whose activity is given this. */
const withArgs = (given: string) =>
  checkConfig(
    `
name: g
state: { total: number, city: string }
start: a
nodes:
  a: { run: pay, with: ${given}, next: b }
  b: { final: true }
`,
    known,
  );

describe('what is constant under "with" is held against the schema beside what is decided', () => {
  test.each<[string, string, number]>([
    ['{ currency: \'"GBP"\', amount: state.total }', 'nodes.a.with.currency', 36],
    ['{ amount: 0, currency: "state.city" }', 'nodes.a.with.amount', 34],
    ['{ currency: \'"EUR"\', amount: state.total, to: { name: 3, lines: [state.city] } }', 'nodes.a.with.to.name', 78],
    [
      '{ currency: \'"EUR"\', amount: state.total, to: { name: state.city, lines: [state.city, 7] } }',
      'nodes.a.with.to.lines[1]',
      110,
    ],
  ])('%s', (given, path, column) => {
    expect(withArgs(given)).toMatchObject([
      {
        code: 'unfit-value',
        path,
        line: 6,
        column,
        message: expect.stringContaining('What activity "pay" takes does not fit:'),
      },
    ]);
  });

  test.each([
    '{ currency: \'"EUR"\', amount: state.total }',
    '{ currency: state.city, amount: state.total, to: { name: state.city, lines: [state.city, \'"x"\'] } }',
  ])('what fits, and what is decided, is left: %s', (given) => {
    expect(withArgs(given)).toEqual([]);
  });
});

/** The mistakes of a document that takes what a subgraph ended with. */
const withOutput = (output: string) =>
  checkConfig(
    `
name: g
state: { n: number?, order: { type: object, optional: true, fields: { city: string, lines: list of number } } }
start: a
graphs:
  sub: { state: { n: string?, city: string?, lines: list of string?, order: { type: object, optional: true, fields: { city: number } } }, start: c, nodes: { c: { final: true } } }
nodes:
  a: { graph: sub, output: ${output}, next: b }
  b: { final: true }
`,
    known,
  ).map(({ line, message }) => `${line} ${message}`);

describe('what a subgraph ended with is held against the keys that it is written to, whole and in parts', () => {
  test.each<[string, string]>([
    ['child.state', '8 This must give a number under "n", but it gives a text.'],
    ['{ n: child.state.n }', '8 This must give a number, but it gives a text.'],
    ['{ order: child.state.order }', '8 This must give a text under "city", but it gives a number.'],
    ['{ order: child.state }', '8 This must give a number under "lines" in each item, but it gives a text.'],
    ['\'{"order": child.state.order}\'', '8 This must give a text under "city", but it gives a number.'],
  ])('%s', (output, said) => {
    expect(withOutput(output)).toEqual([said]);
  });
});
