import { number, text, type Shape } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import type { ThreadRecord } from '../../store/contract/store.ts';

/** What was told of a thread by then. */
export interface Place {
  /** The newest checkpoint. */
  readonly seq: number;
  /** How many outputs of those that the store keeps; undefined where it begins with those of the next checkpoint. */
  readonly n: number | undefined;
}

/** What a watch may begin with. */
export const aPlace: Shape = {
  expected: 'the number of a checkpoint, or the id of an event',
  fits: (value) => number.fits(value) || text.fits(value),
};

/** The place before a checkpoint, or after an event; a problem `checkpoint/not-found` where it names neither. */
export function placeIn({ id, head }: ThreadRecord, from: number | string | undefined): Place | undefined {
  if (from === undefined) return undefined;
  if (typeof from === 'number') {
    if (Number.isSafeInteger(from) && from > 0) return { seq: from - 1, n: undefined };
  } else {
    const [, seq, n] = /^(\d{1,15})\.(\d{1,15})$/u.exec(from) ?? [];
    if (seq !== undefined && n !== undefined) return { seq: Number(seq), n: Number(n) };
  }
  throw problem('checkpoint/not-found', { thread: id, seq: from, head });
}
