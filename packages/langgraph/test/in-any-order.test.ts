import { MemorySaver, type BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { memory } from '@cairn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';
import { about, at, checkpoint, idOf } from './checkpoint.ts';

/** What is kept in one item is few checkpoints: there are many here, and their ids come in any order. */
const step = fc.record({
  number: fc.nat(60),
  after: fc.option(fc.nat(60), { freq: 2, nil: undefined }),
  length: fc.constantFrom(0, 10, 90, 300, 1500),
  tasks: fc.array(fc.tuple(fc.nat(2), fc.constantFrom(1, 60, 400)), { maxLength: 3 }),
  odd: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
});
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

async function take(saver: BaseCheckpointSaver, { number, after, length, tasks, odd }: Step): Promise<void> {
  const id = odd ? `odd\t${number}%` : idOf(number);
  const numbers = Array.from({ length }, (_, index) => index * number);
  const of = after === undefined ? undefined : idOf(after);
  await saver.put(at('t', of, 'a|b'), checkpoint(id, { list: numbers, number }), about, { list: 1, number: 1 });
  for (const [task, size] of tasks) {
    await saver.putWrites(
      at('t', id, 'a|b'),
      [['list', Array.from({ length: size }, () => number)]],
      `task ${task}`,
      '~1',
    );
  }
}

async function listed(saver: BaseCheckpointSaver, before?: number): Promise<unknown> {
  const all: unknown[] = [];
  const bound = before === undefined ? {} : { before: at('t', idOf(before), 'a|b') };
  for await (const each of saver.list(at('t', undefined, 'a|b'), bound)) all.push(each);
  return all;
}

test('checkpoints that come in any order, with much or little in them, are found and listed as in memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), fc.nat(60), async (steps, before) => {
      const model = new MemorySaver();
      const store = memory();
      const warm = new CairnSaver(store);
      for (const [index, each] of steps.entries()) {
        await take(model, each);
        await take(index % 3 === 2 ? new CairnSaver(store) : warm, each);
      }
      for (const saver of [warm, new CairnSaver(store)]) {
        expect(await saver.getTuple(at('t', undefined, 'a|b'))).toEqual(
          await model.getTuple(at('t', undefined, 'a|b')),
        );
        expect(await listed(saver)).toEqual(await listed(model));
        expect(await listed(saver, before)).toEqual(await listed(model, before));
        for (const { number } of steps) {
          expect(await saver.getTuple(at('t', idOf(number), 'a|b'))).toEqual(
            await model.getTuple(at('t', idOf(number), 'a|b')),
          );
        }
      }
    }),
    { numRuns: 25 },
  );
});
