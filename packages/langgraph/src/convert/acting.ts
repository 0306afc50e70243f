import type { Context } from '@cairn/core';
import { configOf } from '@cairn/langchain';
import { MemorySaver } from '@langchain/langgraph';

/** What is needed of an activity's context, here and in what is asked of models. */
export type Acting = Pick<
  Context,
  'thread' | 'lane' | 'node' | 'visit' | 'attempt' | 'signal' | 'services' | 'saved' | 'error'
> &
  Pick<Context, 'key' | 'emit' | 'step' | 'left' | 'spend'> & {
    save(this: void, key: string, update: object): Promise<void>;
    ask(this: void, key: string, question: { readonly payload?: unknown }): Promise<unknown>;
  };

/** What nodes are given to run with, beside what Cairn knows. */
export interface Surroundings {
  readonly configurable?: Readonly<Record<string, unknown>> | undefined;
  readonly store?: unknown;
  /** Where the run's context is found. */
  readonly context?: 'service' | 'state' | undefined;
}

/** The name of the service, or of the key, that holds what a run of LangGraph is given as its context. */
export const contextKey = 'context';

/** How LangGraph asks what its interrupts were answered. */
interface Scratchpad {
  interruptCounter: number;
  callCounter: number;
  subgraphCounter: number;
  readonly resume: unknown[];
  readonly currentTaskInput: unknown;
  readonly consumeNullResume: () => undefined;
}

/** A config, and how far LangGraph came in what it was answered. */
export interface Configured {
  readonly config: object;
  readonly pad: Scratchpad;
}

/** What a function is called for. */
export interface Call {
  readonly node: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly input: unknown;
  readonly ctx: Acting;
}

/** The config that a function of LangGraph is called with, by the answers that its interrupts have so far. */
export function configFor(
  { node, state, input, ctx }: Call,
  { configurable, store, context }: Surroundings,
  own: Readonly<Record<string, unknown>> = {},
): (answers: readonly unknown[]) => Configured {
  const place = `${node}:${ctx.key()}`;
  const services = ctx.services as Readonly<Record<string, unknown>>;
  const base = configOf(ctx);
  const common = {
    ...base,
    metadata: { ...base.metadata, langgraph_node: node, langgraph_checkpoint_ns: place },
    runName: node,
    executionInfo: {
      threadId: ctx.thread,
      taskId: ctx.key(),
      checkpointId: ctx.key(),
      checkpointNs: place,
      nodeAttempt: ctx.attempt,
    },
    writer: (data: unknown) => ctx.emit({ kind: 'langgraph.custom', ns: [], data }),
    ...(context !== undefined && { context: (context === 'state' ? state : services)[contextKey] }),
    ...(store !== undefined && { store }),
  };
  const tasks = tasksOf(ctx);
  return (answers) => {
    const pad: Scratchpad = {
      interruptCounter: -1,
      callCounter: 0,
      subgraphCounter: 0,
      resume: [...answers],
      currentTaskInput: input,
      consumeNullResume: () => undefined,
    };
    const given = {
      ...configurable,
      ...own,
      thread_id: ctx.thread,
      checkpoint_ns: place,
      // A graph that is called within the node keeps its checkpoints as long as the call takes.
      __pregel_checkpointer: new MemorySaver(),
      __pregel_task_id: ctx.key(),
      __pregel_scratchpad: pad,
      __pregel_send: () => undefined,
      __pregel_call: tasks(),
    };
    return { pad, config: { ...common, configurable: given } };
  };
}

type Task = (...args: unknown[]) => unknown;

type CallTask = (task: Task, name: string, args: unknown[], options: { readonly retry?: object }) => Promise<unknown>;

/**
 * A task that is called within a node is a step of its visit, by its name and its place among those of the node. A function that runs again
 * in the same attempt is given what its tasks found.
 */
function tasksOf(ctx: Acting): () => CallTask {
  const found = new Map<string, Promise<unknown>>();
  return () => {
    let calls = 0;
    return (task, name, args, { retry }) => {
      if (retry !== undefined) {
        throw new Error(`Task "${name}" has a retry policy, which is not kept here. Give its node one instead.`);
      }
      const key = `${name} ${(calls += 1)}`;
      const before = found.get(key);
      if (before !== undefined) return before;
      const result = ctx.step(key, () => task(...args));
      found.set(key, result);
      result.catch(() => found.delete(key));
      return result;
    };
  };
}
