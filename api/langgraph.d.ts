// index.d.ts

import { BaseCheckpointSaver, ChannelVersions, Checkpoint, CheckpointListOptions, CheckpointMetadata, CheckpointTuple, DeltaChannelHistory, PendingWrite } from "@langchain/langgraph-checkpoint";
import { ClassCodec, Clock, codecOf } from "@cairn/core";
import { Store } from "@cairn/core/store";
import { RunnableConfig } from "@langchain/core/runnables";
/** What a saver needs of a store. */
type SideStore = Pick<Store, "item" | "items" | "putItems">;
/** What is to be left. */
interface PruneOptions {
  /** How many checkpoints of each namespace, the newest ones: 1 by default. None is the whole thread. */
  readonly keep?: number;
}
/** How values are written. */
interface CairnSaverOptions {
  /** How instances of classes are stored, beside LangChain's messages and documents, which come back as what they were. */
  readonly codecs?: readonly ClassCodec[];
  /**
   * What becomes of an instance of a class without a codec: `plain`, the default, is what JSON makes of it, as it is with LangGraph's
   * own savers; `refuse` is a problem `value/refused` that names the place.
   */
  readonly unknown?: "plain" | "refuse";
  readonly clock?: Pick<Clock, "now">;
}
/**
 * A checkpointer of LangGraph.js on a store of Cairn: a checkpoint costs what is new in it.
 *
 * @example
 * const app = graph.compile({ checkpointer: new CairnSaver(sqlite('app.db')) });
 */
declare class CairnSaver extends BaseCheckpointSaver {
  #private;
  constructor(store: SideStore, { codecs, unknown, clock }?: CairnSaverOptions);
  getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined>;
  list(config: RunnableConfig, options?: CheckpointListOptions): AsyncGenerator<CheckpointTuple>;
  put(config: RunnableConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata, newVersions: ChannelVersions): Promise<RunnableConfig>;
  putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string, taskPath?: string): Promise<void>;
  deleteThread(threadId: string): Promise<void>;
  /** Copies a thread with all of its history to one that is not there yet. */
  copyThread(from: string, to: string): Promise<void>;
  /** Drops what is old of threads, or all of them. */
  prune(threadIds: readonly string[], options?: PruneOptions): Promise<void>;
  override getDeltaChannelHistory(options: {
    config: RunnableConfig;
    channels: string[];
  }): Promise<Record<string, DeltaChannelHistory>>;
}
/** What a compiled graph of LangGraph is, as far as it is needed here. */
interface CompiledGraph<Values> {
  stream(input: never, config: object): Promise<AsyncIterable<unknown>>;
  getState(config: object): Promise<GraphState>;
  readonly "~OutputType"?: Values;
}
interface GraphState {
  readonly values: unknown;
  readonly config: {
    readonly configurable?: {
      readonly checkpoint_id?: string;
    };
  };
  readonly tasks: readonly GraphTask[];
}
interface GraphTask {
  readonly interrupts: readonly {
    readonly id?: string;
    readonly value?: unknown;
  }[];
  readonly result?: unknown;
}
/** What is needed of an activity's context. */
interface Host {
  readonly thread: string;
  readonly signal: AbortSignal;
  key(this: void, name?: string): string;
  ask(this: void, key: string, question: {
    readonly payload?: unknown;
    readonly answer: AnySchema;
  }): Promise<unknown>;
  step<Result>(this: void, key: string, action: () => Result): Promise<Result>;
  emit(this: void, data: unknown): void;
}
/** A schema that takes anything. */
interface AnySchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => {
      readonly value: unknown;
    };
  };
}
/** How a graph of LangGraph stands in a node. */
interface FromLangGraphOptions<State, Input, Values, Update> {
  /** The store of the runtime: the graph's checkpoints go with the thread. */
  readonly store: SideStore;
  /** What the graph is given. */
  readonly input: (state: State) => Input;
  /** What the node writes of what the graph came to. */
  readonly output: (values: Values) => Update;
  /** What the graph's nodes find as `config.configurable`. */
  readonly configurable?: Readonly<Record<string, unknown>>;
}
/**
 * A compiled graph of LangGraph as what a node runs. What it interrupts for is asked of the thread, what it streams is shown to
 * whoever watches, and a run that begins anew goes on from its last superstep.
 *
 * @example
 * nodes: { agent: { run: fromLangGraph(agent, { store, input: ({ said }) => ({ messages: said }), output: … }), next: 'done' } }
 */
declare function fromLangGraph<State, Input, Values, Update>(compiled: CompiledGraph<Values>, options: FromLangGraphOptions<State, Input, Values, Update>): (state: State, ctx: Host) => Promise<Update>;
export { CairnSaver, type CairnSaverOptions, type FromLangGraphOptions, type PruneOptions, type SideStore, fromLangGraph };
