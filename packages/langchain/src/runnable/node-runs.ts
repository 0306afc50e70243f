import { randomUUID } from 'node:crypto';
import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { Around, ThreadEvent } from '@cairn/core';
import { CallbackManagerForChainRun, type CallbackManager } from '@langchain/core/callbacks/manager';
import type { RunnableConfig } from '@langchain/core/runnables';
import { callers } from '../model/callers.ts';
import type { Acting } from '../model/chat-model.ts';
import { placeOf } from '../model/config-of.ts';
import { writtenBy } from './written-by.ts';

/** A run of an activity, as whoever is around it is told; in the end, how it ended. */
type Activity = Parameters<NonNullable<Around['activity']>>[0] & { readonly result?: string; readonly error?: unknown };

type Commit = Parameters<NonNullable<Around['commit']>>[0];

type Output = Extract<ThreadEvent, { type: 'output' }>;

/** Of which thread something is told, and of which runtime: in another's store another thread may have its id. */
interface Of {
  readonly thread: string;
  readonly owner: string;
}

/** What a node does, while it is under way, as LangChain knows it: a run of its activity, or its subgraph. */
interface Run {
  readonly lane: string;
  readonly node: string;
  readonly manager: CallbackManagerForChainRun;
  readonly config: RunnableConfig;
  readonly activity?: Activity;
  /** The lane of its subgraph, in which the runs of that are. */
  readonly opened?: string | undefined;
}

/**
 * What the activities of a thread are to LangChain's callbacks while a call has the thread go on: runs of their own within the call's, named
 * by their nodes, in which the models and tools that they run are; a subgraph is one as well, with those of its activities within it. One that is
 * done ends as its checkpoint is written, which has what it wrote.
 */
export class NodeRuns {
  readonly #of: Of;
  readonly #config: RunnableConfig;
  readonly #within: CallbackManager | undefined;
  readonly #show: ((data: unknown) => void) | undefined;
  /** Those under way, oldest first. */
  readonly #runs = new Set<Run>();
  readonly #told: Promise<unknown>[] = [];

  constructor(
    of: Of,
    config: RunnableConfig,
    within: CallbackManager | undefined,
    show: ((data: unknown) => void) | undefined,
  ) {
    this.#of = of;
    // What is called within is another thread, and a run with another name and id.
    const { configurable, runName: _name, runId: _id, ...rest } = config;
    const { thread_id: _thread, ...known } = configurable ?? {};
    this.#config = { ...rest, configurable: known, ...(within !== undefined && { callbacks: within }) };
    this.#within = within;
    this.#show = show;
    if (callers.size === 0) listen();
    callers.set(of.thread, [...(callers.get(of.thread) ?? []), this]);
  }

  isOf({ owner }: Of): boolean {
    return owner === this.#of.owner;
  }

  configFor({ signal }: Pick<Acting, 'signal'>): RunnableConfig | undefined {
    return [...this.#runs].find(({ activity }) => activity?.signal === signal)?.config;
  }

  begins(activity: Activity): void {
    this.#begin(activity, placeOf(activity), { activity });
  }

  /** Checkpoints are about to be written: of nodes that are done or failed, and of those that open a subgraph. */
  writes({ rows }: Commit): void {
    for (const { cause, lane, from: node, note, changes, opened } of rows) {
      const at = { lane, node };
      if (opened?.by === 'graph')
        this.#begin(
          at,
          { cairn_thread: this.#of.thread, cairn_lane: lane, cairn_node: node },
          { opened: opened.lanes[0]?.path },
        );
      const run = endings.has(cause) && [...this.#runs].find((each) => each.lane === lane && each.node === node);
      if (!run) continue;
      if (cause === 'done') this.#end(run, ({ manager }) => manager.handleChainEnd(writtenBy(changes)));
      else this.#end(run, ({ manager }) => manager.handleChainError(errorOf(note?.failure)));
    }
  }

  ends(activity: Activity): void {
    const run = [...this.#runs].find((each) => each.activity === activity);
    // What is done or failed is written yet.
    if (run === undefined || activity.result === 'done' || 'error' in activity) return;
    this.#end(run, ({ manager }) => manager.handleChainEnd({ ended: activity.result }));
  }

  #begin({ lane, node }: Pick<Run, 'lane' | 'node'>, metadata: object, more: Partial<Run>): void {
    const own = this.#managerAt(lane)?.copy();
    if (own === undefined) return;
    const id = randomUUID();
    own.addMetadata({ ...metadata }, false);
    this.#told.push(own.handleChainStart(serialized, {}, id, undefined, undefined, undefined, node));
    const manager = new CallbackManagerForChainRun(
      id,
      own.handlers,
      own.inheritableHandlers,
      own.tags,
      own.inheritableTags,
      own.metadata,
      own.inheritableMetadata,
      own.getParentRunId(),
    );
    this.#runs.add({ lane, node, manager, config: { ...this.#config, callbacks: manager.getChild() }, ...more });
  }

  /** What runs in a lane is within the innermost subgraph that the lane is in, and otherwise within the call. */
  #managerAt(lane: string): CallbackManager | undefined {
    const isAround = ({ opened }: Run) => opened !== undefined && (lane === opened || lane.startsWith(`${opened}/`));
    return [...this.#runs].findLast(isAround)?.manager.getChild() ?? this.#within;
  }

  shows({ data }: Output): void {
    this.#show?.(data);
  }

  /** The call is over: what runs for it yet is, as far as the call goes. */
  async close(): Promise<void> {
    const { thread } = this.#of;
    const left = (callers.get(thread) ?? []).filter((each) => each !== this);
    if (left.length > 0) callers.set(thread, left);
    else callers.delete(thread);
    if (callers.size === 0) listenNoMore();
    for (const run of this.#runs) this.#end(run, ({ manager }) => manager.handleChainEnd({}));
    await Promise.all(this.#told);
  }

  #end(run: Run, say: (run: Run) => Promise<unknown>): void {
    this.#runs.delete(run);
    this.#told.push(say(run));
  }
}

const serialized = { lc: 1, type: 'not_implemented' as const, id: ['cairn', 'node'] };

/** By which a run is over. */
const endings: ReadonlySet<string> = new Set(['done', 'attempt', 'fail']);

function errorOf(failure: { readonly name: string; readonly message: string } | undefined): Error {
  return Object.assign(new Error(failure?.message), { name: failure?.name ?? 'Error' });
}

/** Hears of what happens in this process while threads are gone on with as Runnables here. */
function listen(): void {
  activities.subscribe(ofActivities as never);
  commits.start.subscribe(onCommit);
  outputs.subscribe(onOutput);
}

function listenNoMore(): void {
  activities.unsubscribe(ofActivities as never);
  commits.start.unsubscribe(onCommit);
  outputs.unsubscribe(onOutput);
}

const activities = tracingChannel<string, Activity>('cairn:activity');
const commits = tracingChannel<string, Commit>('cairn:commit');
const outputs = channel('cairn:output');

const ofActivities = {
  start: (activity: Activity) => callerOf(activity)?.begins(activity),
  asyncEnd: (activity: Activity) => callerOf(activity)?.ends(activity),
};

function onCommit(commit: unknown): void {
  callerOf(commit as Commit)?.writes(commit as Commit);
}

function onOutput(output: unknown): void {
  callerOf(output as Output & Of)?.shows(output as Output);
}

/** Of several who have one thread go on, who came first: what the others ask of it is not yet under way. */
function callerOf(of: Of): NodeRuns | undefined {
  return ((callers.get(of.thread) ?? []) as readonly NodeRuns[]).find((each) => each.isOf(of));
}
