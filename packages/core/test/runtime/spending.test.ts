import { expect, test } from 'vitest';
import { graph, run } from '@cairn/core';

test('what is spent of one name is not taken from another', async () => {
  const costly = graph({
    name: 'costly',
    state: {},
    limits: { euros: 5, tokens: 1_000 },
    start: 'think',
    nodes: {
      think: {
        run: (_, { spend }) => {
          spend('tokens', 900);
          spend('euros', 5);
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  expect(await run(costly)).toMatchObject({ outcome: 'end' });
});

test('what was spent just now counts at once', async () => {
  const costly = graph({
    name: 'costly',
    state: {},
    limits: { euros: 5 },
    start: 'think',
    nodes: {
      think: {
        run: (_, { spend }) => {
          spend('euros', 3);
          spend('euros', 3);
        },
        onError: 'broke',
        next: 'end',
      },
      broke: { final: true },
      end: { final: true },
    },
  });
  expect(await run(costly)).toMatchObject({ outcome: 'broke' });
});
