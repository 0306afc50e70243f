// Fifty companies, each through steps of which some need others, eight at a time; one that fails spoils nothing of the rest.

import { append, graph, local, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';

let calls: string[] = [];
let [open_, most] = [0, 0];

async function look(what: string, company: string): Promise<string> {
  calls.push(`${what} ${company}`);
  most = Math.max(most, ++open_);
  await Promise.resolve();
  open_--;
  if (what === 'news' && company === 'c7') throw new Error('no such company');
  return `${what} of ${company}`;
}

const company = graph({
  name: 'company',
  state: { company: z.string(), site: z.string().optional(), news: z.string().optional(), text: z.string().optional() },
  start: 'look',
  nodes: {
    look: { next: { all: ['site', 'news', { to: 'judge', needs: ['site', 'news'] }], then: 'known' } },
    site: { run: async (s, ctx) => ({ site: await ctx.step('site', () => look('site', s.company)) }), next: 'known' },
    news: {
      run: async (s, ctx) => ({ news: await ctx.step('news', () => look('news', s.company)) }),
      retry: { attempts: 2 },
      next: 'known',
    },
    judge: { run: (s) => ({ text: `${s.site} and ${s.news}` }), next: 'known' },
    known: { final: true },
  },
});

const report = graph({
  name: 'report',
  state: {
    companies: z.array(z.string()),
    company: local(z.string()),
    found: append(z.string()),
    missing: append(z.string()),
  },
  start: 'fan',
  nodes: {
    fan: {
      next: { each: (s) => s.companies.map((name) => ({ company: name })), to: 'one', then: 'written', limit: 8 },
    },
    one: {
      graph: company,
      input: (s) => ({ company: s.company ?? '' }),
      output: ({ state }) => ({ found: [state.text ?? ''] }),
      onError: { to: 'written', update: (s, error) => ({ missing: [`${s.company}: ${error.message}`] }) },
      next: 'written',
    },
    written: { final: true },
  },
});

test('all that can be found is found, in the order of the list, and what could not is named', async () => {
  [calls, most] = [[], 0];
  const companies = Array.from({ length: 50 }, (_, index) => `c${index}`);
  const cairn = open({ store: sqlite(join(folder(), 'a.db')), graphs: [report] });
  const { state } = await (await cairn.start(report, { companies })).ended();
  await cairn.close();
  const others = companies.filter((name) => name !== 'c7');
  expect(state.found).toEqual(others.map((name) => `site of ${name} and news of ${name}`));
  expect(state.missing).toEqual(['c7: no such company']);
  expect(calls.filter((call) => call === 'news c7')).toHaveLength(2);
  expect(most).toBeLessThanOrEqual(16);
});

test('a process that closes in the middle repeats no step that was through', async () => {
  [calls, most] = [[], 0];
  const file = join(folder(), 'a.db');
  const companies = Array.from({ length: 20 }, (_, index) => `d${index}`);
  const first = open({ store: sqlite(file), graphs: [report] });
  const thread = await first.start(report, { companies }, { id: 'r' });
  for await (const event of thread.watch()) if (event.type === 'checkpoint' && event.seq >= 60) break;
  await first.close();
  const second = open({ store: sqlite(file), graphs: [report] });
  const again = second.thread(report, 'r');
  expect((await again.ended()).state.found).toHaveLength(20);
  const steps = (await again.history()).filter(({ cause }) => cause === 'step');
  expect(steps).toHaveLength(40);
  await second.close();
});
