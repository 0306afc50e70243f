import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idIn, segmentOf } from '../../src/page/data/segment.ts';

/** What the page's router does to an address before it gives a part of it. */
function routed(segment: string): string {
  const { pathname } = new URL(`http://localhost/threads/${segment}`);
  expect(pathname.split('/')).toHaveLength(3);
  return decodeURI(pathname).slice('/threads/'.length);
}

it('any id is found again in the address of its page', () => {
  const id = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: fc.constantFrom('%', '~', '.', '/', '2', '5', 'F', 'z', '?', '#', '+', 'ä'), minLength: 1 }),
  );
  fc.assert(
    fc.property(id, (given) => {
      expect(idIn(routed(segmentOf(given)))).toBe(given);
    }),
    { numRuns: 1_000 },
  );
});

it.each(['%', '%zz', '100%', 'a%2'])('what somebody writes by hand is taken as it is: %s', (segment) => {
  expect(idIn(segment)).toBe(segment);
});
