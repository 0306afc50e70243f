import { acceptCached, acceptPlan, type Store } from '@cairn/core/store';
import { soundText } from '../sums/sound.ts';
import type { Statements } from './statements.ts';
import { textSum } from '../sums/sum.ts';

/** The part of a store that keeps plans beside the threads that ran with them, and results of cached nodes until their time is up. */
export function keeping(
  store: string,
  statements: Statements,
): Pick<Store, 'keepPlan' | 'plan' | 'plans' | 'cached' | 'keepCached'> {
  return {
    keepPlan(fingerprint, graph, body) {
      acceptPlan(store, body);
      statements.addPlan.run(fingerprint, graph, body, textSum(body, fingerprint, graph));
    },
    plan(fingerprint) {
      const found = statements.plan.get(fingerprint);
      if (found === undefined) return undefined;
      const { graph, body, sum } = found;
      return soundText(store, `the plan ${fingerprint} of graph "${graph}"`, sum, body, fingerprint, graph);
    },
    plans: (graph) => statements.plans.all(graph),
    cached(key, now) {
      const found = statements.cached.get(key);
      if (found === undefined) return undefined;
      const { body, until, sum } = found;
      if (until > now) return soundText(store, `the result kept under "${key}"`, sum, body, key, until);
      if (!statements.dropCached.database.readonly) statements.dropCached.run(now);
      return undefined;
    },
    keepCached(key, body, until) {
      acceptCached(store, key, body, until);
      statements.keepCached.run(key, body, until, textSum(body, key, until));
    },
  };
}
