import { open, type OpenOptions, type AnyGraph, type Cairn, type Thread } from '@cairn/core';
import type { ThreadRecord } from '@cairn/core/store';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import type { Context } from '../context.ts';
import { existing, openOrMake, type DatabaseFlags } from '../database/database.ts';
import { exitCode } from '../exit-code.ts';
import { focusedStore } from '../database/focused-store.ts';
import { follow } from './follow.ts';
import { graphOf, loadGraphs, type GraphFlags, type GraphModule } from './graph-module.ts';
import { jsonBlock } from '../printing/json-text.ts';
import { recordOf } from '../database/thread-record.ts';

/** What a command that drives a thread is told. */
export interface DrivingFlags extends DatabaseFlags, GraphFlags {
  readonly json?: boolean;
}

/** What is done when another process drives the thread. */
export interface BusyFlags {
  readonly onBusy?: NonNullable<OpenOptions['onBusy']>;
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
}

type Flags = DrivingFlags & DetachFlags & BusyFlags;

/** Does something with a thread that is there, and follows it until it comes to rest. */
export async function withThread(
  context: Context,
  flags: Flags,
  id: string,
  use: (thread: Thread, driving: Driving) => Promise<Thread | void>,
): Promise<void> {
  const path = existing(context, flags);
  const module = await loadGraphs(context, flags.graph);
  const store = sqlite(path);
  try {
    const known = await recordOf(store, id);
    const graph = graphOf(module, known.graph);
    await drive({ context, flags, store, graph, module, known }, async (driving) => {
      const thread = driving.cairn.thread(graph, id);
      return (await use(thread, driving)) ?? thread;
    });
  } finally {
    await store.close();
  }
}

/** Makes a thread, and follows it until it comes to rest. */
export async function withGraph(
  context: Context,
  flags: Flags,
  make: (driving: Driving) => Promise<Thread>,
): Promise<void> {
  const module = await loadGraphs(context, flags.graph);
  const graph = graphOf(module);
  const store = await openOrMake(context, flags);
  try {
    await drive({ context, flags, store, graph, module }, make);
  } finally {
    await store.close();
  }
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
  const cairn = open({
    store: focusedStore(store, threads),
    graphs: [graph],
    codecs: module.codecs,
    drive: isDriving,
    ...(flags.onBusy !== undefined && { onBusy: flags.onBusy }),
  });
  let closed: Promise<void> | undefined;
  const interrupt = (): void => {
    closed ??= cairn.close().catch(() => undefined);
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  let thread: Thread | undefined;
  try {
    thread = await use({ cairn, graph, threads });
    threads.add(thread.id);
    if (isDriving) await follow(context, thread, { known, json: flags.json === true });
    else context.output.line(flags.json ? jsonBlock({ thread: thread.id }) : thread.id);
  } catch (error) {
    if (closed === undefined) throw error;
    context.exitCode = exitCode.interrupted;
    const hint = thread === undefined ? '' : ` "cairn resume ${thread.id}" goes on.`;
    context.output.note(`Interrupted; what was done is kept.${hint}`);
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
    await (closed ?? cairn.close());
  }
}
