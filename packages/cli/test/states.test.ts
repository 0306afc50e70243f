import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cairn, graphs, jsonIn } from './cairn.ts';
import { till } from './graphs/till.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-states-'));

beforeAll(async () => {
  const runtime = open({ store: sqlite(join(folder, 'till.db')), graphs: [till] });
  const thread = await runtime.start(till, { at: { shop: 'in cart' } }, { id: 'T-1' });
  await thread.send('be', { shop: 'paid v1.0' });
  await runtime.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

test('a graph is drawn with the states of what a node hosts, under their own names', async () => {
  const { stdout } = await cairn(folder, ['graph', graphs('till.ts')]);
  expect(stdout).toContain('○ in cart  start\n');
  expect(stdout).toContain('→ paid v1.0  event pay [is open]');
  const marked = await cairn(folder, ['graph', 'T-1']);
  expect(marked.stdout).toContain('▶ paid v1.0  final');
  expect(marked.stdout).toContain('● in cart  start');
});

test('what a thread is in is shown of it, of each checkpoint that led to it, and by why', async () => {
  const within = 'shop."paid v1.0"';
  expect((await cairn(folder, ['thread', 'show', 'T-1'])).stdout).toContain(within);
  expect(jsonIn(await cairn(folder, ['thread', 'show', 'T-1', '--json']))).toMatchObject({ within: { '': [within] } });
  const { stdout } = await cairn(folder, ['thread', 'log', 'T-1']);
  expect(stdout).toContain('in shop.in cart;');
  expect(stdout).toContain(`in ${within};`);
  const why = (await cairn(folder, ['thread', 'why', 'T-1'])).stdout;
  expect(why).toContain(`was in shop.in cart\ntook pay [is open]: shop.in cart → ${within}\nin ${within}\n`);
  expect(jsonIn(await cairn(folder, ['thread', 'why', 'T-1', '--json']))).toMatchObject({
    withinBefore: ['shop.in cart'],
    took: [{ from: 'shop.in cart', to: within, kind: 'event', label: 'pay [is open]' }],
    within: [within],
  });
});
