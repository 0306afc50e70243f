import { expect, test } from 'vitest';
import { z } from 'zod';
import { check, memory, open, run } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { crew } from '@cairn/patterns';

const schemas = { goal: z.string(), brief: z.string(), result: z.string() };

test('roles do the tasks in the order of their needs', async () => {
  const report = crew({
    name: 'report',
    ...schemas,
    roles: {
      researcher: ({ goal }) => `facts on ${goal}`,
      writer: ({ results, task }) => `${task.brief}: ${Object.values(results).join()}`,
    },
    tasks: [
      { id: 'write', role: 'writer', needs: ['research'], brief: 'a page' },
      { id: 'research', role: 'researcher', brief: 'what is known' },
    ],
    budgets: { writer: { calls: 2 } },
  });
  expect(check(report)).toEqual([]);
  expect(await run(report, { goal: 'cairns' })).toMatchObject({
    outcome: 'done',
    state: { results: { write: 'a page: facts on cairns' } },
  });
});

test('a role that nobody has is an error of types, and of the plan', async () => {
  const report = crew({
    name: 'report',
    ...schemas,
    roles: { writer: () => 'a page' },
    // @ts-expect-error -- nobody has it
    tasks: (goal) => [{ id: 'write', role: 'writr', brief: goal }],
  });
  const waiting = await run(report, { goal: 'cairns' });
  expect(waiting.state.doubt).toBe('Task "write" is for "writr", who is nobody. Did you mean "writer"?');
});

test('what came to nothing is tried again once a person says so, and nothing else', async () => {
  const done: string[] = [];
  const report = crew({
    name: 'report',
    ...schemas,
    roles: {
      ada: ({ task }) => {
        done.push(task.id);
        if (task.id === 'b' && done.length < 4) throw new Error('not today');
        return task.id;
      },
    },
    tasks: ['a', 'b'].map((id) => ({ id, role: 'ada', brief: '' }) as const),
    tries: 1,
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [report], clock });
  const thread = await cairn.start(report, { goal: '' });
  await clock.advance('1m');
  await thread.send('again', { by: 'sam' });
  await clock.advance('1m');
  await thread.send('again', { by: 'sam' });
  await clock.advance('1m');
  expect(await thread.ended()).toMatchObject({ outcome: 'done', state: { results: { a: 'a', b: 'b' } } });
  expect(done).toEqual(['a', 'b', 'b', 'b']);
  await cairn.close();
});
