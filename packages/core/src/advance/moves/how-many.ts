import { inWords } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import { decide } from '../../compile/author.ts';
import type { AllPlan, EachPlan } from '../../compile/plan.ts';
import type { Lane } from '../state/lane.ts';
import { momentOf, placeOf, viewOf, type Turn } from './turn.ts';

const aCount = 'a whole number of at least 1';

/** How many of so many lanes have to close; `after` is the lane that opens them. A problem `lanes/no-count` where the state says none. */
export function needOf(turn: Turn, lane: Lane, after: Lane, { kind, need }: AllPlan | EachPlan, lanes: number): number {
  const where = `${placeOf(lane)}.next.need`;
  const said = typeof need === 'function' ? decide(need, where, viewOf(turn, after), momentOf(turn, lane)) : need;
  if (said === 'all') return lanes;
  // An `all` lists its lanes, so to need more is a mistake; an `each` may open fewer than were expected.
  const most = typeof need === 'function' && kind === 'all' ? lanes : Infinity;
  const count = said === 'any' ? 1 : said;
  if (isCount(count) && count <= most) return Math.min(count, lanes);
  const expected = `"all", "any" or ${aCount}${most < Infinity ? `, and at most ${most}` : ''}`;
  throw problem('lanes/no-count', { where, found: inWords(said), expected });
}

/** How many lanes may be at work at a time. A problem `lanes/no-count` where the state says no number. */
export function limitOf(turn: Turn, lane: Lane, after: Lane, { limit = Infinity }: EachPlan): number {
  if (typeof limit === 'number') return limit;
  const where = `${placeOf(lane)}.next.limit`;
  const said = decide(limit, where, viewOf(turn, after), momentOf(turn, lane));
  if (isCount(said) || said === Infinity) return said;
  throw problem('lanes/no-count', { where, found: inWords(said), expected: `${aCount}, or Infinity` });
}

function isCount(said: unknown): said is number {
  return typeof said === 'number' && Number.isSafeInteger(said) && said >= 1;
}
