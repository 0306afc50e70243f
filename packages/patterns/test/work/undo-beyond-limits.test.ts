import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, run } from '@cairn/core';
import { saga, undoable, worker } from '@cairn/patterns';

/** A saga of three steps in a row, the last of which fails; each spends a call for doing and one for undoing. */
function threeSteps(limits: Readonly<Record<string, number>>) {
  const log: string[] = [];
  const step = (name: string, needs: readonly ('a' | 'b' | 'c')[]) => ({
    needs,
    do: (_: unknown, ctx: { spend(name: string, amount: number): void }) => {
      log.push(`do ${name}`);
      if ('calls' in limits) ctx.spend('calls', 1);
      if (name === 'c') throw new Error('c failed');
    },
    undo: (_: unknown, ctx: { spend(name: string, amount: number): void }) => {
      if ('calls' in limits) ctx.spend('calls', 1);
      log.push(`undo ${name}`);
    },
  });
  const made = saga({
    name: 'three',
    task: z.string(),
    limits,
    steps: { a: step('a', []), b: step('b', ['a']), c: step('c', ['b']) },
  });
  return { made, log };
}

test('what a saga did is undone, though undoing spends more than is left', async () => {
  for (const calls of [1, 2, 3, 4]) {
    const { made, log } = threeSteps({ calls });
    const ended = await run(made, { task: 'x' });
    expect(ended).toMatchObject({ status: 'done', outcome: 'allUndone' });
    const begun = log.filter((each) => each.startsWith('do ')).map((each) => each.slice(3));
    expect(log.filter((each) => each.startsWith('undo ')).map((each) => each.slice(5))).toEqual(
      expect.arrayContaining(begun),
    );
  }
});

test('what a saga did is undone wherever its transitions run out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (transitions) => {
      const { made, log } = threeSteps({ transitions });
      const ended = await run(made, { task: 'x' });
      expect(ended).toMatchObject({ status: 'done', outcome: 'allUndone' });
      for (const each of log.filter((said) => said.startsWith('do '))) expect(log).toContain(`un${each}`);
    }),
  );
});

test('a saga within its limits comes to its end, and keeps what its steps found', async () => {
  const made = saga({
    name: 'within',
    task: z.string(),
    limits: { calls: 2, transitions: 50 },
    steps: {
      a: { result: z.string(), do: ({ task }, { spend }) => (spend('calls', 1), task), undo: () => undefined },
      b: { needs: ['a'], result: z.string(), do: ({ results }, { spend }) => (spend('calls', 1), `b of ${results.a}`) },
    },
  });
  expect(await run(made, { task: 'x' })).toMatchObject({
    outcome: 'allDone',
    state: { a: 'x', b: 'b of x', done: ['a', 'b'] },
  });
});

test('a saga with limits is called off as one without', async () => {
  const made = saga({
    name: 'called-off',
    task: z.string(),
    limits: { calls: 2 },
    steps: {
      a: { do: () => undefined, undo: (_, { spend }) => spend('calls', 9) },
      b: {
        needs: ['a'],
        do: async (_, { signal }) => {
          reached();
          await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('cut off'))));
        },
      },
    },
    grace: '1ms',
  });
  let reached = (): void => undefined;
  const atB = new Promise<void>((resolve) => (reached = resolve));
  const cairn = open({ store: memory(), graphs: [made] });
  const thread = await cairn.start(made, { task: 'x' });
  await atB;
  await thread.send('callOff', { by: 'ada' });
  expect(await thread.ended()).toMatchObject({
    outcome: 'allUndone',
    state: { by: 'ada', reason: 'called off by ada', undone: ['a'] },
  });
  await cairn.close();
});

test('a graph that undoes spends by the name of a limit', async () => {
  const undoing = graph({
    name: 'undoing',
    state: { what: z.string() },
    limits: { calls: Infinity },
    start: 'go',
    nodes: { go: { run: (_s, { spend }) => spend('calls', 5), next: 'gone' }, gone: { final: true } },
  });
  const made = saga({
    name: 'with-graph',
    task: z.string(),
    limits: { calls: 1 },
    steps: {
      a: {
        do: (_, { spend }) => {
          spend('calls', 1);
          throw new Error('no');
        },
        undo: worker(undoing, { input: ({ task }: { task: string }) => ({ what: task }), output: () => undefined }),
      },
    },
  });
  expect(await run(made, { task: 'x' })).toMatchObject({ outcome: 'allUndone', state: { undone: ['a'] } });
});

test('what undoes a node of an undoable graph spends by the names of its limits, also of one within a node', async () => {
  const log: string[] = [];
  const inner = undoable({
    name: 'inner',
    state: {},
    limits: { pages: 1 },
    start: 'a',
    nodes: {
      a: {
        run: (_s, { spend }) => spend('pages', 1),
        undo: (_, { spend }) => {
          spend('pages', 3);
          log.push('a');
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const outer = undoable({
    name: 'outer',
    state: {},
    limits: { calls: 1 },
    start: 'in',
    nodes: {
      in: { graph: inner, next: 'b' },
      b: {
        run: (_s, { spend }) => {
          spend('calls', 1);
          throw new Error('b failed');
        },
        undo: (_, { spend, left }) => {
          expect(left('calls')).toBe(Infinity);
          spend('calls', 1);
          log.push('b');
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  expect(await run(outer, {})).toMatchObject({ status: 'done', outcome: 'undone' });
  expect(log).toEqual(['b', 'a']);
});
