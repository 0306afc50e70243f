import type { Codec } from '../../base/value/codec.ts';
import { encode } from '../../base/value/encode.ts';
import { handOut } from '../../base/value/hand-out.ts';
import type { Failure } from '../../definition/context.ts';

/** A failure as authors get it: bytes in the refused update are copied, as they cannot be frozen. */
export function handedOut(failure: Failure): Failure {
  const { refused } = failure;
  return refused === undefined ? failure : { ...failure, refused: { ...refused, update: handOut(refused.update) } };
}

/** Whether a question has the payload that it was recorded with. */
export function isAskedAgain(before: unknown, now: unknown, codec: Codec): boolean {
  return encode(before, codec) === encode(now, codec);
}

/** What a run awaits that was ended or put aside: it never settles. */
export function never(): Promise<never> {
  return new Promise<never>(() => {
    // Left pending.
  });
}
