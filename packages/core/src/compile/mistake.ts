import type { Mistake } from '../base/problem/mistake.ts';

/** Every kind of mistake that a definition can have; each is a heading in `docs/problems/graph.md`. */
export const mistakeCodes = [
  'wrong-shape',
  'unknown-property',
  'misplaced-property',
  'recursive-graph',
  'invalid-name',
  'invalid-duration',
  'invalid-number',
  'empty-list',
  'duplicate-entry',
  'default-not-last',
  'unknown-node',
  'unknown-event',
  'unknown-key',
  'unknown-lane',
  'two-activities',
  'final-not-alone',
  'no-start-value',
  'unlike-keys',
  'unreachable-node',
  'dead-end',
  'endless-loop',
  'never-waits',
  'forks-too-deep',
  'lane-is-meeting',
  'lane-leaves-join',
  'lane-never-meets',
  'circular-needs',
  'parallel-writers',
] as const;

/** A kind of mistake. */
export type MistakeCode = (typeof mistakeCodes)[number];

/** Makes a {@link Mistake}. */
export function mistake(code: MistakeCode, path: string, message: string): Mistake {
  return Object.freeze({ code, path, message });
}
