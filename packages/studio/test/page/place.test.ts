import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectorTabs, lowerTabs, readCheckpoint, readPlace, writePlace } from '../../src/page/thread/place.ts';

test('a place is what its address names', () => {
  const text = fc.string({ unit: 'binary' }).filter((each) => each.isWellFormed());
  const place = fc.record(
    {
      at: fc.integer({ min: 1 }),
      tab: fc.constantFrom(...inspectorTabs),
      view: fc.constantFrom(...lowerTabs),
      lane: text,
      blame: fc.array(fc.oneof(text, fc.nat()), { minLength: 1 }),
      node: text,
    },
    { requiredKeys: ['tab', 'view'], noNullPrototype: true },
  );
  fc.assert(
    fc.property(place, (given) => {
      expect(readPlace(new URLSearchParams(writePlace(given)))).toEqual(given);
    }),
  );
});

test.each(['at=0', 'at=x', 'at=1.5', 'tab=nothing', 'view=', 'blame=[', 'blame={}', 'blame=[]', 'blame=[null]', ''])(
  'what an address says wrongly is as though it were not said: %s',
  (search) => {
    expect(readPlace(new URLSearchParams(search))).toEqual({ tab: 'changes', view: 'log' });
  },
);

test('a checkpoint is named by its thread and its number, whatever the thread is called', () => {
  expect(readCheckpoint('a@b@12')).toEqual({ thread: 'a@b', seq: 12 });
  for (const wrong of ['a', '@1', 'a@', 'a@0', 'a@x', '']) expect(readCheckpoint(wrong)).toBe(undefined);
});
