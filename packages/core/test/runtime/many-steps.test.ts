import { afterEach, expect, test, vi } from 'vitest';
import { graph, run } from '@cairn/core';

afterEach(() => void vi.restoreAllMocks());

/** A graph whose one node does so many steps in one visit. */
const stepping = (steps: number) =>
  graph({
    name: 'stepping',
    state: {},
    start: 'work',
    nodes: {
      work: {
        run: async (_s, { step }) => {
          for (let at = 0; at < steps; at += 1) await step(`${at}`, () => at);
        },
        next: 'end',
      },
      end: { final: true },
    },
  });

test('a step costs as much among 1,600 of one visit as among 200', async () => {
  const reads = vi.spyOn(Map.prototype, 'get');
  const sets = vi.spyOn(Map.prototype, 'set');
  const pushes = vi.spyOn(Array.prototype, 'push');
  const calls = () => reads.mock.calls.length + sets.mock.calls.length + pushes.mock.calls.length;
  const costOf = async (steps: number): Promise<number> => {
    const before = calls();
    expect(await run(stepping(steps), {})).toMatchObject({ status: 'done' });
    return (calls() - before) / steps;
  };
  const few = await costOf(200);
  expect(await costOf(1_600)).toBeLessThan(few * 1.5);
});
