import { append, check, compile, graph, local, merge, sum, union, type AnyGraph } from '@cairn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { below } from '../../src/document/path.ts';
import { checkConfig, defineFromConfig, registry, toConfig } from '../../src/index.ts';

const step = () => ({});
const isFine = () => true;
const known = registry({ activities: { step }, verifiers: { isFine } });

const word = fc.constantFrom('x', 'a b', 'yes', '1', 'null', 'ä: #', '"q"');
const duration = fc.constantFrom<string | number>('250ms', '1.5s', '24h', '2w', 1, 90_000);
const decided = fc.constant(() => true);

const schemas = fc.constantFrom<() => z.ZodType>(
  () => z.string(),
  () => z.number().min(1).max(9).optional(),
  () => z.enum(['a', 'b']).default('a'),
  () => z.array(z.object({ id: z.string(), type: z.string().optional() })),
  () => z.record(z.string(), z.boolean()).optional().describe('of flags'),
);
const keys = fc.oneof(
  schemas.map((make) => make()),
  fc.constantFrom(append, union, merge, local).chain((kind) => schemas.map((make) => kind(make() as never))),
  fc.oneof(fc.integer(), fc.constantFrom(0.1, 1e20, 2 ** 60, -1e300)).map((from) => sum(from)),
);

/** What events, timers and failures do; what decides among them is a function, which no document can say. */
const handlers = (to: fc.Arbitrary<string>, isRescue: boolean, isData: boolean) => {
  const handler = fc.record(
    { to, label: word, ...(!isData && { when: decided }), ...(isRescue ? { keep: fc.boolean() } : {}) },
    { requiredKeys: isRescue ? ['to'] : [] },
  );
  const guarded = fc.record({ to, when: decided, label: word }, { requiredKeys: ['to', 'when'] });
  return isData ? fc.oneof(to, handler) : fc.oneof(to, handler, fc.tuple(guarded, to));
};

const nodeOf = (to: fc.Arbitrary<string>, next: unknown, isData: boolean) =>
  fc.record(
    {
      run: fc.constantFrom<unknown>(step, ...(isData ? [] : [() => ({})])),
      verify: fc.constant(isFine),
      next: fc.constant(next),
      retry: fc.record(
        {
          attempts: fc.integer({ min: 1, max: 9 }),
          backoff: duration,
          factor: fc.constantFrom(0.5, 1, 3),
          max: duration,
          jitter: fc.constantFrom(0, 0.5, 1),
        },
        { requiredKeys: ['attempts'] },
      ),
      timeout: duration,
      label: word,
      description: fc.string(),
      onError: handlers(to, true, isData),
      on: fc.record({ go: handlers(to, false, isData), stop: handlers(to, false, isData) }, { requiredKeys: [] }),
      after: fc.oneof(
        fc.dictionary(fc.constantFrom('1h', '2.5d'), handlers(to, false, isData), { maxKeys: 2 }),
        fc.array(fc.record({ in: duration, to, label: word }, { requiredKeys: ['in', 'to'] }), { maxLength: 3 }),
      ),
      writes: fc.constant(['k']),
    },
    { requiredKeys: ['run', 'next'] },
  );

/** Graphs of a few nodes in a row, some of which open lanes that meet at the next; half of them are data but for what a registry has. */
const graphs = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).chain(([size, isData]) => {
  const names = [...Array.from({ length: size }, (_, at) => `n${at}`), 'end'];
  const stages = names.slice(0, -1).map((name, at) => {
    const then = names[at + 1] as string;
    const to = fc.constantFrom(...names.slice(at + 1));
    const lane = nodeOf(fc.constant(then), then, isData);
    const fork = fc.constantFrom<object>(
      { all: [`${name}a`, `${name}b`], then },
      { all: [`${name}a`, { to: `${name}b`, needs: [`${name}a`] }], then, need: 'any', onError: then },
      { all: [`${name}a`, `${name}b`], then, need: 2 },
    );
    return fc.oneof(
      nodeOf(to, then, isData).map((node) => ({ [name]: node })),
      fc.tuple(fork, lane, lane).map(([next, a, b]) => ({ [name]: { next }, [`${name}a`]: a, [`${name}b`]: b })),
    );
  });
  return fc
    .record({
      version: fc.option(word, { nil: undefined }),
      state: fc.dictionary(word, keys, { maxKeys: 3 }).map((more) => ({ ...more, k: z.string().optional() })),
      limits: fc.constantFrom(
        undefined,
        { transitions: 50 },
        { tokens: Infinity, calls: { max: 3, per: 'day' as const } },
      ),
      migrate: fc.constantFrom(undefined, [], [{ from: '1', nodes: { old: 'end' } }]),
      stages: fc.tuple(...stages),
    })
    .map(({ stages: made, ...rest }) =>
      graph({
        name: 'random',
        start: 'n0',
        events: { go: z.object({ by: z.string() }), stop: z.undefined() },
        nodes: Object.assign({ end: { final: true } }, ...made) as never,
        ...rest,
      } as never),
    );
});

/** What a document has, with an expression or an activity wherever the graph has a function that no registry has; and their places. */
function filled(given: unknown, written: unknown, path: string, places: string[]): unknown {
  if (typeof given === 'function' && written === undefined) {
    places.push(path);
    return path.endsWith('.run') ? 'step' : 'has(state.k)';
  }
  if (Array.isArray(given))
    return given.map((part, at) => filled(part, (written as unknown[])[at], `${path}[${at}]`, places));
  if (typeof given !== 'object' || given === null) return written;
  const parts = Object.entries(given).map(
    ([key, part]) => [key, filled(part, (written as Fields)[key], below(path, key), places)] as const,
  );
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

type Fields = Readonly<Record<string, unknown>>;

test('a document of a graph in TypeScript has its fingerprint, once what is told to be lost is put in', () => {
  let same = 0;
  let less = 0;
  fc.assert(
    fc.property(graphs, (given) => {
      const made = given as AnyGraph;
      fc.pre(check(made).length === 0);
      const { document, text, lost } = toConfig(made, known);
      const places: string[] = [];
      const nodes = filled(made.source.nodes, document['nodes'], 'nodes', places);
      expect(lost.map(({ path }) => path)).toEqual(places);
      if (lost.length === 0) same++;
      else less++;
      const whole = lost.length === 0 ? text : JSON.stringify({ ...document, nodes });
      expect({ mistakes: checkConfig(whole, known), whole }).toEqual({ mistakes: [], whole });
      expect(compile(defineFromConfig(whole, known)).fingerprint).toBe(compile(made).fingerprint);
    }),
    { numRuns: 40 },
  );
  expect(same).toBeGreaterThan(5);
  expect(less).toBeGreaterThan(5);
}, 120_000);
