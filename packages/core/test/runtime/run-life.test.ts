import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isAborted,
  isGone,
  isHeardNoMore,
  isQuiet,
  lifeAfter,
  started,
  type RunEnd,
  type RunInput,
  type RunLife,
} from '../../src/runtime/run/run-life.ts';

const ends: readonly RunEnd[] = ['return', 'throw', 'stopped', 'left', 'let-go', 'lost'];

function after(...inputs: readonly RunInput[]): RunLife {
  return inputs.reduce(lifeAfter, started);
}

test.each<[string, readonly RunInput[], RunLife]>([
  ['works from its start', [], { phase: 'working', busy: 0 }],
  ['is busy with what it began', ['begins', 'begins', 'through'], { phase: 'working', busy: 1 }],
  ['that works is not put aside', ['turned'], { phase: 'working', busy: 0 }],
  ['that waits is put aside after a turn', ['waits', 'turned'], { phase: 'aside' }],
  ['is not put aside while a step is under way', ['begins', 'waits', 'turned'], { phase: 'waiting', busy: 1 }],
  ['is put aside once its step is through', ['begins', 'waits', 'turned', 'through', 'turned'], { phase: 'aside' }],
  ['that waits may begin a step all the same', ['waits', 'begins', 'turned'], { phase: 'waiting', busy: 1 }],
  ['that waits may end all the same', ['waits', 'return'], { phase: 'over', by: 'return' }],
  ['that is aside does not end', ['waits', 'turned', 'return'], { phase: 'aside' }],
  [
    'that throws while a step is under way ends with it',
    ['begins', 'throw'],
    { phase: 'ending', by: 'throw', busy: 1 },
  ],
  ['that threw is over when its step is through', ['begins', 'throw', 'through'], { phase: 'over', by: 'throw' }],
  ['that threw is stopped at once all the same', ['begins', 'throw', 'stopped'], { phase: 'over', by: 'stopped' }],
  ['that threw does not return', ['begins', 'throw', 'return'], { phase: 'ending', by: 'throw', busy: 1 }],
  ['that closes is not over by itself', ['begins', 'closes', 'through'], { phase: 'ending', by: 'let-go', busy: 0 }],
  ['that closes is let go of', ['begins', 'closes', 'let-go'], { phase: 'over', by: 'let-go' }],
  ['ends once', ['stopped', 'return'], { phase: 'over', by: 'stopped' }],
])('a run %s', (_, inputs, life) => {
  expect(after(...inputs)).toEqual(life);
});

test.each(ends)('a run that ended by "%s" tells its signal unless it ended by itself', (end) => {
  expect(isAborted(after(end))).toBe(end !== 'return' && end !== 'throw');
});

test('whatever comes, a run that is over or aside stays so, one that ends says nothing new, and is put aside only when nothing of it is under way', () => {
  const inputs = fc.array(fc.constantFrom<RunInput>('begins', 'through', 'waits', 'turned', 'closes', ...ends), {
    maxLength: 40,
  });
  const law = fc.property(inputs, (all) => {
    let life = started;
    let busy = 0;
    let hasWaited = false;
    for (const input of all) {
      if (input === 'through' && busy === 0) continue;
      const before = life;
      life = lifeAfter(before, input);
      const isHeard = !isHeardNoMore(before);
      busy += isGone(before) ? 0 : input === 'begins' ? 1 : input === 'through' ? -1 : 0;
      hasWaited ||= isHeard && input === 'waits';
      const putAside = isHeard && input === 'turned' && hasWaited && busy === 0;
      expect(!isGone(before) || life === before).toBe(true);
      expect(isHeard || isHeardNoMore(life)).toBe(true);
      expect(isGone(life) || life.phase === 'aside' || busy === ('busy' in life ? life.busy : 0)).toBe(true);
      expect(life.phase === 'aside').toBe(putAside || before.phase === 'aside');
      expect(isQuiet(life)).toBe(!isHeardNoMore(life) && hasWaited && busy === 0);
    }
  });
  fc.assert(law, { numRuns: 500 });
});
