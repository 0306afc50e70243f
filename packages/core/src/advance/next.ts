import { apply, type Changes, type Values } from '../base/change.ts';
import { suggest } from '../base/nearest.ts';
import { problem } from '../base/problem.ts';
import type { Writable } from '../base/writable.ts';
import { decide } from '../compile/author.ts';
import type { AllPlan, EachPlan, NextPlan } from '../compile/plan.ts';
import { localsAfter, view, type Lane } from './lane.ts';
import { placeOf } from './turn.ts';

/** Where a lane goes when its node is done. */
export type Way =
  | { readonly kind: 'to'; readonly to: string; readonly label?: string }
  | { readonly kind: 'lanes'; readonly next: AllPlan | EachPlan }
  /** No case holds. */
  | { readonly kind: 'none' };

const none: Way = { kind: 'none' };

/** The lane with changes applied, to decide on before they are recorded. */
export function preview(lane: Lane, changes: Changes | undefined, transient: Values | undefined): Lane {
  if (changes === undefined && transient === undefined) return lane;
  const next: Writable<Lane> = { ...lane };
  if (changes !== undefined) {
    next.values = apply(lane.values, changes);
    next.local = localsAfter(lane.local, changes);
  }
  if (transient !== undefined) next.transient = { ...lane.transient, ...transient };
  return next;
}

/** Where `next` leads from here; a problem when a guard throws or a choice is not among the declared ones. */
export function wayOut(next: NextPlan | undefined, lane: Lane): Way {
  if (next === undefined) return none;
  switch (next.kind) {
    case 'to':
      return next;
    case 'cases': {
      const state = view(lane);
      for (const [index, { when, to, label }] of next.cases.entries()) {
        const holds = decide(when, `${placeOf(lane)}.next[${index}].when`, state);
        if (holds === true) return label === undefined ? { kind: 'to', to } : { kind: 'to', to, label };
      }
      return next.otherwise === undefined ? none : { kind: 'to', to: next.otherwise };
    }
    case 'choose':
      return chosen(next, lane);
    default:
      return { kind: 'lanes', next };
  }
}

function chosen(next: Extract<NextPlan, { kind: 'choose' }>, lane: Lane): Way {
  const where = `${placeOf(lane)}.next.choose`;
  const to = decide(next.choose, where, view(lane));
  if (typeof to === 'string' && next.among.includes(to)) return { kind: 'to', to, label: 'chosen' };
  throw problem('transition/undeclared', { where, to: String(to), hint: suggest(String(to), next.among) });
}
