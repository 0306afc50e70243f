import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, local, memory, open, replay, type AnyGraph, type Replay } from '@cairn/core';
import { wayOfDiverging } from '../src/log/divergence-text.ts';

/** Lanes of which one, named by the state, goes elsewhere where the graph is of today. */
function fanned(by: 'each' | 'all', isToday: boolean) {
  const met = { final: true } as const;
  const lanes = {
    read1: { run: () => ({ mine: 'read1' }), next: 'check' },
    read2: { run: () => ({ mine: 'read2' }), next: 'check' },
  };
  return graph({
    name: 'fanned',
    state: { which: z.string(), mine: local(z.string()) },
    start: 'fan',
    nodes: {
      fan: {
        next:
          by === 'each'
            ? { each: () => [{ mine: '0' }, { mine: '1' }], to: 'check', then: 'met' }
            : { all: Object.keys(lanes), then: 'met' },
      },
      ...(by === 'all' && lanes),
      check: {
        next: [{ when: (s: { mine?: string; which: string }) => isToday && s.mine === s.which, to: 'other' }, 'met'],
      },
      other: { next: 'met' },
      met,
    },
  } as never) as AnyGraph;
}

type Diverging = Parameters<typeof wayOfDiverging>[0];

/** The ways in which threads leave what was recorded, one for each value of what decides. */
async function ways(by: 'each' | 'all', deciding: readonly string[]): Promise<readonly string[]> {
  const before = fanned(by, false);
  const cairn = open({ store: memory(), graphs: [before] });
  const found: string[] = [];
  for (const which of deciding) {
    const thread = await cairn.start(before, { which });
    await thread.settled();
    const replayed: Replay = await replay(thread, fanned(by, true));
    expect(replayed.divergence).toBeDefined();
    found.push(wayOfDiverging(replayed as Diverging));
  }
  await cairn.close();
  return found;
}

test('threads that leave in lanes of other items leave in the same way', async () => {
  const [first, second] = await ways('each', ['0', '1']);
  expect(first).toBe(second);
});

test('threads that leave in lanes of other names do not, though the names differ in a number alone', async () => {
  const [first, second, again] = await ways('all', ['read1', 'read2', 'read1']);
  expect(first).not.toBe(second);
  expect(first).toBe(again);
});
