import { suggest } from '../../base/problem/nearest.ts';
import { problem } from '../../base/problem/problem.ts';
import { decide, holds } from '../../compile/author.ts';
import type { AllPlan, EachPlan, NextPlan } from '../../compile/plan.ts';
import type { Lane } from '../state/lane.ts';
import { momentOf, placeOf, viewOf, type Turn } from './turn.ts';

/** Where a lane goes when its node is done. */
export type Way =
  | { readonly kind: 'to'; readonly to: string; readonly label?: string }
  | { readonly kind: 'lanes'; readonly next: AllPlan | EachPlan }
  /** No case holds. */
  | { readonly kind: 'none' };

const none: Way = { kind: 'none' };

/** Where `next` leads from here; a problem when a guard throws or a choice is not among the declared ones. */
export function wayOut(turn: Turn, next: NextPlan | undefined, lane: Lane): Way {
  if (next === undefined) return none;
  switch (next.kind) {
    case 'to':
      return next;
    case 'cases': {
      const state = viewOf(turn, lane);
      const moment = momentOf(turn, lane);
      for (const [index, { when, to, label }] of next.cases.entries()) {
        if (holds(when, `${placeOf(lane)}.next[${index}].when`, state, moment))
          return label === undefined ? { kind: 'to', to } : { kind: 'to', to, label };
      }
      return next.otherwise === undefined ? none : { kind: 'to', to: next.otherwise };
    }
    case 'choose':
      return chosen(turn, next, lane);
    default:
      return { kind: 'lanes', next };
  }
}

function chosen(turn: Turn, next: Extract<NextPlan, { kind: 'choose' }>, lane: Lane): Way {
  const where = `${placeOf(lane)}.next.choose`;
  const to = decide(next.choose, where, viewOf(turn, lane), momentOf(turn, lane));
  if (typeof to === 'string' && next.among.includes(to)) return { kind: 'to', to, label: 'chosen' };
  throw problem('transition/undeclared', { where, to: String(to), hint: suggest(String(to), next.among) });
}
