import { test } from 'vitest';
import { sqlite } from '@cairn/sqlite';
import { expectSameWhateverTheTiming } from './timing.ts';

test('the same results give the same lane logs and the same final state, whatever the timing: sqlite', () =>
  expectSameWhateverTheTiming(() => sqlite(':memory:'), { count: 450, seed: 20_260_202 }));

test('the same results give the same lane logs and the same final state, whatever the timing: sqlite with full durability', () =>
  expectSameWhateverTheTiming(() => sqlite(':memory:', { durability: 'full' }), { count: 100, seed: 20_260_204 }));
