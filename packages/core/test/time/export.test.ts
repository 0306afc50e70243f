import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, replay } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { blameOf, checkpointAt, exportThread, historyOf, importThread } from '@cairn/core/inspect';
import { powerCuts, virtualClock } from '@cairn/testing';
import { approvedClaim, claims, desk, waitingClaim } from './claims.ts';

async function linesOf(store: Store, id: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportThread(store, id)) lines.push(line);
  return lines;
}

/** All that a store says of a thread, but for what belongs to the store. */
async function contentOf(store: Store, id: string): Promise<unknown> {
  const { fence: _fence, owner: _owner, ...record } = { ...(await store.thread(id)) };
  const rows = await store.rows(id);
  const some = rows.filter((_, index) => index % Math.ceil(rows.length / 20) === 0);
  const states = await Promise.all(some.map(({ seq }) => checkpointAt(store, id, seq)));
  const messages = (await store.messages(id)).map(({ body, at, queued }) => ({ body, at, queued }));
  return { record, rows, states, messages };
}

test('an exported thread comes back as it was', async () => {
  const at = desk();
  await approvedClaim(at);
  const there = memory();
  expect(await importThread(there, await linesOf(at.store, 'c'))).toBe('c');
  expect(await contentOf(there, 'c')).toEqual(await contentOf(at.store, 'c'));
  expect(await linesOf(there, 'c')).toEqual(await linesOf(at.store, 'c'));
});

test('a thread that was rewound and one that was forked come back as they were, the fork with a past of its own', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  await thread.rewind(10);
  await thread.settled();
  const forked = await thread.fork(11, { id: 'd' });
  await forked.settled();
  for (const id of ['c', 'd']) {
    const there = memory();
    await importThread(there, await linesOf(at.store, id));
    expect(await contentOf(there, id)).toEqual(await contentOf(at.store, id));
    expect((await there.thread(id))?.origin).toEqual(id === 'd' ? { thread: 'c', seq: 11 } : null);
  }
});

test('a fork that is brought in under the id of what it was forked from is told of as it is', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  const forked = await thread.fork(11, { id: 'd' });
  await forked.settled();
  const lines = await linesOf(at.store, 'd');
  const there = memory();
  await importThread(there, lines, { id: 'c' });
  await importThread(there, lines);
  for (const id of ['c', 'd']) {
    expect((await there.thread(id))?.origin).toEqual({ thread: 'c', seq: 11 });
    const { parts } = await blameOf(there, id, 'notes');
    expect(parts.length).toBeGreaterThan(0);
    expect((await replay({ store: there, id }, claims)).divergence).toBeUndefined();
  }
});

test('an imported thread goes on where it was', async () => {
  const at = desk();
  await waitingClaim(at);
  const there = desk();
  await importThread(there.store, await linesOf(at.store, 'c'), { id: 'copy' });
  const copy = there.cairn.thread(claims, 'copy');
  await copy.send('approve', { by: 'bob' });
  expect(await copy.settled()).toMatchObject({ status: 'done', outcome: 'approved', thread: 'copy' });
});

const log = graph({
  name: 'log',
  state: { left: z.number(), line: z.string().optional(), big: z.string().optional(), when: z.date().optional() },
  start: 'write',
  nodes: {
    write: { run: () => ({ big: 'long '.repeat(10_000), when: new Date(0) }), next: 'count' },
    count: {
      run: (s) => ({ left: s.left - 1, line: `line ${s.left} `.repeat(20) }),
      next: [{ when: (s) => s.left > 0, to: 'count' }, 'wait'],
    },
    wait: { after: { '1h': 'end' } },
    end: { final: true },
  },
});

test('values kept apart, histories that were cut and queued messages come along', async () => {
  const store = memory();
  const clock = virtualClock();
  const cairn = open({ store, graphs: [log], clock });
  const thread = await cairn.start(log, { left: 1_500 }, { id: 'l' });
  await clock.advance('1m');
  expect(await thread.status()).toBe('waiting');
  await store.leave('l', '{"type":"event","name":"later"}', clock.now(), true);
  const whole = memory();
  await importThread(whole, await linesOf(store, 'l'));
  expect(await contentOf(whole, 'l')).toEqual(await contentOf(store, 'l'));
  await store.trim('l', 900);
  const first = (await store.rows('l', { limit: 1 }))[0]?.seq ?? 0;
  expect(first).toBeGreaterThan(1);
  const there = memory();
  await importThread(there, (await linesOf(store, 'l')).join('\n'));
  expect(await contentOf(there, 'l')).toEqual(await contentOf(store, 'l'));
  expect((await there.snapshot('l'))?.seq).toBeGreaterThanOrEqual(first);
  await expect(checkpointAt(there, 'l', first - 1)).rejects.toMatchObject({ facts: { first } });
});

test('an id that is taken is refused', async () => {
  const at = desk();
  await approvedClaim(at);
  const lines = await linesOf(at.store, 'c');
  await expect(importThread(at.store, lines)).rejects.toMatchObject({ code: 'thread/exists' });
  await expect(importThread(at.store, lines, { id: 'a@b' })).rejects.toMatchObject({ code: 'thread/invalid-id' });
});

