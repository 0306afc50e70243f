import { dictionary } from '../base/value/dictionary.ts';
import type { Limits } from '../definition/policy.ts';
import type { GraphPlan } from './plan.ts';

/** The canonical form of limits: how much of each name, and for how long where that is not as long as the graph is open. */
export function normaliseLimits(source: Limits | undefined): Pick<GraphPlan, 'limits' | 'windows'> {
  const limits = dictionary<number>();
  const windows = dictionary<'turn' | 'day'>();
  for (const [name, limit] of Object.entries(source ?? {})) {
    if (limit === undefined) continue;
    const { max, per = 'thread' } = typeof limit === 'number' ? { max: limit } : limit;
    limits[name] = max;
    if (per !== 'thread') windows[name] = per;
  }
  return { limits, windows };
}
