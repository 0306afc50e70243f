import type { RunnableConfig } from '@langchain/core/runnables';
import {
  WRITES_IDX_MAP,
  type BaseCheckpointSaver,
  type CheckpointTuple,
  type PendingWrite,
} from '@langchain/langgraph-checkpoint';
import { isProblem } from '@cairn/core/store';
import { CairnSaver } from '../saver/cairn-saver.ts';
import { groups } from '../value/groups.ts';
import type { Address, Destination } from './destination.ts';
import { intoGraph, type IntoGraph } from './into-graph.ts';

/** Which threads are brought in, and who is told of it. */
export interface ImportOptions {
  /** The threads; all that there are by default, which has savers of LangGraph read all that they have to find them. */
  readonly threads?: readonly string[];
  /** Ends it between two checkpoints: threads that were through are there and told, and nothing of the one that was not. */
  readonly signal?: AbortSignal;
  /** Is told of each checkpoint that was read. */
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** How far an import is. */
export interface ImportProgress {
  readonly thread: string;
  readonly checkpoints: number;
  readonly ofCheckpoints: number;
  /** Threads before this one. */
  readonly threads: number;
  readonly ofThreads: number;
}

/** What came of an import. */
export interface Imported {
  readonly imported: readonly string[];
  /** Threads that were there already: in a saver with their newest checkpoints, as threads of a graph whatever became of them there. */
  readonly present: readonly string[];
  /** Threads of which nothing is there now that was not before, and why. */
  readonly failed: readonly { readonly thread: string; readonly error: Error }[];
  /** Where `signal` ended it: the threads that were not come to, or not through. */
  readonly left?: readonly string[];
}

/**
 * Brings the threads of any checkpointer of LangGraph in. Each is brought in whole or not at all, and one that is there already is left
 * alone.
 *
 * Into a `CairnSaver` come their checkpoints in all namespaces, their metadata, and what tasks wrote. Into a graph of Cairn they come as
 * its threads, with a row for each checkpoint, to be looked at, forked and gone on with.
 *
 * @example
 * await importThreads(SqliteSaver.fromConnString('old.db'), new CairnSaver(sqlite('app.db')));
 */
export async function importThreads(
  from: BaseCheckpointSaver,
  into: CairnSaver | IntoGraph,
  { threads, signal, onProgress }: ImportOptions = {},
): Promise<Imported> {
  const destination: Destination =
    into instanceof CairnSaver
      ? { isThere: (...asked) => isThere(into, ...asked), bringIn: (...given) => into.bringIn(...given) }
      : intoGraph(into);
  const found = await addressesOf(from, threads, signal);
  const imported: string[] = [];
  const present: string[] = [];
  const failed: { thread: string; error: Error }[] = [];
  const left = new Set(found.keys());
  for (const [thread, addresses] of found) {
    const tell = (checkpoints: number): void => {
      signal?.throwIfAborted();
      const facts = { thread, checkpoints, ofCheckpoints: addresses.length };
      onProgress?.({ ...facts, threads: found.size - left.size, ofThreads: found.size });
    };
    try {
      if (signal?.aborted === true) break;
      if (addresses.length === 0) throw new Error(`There is no checkpoint of thread "${thread}".`);
      const isBrought = await broughtIn(destination, thread, addresses, (aside) => fill(aside, from, addresses, tell));
      (isBrought ? imported : present).push(thread);
    } catch (error) {
      if (signal?.aborted === true) break;
      failed.push({ thread, error: error instanceof Error ? error : new Error(String(error)) });
    }
    left.delete(thread);
  }
  return { imported, present, failed, ...(left.size > 0 && { left: [...left] }) };
}

/** Brings a thread in; not one that is there, or that somebody else brings in meanwhile. */
async function broughtIn(
  destination: Destination,
  thread: string,
  addresses: readonly Address[],
  fills: (aside: CairnSaver) => Promise<void>,
): Promise<boolean> {
  if (await destination.isThere(thread, addresses)) return false;
  try {
    await destination.bringIn(thread, fills);
    return true;
  } catch (error) {
    if (isProblem(error, 'thread/exists') && (await destination.isThere(thread, addresses))) return false;
    throw error;
  }
}

/** The checkpoints of threads, each after those that it follows. */
async function addressesOf(
  from: BaseCheckpointSaver,
  threads: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly Address[]>> {
  const found = new Map<string, Address[]>(threads?.map((thread) => [thread, []]));
  const asked = threads === undefined ? [{}] : [...found.keys()].map((thread_id) => ({ thread_id }));
  for (const configurable of asked) {
    // Values are read again one by one: all of a long thread may be more than there is room for.
    for await (const { config } of from.list({ configurable })) {
      signal?.throwIfAborted();
      const { thread_id, checkpoint_ns = '', checkpoint_id } = (config.configurable ?? {}) as Partial<Address>;
      if (thread_id === undefined || checkpoint_id === undefined) continue;
      const all = found.get(thread_id) ?? [];
      found.set(thread_id, all);
      all.push({ thread_id, checkpoint_ns, checkpoint_id });
    }
  }
  for (const all of found.values()) {
    all.sort(({ checkpoint_id: one }, { checkpoint_id: other }) => (one < other ? -1 : Number(one > other)));
  }
  return found;
}

/** Whether a thread is there, with the newest checkpoint of each namespace. An error where it is there without them. */
async function isThere(into: CairnSaver, thread: string, addresses: readonly Address[]): Promise<boolean> {
  const newest = new Map(addresses.map((address) => [address.checkpoint_ns, address]));
  const missing: Address[] = [];
  for (const configurable of newest.values()) {
    if ((await into.getTuple({ configurable })) === undefined) missing.push(configurable);
  }
  if (missing.length === 0) return true;
  const isFirst = (await into.getTuple({ configurable: { thread_id: thread } })) === undefined;
  if (isFirst && missing.length === newest.size) return false;
  throw new Error(
    `Thread "${thread}" is there already, without checkpoint ${missing[0]?.checkpoint_id}: it went on where it comes from, or is another. Delete it to bring it in anew.`,
  );
}

async function fill(
  into: CairnSaver,
  from: BaseCheckpointSaver,
  addresses: readonly Address[],
  tell: (done: number) => void,
): Promise<void> {
  for (const [at, configurable] of addresses.entries()) {
    tell(at);
    const tuple = await from.getTuple({ configurable });
    if (tuple === undefined)
      throw new Error(`Checkpoint ${configurable.checkpoint_id} was there, and is there no more.`);
    await put(into, configurable, tuple);
  }
  tell(addresses.length);
}

/** Puts a checkpoint, with what tasks wrote to it, as another saver has it. */
export async function put(into: CairnSaver, address: Address, tuple: CheckpointTuple): Promise<void> {
  const { thread_id, checkpoint_ns, checkpoint_id } = address;
  const { checkpoint, metadata, parentConfig, pendingWrites = [] } = tuple;
  if (typeof checkpoint !== 'object' || typeof checkpoint.channel_values !== 'object') {
    throw new Error(`Checkpoint ${checkpoint_id} is not what a checkpoint is: its saver could not write all of it.`);
  }
  const parent = parentConfig?.configurable?.['checkpoint_id'] as string | undefined;
  const before: RunnableConfig = {
    configurable: { thread_id, checkpoint_ns, ...(parent !== undefined && { checkpoint_id: parent }) },
  };
  // All of it is new here, what never had a version too.
  const news = Object.fromEntries(Object.keys(checkpoint.channel_values).map((name) => [name, 0]));
  await into.put(before, checkpoint, metadata ?? { source: 'loop', step: 0, parents: {} }, news);
  const tasks = groups(pendingWrites, ([task]) => task);
  const isByName = [...tasks.keys()].every((task, at, all) => at === 0 || (all[at - 1] as string) < task);
  let number = 0;
  for (const [task, writes] of tasks) {
    // Where they were in an order that their names do not give, their places do.
    const path = isByName ? '' : String(number++).padStart(8, '0');
    const pairs = writes.map(([, channel, value]): PendingWrite => [channel, value]);
    // Those with a number of their kind were written by themselves: they count for the others' numbers nowhere.
    const isOwn = ([channel]: PendingWrite): boolean => Object.hasOwn(WRITES_IDX_MAP, channel);
    const [own, others] = [pairs.filter(isOwn), pairs.filter((pair) => !isOwn(pair))];
    for (const each of [own, others]) {
      if (each.length > 0) await into.putWrites({ configurable: address }, each, task, path);
    }
  }
}
