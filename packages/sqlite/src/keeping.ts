import { acceptCached, acceptPlan, type Store } from '@cairn/core/store';
import type { Statements } from './statements.ts';

/** Keeps plans, and results for a while. */
export function keeping(
  store: string,
  statements: Statements,
): Pick<Store, 'keepPlan' | 'plan' | 'plans' | 'cached' | 'keepCached'> {
  return {
    keepPlan(fingerprint, graph, body) {
      acceptPlan(store, body);
      statements.addPlan.run(fingerprint, graph, body);
    },
    plan: (fingerprint) => statements.plan.get(fingerprint),
    plans: (graph) => statements.plans.all(graph),
    cached(key, now) {
      const found = statements.cached.get(key);
      if (found === undefined || found.until > now) return found?.body;
      if (!statements.dropCached.database.readonly) statements.dropCached.run(now);
      return undefined;
    },
    keepCached(key, body, until) {
      acceptCached(store, key, body, until);
      statements.keepCached.run(key, body, until);
    },
  };
}
