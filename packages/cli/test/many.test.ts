import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory, open, type Row } from '@cairn/core';
import type { NewThread, StoredRow } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cairn, jsonIn } from './cairn.ts';
import { order } from './graphs/order.ts';

/** So many threads, and so many checkpoints of one. */
const many = { threads: 10_000, checkpoints: 100_000 };

let place: string;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'cairn-many-'));
  const store = sqlite(join(place, 'many.db'));
  const facts = {
    graph: 'order',
    fingerprint: 'f',
    due: null,
    owner: null,
    tags: [],
    origin: null,
    summary: null,
  } as const;
  const rows = await firstRows();
  for (let count = 1; count <= many.threads; count += 1) {
    const thread: NewThread = { ...facts, id: `T-${count}`, status: 'running', created: count, rows };
    await store.create(thread);
  }
  for (let from = rows.length + 1; from <= many.checkpoints; from += 10_000) {
    const to = Math.min(many.checkpoints, from + 9_999);
    const more = Array.from({ length: to - from + 1 }, (_, at) => spentAt(from + at));
    await store.commit({ thread: 'T-10000', fence: 1, rows: more });
  }
  await store.close();
});

afterAll(() => rmSync(place, { recursive: true }));

/** The first rows of a thread that a runtime wrote. */
async function firstRows(): Promise<readonly StoredRow[]> {
  const store = memory();
  const runtime = open({ store, graphs: [order], drive: false });
  await runtime.start(order, { item: 'pen' }, { id: 'model' });
  const rows = await store.rows('model');
  await runtime.close();
  return rows;
}

function spentAt(seq: number): StoredRow {
  const row = { lane: '', cause: 'spend', from: 'check', to: null, phase: 'running', label: 'tokens', changes: null };
  return { seq, time: 1_000 + seq, ...row, detail: '{"note":{"amount":1}}' };
}

describe('of many', () => {
  test('threads, a page is listed, and the next', async () => {
    const first = jsonIn(await cairn(place, ['thread', 'list', '--json'])) as { threads: unknown[]; cursor: string };
    expect(first.threads).toHaveLength(50);
    const next = await cairn(place, ['thread', 'list', '--json', '--cursor', first.cursor, '--limit', '2']);
    expect(jsonIn(next)).toMatchObject({ threads: [{ id: 'T-9950' }, { id: 'T-9949' }] });
    const { stdout } = await cairn(place, ['thread', 'list', '--limit', '3']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(4);
  });

  test('threads, the id that was meant is offered', async () => {
    const { stderr } = await cairn(place, ['thread', 'show', 'T-99999']);
    expect(stderr).toMatch(/Did you mean "T-9999"/u);
  });

  test('checkpoints, the newest are listed, and those before', async () => {
    const { stdout, stderr } = await cairn(place, ['thread', 'log', 'T-10000', '--graph']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(51);
    expect(stderr).toContain('--before 99951');
    const earlier = await cairn(place, ['thread', 'log', 'T-10000', '--json', '--before', '99951', '--limit', '2']);
    const rows = earlier.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(rows.map(({ seq }) => seq)).toEqual([99_949, 99_950]);
  });

  test('checkpoints, any is shown', async () => {
    expect(jsonIn(await cairn(place, ['thread', 'show', 'T-10000', '--json']))).toMatchObject({
      checkpoint: { seq: many.checkpoints, state: { item: 'pen' }, spent: { tokens: expect.any(Number) } },
    });
    expect((await cairn(place, ['thread', 'show', 'T-10000@-50000'])).stdout).toContain('T-10000@50001');
  });

  test('rows of a query, all are shown', async () => {
    const query = 'with recursive c(x) as (select 1 union all select x + 1 from c limit 130000) select x from c';
    const { code, stdout, stderr } = await cairn(place, ['sql', query]);
    expect([code, stderr, stdout.split('\n').length]).toEqual([0, '130000 rows\n', 130_002]);
  });

  test('threads and checkpoints, all are counted', async () => {
    expect(jsonIn(await cairn(place, ['stats', '--json']))).toMatchObject({ threads: many.threads });
  });
});
