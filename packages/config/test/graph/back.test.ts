import { append, compile, graph, reduce, run, service, sum, type AnyGraph } from '@cairn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { activity, checkConfig, defineFromConfig, registry, toConfig } from '../../src/index.ts';
import { known, refundText } from '../refund.ts';
import { documents, types } from './documents.ts';

const fingerprint = (made: AnyGraph) => compile(made).fingerprint;

/** The same graph without what is remembered of its document. */
const handWritten = (made: AnyGraph) => graph({ ...made.source } as never) as AnyGraph;

test('any document comes back from the graph that was made of it', () => {
  let made = 0;
  fc.assert(
    fc.property(documents, (document) => {
      const text = JSON.stringify(document);
      fc.pre(checkConfig(text, known).length === 0);
      made++;
      const first = defineFromConfig(text, known);
      const back = toConfig(first, known);
      expect(back.lost).toEqual([]);
      expect(back.document).toEqual(JSON.parse(text));
      expect(parse(back.text, { schema: 'core' })).toEqual(back.document);
      const second = defineFromConfig(back.text, known);
      expect(fingerprint(second)).toBe(fingerprint(first));
      expect(toConfig(second).text).toBe(back.text);
    }),
    { numRuns: 40 },
  );
  expect(made).toBeGreaterThan(20);
});

test('thresholds come back as they were given', () => {
  const { document, text } = toConfig(defineFromConfig(refundText, known, { thresholds: { small: 80 } }));
  expect(document).toEqual({ ...parse(refundText), thresholds: { small: 80 } });
  expect(parse(text)).toEqual(document);
});

test('a graph that stands in a document comes back with what it uses of that', async () => {
  const outer = defineFromConfig(
    `
name: outer
thresholds: { n: 2 }
state: { x: number? }
start: a
graphs:
  inner:
    state: { y: number? }
    start: b
    begin: { y: thresholds.n }
    nodes: { b: { graph: deep, next: c }, c: { final: true } }
  deep: { state: {}, start: d, nodes: { d: { final: true } } }
nodes:
  a: { graph: inner, output: { x: child.state.y }, next: e }
  e: { final: true }
`,
    known,
  );
  const inner = outer.source.nodes['a']?.graph as AnyGraph;
  const { document, text } = toConfig(inner);
  expect(document).toMatchObject({ name: 'inner', thresholds: { n: 2 }, graphs: { deep: { start: 'd' } } });
  const back = defineFromConfig(text, known);
  expect(fingerprint(back)).toBe(fingerprint(inner));
  expect((await run(back)).state).toEqual({ y: 2 });
});

test('types of a graph in TypeScript are written as types that are the same', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^k\d$/u), types), (state) => {
      const text = JSON.stringify({ name: 'g', state, start: 'a', nodes: { a: { final: true } } });
      fc.pre(checkConfig(text, known).length === 0);
      const made = handWritten(defineFromConfig(text, known));
      const back = toConfig(made, known);
      expect(back.lost).toEqual([]);
      expect(fingerprint(defineFromConfig(back.text, known))).toBe(fingerprint(made));
    }),
    { numRuns: 40 },
  );
});

const transfer = async () => ({});
const isPaid = () => true;
const look = graph({ name: 'look', state: {}, start: 'a', nodes: { a: { final: true } } });
const Address = z.object({ street: z.string().trim() });
const bank = service<{ charge(amount: number): string }>();

const order = graph({
  name: 'order',
  version: '2',
  state: {
    amount: z.number().min(0),
    note: z.string().describe('for people').optional(),
    size: z.enum(['small', 'large']).default('small'),
    log: append(z.string()),
    cost: sum(3),
    best: reduce({ schema: z.number(), initial: 0, apply: Math.max }),
    to: Address.optional(),
    mail: z.email(),
  },
  events: { approve: z.object({ by: z.string() }) },
  services: { bank, clock: service<{ zone: string }>() },
  limits: { tokens: Infinity, calls: { max: 3, per: 'day' } },
  start: 'triage',
  nodes: {
    triage: { next: [{ when: (s) => s.amount < 50, to: 'pay', label: 'small' }, 'approval'] },
    approval: {
      on: { approve: { to: 'pay', update: (_s, { by }) => ({ note: by }) } },
      after: { '24h': 'refused' },
    },
    pay: { run: transfer, verify: isPaid, retry: { attempts: 3, backoff: '1s' }, onError: 'refused', next: 'look' },
    look: { graph: look, next: 'ship' },
    ship: { run: () => ({ cost: 1 }), timeout: '5m', next: 'paid' },
    paid: { final: true },
    refused: { final: true },
  },
});

const shop = registry({
  activities: { transfer: activity({ state: {}, services: { bank }, run: transfer }) },
  verifiers: { isPaid },
  schemas: { Address },
});

