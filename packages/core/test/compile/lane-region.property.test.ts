import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { check } from '../../src/compile/check.ts';
import { nodes, work } from './loose.ts';

type Small =
  | { readonly kind: 'choose'; readonly among: readonly number[] }
  | { readonly kind: 'all'; readonly among: readonly number[]; readonly then: number };

const size = 6;
const name = (index: number) => (index === size ? 'end' : `n${index}`);

const smallNode: fc.Arbitrary<Small> = fc.oneof(
  fc.record({
    kind: fc.constant('choose' as const),
    among: fc.uniqueArray(fc.nat(size), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('all' as const),
    among: fc.uniqueArray(fc.nat(size), { minLength: 1, maxLength: 2 }),
    then: fc.nat(size),
  }),
);

const smallNodes = fc.array(smallNode, { minLength: size, maxLength: size });

function graphOf(given: readonly Small[]) {
  const declared = given.map((node, index): [string, unknown] => {
    const among = node.among.map(name);
    const next = node.kind === 'all' ? { all: among, then: name(node.then) } : { choose: work, among };
    return [name(index), { run: work, next }];
  });
  return nodes(Object.fromEntries(declared), { start: 'n0' });
}

/** What is wrong with a lane, found by moving lanes about in every possible way. */
function wanderings(given: readonly Small[]): ReadonlySet<'leaves' | 'starts at its meeting'> {
  const wrong = new Set<'leaves' | 'starts at its meeting'>();
  const seen = new Set<string>();
  const enter = (at: number, forks: readonly number[]): void => {
    const thens = forks.map((fork) => (given[fork] as { then: number }).then);
    if (at === size || at === thens.at(-1)) return;
    if (forks.includes(at) || thens.includes(at)) {
      wrong.add('leaves');
      return;
    }
    const key = `${forks.join()}/${at}`;
    if (seen.has(key)) return;
    seen.add(key);
    const node = given[at] as Small;
    if (node.kind === 'choose') for (const to of node.among) enter(to, forks);
    else {
      enter(node.then, forks);
      for (const to of node.among) {
        if (to === node.then) wrong.add('starts at its meeting');
        else enter(to, [...forks, at]);
      }
    }
  };
  for (const index of given.keys()) enter(index, []);
  return wrong;
}

describe('a lane', () => {
  test('that can leave its join is found, however it gets there', () => {
    fc.assert(
      fc.property(smallNodes, (given) => {
        const codes = new Set(check(graphOf(given)).map(({ code }) => code));
        const wrong = wanderings(given);
        expect(codes.has('lane-is-meeting')).toBe(wrong.has('starts at its meeting'));
        expect(codes.has('lane-leaves-join') || !wrong.has('leaves')).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  test('that keeps to its join is left alone, unless others meet on its way', () => {
    fc.assert(
      fc.property(smallNodes, (given) => {
        const strays = check(graphOf(given)).filter(({ code }) => code === 'lane-leaves-join');
        const meetings = given.flatMap((node) => (node.kind === 'all' ? [`"${name(node.then)}"`] : []));
        const unexpected = strays.filter(
          ({ message }) => !meetings.some((meeting) => message.includes(`to ${meeting}, which belongs`)),
        );
        expect(unexpected.length === 0 || wanderings(given).has('leaves')).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
