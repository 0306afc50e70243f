// What a graph costs the type checker, in instantiations: they are the same on every machine, unlike time.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definition, typeCheck, zod } from './type-check.ts';

const sizes = [0, 1, 20, 50, 200] as const;
const cost = new Map<number, number>();

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-budget-'));
  for (const size of sizes) cost.set(size, await instantiations(size));
});

afterAll(() => rm(folder, { recursive: true }));

describe('the types of a graph', () => {
  test('cost 20 nodes less than 14,000 instantiations', () => {
    expect(costOf(20)).toBeLessThan(14_000);
  });

  test('cost 200 nodes less than 100,000 instantiations', () => {
    expect(costOf(200)).toBeLessThan(100_000);
  });

  test('cost as much for each of 200 nodes as for each of 50', () => {
    const early = (costOf(50) - costOf(20)) / 30;
    const late = (costOf(200) - costOf(50)) / 150;
    expect(late).toBeLessThan(early * 1.1);
  });
});

/** What `size` nodes cost above a graph that has none but its end. */
function costOf(size: number): number {
  return (cost.get(size) ?? Number.NaN) - (cost.get(0) ?? Number.NaN);
}

async function instantiations(size: number): Promise<number> {
  const said = await typeCheck(folder, `graph-${size}`, source(size), '--extendedDiagnostics');
  return Number(/^Instantiations:\s+(\d+)$/mu.exec(said)?.[1]);
}

function source(size: number): string {
  return `
import { z } from ${zod};
import { graph } from ${definition('graph.ts')};
import { append } from ${definition('keys.ts')};

const child = graph({
  name: 'child',
  state: { topic: z.string(), question: z.string(), answer: z.string().optional() },
  start: 'think',
  nodes: {
    think: { run: (s) => ({ answer: s.question }), next: 'done' },
    done: { final: true },
    failed: { final: true },
  },
});

export const sample = graph({
  name: 'sample',
  state: { topic: z.string(), count: z.number().default(0), log: append(z.string()), by: z.string().optional() },
  events: { approve: z.object({ by: z.string() }), reject: z.object({ why: z.string() }) },
  start: 'end',
  nodes: {
${Array.from({ length: size }, (_, index) => `    n${index}: ${node(index, size)},`).join('\n')}
    end: { final: true },
  },
});
`;
}

/** Every eighth node is of one kind, so that a graph has all of them. */
function node(index: number, size: number): string {
  const next = `n${(index + 1) % size}`;
  const other = `n${(index * 7) % size}`;
  const kinds = [
    `{ run: (s) => ({ count: s.count + 1 }), next: [{ when: (s) => s.count > 1, to: '${other}' }, '${next}'] }`,
    `{ run: async (s, ctx) => ({ log: [ctx.node + s.topic] }), retry: { attempts: 3 }, onError: '${other}', next: '${next}' }`,
    `{ next: { all: ['${next}', '${other}'], then: 'end' } }`,
    `{ on: { approve: { to: '${other}', update: (s, e) => ({ by: e.by }) }, reject: '${next}' }, after: { '24h': 'end' } }`,
    `{ graph: child, share: ['topic'], input: (s) => ({ question: s.topic }), output: ({ state, outcome }) => ({ log: [state.answer ?? outcome] }), next: '${next}' }`,
    `{ next: { choose: (s) => (s.count > 1 ? '${next}' : '${other}'), among: ['${next}', '${other}'] } }`,
    `{ next: { each: (s) => s.log.map((topic) => ({ topic })), to: '${next}', then: 'end' } }`,
    `{ run: () => ({ count: 1 }), next: '${next}' }`,
  ];
  return kinds[index % kinds.length] ?? '';
}
