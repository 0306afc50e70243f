import { test } from 'vitest';
import { memory } from '@cairn/core';
import { later } from '../power/later.ts';
import { expectSameWhateverTheTiming } from './timing.ts';

let seed = 0;

test('the same results give the same lane logs and the same final state, whatever the timing: a store that answers later', () =>
  expectSameWhateverTheTiming(() => later(memory(), (seed += 1)), { count: 100, seed: 20_260_203 }));
