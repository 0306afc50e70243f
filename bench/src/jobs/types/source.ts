import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const definition = join(import.meta.dirname, '../../../../packages/core/src/definition');

/** A program that declares one graph of so many nodes, of every kind. */
export function source(size: number): string {
  return `
import { z } from ${JSON.stringify(require.resolve('zod'))};
import { graph } from ${JSON.stringify(join(definition, 'graph.ts'))};
import { append } from ${JSON.stringify(join(definition, 'keys.ts'))};

const child = graph({
  name: 'child',
  state: { question: z.string(), answer: z.string().optional() },
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

function node(index: number, size: number): string {
  const [next, other] = [`n${(index + 1) % size}`, `n${(index * 7) % size}`];
  const kinds = [
    `{ run: (s) => ({ count: s.count + 1 }), next: [{ when: (s) => s.count > 1, to: '${other}' }, '${next}'] }`,
    `{ run: async (s, ctx) => ({ log: [ctx.node + s.topic] }), retry: { attempts: 3 }, onError: '${other}', next: '${next}' }`,
    `{ next: { all: ['${next}', '${other}'], then: 'end' } }`,
    `{ on: { approve: { to: '${other}', update: (s, e) => ({ by: e.by }) }, reject: '${next}' }, after: { '24h': 'end' } }`,
    `{ graph: child, input: (s) => ({ question: s.topic }), output: ({ state, outcome }) => ({ log: [state.answer ?? outcome] }), next: '${next}' }`,
    `{ next: { choose: (s) => (s.count > 1 ? '${next}' : '${other}'), among: ['${next}', '${other}'] } }`,
    `{ next: { each: (s) => s.log.map((topic) => ({ topic })), to: '${next}', then: 'end' } }`,
    `{ run: () => ({ count: 1 }), next: '${next}' }`,
  ];
  return kinds[index % kinds.length] ?? '';
}