test('a graph in TypeScript is written with the names of a registry, and what has none is told', () => {
  const { document, lost } = toConfig(order, shop);
  expect(document).toEqual({
    name: 'order',
    version: '2',
    state: {
      amount: { type: 'number', min: 0 },
      note: { type: 'string', description: 'for people', optional: true },
      size: { type: 'enum', of: ['small', 'large'], default: 'small' },
      log: 'append of string',
      cost: { type: 'sum', from: 3 },
      best: { type: 'reduce', of: 'number', from: 0 },
      to: 'Address?',
      mail: 'any',
    },
    events: { approve: { by: 'string' } },
    services: ['bank'],
    limits: { tokens: 'unlimited', calls: { max: 3, per: 'day' } },
    start: 'triage',
    nodes: {
      triage: { next: [{ to: 'pay', label: 'small' }, 'approval'] },
      approval: { on: { approve: { to: 'pay' } }, after: { '24h': 'refused' } },
      pay: {
        run: 'transfer',
        verify: 'isPaid',
        retry: { attempts: 3, backoff: '1s' },
        onError: 'refused',
        next: 'look',
      },
      look: { graph: 'look', next: 'ship' },
      ship: { timeout: '5m', next: 'paid' },
      paid: { final: true },
      refused: { final: true },
    },
    graphs: { look: { state: {}, start: 'a', nodes: { a: { final: true } } } },
  });
  expect(lost.map(({ path }) => path)).toEqual([
    'state.best.by',
    'state.mail',
    'services.clock',
    'nodes.triage.next[0].when',
    'nodes.approval.on.approve.update',
    'nodes.ship.run',
  ]);
});

test('a schema that does more than its JSON Schema says is written as no type', () => {
  const schemas = {
    coerced: z.coerce.number(),
    refined: z.string().refine((text) => text !== 'x'),
    trimmed: z.string().trim(),
    piped: z.string().transform(Number),
    strict: z.strictObject({ a: z.string() }),
    within: z.array(z.object({ a: z.number().positive() })),
    keyed: z.record(z.email(), z.string()),
    cached: z.string().catch('x'),
    random: z.number().default(() => Math.random()),
    whole: z.literal(1n),
    odd: z.instanceof(Uint8Array),
  };
  const made = graph({ name: 'g', state: schemas, start: 'a', nodes: { a: { final: true } } });
  const { document, lost } = toConfig(made);
  expect(document['state']).toEqual(Object.fromEntries(Object.keys(schemas).map((key) => [key, 'any'])));
  expect(lost.map(({ path }) => path)).toEqual(Object.keys(schemas).map((key) => `state.${key}`));
});

test('two subgraphs of one name are not taken for each other', () => {
  const other = graph({ name: 'look', state: {}, start: 'b', nodes: { b: { final: true } } });
  const made = graph({
    name: 'g',
    state: {},
    start: 'a',
    nodes: {
      a: { graph: look, next: 'b' },
      b: { graph: other, next: 'c' },
      c: { graph: look, next: 'd' },
      d: { final: true },
    },
  });
  const { document, lost } = toConfig(made);
  expect(document['nodes']).toMatchObject({ a: { graph: 'look' }, b: { next: 'c' }, c: { graph: 'look' } });
  expect(lost.map(({ path }) => path)).toEqual(['nodes.b.graph']);
  const named = registry({ graphs: { second: other } });
  const back = toConfig(made, named);
  expect(back.lost).toEqual([]);
  expect(fingerprint(defineFromConfig(back.text, named))).toBe(fingerprint(made));
});

test('what is drawn within a node is told to be lost, and the rest is a document', () => {
  const drawing = { nodes: [], edges: [], active: { key: 'x' } };
  const made = graph({
    name: 'g',
    state: { x: z.array(z.string()) },
    start: 'a',
    nodes: { a: { next: 'b', drawing }, b: { final: true } },
  });
  const { document, text, lost } = toConfig(made);
  expect(lost.map(({ path }) => path)).toEqual(['nodes.a.drawing']);
  expect(document['nodes']).toEqual({ a: { next: 'b' }, b: { final: true } });
  expect(fingerprint(defineFromConfig(text, known))).toBe(fingerprint(made));
});

test('what could not run is refused', () => {
  const made = graph({ name: 'g', state: {}, start: 'nowhere' as 'a', nodes: { a: { final: true } } });
  expect(() => toConfig(made)).toThrow(expect.objectContaining({ code: 'graph/invalid' }));
});

test('what a type of a document takes besides is told, and what no type says is left out', () => {
  const made = graph({
    name: 'n',
    state: { big: z.bigint(), exact: z.object({ a: z.number().exactOptional() }) },
    start: 'e',
    nodes: { e: { final: true } },
    migrate: [{ nodes: { old: 'e' } }],
  });
  const { document, text, lost } = toConfig(made);
  expect(document['state']).toEqual({ big: 'bigint', exact: 'any' });
  expect(lost.map(({ path }) => path)).toEqual(['state.big', 'state.exact']);
  expect(checkConfig(text, registry({}))).toEqual([]);
});
