import { describe, expect, test } from 'vitest';
import { judge, spreadOf } from '../src/judge.ts';

const samples = new Map([
  ['raw', [{ us: 10, usCpu: 8 }, { us: 20, usCpu: 8 }, { us: 40 }]],
  ['cairn', [{ us: 15, usCpu: 4 }, { us: 30, usCpu: 4 }, undefined]],
]);

describe('a goal', () => {
  const goal = { says: '≤ 1.5x raw', of: 'cairn.us', over: 'raw.us', atMost: 1.5 } as const;

  test('is held against ratios of one round each', () => {
    expect(judge(samples, goal, 'wall')).toEqual({
      says: '≤ 1.5x raw',
      value: { median: 1.5, low: 1.5, high: 1.5 },
      met: true,
    });
  });

  test('is missed past its limit', () => {
    expect(judge(samples, { ...goal, atMost: 1.4 }, 'wall').met).toBe(false);
    expect(judge(samples, { ...goal, atMost: 9, atLeast: 2 }, 'wall').met).toBe(false);
  });

  test('is neither met nor missed where nothing was measured', () => {
    expect(judge(samples, { ...goal, of: 'xstate.us' }, 'wall').met).toBeUndefined();
  });

  test("takes the processor's time where that is asked for and known", () => {
    expect(judge(samples, goal, 'cpu').value?.median).toBe(0.5);
  });
});

test('a spread leaves out the rounds that failed', () => {
  expect(spreadOf(samples, 'cairn.us', 'wall')).toEqual({ median: 22.5, low: 15, high: 30 });
});
