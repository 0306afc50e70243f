import { open, type OpenOptions, type AnyGraph, type Cairn, type Thread } from '@cairn/core';
import { queuedIn } from '@cairn/core/inspect';
import { isAlive, isProblem, listed, problem, type Status, type ThreadRecord } from '@cairn/core/store';
import type { OwnerSeen, SqliteStore } from '@cairn/sqlite';
import type { Context } from '../context.ts';
import { endingSignals } from '../ending-signals.ts';
import { writing, writingOrMakingLate, type DatabaseFlags } from '../database/database.ts';
import { exitCode, exitCodeOfSignal } from '../exit-code.ts';
import { focusedStore } from '../database/focused-store.ts';
import { follow, timeWaited } from './follow.ts';
import { graphOf, loadGraphs, withOthers, type GraphFlags, type GraphModule } from './graph-module.ts';
import { jsonBlock } from '../printing/json-text.ts';
import { recordOf } from '../database/thread-record.ts';
import { distanceText } from '@cairn/drawing/words';
import { queuedText } from '../thread/queued-messages.ts';
import { processText } from '../thread/driver-text.ts';

/** What a command that drives a thread is told. */
export interface DrivingFlags extends DatabaseFlags, GraphFlags {
  readonly json?: boolean;
}

/** What is done when another process drives the thread. */
export interface BusyFlags {
  readonly onBusy?: NonNullable<OpenOptions['onBusy']>;
}

/** Whether what is sent is kept until it is accepted. */
export interface QueueFlags {
  readonly queue?: boolean;
}

/** Whether a thread is left to workers. */
export interface DetachFlags {
  readonly detach?: boolean;
}

/** A runtime that drives nothing but the threads in {@link Driving.threads}. */
export interface Driving {
  readonly cairn: Cairn;
  readonly graph: AnyGraph;
  /** The threads that this process may drive; ids may be added. */
  readonly threads: Set<string>;
  /** Who else drives a thread; undefined where nobody does that is alive. */
  readonly owner: (thread: string) => OwnerSeen | undefined;
}

type Flags = DrivingFlags & DetachFlags & BusyFlags & QueueFlags;

/** Does something with a thread that is there, and follows it until it comes to rest. */
export async function withThread(
  context: Context,
  flags: Flags,
  id: string,
  use: (thread: Thread, driving: Driving) => Promise<Thread | void>,
): Promise<void> {
  const module = await loadGraphs(context, flags.graph);
  await writing(context, flags, async (store) => {
    const known = await recordOf(store, id);
    const graph = graphOf(module, known.graph);
    await drive({ context, flags, store, graph, module, known }, async (driving) => {
      const thread = driving.cairn.thread(graph, id);
      return (await use(thread, driving)) ?? thread;
    });
  });
}

/** Makes a thread, and follows it until it comes to rest. */
export async function withGraph(
  context: Context,
  flags: Flags,
  make: (driving: Driving) => Promise<Thread>,
): Promise<void> {
  const module = await loadGraphs(context, flags.graph);
  const graph = graphOf(module);
  await writingOrMakingLate(context, flags, (store) => drive({ context, flags, store, graph, module }, make));
}

interface Drive {
  readonly context: Context;
  readonly flags: Flags;
  readonly store: SqliteStore;
  readonly graph: AnyGraph;
  readonly module: GraphModule;
  /** The thread as it was before. */
  readonly known?: ThreadRecord;
}

