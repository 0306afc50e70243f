import type { Store } from '@cairn/core/store';
import type { Statements, WaitingRow } from './statements.ts';

/**
 * Threads with something to do, and when the next is due. Those of each graph are walked by themselves, in the order of an
 * index: what is there of other graphs is not even looked at.
 */
export function waking(statements: Statements): Pick<Store, 'runnable' | 'nextDue'> {
  return {
    runnable(now, limit, graphs = statements.graphs.all()) {
      const given = { now, limit, alive: JSON.stringify(statements.alive.all(now)) };
      const all = { ...given, graphs: JSON.stringify(graphs) };
      const found = [...statements.orphaned.all(all), ...statements.addressed.all(all)];
      for (const graph of new Set(graphs)) {
        found.push(...statements.stranded.all({ ...given, graph }), ...statements.due.all({ ...given, graph }));
      }
      return oldest(found, limit);
    },
    nextDue(after, graphs = statements.graphs.all()) {
      const dues = graphs.map((graph) => statements.nextDue.get({ graph, after }) ?? Infinity);
      const next = Math.min(...dues);
      return next === Infinity ? undefined : next;
    },
  };
}

/** Each thread once, whoever waited longest first. */
function oldest(found: WaitingRow[], limit: number): readonly string[] {
  found.sort((left, right) => left.since - right.since || left.number - right.number);
  const ids = new Set<string>();
  for (const { id } of found) {
    if (ids.size === limit) break;
    ids.add(id);
  }
  return [...ids];
}
