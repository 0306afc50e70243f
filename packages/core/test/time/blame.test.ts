import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, memory, merge, open, reduce, replace, sum, union, upsert } from '@cairn/core';
import { blameOf, importThread, exportThread, type BlamedPart } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { approvedClaim, claims, desk } from './claims.ts';

/** Parts as text: where, by which checkpoint, on the way of which others. */
function shown(parts: readonly BlamedPart[]): string[] {
  return parts.map(({ path, seq, lane, node, via, amount }) =>
    [
      path.join('.'),
      `${seq} ${lane === '' ? '' : `${lane}/`}${node}`,
      ...(via.length > 0 ? [`via ${via.join(', ')}`] : []),
      ...(amount === undefined ? [] : [`+${amount}`]),
    ].join(' | '),
  );
}

test('each part of a value is blamed on the checkpoint that wrote it, through joins and subgraphs', async () => {
  const thread = await approvedClaim(desk());
  expect(shown((await thread.blame('notes')).parts)).toEqual([
    '0 | 2 read',
    '1 | 4 fan.1/left/left | via 7',
    '2 | 6 fan.1/right/right | via 7',
    '3 | 9 search.1/look | via 10',
    '4 | 11 approval',
  ]);
  expect(shown((await thread.blame('scores')).parts)).toEqual(['first | 2 read', 'left | 4 fan.1/left/left | via 7']);
  expect(shown((await thread.blame('people')).parts)).toEqual(['0 | 12 approval']);
  expect(shown((await thread.blame('people', { seq: 11 })).parts)).toEqual(['0 | 10 search']);
  expect(shown((await thread.blame('verdict')).parts)).toEqual([' | 12 approval']);
  expect(shown((await thread.blame('title')).parts)).toEqual([' | 1 ']);
});

test('a sum is blamed on all that was added to it', async () => {
  const thread = await approvedClaim(desk());
  expect(shown((await thread.blame('spent')).parts)).toEqual([
    ' | 1  | +0',
    ' | 4 fan.1/left/left | via 7 | +1',
    ' | 6 fan.1/right/right | via 7 | +2',
  ]);
});

test('a value inside a subgraph is followed to where its input came from', async () => {
  const thread = await approvedClaim(desk());
  const query = await thread.blame('query', { lane: 'search.1', seq: 8 });
  expect(query).toMatchObject({ value: 'Rain', parts: [{ seq: 1, via: [8], cause: 'start' }] });
});

test('a part of a value may be asked for', async () => {
  const thread = await approvedClaim(desk());
  expect(shown((await thread.blame('notes', { path: [1] })).parts)).toEqual(['1 | 4 fan.1/left/left | via 7']);
  expect(shown((await thread.blame('verdict', { path: ['by'] })).parts)).toEqual(['by | 12 approval']);
});

test('nobody is blamed for a part that is not there', async () => {
  const thread = await approvedClaim(desk());
  for (const [key, path] of [
    ['notes', [9]],
    ['notes', ['1']],
    ['notes', [1, 'by']],
    ['verdict', ['nobody']],
    ['verdict', ['by', 'name']],
    ['people', ['toString']],
  ] as const) {
    expect({ key, path, parts: (await thread.blame(key, { path })).parts }).toEqual({ key, path, parts: [] });
  }
});

test('what came from outside and led to a part is named beside the checkpoint that wrote it', async () => {
  const thread = await approvedClaim(desk());
  const rows = await thread.history();
  for (const key of ['notes', 'scores', 'people', 'verdict', 'spent', 'title']) {
    for (const { seq, input } of (await thread.blame(key)).parts) {
      expect(input).toBe(rows[seq - 1]?.turn);
      expect(rows[input - 1]?.turn).toBe(input);
    }
  }
});

test('what a fork shares is blamed on the thread that wrote it, and a rewind is followed back', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  await thread.rewind(10);
  await at.cairn.thread(claims, 'c').send('remark', 'again');
  expect(shown((await thread.blame('notes')).parts).at(-1)).toBe('4 | 14 approval');
  const fork = await thread.fork(11, { id: 'f', set: { notes: ['forked'] } });
  const { parts } = await fork.blame('notes');
  expect(parts.map(({ thread: id, seq }) => `${id}@${seq}`)).toEqual(['c@2', 'c@4', 'c@6', 'c@9', 'c@11', 'f@12']);
  const there = memory();
  const lines: string[] = [];
  for await (const line of exportThread(at.store, 'f')) lines.push(line);
  await importThread(there, lines);
  expect((await blameOf(there, 'f', 'notes')).parts.map(({ seq }) => seq)).toEqual([2, 4, 6, 9, 11, 12]);
});

test('a lane or a key that is not there is a problem', async () => {
  const thread = await approvedClaim(desk());
  await expect(thread.blame('note')).rejects.toMatchObject({
    code: 'checkpoint/unknown-key',
    message: 'At c@12 the thread has no "note". Did you mean "notes"?',
  });
  await expect(thread.blame('notes', { lane: 'fan.1/left' })).rejects.toMatchObject({ code: 'lane/not-found' });
});

