import { keptPlan } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import type { GraphListed, Graphs, GraphShown } from '../api.ts';
import { counted } from './counted.ts';
import type { Viewer } from './asking/viewer.ts';
import { Refused } from './saying/refusal.ts';
import { graphShown } from './thread.ts';

/** The graphs that threads ran, and those that the server has. */
export async function graphsOf(store: Store, here: readonly string[]): Promise<Graphs> {
  const known = new Map<string, Counted>(here.map((name) => [name, { byStatus: {}, open: new Map() }]));
  for (const { graph, status, fingerprint = '', threads } of await counted(store, { versions: true })) {
    const { byStatus, open } = known.get(graph) ?? { byStatus: {}, open: new Map<string, number>() };
    byStatus[status] = (byStatus[status] ?? 0) + threads;
    const isOver = status === 'done' || status === 'cancelled';
    open.set(fingerprint, (open.get(fingerprint) ?? 0) + (isOver ? 0 : threads));
    known.set(graph, { byStatus, open });
  }
  const graphs: GraphListed[] = [];
  for (const [name, each] of [...known].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    graphs.push({
      name,
      isHere: here.includes(name),
      byStatus: each.byStatus,
      versions: await versionsOf(store, name, each),
    });
  return { graphs };
}

interface Counted {
  readonly byStatus: Record<string, number>;
  readonly open: Map<string, number>;
}

async function versionsOf(store: Store, graph: string, { open }: Counted): Promise<GraphListed['versions']> {
  const versions = [];
  const plans = await store.plans(graph);
  const unkept = [...open.keys()].filter((fingerprint) => !plans.includes(fingerprint));
  for (const fingerprint of [...unkept, ...plans]) {
    const { version } = (await keptPlan(store, fingerprint)) ?? {};
    const threads = open.get(fingerprint) ?? 0;
    versions.push({ fingerprint, ...(version !== undefined && { version }), threads });
  }
  return versions;
}

/** Who looks at a graph. */
type Looking = Pick<Viewer, 'store' | 'graphs' | 'seesAll' | 'neededBy'>;

/** A version of a graph that somebody may see threads of, or begin; the newest that the store knows by default. */
export async function graphNamed(viewer: Looking, graph: string, fingerprint: string | undefined): Promise<GraphShown> {
  const { store, graphs, seesAll } = viewer;
  const isSeen = seesAll || graphs.includes(graph) || (await counted(store, {})).some((each) => each.graph === graph);
  const plans = isSeen ? await store.plans(graph) : [];
  const wanted = fingerprint ?? plans.at(-1);
  if (wanted === undefined || !plans.includes(wanted)) throw noSuchGraph(store, graph);
  const needed = viewer.neededBy(graph);
  return { ...(await graphShown(store, graph, wanted)), ...(needed && { needed }) };
}

/** Refuses a graph, or a version of it, of which nobody who looks has a thread, and which they cannot begin. */
export async function mustKnow(
  { store, graphs, seesAll }: Looking,
  graph: string,
  fingerprint?: string,
): Promise<void> {
  if (fingerprint === undefined && graphs.includes(graph)) return;
  const ran = (await counted(store, { versions: true })).filter((each) => each.graph === graph);
  if (ran.some((each) => (fingerprint ?? each.fingerprint) === each.fingerprint)) return;
  const plans = seesAll || graphs.includes(graph) || ran.length > 0 ? await store.plans(graph) : [];
  if (!plans.some((each) => (fingerprint ?? each) === each)) throw noSuchGraph(store, graph);
}

function noSuchGraph({ name }: Pick<Looking['store'], 'name'>, graph: string): Refused {
  return new Refused(404, 'studio/no-graph', `${name} knows no such version of a graph "${graph}".`);
}
