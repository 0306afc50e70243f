// What the type checker says of mistakes: it names what is there, and the nearest of it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definition, typeCheck, zod } from './type-check.ts';

const program = `
import { z } from ${zod};
import { graph } from ${definition('graph.ts')};
import { append, sum } from ${definition('keys.ts')};
import type { NodeOf } from ${definition('parts.ts')};
import { service } from ${definition('service.ts')};
import { open } from ${definition('../runtime/open.ts')};
import { memory } from ${definition('../store/memory/memory.ts')};

const parts = {
  state: { status: z.enum(['open', 'closed']).optional(), spent: sum(), log: append(z.string()) },
  events: { approve: z.string() },
  services: { mailer: service<{ send(to: string): void }>() },
  questions: { approve: z.string() },
  limits: { tokens: 10 },
};

graph({
  name: 'mistaken',
  ...parts,
  start: 'aproval', // start
  nodes: {
    pay: { run: (s) => ({ status: s.log[0] === '' ? 'open' : 'opn' }), next: 'approval' }, // value
    approval: { on: { aprove: 'end' } }, // event
    reads: { run: (s) => ({ spent: s.spnt }), next: 'aproval' }, // key, name
    cases: { next: [{ when: (s) => s.spent > 1, to: 'aproval' }, 'end'] }, // case
    lanes: { next: { all: ['aproval'], then: 'end' } }, // lane
    limit: { next: { all: ['pay'], then: 'end', limit: 2 } }, // limit
    asks: { run: async (_, ctx) => void (await ctx.ask('aprove')), next: 'end' }, // question
    service: { run: (_, ctx) => ctx.services.mailr.send('a'), next: 'end' }, // service
    budget: { run: (_, ctx) => ctx.spend('token', 1), next: 'end' }, // budget
    end: { final: true },
  },
  migrate: [{ from: '1', nodes: { old: 'aproval' } }], // migration
});

export const elsewhere = { next: 'aproval' } satisfies NodeOf<typeof parts, 'approval'>; // elsewhere

const needs = graph({
  name: 'needs',
  state: {},
  services: { mailer: service<{ send(to: string): void }>(), region: service<string>() },
  start: 'end',
  nodes: { end: { final: true } },
});
open({ store: memory(), graphs: [needs] }); // unserved
open({ store: memory(), graphs: [needs], services: { region: 'eu' } }); // missing
`;

const lines = program.split('\n');
let folder = '';
let said: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-diagnostics-'));
  said = (await typeCheck(folder, 'mistaken', program)).split(/^(?=\S)/mu);
});

afterAll(() => rm(folder, { recursive: true }));

/** What is said of the line that ends with a word. */
function saidOf(mark: string): string {
  const line = lines.findIndex((text) => text.includes(`// ${mark}`) || text.includes(`, ${mark}`)) + 1;
  return said.filter((text) => text.includes(`mistaken.ts(${line},`)).join('\n');
}

test.each([
  ['start', `Did you mean '"approval"'?`],
  ['value', `Did you mean '"open"'?`],
  ['event', `Did you mean to write 'approve'?`],
  ['key', `Property 'spnt' does not exist on type '{ readonly status: "closed" | "open" | undefined;`],
  ['name', `Did you mean '"approval"'?`],
  ['case', `Did you mean '"approval"'?`],
  ['lane', `Did you mean '"approval"'?`],
  ['limit', `'limit' does not exist in type 'All<`],
  ['question', `"aprove"' is not assignable to parameter of type '"approve"'`],
  ['service', `Did you mean 'mailer'?`],
  ['budget', `"token"' is not assignable to parameter of type '"tokens"'`],
  ['migration', `Did you mean '"approval"'?`],
  ['elsewhere', `Did you mean '"approval"'?`],
  ['unserved', `Property 'services' is missing in type`],
  ['missing', `Property 'mailer' is missing in type '{ region: string; }' but required in type`],
])('a mistake in a %s is told as such: %s', (mark, says) => {
  expect(saidOf(mark)).toContain(says);
});

test('nothing else of the program is complained of', () => {
  const complained = said.map((text) => Number(/mistaken\.ts\((\d+),/u.exec(text)?.[1]));
  const marked = lines.flatMap((text, index) => (/ \/\/ \w/u.test(text) ? [index + 1] : []));
  expect([...new Set(complained)]).toEqual(marked);
});
