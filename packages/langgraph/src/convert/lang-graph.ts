/** What is read of a graph of LangGraph: the record that its builder keeps of it. */

/** A graph as it was built. */
export interface LangGraph {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  readonly edges: ReadonlySet<readonly [string, string]>;
  readonly waitingEdges: ReadonlySet<readonly [readonly string[], string]>;
  readonly branches: Readonly<Record<string, Readonly<Record<string, Branch>>>>;
  readonly _schemaDefinition: Named;
  readonly _inputDefinition: Named;
  readonly _outputDefinition: Named;
  readonly _schemaRuntimeDefinition?: unknown;
  readonly _configRuntimeSchema?: unknown;
  readonly _metaRegistry: { get(schema: never): { readonly reducer?: { readonly schema?: unknown } } | undefined };
  readonly _nodeDefaults: NodePolicies & { readonly errorHandler?: ErrorHandler };
}

type Named = Readonly<Record<string, unknown>>;

/** A graph that is compiled: how it was built, and what it was given to run with. */
export interface CompiledGraph {
  readonly builder: LangGraph;
  readonly name?: string;
  readonly interruptBefore?: readonly string[] | '*';
  readonly interruptAfter?: readonly string[] | '*';
  readonly checkpointer?: unknown;
  readonly store?: unknown;
  readonly cache?: unknown;
  readonly config?: { readonly recursionLimit?: number; readonly configurable?: Named };
  readonly streamTransformers?: readonly unknown[];
}

/** One channel; which fields it has depends on its class. */
export interface Channel {
  readonly lc_graph_name: string;
  readonly initialValueFactory?: () => unknown;
  readonly operator?: (current: unknown, update: unknown) => unknown;
  readonly reducer?: (current: unknown, updates: readonly unknown[]) => unknown;
  /** Of a topic: what it has stays from one superstep to the next; each value is there once. */
  readonly accumulate?: boolean;
  readonly unique?: boolean;
}

/** What a node runs. */
export interface Runs {
  invoke(input: unknown, config: object): Promise<unknown>;
  getName?(): string;
  readonly func?: unknown;
  readonly lg_is_pregel?: boolean;
}

/** What is handed to a handler of errors beside what its node was given. */
type ErrorHandler = (state: unknown, error: object, config: object) => unknown;

interface NodePolicies {
  readonly retryPolicy?: RetryPolicy;
  readonly cachePolicy?: CachePolicy | boolean;
  readonly timeout?: TimeoutPolicy;
}

/** One node, as it was added. */
export interface NodeSpec extends NodePolicies {
  readonly runnable: Runs;
  readonly input?: Named;
  readonly ends?: readonly string[];
  readonly defer?: boolean;
  readonly subgraphs?: readonly unknown[];
  readonly isErrorHandler?: boolean;
  readonly errorHandlerNode?: string;
}

/** How a failed node is tried again. */
export interface RetryPolicy {
  readonly initialInterval?: number;
  readonly backoffFactor?: number;
  readonly maxInterval?: number;
  readonly maxAttempts?: number;
  readonly jitter?: boolean;
  readonly retryOn?: (error: unknown) => boolean;
}

/** For what, and how long, a node's result is used again. */
export interface CachePolicy {
  readonly keyFunc?: (args: unknown[]) => string;
  readonly ttl?: number;
}

/** How long an attempt may take. */
export interface TimeoutPolicy {
  readonly runTimeout?: number;
  readonly idleTimeout?: number;
}

/** A conditional edge. */
export interface Branch {
  readonly path: Runs;
  readonly ends?: Readonly<Record<string, string>>;
}

/** What a graph's state, its input and its output are made of. */
export function definitionsOf(graph: LangGraph): Record<'state' | 'input' | 'output', Named> {
  const { _schemaDefinition: state, _inputDefinition: input, _outputDefinition: output } = graph;
  return { state, input, output };
}

/** The names that LangGraph keeps for itself. */
export const start = '__start__';
/** The name of a graph's end. */
export const end = '__end__';

/** Whether something is a compiled graph. */
export function isCompiled(value: object): value is CompiledGraph {
  return typeof value === 'object' && value !== null && 'builder' in value && isBuilt(value.builder);
}

/** Whether something is a graph as it was built. */
export function isBuilt(value: unknown): value is LangGraph {
  return typeof value === 'object' && value !== null && 'waitingEdges' in value && '_schemaDefinition' in value;
}
