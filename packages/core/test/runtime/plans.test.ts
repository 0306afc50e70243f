// A plan that was made at run time: its lanes have names, need each other, and are looked at and changed like all others.

import { append, diff, graph, memory, open, replay, type Cairn } from '@cairn/core';
import { checkpointAt, exportThread, importThread, whyOf } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { keptOpen } from './kept-open.ts';

const Task = z.object({ id: z.string(), needs: z.array(z.string()) });

let runs: string[] = [];
let refuses = new Set<string>();

const project = graph({
  name: 'project',
  version: '1',
  state: { plan: z.array(Task), task: Task.optional(), done: append(z.string()), width: z.number().default(9) },
  events: { approve: z.undefined() },
  start: 'spread',
  nodes: {
    spread: {
      next: {
        each: (s) => s.plan.map((task) => ({ task })),
        id: (s) => s.task?.id ?? '',
        needs: (s) => s.task?.needs,
        limit: (s) => s.width,
        to: 'work',
        then: 'end',
      },
    },
    work: {
      run: async (s, ctx) => {
        const id = s.task?.id ?? '';
        runs.push(id);
        await ctx.step('look', () => id);
        if (refuses.has(id)) throw new Error(`${id} is refused`);
        return { done: [`${id} after ${s.done.join(' ')}`.trim()] };
      },
      next: [{ when: (s) => s.task?.id === 'b' && s.width < 9, to: 'approval' }, 'end'],
    },
    approval: { on: { approve: 'end' } },
    end: { final: true },
  },
});

const plan = [
  { id: 'd', needs: ['b', 'c'] },
  { id: 'a', needs: [] },
  { id: 'b', needs: ['a'] },
  { id: 'c', needs: ['a'] },
];

const all = ['a after', 'b after a after', 'c after a after', 'd after a after b after a after c after a after'];

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

describe.each(Object.entries(stores))('on %s, a plan', (_name, storeOf) => {
  const began = async (input: object = {}): Promise<{ store: Store; cairn: Cairn; id: string }> => {
    [runs, refuses] = [[], new Set()];
    const store = keptOpen(storeOf());
    const cairn = open({ store, graphs: [project] });
    await cairn.start(project, { plan, ...input }, { id: 'p' });
    return { store, cairn, id: 'p' };
  };

  test('is done in an order that its needs allow, and replays', async () => {
    const { store, cairn, id } = await began();
    expect((await cairn.thread(project, id).ended()).state.done).toEqual(all);
    expect([runs[0], runs.at(-1)]).toEqual(['a', 'd']);
    expect((await replay({ store, id }, project)).divergence).toBeUndefined();
    await cairn.close();
  });

  test('says what a lane waits for, and what led to its beginning', async () => {
    const { store, cairn, id } = await began({ width: 2 });
    const thread = cairn.thread(project, id);
    await thread.settled();
    const { lanes } = await checkpointAt(store, id);
    expect(lanes.find(({ lane }) => lane === 'spread.1/d')).toMatchObject({
      phase: 'queued',
      waitsFor: ['spread.1/b'],
    });
    await thread.send('approve');
    await thread.ended();
    const begins = (await thread.history()).filter(({ cause, lane }) => cause === 'begin' && lane === 'spread.1/d');
    const { ledBy } = await whyOf(store, id, begins[0]?.seq ?? 0);
    expect(ledBy.map(({ lane }) => lane)).toEqual(['', 'spread.1/c', 'spread.1/b']);
    await cairn.close();
  });

  test('goes on where a lane failed that others need, and repeats nothing that was done', async () => {
    [runs, refuses] = [[], new Set(['b'])];
    const cairn = open({ store: storeOf(), graphs: [project] });
    const failing = await cairn.start(project, { plan }, { id: 'p' });
    expect((await failing.settled()).status).toBe('failed');
    expect(runs.toSorted()).toEqual(['a', 'b', 'c']);
    refuses = new Set();
    await failing.resume();
    expect((await failing.ended()).state.done).toEqual(all);
    expect(runs.toSorted()).toEqual(['a', 'b', 'b', 'c', 'd']);
    await cairn.close();
  });

  test('is forked and rewound in the middle, with and without what was recorded', async () => {
    const { store, cairn, id } = await began({ width: 2 });
    const thread = cairn.thread(project, id);
    await thread.settled();
    const middle = (await thread.history()).at(-1)?.seq ?? 0;
    await thread.send('approve');
    const { state } = await thread.ended();
    const fork = await thread.fork(middle, { id: 'f' });
    await fork.send('approve');
    expect((await fork.ended()).state).toEqual(state);
    const early = (await thread.history()).find(({ opened }) => opened !== undefined)?.seq ?? 0;
    runs = [];
    const same = await thread.fork(early, { id: 'g', recorded: true });
    expect((await same.ended()).state).toEqual(state);
    expect(runs).toEqual([]);
    const other = await thread.fork(early, { id: 'h', results: { 'spread.1/c/work.1': { done: ['by hand'] } } });
    await other.settled();
    await other.send('approve');
    expect((await other.ended()).state.done).toContain('by hand');
    await thread.rewind(middle);
    await thread.edit({}, { lane: 'spread.1/b', as: 'end' });
    expect((await thread.ended()).state).toEqual(state);
    for (const each of [id, 'f', 'g', 'h'])
      expect((await replay({ store, id: each }, project)).divergence).toBeUndefined();
    await cairn.close();
  });

  test('is the same where its history was cut, and in another store', async () => {
    const { store, cairn, id } = await began({ width: 2 });
    await cairn.thread(project, id).settled();
    const before = await checkpointAt(store, id);
    const lines: string[] = [];
    for await (const line of exportThread(store, id)) lines.push(line);
    const elsewhere = memory();
    await importThread(elsewhere, lines);
    expect(diff(before, await checkpointAt(elsewhere, id))).toMatchObject({ lanes: [] });
    await cairn.close();
    const again = open({ store: elsewhere, graphs: [project] });
    await again.prune({ status: ['waiting'], drop: 'history' });
    const thread = again.thread(project, id);
    await thread.send('approve');
    expect((await thread.ended()).state.done).toEqual(all);
    await again.close();
  });

  test('keeps its lanes and their names where the graph is another meanwhile', async () => {
    const { store, cairn, id } = await began({ width: 2 });
    await cairn.thread(project, id).settled();
    await cairn.close();
    const { nodes } = project.source as never as { nodes: Record<string, { next: object }> };
    const next = {
      ...nodes['spread']?.next,
      id: (s: { task?: { id: string } }) => `task ${s.task?.id ?? ''}`,
      limit: 1,
    };
    const newer = {
      ...project,
      source: { ...project.source, version: '2', nodes: { ...nodes, spread: { next } } },
    } as never as typeof project;
    const again = open({ store, graphs: [newer] });
    const thread = again.thread(newer, id);
    await thread.send('approve');
    expect((await thread.ended()).state.done).toEqual(all);
    const { divergence } = await replay({ store, id }, newer);
    expect(divergence?.how).toContain('entry "task d" needs "b", which is the id of no entry');
    await again.close();
  });
});
