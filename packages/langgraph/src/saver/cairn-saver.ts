import type { RunnableConfig } from '@langchain/core/runnables';
import {
  BaseCheckpointSaver,
  getCheckpointId,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  type DeltaChannelHistory,
  type PendingWrite,
} from '@langchain/langgraph-checkpoint';
import { codecOf, memory, systemClock, type ClassCodec, type Clock } from '@cairn/core';
import { knownClasses } from '../value/classes.ts';
import { toStored, type Classes } from '../value/to-stored.ts';
import { addressOf, nameIn } from './address.ts';
import { histories } from './histories.ts';
import { listed } from './listed.ts';
import { numberOf, type Write } from './pending.ts';
import { shortId } from './places.ts';
import { putCheckpoint } from './put-checkpoint.ts';
import { putWrites } from './put-writes.ts';
import { Threads } from './threads.ts';
import type { SideStore } from './side-store.ts';
import { copied, dropped, pruned, type PruneOptions } from './tidy.ts';
import { sourceOf, tupleOf } from './tuples.ts';

/** How values are written. */
export interface CairnSaverOptions {
  /** How instances of classes are stored, beside LangChain's messages and documents, which come back as what they were. */
  readonly codecs?: readonly ClassCodec[];
  /**
   * What becomes of an instance of a class without a codec: `plain`, the default, is what JSON makes of it, as it is with LangGraph's
   * own savers; `refuse` is a problem `value/refused` that names the place.
   */
  readonly unknown?: 'plain' | 'refuse';
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * A checkpointer of LangGraph.js on a store of Cairn: a checkpoint costs what is new in it.
 *
 * @example
 * const app = graph.compile({ checkpointer: new CairnSaver(sqlite('app.db')) });
 */
export class CairnSaver extends BaseCheckpointSaver {
  readonly #threads: Threads;
  readonly #classes: Classes;

  readonly #options: CairnSaverOptions;

  constructor(store: SideStore, options: CairnSaverOptions = {}) {
    super();
    const { codecs = [], unknown = 'plain', clock = systemClock } = options;
    this.#options = options;
    this.#threads = new Threads(store, () => clock.now());
    this.#classes = { codec: codecOf([...codecs, ...knownClasses]), strict: unknown === 'refuse' };
  }

  async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { thread_id, checkpoint_ns } = (config.configurable ?? {}) as Readonly<Record<string, unknown>>;
    const thread = nameIn(thread_id);
    if (thread === undefined) return undefined;
    const id = getCheckpointId(config);
    const address = { thread, ns: typeof checkpoint_ns === 'string' ? checkpoint_ns : '' };
    return this.#threads.reading(address.thread, async (known) => {
      const source = sourceOf(this.#threads, known, this.#classes.codec, address.ns);
      const found = id === '' ? await source.chain.segments.newest() : shortId(id);
      return found === undefined ? undefined : tupleOf(source, found, id === '' ? undefined : config);
    });
  }

  async *list(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    yield* listed(this.#threads, this.#classes.codec, config, options);
  }

  async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const address = addressOf(config);
    await putCheckpoint(this.#threads, this.#classes, address, { checkpoint, metadata, newVersions });
    return { configurable: { ...address.named, checkpoint_ns: address.ns, checkpoint_id: checkpoint.id } };
  }

  async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string, taskPath = ''): Promise<void> {
    const address = addressOf(config);
    if (address.id === undefined)
      throw new Error('There is no "checkpoint_id" in "config.configurable" for what is written.');
    const come = writes.map(([channel, value], at): Write => {
      const json = toStored(value, `write to "${channel}"`, this.#classes);
      return { task: taskId, path: taskPath, number: numberOf(channel, at), channel, json };
    });
    await putWrites(this.#threads, { ...address, id: address.id }, taskId, come);
  }

  async deleteThread(threadId: string): Promise<void> {
    await dropped(this.#threads, threadId);
  }

  /** Copies a thread with all of its history to one that is not there yet: a problem `thread/exists`, or `thread/not-found`. */
  async copyThread(from: string, to: string): Promise<void> {
    await copied({ threads: this.#threads, thread: from }, { threads: this.#threads, thread: to });
  }

  /**
   * Brings a thread in that is not there yet, whole or not at all: what `fill` puts into a saver of its own, in memory, is written
   * in one stroke.
   */
  async bringIn(thread: string, fill: (saver: CairnSaver) => Promise<void>): Promise<void> {
    const aside = new CairnSaver(memory(), this.#options);
    await fill(aside);
    await copied({ threads: aside.#threads, thread }, { threads: this.#threads, thread });
  }

  /** Drops what is old of threads, or all of them: a problem `value/invalid` where `keep` is no count. */
  async prune(threadIds: readonly string[], options: PruneOptions = {}): Promise<void> {
    for (const thread of threadIds) await pruned(this.#threads, thread, options);
  }

  override async getDeltaChannelHistory(options: {
    config: RunnableConfig;
    channels: string[];
  }): Promise<Record<string, DeltaChannelHistory>> {
    return histories(this.#threads, this.#classes.codec, options.config, options.channels);
  }
}
