import { codecOf, type ClassCodec } from '../../base/value/codec.ts';
import { isProblem, type Problem } from '../../base/problem/problem.ts';
import { compile } from '../../compile/compile.ts';
import type { Plan } from '../../compile/plan.ts';
import type { AnyGraph } from '../../definition/facts.ts';
import { isPassing } from '../../store/is-passing.ts';
import { load, type Reading } from '../../store/load.ts';
import type { Status, Store, ThreadQuery, ThreadRecord } from '../../store/store.ts';
import { refuseNewerGraph } from './newer-graph.ts';
import { versionOf } from './version-at.ts';
import { migrate } from './versions.ts';

/** What becomes of a thread when it is next driven with today's graph. */
export interface GoingOnWith {
  readonly thread: string;
  readonly graph: string;
  readonly status: Status;
  /** `as it is`: its graph has not changed. `brought`: it is brought to today's. `refused`: it cannot be, and `problem` says why. */
  readonly how: 'as it is' | 'brought' | 'refused';
  /** `thread/changed-graph` with all that is in the way, or `thread/newer-graph`. */
  readonly problem?: Problem;
}

const live: readonly Status[] = ['running', 'waiting', 'failed'];

/**
 * Which threads would go on with today's graphs, and how: those that may still do something, or those that the query asks for,
 * newest first. Nothing is written.
 */
export async function* goingOnWith(
  store: Store,
  graphs: readonly AnyGraph[],
  {
    codecs = [],
    ...query
  }: Omit<ThreadQuery, 'cursor' | 'limit'> & { readonly codecs?: readonly ClassCodec<never>[] } = {},
): AsyncGenerator<GoingOnWith, void, undefined> {
  const codec = codecOf(codecs);
  const plans = new Map(graphs.map((graph) => [graph.name, compile(graph, codec)]));
  for (let cursor: string | undefined, more = true; more;) {
    const page = await store.threads({ status: live, ...query, ...(cursor !== undefined && { cursor }) });
    for (const record of page.threads) {
      const plan = plans.get(record.graph);
      if (plan !== undefined) yield await goesOn(store, record, plan, { codec });
    }
    cursor = page.cursor;
    more = cursor !== undefined;
  }
}

async function goesOn(store: Store, record: ThreadRecord, plan: Plan, reading: Reading): Promise<GoingOnWith> {
  const { id: thread, graph, status, fingerprint } = record;
  const facts = { thread, graph, status };
  if (fingerprint === plan.fingerprint) return { ...facts, how: 'as it is' };
  try {
    await refuseNewerGraph(store, plan, thread, fingerprint);
    const { snapshot } = await load(store, thread, reading);
    migrate(plan, snapshot, await versionOf(store, fingerprint), { now: snapshot.time, codec: reading.codec });
    return { ...facts, how: 'brought' };
  } catch (error) {
    if (!isProblem(error) || isPassing(error)) throw error;
    return { ...facts, how: 'refused', problem: error };
  }
}
