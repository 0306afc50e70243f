import type { RunnableConfig } from '@langchain/core/runnables';
import {
  maxChannelVersion,
  type CheckpointMetadata,
  type CheckpointPendingWrite,
  type CheckpointTuple,
} from '@langchain/langgraph-checkpoint';
import { fromStored } from '../value/from-stored.ts';
import type { Codec } from '../value/to-stored.ts';
import { Chain } from './chain.ts';
import { checkpointOf } from './given.ts';
import type { Known } from './known.ts';
import { inOrder, readWrites, type Write } from './pending.ts';
import { longId, tables, taskIn, writesOf, type Namespace } from './places.ts';
import type { Packed } from './shapes.ts';
import type { Threads } from './threads.ts';
import type { Written } from './written.ts';

/** What is read from: a namespace of a thread. */
export interface Source {
  readonly threads: Threads;
  readonly known: Known;
  readonly codec: Codec;
  readonly at: Namespace;
  readonly chain: Chain;
}

export function sourceOf(threads: Threads, known: Known, codec: Codec, ns: string): Source {
  const chain = new Chain(threads.store, known, ns, threads.now());
  return { threads, known, codec, at: { thread: known.thread, ns }, chain };
}

/** A checkpoint as LangGraph has it, by its short id; undefined where there is none. */
export async function tupleOf(
  source: Source,
  id: string,
  given?: RunnableConfig,
): Promise<CheckpointTuple | undefined> {
  const { at, chain, codec } = source;
  if ((await chain.line(id)) === undefined) return undefined;
  const { document, of } = await chain.read(id);
  const config = (checkpoint: string): RunnableConfig => ({
    configurable: { thread_id: at.thread, checkpoint_ns: at.ns, checkpoint_id: longId(checkpoint) },
  });
  const checkpoint = checkpointOf(longId(id), document, codec);
  if (checkpoint.v < 4 && of !== undefined) await addSends(source, of, checkpoint);
  const tuple: CheckpointTuple = {
    config: given ?? config(id),
    checkpoint,
    metadata: fromStored(document.m, codec) as CheckpointMetadata,
    pendingWrites: (await writesOfCheckpoint(source, id)).map((write) => pendingWrite(write, codec)),
  };
  if (of !== undefined) tuple.parentConfig = config(of);
  return tuple;
}

/** What was written to a checkpoint, in order. */
export async function writesOfCheckpoint({ threads, known, at, chain }: Source, id: string): Promise<readonly Write[]> {
  const now = threads.now();
  const inSegment = await chain.writes(id);
  const items = await threads.store.items(
    { table: tables.writes, thread: at.thread, prefix: writesOf(at.ns, id) },
    now,
  );
  // One may have come out of its segment meanwhile.
  const lines = inSegment.filter(({ task }) => !items.some(({ key }) => taskIn(key).task === task));
  const tasks = [...lines.map(({ task }) => task), ...items.map(({ key }) => taskIn(key).task)];
  if (tasks.length === 0) return [];
  const packed = [...lines.map((line) => line.packed), ...items.map(({ body }): Packed => [JSON.parse(body)])];
  const bodies = await known.texts.read(threads.store, packed, now);
  return inOrder(bodies.flatMap((body, index) => readWrites(longId(tasks[index] ?? ''), body as Written)));
}

export function pendingWrite({ task, channel, json }: Write, codec: Codec): CheckpointPendingWrite {
  return [task, channel, fromStored(json, codec)];
}

const sends = '__pregel_tasks';

/** Before the fourth form of checkpoints, what was sent stood in the writes of the one before. */
async function addSends(source: Source, of: string, checkpoint: CheckpointTuple['checkpoint']): Promise<void> {
  const writes = await writesOfCheckpoint(source, of);
  const sent = writes.filter(({ channel }) => channel === sends);
  checkpoint.channel_values[sends] = sent.map(({ json }) => fromStored(json, source.codec));
  const versions = Object.values(checkpoint.channel_versions);
  checkpoint.channel_versions[sends] = versions.length > 0 ? maxChannelVersion(...versions) : 1;
}
