import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

const clock = virtualClock();
let runs = 0;

/** A thread of one node, whose activity does two things at once; a slow step takes a second. */
async function started(work: (slow: Promise<string>, context: Context) => Promise<readonly string[]>) {
  runs = 0;
  const slowly = (): Promise<string> => new Promise((resolve) => clock.after(1_000, () => resolve('slow')));
  const beside = graph({
    name: 'beside',
    state: { log: append(z.string()) },
    start: 'work',
    nodes: {
      work: {
        run: async (_, context) => {
          runs += 1;
          return { log: [...(await work(context.step('slow', slowly), context))] };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [beside], clock });
  const thread = await cairn.start(beside, {});
  await clock.advance('100ms');
  return { cairn, thread };
}

const question = { answer: z.string() };

test('an answer that comes while a step is under way is heard by the run that asked', async () => {
  const { cairn, thread } = await started((slow, { ask }) => Promise.all([slow, ask('name', question)]));
  await thread.answer('name', 'Ada');
  await clock.advance('1s');
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { log: ['slow', 'Ada'] } });
  expect(runs).toBe(1);
  await cairn.close();
});

test('an answer that comes after the step is through finds its result', async () => {
  const { cairn, thread } = await started((slow, { ask }) => Promise.all([slow, ask('name', question)]));
  await clock.advance('1s');
  expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'name' }] });
  expect((await thread.record()).owner).toBeNull();
  await thread.answer('name', 'Ada');
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { log: ['slow', 'Ada'] } });
  expect((await thread.history()).filter(({ cause }) => cause === 'step')).toHaveLength(1);
  await cairn.close();
});

test('a sleep that ends while a step is under way is heard by the run that sleeps', async () => {
  const { cairn, thread } = await started(async (slow, { sleep }) => {
    const [made] = await Promise.all([slow, sleep('nap', '500ms')]);
    return [made];
  });
  await clock.advance('1s');
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { log: ['slow'] } });
  expect(runs).toBe(1);
  await cairn.close();
});

test('a step that wins against a sleep ends its activity, without a wait for the sleep', async () => {
  const { cairn, thread } = await started(async (slow, { sleep }) => [
    await Promise.race([slow, sleep('limit', '1h').then(() => 'late')]),
  ]);
  await clock.advance('1s');
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { log: ['slow'] } });
  expect(runs).toBe(1);
  await cairn.close();
});
