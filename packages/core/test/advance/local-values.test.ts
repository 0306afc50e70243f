import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, run } from '@cairn/core';

test('the guards of next see the local values that the activity just wrote', async () => {
  const counting = graph({
    name: 'counting',
    state: { round: local(z.number()), log: append(z.number()) },
    start: 'count',
    nodes: {
      count: {
        run: ({ round = 0 }) => ({ round: round + 1, log: [round] }),
        next: [{ when: ({ round = 0 }) => round < 3, to: 'count' }, 'end'],
      },
      end: { final: true },
    },
  });
  expect(await run(counting)).toMatchObject({ state: { log: [0, 1, 2] } });
});

test('the entries of each see the local values that the activity just wrote', async () => {
  const fan = graph({
    name: 'fan',
    state: { mine: local(z.string()), log: append(z.string()) },
    start: 'fork',
    nodes: {
      fork: {
        run: () => ({ mine: 'a' }),
        next: { each: ({ mine = '?' }) => [{ log: [mine] }], to: 'work', then: 'end' },
      },
      work: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });
  expect(await run(fan)).toMatchObject({ state: { log: ['a'] } });
});
