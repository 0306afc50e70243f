import type { Codec } from '../../base/value/codec.ts';
import { encode } from '../../base/value/encode.ts';
import { handOut } from '../../base/value/hand-out.ts';
import type { Failure } from '../../definition/context.ts';

/** A failure for the author's hands: what was refused may hold bytes, which nothing can freeze. */
export function handedOut(failure: Failure): Failure {
  const { refused } = failure;
  return refused === undefined ? failure : { ...failure, refused: { ...refused, update: handOut(refused.update) } };
}

/** Whether a question is asked as it was asked before. */
export function isAskedAgain(before: unknown, now: unknown, codec: Codec): boolean {
  return encode(before, codec) === encode(now, codec);
}

/** What a run gets that goes no further. */
export function never(): Promise<never> {
  return new Promise<never>(() => {
    // What became of it is known to the driver.
  });
}