const kinds = graph({
  name: 'kinds',
  state: {
    seen: union(z.string()),
    top: reduce({
      schema: z.number(),
      initial: [] as number[],
      apply: (all, n) => [...all, n].toSorted((a, b) => a - b),
    }),
    rows: upsert(z.object({ id: z.number(), by: z.string() }), 'id'),
    here: local(z.string()),
    list: append(z.string()),
    best: z.string().optional(),
    pairs: merge(z.object({ at: z.string() })),
    cost: sum(3),
  },
  events: { fix: z.string() },
  start: 'one',
  nodes: {
    one: {
      run: () => ({
        seen: ['a', 'b'],
        top: 2,
        rows: [
          { id: 1, by: 'one' },
          { id: 2, by: 'one' },
        ],
        here: 'x',
        list: ['old'],
      }),
      next: 'many',
    },
    many: {
      next: {
        each: () => [{ list: ['first'] }, { list: ['second'] }],
        to: 'work',
        then: 'two',
        merge: (lanes, s) => ({
          list: replace([...s.list, ...lanes.flatMap((lane) => lane.state.list.slice(-1))]),
          best: lanes[1]?.state.best ?? '',
        }),
      },
    },
    work: { run: (_s, ctx) => ({ list: [`from ${ctx.lane}`], best: `best of ${ctx.lane}`, seen: ['c'] }), next: 'two' },
    two: {
      run: () => ({
        seen: ['b', 'd'],
        top: 1,
        rows: {
          upsert: [
            { id: 2, by: 'two' },
            { id: 3, by: 'two' },
          ],
          remove: [1],
        },
        pairs: { k: { at: 'two' } },
        cost: 2,
      }),
      next: { all: ['left', 'right'], then: 'wait' },
    },
    left: { run: () => ({ seen: ['e'], top: 9, best: 'left' }), next: 'wait' },
    right: { run: () => ({ seen: ['e', 'f'], top: 8, best: 'right' }), next: 'wait' },
    wait: { on: { fix: 'end' } },
    end: { final: true },
  },
});

test('every kind of key is followed, decisions by hand included', async () => {
  const cairn = open({ store: memory(), graphs: [kinds], clock: virtualClock() });
  const thread = await cairn.start(kinds, {}, { id: 'k' });
  expect(await thread.settled()).toMatchObject({ status: 'failed' });
  await thread.edit({ best: 'by hand' });
  const edited = (await thread.at()).seq;
  await thread.resume();
  await thread.settled();
  const join = (await thread.history()).findLast(({ cause }) => cause === 'join')?.seq ?? 0;
  const by = async (key: string) => shown((await thread.blame(key)).parts);
  expect(await by('seen')).toEqual([
    '0 | 2 one',
    '1 | 2 one',
    '2 | 7 two',
    `3 | 8 two.1/left/left | via ${join}`,
    `4 | 9 two.1/right/right | via ${join}`,
  ]);
  expect(await by('top')).toEqual([
    ' | 2 one',
    ' | 7 two',
    ` | 8 two.1/left/left | via ${join}`,
    ` | 9 two.1/right/right | via ${join}`,
  ]);
  expect(await by('rows')).toEqual(['0 | 7 two', '1 | 7 two']);
  expect(await by('list')).toEqual(['0 | 2 one', '1 | 4 many.1/0/work | via 6', '2 | 5 many.1/1/work | via 6']);
  expect(await by('best')).toEqual([` | ${edited} two`]);
  expect(await by('pairs')).toEqual(['k | 7 two']);
  expect(await by('cost')).toEqual([' | 1  | +3', ' | 7 two | +2']);
});

test('additions keep their order among what replaces a value, lanes that add to it, and other additions', async () => {
  const adding = graph({
    name: 'adding',
    state: { total: sum(), list: append(z.string()) },
    events: { add: z.number(), fan: z.object({}) },
    start: 'wait',
    nodes: {
      wait: { on: { add: { update: (_s, n) => ({ total: n, list: [`e${n}`] }) }, fan: 'fork' } },
      fork: { next: { all: ['left', 'right'], then: 'wait' } },
      left: { run: () => ({ total: 10, list: ['l'] }), next: 'wait' },
      right: { run: () => ({ total: 20, list: ['r'] }), next: 'wait' },
    },
  });
  const cairn = open({ store: memory(), graphs: [adding] });
  const thread = await cairn.start(adding, {});
  await thread.settled();
  const expected: { total: string[]; list: string[] } = { total: ['+0'], list: [] };
  for (const step of [1, 2, 'fan', 3, 'replace', 4, 5, 'fan', 6, 7] as const) {
    if (typeof step === 'number') {
      await thread.send('add', step);
      expected.total.push(`+${step}`);
      expected.list.push(`e${step}`);
    } else if (step === 'fan') {
      await thread.send('fan', {});
      await thread.settled();
      expected.total.push('+10', '+20');
      expected.list.push('l', 'r');
    } else {
      await thread.edit({ total: replace(100), list: replace(['x', 'y']) });
      expected.total = ['+100'];
      expected.list = ['x', 'y'];
    }
    const { parts, value } = await thread.blame('total');
    expect(parts.map(({ amount }) => `+${amount}`)).toEqual(expected.total);
    expect(value).toBe(parts.reduce((all, { amount = 0 }) => all + amount, 0));
    const list = await thread.blame('list');
    expect([list.value, list.parts.length]).toEqual([expected.list, expected.list.length]);
    const seqs = list.parts.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
  }
  await cairn.close();
});
