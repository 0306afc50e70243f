import { handOut } from '../../base/value/hand-out.ts';
import type { Failure } from '../../definition/context.ts';

/** A failure for the author's hands: what was refused may hold bytes, which nothing can freeze. */
export function handedOut(failure: Failure): Failure {
  const { refused } = failure;
  return refused === undefined ? failure : { ...failure, refused: { ...refused, update: handOut(refused.update) } };
}
