import { flag, mustFit, number } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import { seqIn } from './part-of-log.ts';

/** Which checkpoints of a thread to read. */
export interface HistoryPart {
  /** The first, 1 by default; negative numbers count from the newest, which is -1. */
  readonly from?: number;
  /** The last, the newest by default. */
  readonly to?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

/** Refuses what names no part. */
export function mustBePart(part: HistoryPart): void {
  mustFit('part', part, { from: number, to: number, limit: number, newestFirst: flag });
  const { from, to, limit } = part;
  if (limit !== undefined && limit !== Infinity) mustBeWhole('limit', limit, 0);
  if (from !== undefined) mustBeWhole('from', from);
  if (to !== undefined && to !== Infinity) mustBeWhole('to', to);
}

/** Where a part begins and ends in a history that goes so far, where that is said. */
export function boundsIn(head: number, { from, to }: HistoryPart): Pick<HistoryPart, 'from' | 'to'> {
  return {
    ...(from !== undefined && { from: seqIn(head, from) }),
    ...(to !== undefined && { to: seqIn(head, to) }),
  };
}

/** Refuses what names no place: a fraction, or fewer than none. */
function mustBeWhole(path: string, found: number, least = -Infinity): void {
  if (Number.isSafeInteger(found) && found >= least) return;
  const message = `Expected a whole number${least === 0 ? ' from 0 on' : ''}, found ${String(found)}.`;
  throw problem('value/invalid', { path, issues: [{ path, message }] });
}