test('what was sent under an id is taken once, also where the thread is in another store by then', async () => {
  const at = desk();
  await waitingClaim(at);
  const thread = at.cairn.thread(claims, 'c');
  await thread.send('remark', 'from a webhook', { id: 'evt-1' });
  const refusal: unknown = await thread.answer('who', 'ada', { id: 'evt-2' }).catch((error: unknown) => error);
  const { head } = await thread.record();
  const lines = await linesOf(at.store, 'c');
  const there = desk();
  await importThread(there.store, lines);
  expect(await linesOf(there.store, 'c')).toEqual(lines);
  const copy = there.cairn.thread(claims, 'c');
  await copy.send('remark', 'from a webhook', { id: 'evt-1' });
  await expect(copy.answer('who', 'ada', { id: 'evt-2' })).rejects.toEqual(refusal);
  expect(await copy.record()).toMatchObject({ head });
  await copy.send('remark', 'another', { id: 'evt-3' });
  expect(await copy.record()).toMatchObject({ head: head + 1 });
});

test('what side tables have of a thread comes along, under the name that it gets', async () => {
  const at = desk();
  await approvedClaim(at);
  const [plain = ''] = await linesOf(at.store, 'c');
  expect(plain).toContain('"format":1');
  const items = [
    { table: 'notes', thread: 'c', key: '', body: '{"a":[1,2]}', until: 9_000_000_000_000 },
    { table: 'notes', thread: 'c', key: 'odd\0', body: '{ "a": 1 }', until: null },
    { table: 'others', thread: 'c', key: '', body: 'no JSON \u202e'.repeat(4_000), until: null },
  ];
  await at.store.putItems([...items, { table: 'notes', thread: null, key: 'of none', body: '1' }], 0);
  const lines = await linesOf(at.store, 'c');
  expect(lines[0]).toContain('"format":2');
  const there = memory();
  await importThread(there, lines, { id: 'copy' });
  const found = await there.items({}, 0);
  expect(found.map(({ version: _, ...item }) => item)).toEqual(items.map((item) => ({ ...item, thread: 'copy' })));
  expect(lines.filter((line) => line.includes('of none'))).toEqual([]);
});

test('an id under which side tables have something already is refused, where it would be replaced', async () => {
  const at = desk();
  await approvedClaim(at);
  const item = (table: string, body: string) => ({ table, thread: 'c', key: 'k', body, until: null });
  await at.store.putItems([item('notes', '"theirs"')], 0);
  const lines = await linesOf(at.store, 'c');
  const there = memory();
  await there.putItems([item('notes', '"ours"'), item('more', '1')], 0);
  await expect(importThread(there, lines)).rejects.toMatchObject({
    code: 'thread/exists',
    message: expect.stringContaining('side table "notes" has items under that id') as string,
  });
  expect([await there.thread('c'), (await there.items({ table: 'notes' }, 0))[0]?.body]).toEqual([undefined, '"ours"']);
  await there.putItems([{ table: 'notes', thread: 'c', prefix: '' }], 0);
  expect(await importThread(there, lines)).toBe('c');
});

test('lines of a newer format are refused', async () => {
  const at = desk();
  await approvedClaim(at);
  const lines = await linesOf(at.store, 'c');
  lines[0] = lines[0]?.replace('"format":1', '"format":9').replace(/,"sum":"[^"]*"/u, '') ?? '';
  const refused = importThread(memory(), lines);
  await expect(refused).rejects.toMatchObject({ code: 'export/newer', facts: { found: 9, known: 2 } });
});

test('damaged lines are refused with their number, and nothing is written', async () => {
  const at = desk();
  await approvedClaim(at);
  const lines = await linesOf(at.store, 'c');
  const row = lines.findIndex((line) => line.startsWith('{"row"'));
  const damage: Record<string, [line: number, (lines: string[]) => string[]]> = {
    'a changed value': [row + 1, (all) => all.with(row, all[row]?.replace('Rain', 'Sun!') ?? '')],
    'half a line': [row + 2, (all) => all.with(row + 1, all[row + 1]?.slice(0, 40) ?? '')],
    'a missing line': [row + 2, (all) => all.toSpliced(row + 1, 1)],
    'a missing end': [lines.length, (all) => all.slice(0, -1)],
    'a line too many': [lines.length + 1, (all) => [...all, all[row] ?? '']],
    'something else': [1, () => ['{"hello":1}']],
    'an unknown line': [row + 1, (all) => all.with(row, '{"what":{}}')],
    'a property of another kind': [row + 1, (all) => all.with(row, '{"row":{"seq":"1"}}')],
    nothing: [1, () => []],
  };
  for (const [what, [line, change]] of Object.entries(damage)) {
    const there = memory();
    const refusal: unknown = await importThread(there, change(lines)).catch((error: unknown) => error);
    expect({ what, refusal }).toMatchObject({ what, refusal: { code: 'export/damaged', facts: { line } } });
    expect((await there.threads({})).threads).toEqual([]);
  }
});

test('a line that was changed by hand is taken once its sum is gone', async () => {
  const at = desk();
  await approvedClaim(at);
  const lines = await linesOf(at.store, 'c');
  const there = memory();
  await importThread(
    there,
    lines.map((line) => line.replace('Rain', 'Snow').replace(/,"sum":"[^"]*"/u, '')),
  );
  expect((await historyOf(there, 'c'))[0]?.changes).toMatchObject({ title: { set: 'Snow' } });
});

test('a thread goes in with one write, so that an import that is cut off leaves nothing of it', async () => {
  const at = desk();
  await waitingClaim(at);
  await at.store.leave('c', '{"type":"event","name":"later"}', 7, true);
  const there = powerCuts(memory());
  await importThread(there, await linesOf(at.store, 'c'));
  expect(there.writes).toEqual(['keepPlan', 'create']);
});
