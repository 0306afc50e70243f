import { problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Store } from '../../store/contract/store.ts';
import { versionOf } from './version-at.ts';

/**
 * Refuses to bring a thread from a newer graph back to this one: while a deploy rolls, an old process would take it back with
 * each change of hands. Which is newer is told by the order in which the store came to know them.
 *
 * A problem `thread/newer-graph`, unless this graph's `migrate` says how to come from there.
 */
export async function refuseNewerGraph(store: Store, plan: Plan, thread: string, fingerprint: string): Promise<void> {
  if (fingerprint === plan.fingerprint) return;
  const known = await store.plans(plan.name);
  const own = known.indexOf(plan.fingerprint);
  if (own === -1 || own > known.indexOf(fingerprint)) return;
  const { plan: newer } = await versionOf(store, fingerprint);
  const version = newer?.version ?? fingerprint;
  const ways = plan.graphs['']?.migrations ?? [];
  if (ways.some(({ from }) => from === fingerprint || from === version)) return;
  throw problem('thread/newer-graph', { thread, graph: plan.name, version });
}
