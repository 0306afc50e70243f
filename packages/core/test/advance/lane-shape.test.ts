import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph } from '../../src/index.ts';
import type { Lane } from '../../src/advance/state/lane.ts';
import { started } from './pure-thread.ts';

const inner = graph({
  name: 'inner',
  state: { n: z.number() },
  start: 'one',
  nodes: {
    one: { run: () => ({}), next: 'two' },
    two: { run: () => ({}), next: 'one' },
  },
});

const outer = graph({
  name: 'outer',
  state: { n: z.number().default(0) },
  start: 'around',
  nodes: {
    around: { run: () => ({}), next: [{ when: (s) => s.n < 2, to: 'around' }, 'call'] },
    call: { graph: inner, input: (s) => ({ n: s.n }), next: 'end' },
    end: { final: true },
  },
});

/** The names of a lane's facts, in their order: the engine copies objects of few such lists quickly, and of many slowly. */
function shapeOf(lane: Lane): string {
  return Object.keys(lane).join(' ');
}

test('a lane has one shape, however often it came round and whatever counts it keeps', () => {
  const thread = started(outer, {});
  const shapes = new Set([shapeOf(thread.lane('')), shapeOf(thread.done('', { n: 1 }).lane(''))]);
  expect([...shapes]).toHaveLength(1);

  thread.done('', { n: 2 });
  const path = 'call.1';
  const inside = new Set([shapeOf(thread.lane(path))]);
  for (let times = 0; times < 4; times += 1) inside.add(shapeOf(thread.done(path).lane(path)));
  expect([...inside]).toHaveLength(1);
  expect(thread.lane(path)).toMatchObject({ rounds: 4, transitions: 4 });
});
