import type { RunnableConfig } from '@langchain/core/runnables';
import {
  maxChannelVersion,
  type CheckpointMetadata,
  type CheckpointPendingWrite,
  type CheckpointTuple,
} from '@langchain/langgraph-checkpoint';
import type { Item } from '@cairn/core/store';
import { fromStored } from '../value/from-stored.ts';
import type { Codec } from '../value/to-stored.ts';
import { Chain } from './chain.ts';
import { checkpointOf } from './document.ts';
import type { Known } from './known.ts';
import { inOrder, readWrites, type Write } from './pending.ts';
import {
  checkpointIn,
  checkpointPlace,
  checkpointsOf,
  noUuid,
  tables,
  taskIn,
  writesOf,
  type Namespace,
} from './places.ts';
import type { Threads } from './threads.ts';

/** What is read from. */
export interface Source {
  readonly threads: Threads;
  readonly known: Known;
  readonly codec: Codec;
}

/** The row of a checkpoint. */
export async function rowOf({ threads }: Source, at: Namespace, id: string): Promise<Item | undefined> {
  return threads.store.item(checkpointPlace(at, id), threads.now());
}

/** The row of a namespace's newest checkpoint. */
export async function newestRow({ threads }: Source, { thread, ns }: Namespace): Promise<Item | undefined> {
  const place = { table: tables.checkpoints, thread };
  const query = { ...place, prefix: checkpointsOf(ns), lastFirst: true, limit: 1 };
  const [last] = await threads.store.items(query, threads.now());
  if (last === undefined || !last.key.startsWith(checkpointsOf(ns) + noUuid)) return last;
  // Ids of other forms stand after all UUIDs.
  const before = { ...place, key: checkpointsOf(ns) + noUuid };
  const [other] = await threads.store.items({ ...query, before }, threads.now());
  return other !== undefined && checkpointIn(other.key).id > checkpointIn(last.key).id ? other : last;
}

/** A checkpoint as LangGraph has it, by its row. */
export async function tupleOf(
  source: Source,
  at: Namespace,
  row: Item,
  given?: RunnableConfig,
  chain: Chain = new Chain(source.threads.store, source.known, at.ns, source.threads.now()),
): Promise<CheckpointTuple> {
  chain.add([row]);
  const { document, of } = await chain.read(row.key);
  const { id } = checkpointIn(row.key);
  const config = (checkpoint_id: string): RunnableConfig => ({
    configurable: { thread_id: at.thread, checkpoint_ns: at.ns, checkpoint_id },
  });
  const checkpoint = checkpointOf(id, document, source.codec);
  if (checkpoint.v < 4 && of !== undefined) await addSends(source, at, of, checkpoint);
  const tuple: CheckpointTuple = {
    config: given ?? config(id),
    checkpoint,
    metadata: fromStored(document.m, source.codec) as CheckpointMetadata,
    pendingWrites: (await writesOfCheckpoint(source, at, id)).map((write) => pendingWrite(write, source.codec)),
  };
  if (of !== undefined) tuple.parentConfig = config(of);
  return tuple;
}

/** What was written to a checkpoint, in order. */
export async function writesOfCheckpoint(
  { threads, known }: Source,
  at: Namespace,
  id: string,
): Promise<readonly Write[]> {
  const query = { table: tables.writes, thread: at.thread, prefix: writesOf(at.ns, id) };
  return writesIn(threads, known, await threads.store.items(query, threads.now()));
}

async function writesIn(threads: Threads, { texts }: Known, items: readonly Item[]): Promise<readonly Write[]> {
  await texts.load(
    threads.store,
    items.map(({ body }) => body),
    threads.now(),
  );
  return inOrder(
    items.flatMap(({ key, body }) => readWrites(taskIn(key).task, texts.brought(JSON.parse(body)) as never)),
  );
}

export function pendingWrite({ task, channel, json }: Write, codec: Codec): CheckpointPendingWrite {
  return [task, channel, fromStored(json, codec)];
}

const tasks = '__pregel_tasks';

/** Before the fourth form of checkpoints, what was sent stood in the writes of the one before. */
async function addSends(
  source: Source,
  at: Namespace,
  of: string,
  checkpoint: CheckpointTuple['checkpoint'],
): Promise<void> {
  const writes = await writesOfCheckpoint(source, at, of);
  const sends = writes.filter(({ channel }) => channel === tasks);
  checkpoint.channel_values[tasks] = sends.map(({ json }) => fromStored(json, source.codec));
  const versions = Object.values(checkpoint.channel_versions);
  checkpoint.channel_versions[tasks] = versions.length > 0 ? maxChannelVersion(...versions) : 1;
}