async function drive(given: Drive, use: (driving: Driving) => Promise<Thread>): Promise<void> {
  const { context, flags, store, graph, module, known } = given;
  const threads = new Set(known === undefined ? [] : [known.id]);
  const isDriving = flags.detach !== true;
  const services = isDriving ? await module.services() : {};
  const graphs = withOthers(module, graph, services);
  const focused = focusedStore(store, threads, flags.onBusy === 'replace');
  const cairn = open({
    store: focused,
    graphs,
    codecs: module.codecs,
    ...(module.protect !== undefined && { protect: module.protect }),
    drive: isDriving,
    ...(isDriving && { services, around: module.around }),
    ...(flags.onBusy !== undefined && { onBusy: flags.onBusy }),
  });
  let closed: Promise<void> | undefined;
  let goesOn = '';
  const interrupt = (signal: NodeJS.Signals): void => {
    context.exitCode = exitCodeOfSignal(signal);
    goesOn = leftText(store, threads) + goesOnText(store, threads);
    closed ??= cairn.close().catch(() => undefined);
  };
  for (const signal of endingSignals) process.once(signal, interrupt);
  try {
    const thread = await use({ cairn, graph, threads, owner: (id) => otherOwner(store, id) });
    threads.add(thread.id);
    context.ending.done = `What was done with thread "${thread.id}" is kept.`;
    const queued = flags.queue === true ? await whoTakes(store, thread.id) : undefined;
    if (queued !== undefined) tellQueued(context, flags, thread.id, queued);
    else if (isDriving)
      await follow(context, thread, { known, json: flags.json === true, family: { cairn, graphs, store, threads } });
    else context.output.line(flags.json ? jsonBlock({ thread: thread.id }) : thread.id);
  } catch (error) {
    if (closed === undefined) throw named(error, store);
    context.output.note(`Interrupted; what was done is kept.${goesOn}`);
  } finally {
    for (const signal of endingSignals) process.removeListener(signal, interrupt);
    await (closed ?? cairn.close());
  }
}

/** Who takes what was queued, where that is not this process: nobody waits for it. */
interface Taker {
  readonly status: Status;
  readonly due?: number;
  readonly said: string;
}

/** What was sent is on disk; another process may take it, or only time takes the thread on to where it may be accepted. */
async function whoTakes(store: SqliteStore, id: string): Promise<Taker | undefined> {
  const owner = otherOwner(store, id);
  if (owner !== undefined) return { status: 'running', said: `${processText(owner)} drives ${id}` };
  const due = await timeWaited(store, id);
  if (due === undefined) return undefined;
  return {
    status: 'waiting',
    due,
    said: `${id} goes on ${distanceText(due)}, in a worker or with "cairn resume ${id}"`,
  };
}

function tellQueued(context: Context, flags: Flags, id: string, { said, ...taker }: Taker): void {
  context.exitCode = exitCode.waiting;
  context.output.note(`Queued; ${said}. "cairn thread show ${id}" tells what becomes of it.`);
  context.output.line(flags.json ? jsonBlock({ thread: id, ...taker, queued: true }) : id);
}

/** What was left for threads and is not taken yet. */
function leftText(store: SqliteStore, threads: ReadonlySet<string>): string {
  const left = [...threads].flatMap((id) => {
    const messages = store.messages(id);
    return messages instanceof Promise ? [] : queuedIn(messages);
  });
  if (left.length === 0) return '';
  return ` What was sent stays queued: ${listed(left.map(queuedText))}.`;
}

/** Who drives a thread and is alive, this process aside. */
function otherOwner(store: SqliteStore, id: string): OwnerSeen | undefined {
  const owner = store.ownerOf(id);
  return owner !== undefined && isAlive(owner, Date.now()) && owner.process?.pid !== process.pid ? owner : undefined;
}

/** A problem that names an owner, as the process that people can find. */
function named(error: unknown, store: SqliteStore): unknown {
  if (!isProblem(error, 'thread/busy')) return error;
  const { thread } = error.facts;
  const owner = otherOwner(store, thread);
  return owner === undefined ? error : problem('thread/busy', { thread, owner: processText(owner) }, error);
}

/** What becomes of threads that this process lets go of. */
function goesOnText(store: SqliteStore, threads: ReadonlySet<string>): string {
  const [id] = threads;
  if (id === undefined || store.thread(id) === undefined) return '';
  const owner = otherOwner(store, id);
  return owner === undefined ? ` "cairn resume ${id}" goes on.` : ` It goes on in ${processText(owner)}.`;
}
