import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

test('a subgraph that is tried again starts afresh: what ran of it is aborted and its steps are forgotten', async () => {
  const clock = virtualClock(0);
  const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => clock.after(milliseconds, resolve));
  const heard: string[] = [];
  const child = graph({
    name: 'child',
    state: { log: append(z.string()) },
    start: 'fork',
    nodes: {
      fork: { next: { all: ['slow', 'weak'], then: 'end' } },
      slow: {
        run: async (_, { step, signal }) => {
          const name = `slow ${clock.now()}`;
          signal.addEventListener('abort', () => heard.push(`${name} is aborted at ${clock.now()}`));
          const made = await step('make', () => name);
          await wait(1_000);
          return { log: [made] };
        },
        next: 'end',
      },
      weak: {
        run: async () => {
          await wait(500);
          if (clock.now() < 1_000) throw new Error('It is not ready.');
          return { log: ['weak'] };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const parent = graph({
    name: 'parent',
    state: { log: append(z.string()) },
    start: 'sub',
    nodes: {
      sub: { graph: child, output: ({ state }) => ({ log: state.log }), retry: { attempts: 2 }, next: 'done' },
      done: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [parent], clock });
  const thread = await cairn.start(parent, {});
  await clock.advance('10s');
  expect(await thread.settled()).toMatchObject({ outcome: 'done', state: { log: ['slow 500', 'weak'] } });
  expect(heard).toEqual(['slow 0 is aborted at 500']);
  await cairn.close();
});
