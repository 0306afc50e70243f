import { expect, test } from 'vitest';
import { Problem, type ProblemCode } from '../../src/base/problem/problem.ts';
import { sentences } from '../../src/base/problem/problems.ts';
import { isPassing } from '../../src/store/contract/is-passing.ts';

/** A problem of a code, whatever its facts. */
function problemOf(code: ProblemCode): unknown {
  return Object.assign(Object.create(Problem.prototype) as object, { name: 'CairnProblem', code });
}

test('of all problems only a lock, a full disk and a disk that fails pass', () => {
  const codes = Object.keys(sentences) as ProblemCode[];
  expect(codes.filter((code) => isPassing(problemOf(code))).toSorted()).toEqual([
    'store/busy',
    'store/full',
    'store/io',
  ]);
});

test.each([[new Error('x')], [new TypeError('x')], [{ code: 'store/busy' }], ['store/busy'], [undefined], [null]])(
  '%s is no problem, and does not pass',
  (error) => {
    expect(isPassing(error)).toBe(false);
  },
);
