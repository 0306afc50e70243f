// index.d.ts

import { BaseCheckpointSaver, BaseStore, ChannelVersions, Checkpoint, CheckpointListOptions, CheckpointMetadata, CheckpointTuple, DeltaChannelHistory, IndexConfig, Operation, OperationResults, PendingWrite } from "@langchain/langgraph-checkpoint";
import { AnyGraph, ClassCodec, Clock, Graph, Protection } from "@cairn/core";
import { Store } from "@cairn/core/store";
import { RunnableConfig } from "@langchain/core/runnables";
import { StandardSchemaV1 } from "@standard-schema/spec";
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
  constructor(store: SideStore, options?: CairnSaverOptions);
  getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined>;
  list(config: RunnableConfig, options?: CheckpointListOptions): AsyncGenerator<CheckpointTuple>;
  put(config: RunnableConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata, newVersions: ChannelVersions): Promise<RunnableConfig>;
  putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string, taskPath?: string): Promise<void>;
  deleteThread(threadId: string): Promise<void>;
  /** Copies a thread with all of its history to one that is not there yet: a problem `thread/exists`, or `thread/not-found`. */
  copyThread(from: string, to: string): Promise<void>;
  /**
   * Brings a thread in that is not there yet, whole or not at all: what `fill` puts into a saver of its own, in memory, is written
   * in one stroke.
   */
  bringIn(thread: string, fill: (saver: CairnSaver) => Promise<void>): Promise<void>;
  /** Drops what is old of threads, or all of them: a problem `value/invalid` where `keep` is no count. */
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
  step<Result>(this: void, key: string, action: () => Result | Promise<Result>): Promise<Result>;
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
  /**
   * What the keys of its questions begin with. Where the graph that hosts it declares questions, one of them is that with a `*`:
   * `approve:` here, and there `'approve:*'` with the schema of the answers.
   */
  readonly question?: string;
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
/** A graph of Cairn whose threads those of LangGraph become. */
interface IntoGraph {
  readonly store: Store;
  /** One that `convert` made, or any whose nodes and keys are called as those of LangGraph are. */
  readonly graph: AnyGraph;
  /** What nodes of LangGraph are called here, where that is not the same; `__end__` and `__start__` too. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** The id of a thread here; its name by default. */
  readonly id?: (thread: string) => string;
}
/** Which threads are brought in, and who is told of it. */
interface ImportOptions {
  /** The threads; all that there are by default, which has savers of LangGraph read all that they have to find them. */
  readonly threads?: readonly string[];
  /** Ends it between two checkpoints: threads that were through are there and told, and nothing of the one that was not. */
  readonly signal?: AbortSignal;
  /** Is told of each checkpoint that was read. */
  readonly onProgress?: (progress: ImportProgress) => void;
}
/** How far an import is. */
interface ImportProgress {
  readonly thread: string;
  readonly checkpoints: number;
  readonly ofCheckpoints: number;
  /** Threads before this one. */
  readonly threads: number;
  readonly ofThreads: number;
}
/** What came of an import. */
interface Imported {
  readonly imported: readonly string[];
  /** Threads that were there already: in a saver with their newest checkpoints, as threads of a graph whatever became of them there. */
  readonly present: readonly string[];
  /** Threads of which nothing is there now that was not before, and why. */
  readonly failed: readonly {
    readonly thread: string;
    readonly error: Error;
  }[];
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
declare function importThreads(from: BaseCheckpointSaver, into: CairnSaver | IntoGraph, { threads, signal, onProgress }?: ImportOptions): Promise<Imported>;
/** How a store of LangGraph keeps its items. */
interface CairnStoreOptions {
  /** Has items found by what they mean, as with `InMemoryStore`; by their words otherwise. */
  readonly index?: IndexConfig;
  /** The side table that items are in, `memory` by default: facts of Cairn's long-term memory are in it too. */
  readonly table?: string;
  /** How instances of classes are stored, beside LangChain's messages and documents. */
  readonly codecs?: readonly ClassCodec[];
  /** As for `open()`; all of an item but its namespace and key. */
  readonly protect?: Protection;
  readonly clock?: Pick<Clock, "now">;
}
/**
 * A `BaseStore` of LangGraph.js on a store of Cairn.
 *
 * @example
 * const app = graph.compile({ checkpointer: new CairnSaver(store), store: new CairnStore(store) });
 */
declare class CairnStore extends BaseStore {
  #private;
  constructor(store: Store, { index, codecs, ...options }?: CairnStoreOptions);
  /** Does them all: what is read is as it was before, and what is put is there with all else, or not at all. */
  batch<Op extends Operation[]>(operations: Op): Promise<OperationResults<Op>>;
}
/** Something of a graph of LangGraph that its conversion has no place for, or does otherwise. */
interface Gap {
  /** What it is of: `node "tools"`, `channel "log"`. */
  readonly at: string;
  readonly why: string;
  /** What closes it. */
  readonly mend?: string;
}
/** Thrown by `convert` where a graph does not map as it is; `gaps` has all that stands in the way. */
declare class NotConverted extends Error {
  override readonly name = "CairnNotConverted";
  readonly gaps: readonly Gap[];
  constructor(graph: string, gaps: readonly Gap[]);
}
type Schema = StandardSchemaV1;
/** What a key of a graph's state is declared as. */
type StateEntry = Graph["source"]["state"][string];
/** A schema that takes anything. */
declare const anything: Schema;
/** What cannot be read from a graph of LangGraph, of one of its nodes. */
interface NodeHints {
  /** Where its router, or what it commands, may lead; for a node whose edges name no ends. */
  readonly ends?: readonly string[];
  /** It may lead to several nodes at once. */
  readonly several?: boolean;
  /** It may send to its ends, or to these. */
  readonly sends?: boolean | readonly string[];
  /** It is a graph that kept its state from one visit to the next, and may begin anew with each. */
  readonly anew?: boolean;
}
type Source = Graph["source"];
/** What a graph of LangGraph does not say of itself. */
interface ConvertOptions<Names extends string = string> {
  /** The graph's name; that which it was compiled with, by default. */
  readonly name?: string;
  /** What cannot be read of a node, of `__start__` too: where its router leads, whether it leads to several nodes, or sends. */
  readonly nodes?: { readonly [Name in Names | "__start__" | `__error_handler__${Names}`]?: NodeHints & {
    readonly graph?: ConvertOptions;
  }; };
  /** What a channel is to be instead of what it would be: `append(schema)` for one that is only added to, say. */
  readonly channels?: Readonly<Record<string, StateEntry>>;
  /** How instances of classes are stored that its channels hold, beside messages and documents. */
  readonly codecs?: Source["codecs"];
  readonly limits?: Source["limits"];
  /** Where a run's context is: the runtime's service of that name, or a key of the state that a thread starts with. */
  readonly context?: "service" | "state";
  /** What nodes find as `config.configurable`, beside the thread's id. */
  readonly configurable?: Readonly<Record<string, unknown>>;
  /** What nodes find as `config.store`. */
  readonly store?: object;
  /** Threads go on with another input: at its end the graph waits for the event `input`, and begins again. */
  readonly turns?: boolean;
}
/** What LangGraph's types tell of a graph, built or compiled. */
type CompiledOf<Of> = Of extends {
  readonly "~OutputType": unknown;
} ? Of : Of extends {
  compile(...args: never): infer Compiled;
} ? Compiled : never;
type StateOf<Compiled> = Compiled extends {
  readonly "~RunOutput": infer State;
} ? State : Record<string, unknown>;
type UpdateOf<Compiled> = Compiled extends {
  readonly "~RunInput": infer Update;
} ? Update : Record<string, unknown>;
type InputOf<Compiled> = Compiled extends {
  readonly "~InputType": infer Input;
} ? Input : Record<string, unknown>;
/** The names of a graph's nodes. */
type NamesOf<Of> = CompiledOf<Of> extends {
  readonly "~NodeType": infer Names extends string;
} ? Names : string;
/** A graph that was converted, with what is known of its state and its input. */
type ConvertedGraph<Of> = Graph<{
  readonly name: string;
  readonly state: Readonly<StateOf<CompiledOf<Of>>>;
  readonly stored: Readonly<StateOf<CompiledOf<Of>>>;
  readonly update: UpdateOf<CompiledOf<Of>>;
  readonly input: InputOf<CompiledOf<Of>>;
  readonly outcome: "__end__";
  readonly nodes: string;
  readonly events: {
    readonly input: InputOf<CompiledOf<Of>>;
  };
  readonly questions: Readonly<Record<string, typeof anything>>;
  readonly services: {};
}>;
/** A graph, and what of the one that it was converted from it leaves out. */
interface Converted<Of> {
  readonly graph: ConvertedGraph<Of>;
  /** What has no place here, and makes no difference to what the graph comes to. */
  readonly gaps: readonly Gap[];
}
/**
 * A graph of LangGraph as a graph of Cairn. It comes to what the other comes to; what does not map throws {@link NotConverted}, with all that
 * is in the way and what closes each gap.
 *
 * @example
 * const { graph } = convert(new StateGraph(MessagesAnnotation).addNode('answer', answer).addEdge(START, 'answer'));
 */
declare function convert<Of extends object>(graph: Of, options?: ConvertOptions<NamesOf<Of>>): Converted<Of>;
export { CairnSaver, type CairnSaverOptions, CairnStore, type CairnStoreOptions, type ConvertOptions, type Converted, type ConvertedGraph, type FromLangGraphOptions, type Gap, type ImportOptions, type ImportProgress, type Imported, type IntoGraph, type NodeHints, NotConverted, type PruneOptions, type SideStore, convert, fromLangGraph, importThreads };

// inspect.d.ts

import { Store } from "@cairn/core/store";
/**
 * A store in which the threads that a saver of LangGraph keeps are there to be looked at, as threads of graph `LangGraph` with
 * a row for each checkpoint. Where a thread of Cairn has the name of one, that is `langgraph:` and its name; a graph within
 * one is its name, `|` and the namespace.
 */
declare function withSaved<Of extends Store>(store: Of, now?: () => number): Of;
export { withSaved };
