import { suggest, type Store, type ThreadQuery, type ThreadRecord } from '@cairn/core/store';
import { keptPlan } from '@cairn/core/inspect';
import { CommandError } from '../exit-code.ts';

/** Names by which a command narrows the threads that it is about. */
export interface NarrowingNames {
  readonly graph?: string | undefined;
  readonly node?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** How many threads are looked at for names. */
const most = 20_000;

/**
 * Refuses names that nothing in the file has, and offers those that it has. It is asked where nothing was found: what was
 * found for a name has it.
 */
export async function mustBeKnown(store: Store, { graph, node, tags = [] }: NarrowingNames): Promise<void> {
  const refuse = (what: string, name: string, known: Iterable<string>): never => {
    throw new CommandError(`${what} "${name}" in ${store.name}. ${suggest(name, [...new Set(known)].toSorted())}`);
  };
  const isNobodys = async (query: ThreadQuery): Promise<boolean> => {
    const { threads, damaged = [] } = await store.threads({ ...query, skipDamaged: true, limit: 1 });
    // A thread that cannot be read has the name all the same.
    return threads.length === 0 && damaged.length === 0;
  };
  if (graph !== undefined && (await isNobodys({ graph })))
    refuse(
      'There is no thread of a graph',
      graph,
      (await recordsOf(store)).map((record) => record.graph),
    );
  for (const tag of tags) {
    if (!(await isNobodys({ tags: [tag] }))) continue;
    const known = (await recordsOf(store)).flatMap((record) => record.tags);
    refuse('There is no thread with the tag', tag, known);
  }
  if (node === undefined) return;
  const graphs = graph === undefined ? (await recordsOf(store)).map((record) => record.graph) : [graph];
  const nodes = await nodesOf(store, new Set(graphs));
  if (!nodes.has(node)) refuse('No thread has had a node', node, nodes);
}

async function recordsOf(store: Store): Promise<readonly ThreadRecord[]> {
  const records: ThreadRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.threads({ limit: 1_000, skipDamaged: true, ...(cursor !== undefined && { cursor }) });
    records.push(...page.threads);
    cursor = page.cursor;
  } while (cursor !== undefined && records.length < most);
  return records;
}

/** The nodes of all plans that threads of graphs ran with, as threads name them. */
async function nodesOf(store: Store, graphs: Iterable<string>): Promise<ReadonlySet<string>> {
  const nodes = new Set<string>();
  for (const graph of graphs) {
    for (const fingerprint of await store.plans(graph)) {
      const { graphs: parts = {} } = (await keptPlan(store, fingerprint)) ?? {};
      for (const { nodes: own } of Object.values(parts)) for (const name of Object.keys(own)) nodes.add(name);
    }
  }
  return nodes;
}
