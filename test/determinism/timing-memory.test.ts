import { test } from 'vitest';
import { memory } from '@cairn/core';
import { expectSameWhateverTheTiming } from './timing.ts';

test('the same results give the same lane logs and the same final state, whatever the timing: memory', () =>
  expectSameWhateverTheTiming(memory, { count: 450, seed: 20_260_201 }));
