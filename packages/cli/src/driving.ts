import { isProblem, open, type AnyGraph, type Cairn, type Result, type Thread } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import type { Context } from './context.ts';
import { existing, openOrMake, type DatabaseFlags } from './database.ts';
import { exitCode } from './exit-code.ts';
import { focusedStore } from './focused-store.ts';
import { graphOf, loadGraphs, type GraphFlags } from './graph-module.ts';
import { LogWriter } from './log-writer.ts';
import { writeResult, resultJson, exitCodeOfResult } from './result-text.ts';
import { recordOf } from './thread-record.ts';
import { jsonBlock } from './json-text.ts';

/** What a command that drives a thread is told. */
export interface DrivingFlags extends DatabaseFlags, GraphFlags {
  readonly json?: boolean;
}

/** Whether a thread is left to workers. */
export interface DetachFlags {
  readonly detach?: boolean;
}

type WithDetach = DrivingFlags & Partial<DetachFlags>;

/** A runtime that drives nothing but the threads in {@link Driving.threads}. */
export interface Driving {
  readonly cairn: Cairn;
  readonly graph: AnyGraph;
  /** The threads that this process may drive; ids may be added. */
  readonly threads: Set<string>;
}

/** Does something with a thread that is there, and follows it until it comes to rest. */
export async function withThread(
  context: Context,
  flags: WithDetach,
  id: string,
  use: (thread: Thread, driving: Driving) => Promise<Thread | void>,
): Promise<void> {
  const path = existing(context, flags);
  const module = await loadGraphs(context, flags.graph);
  const store = sqlite(path);
  let name: string;
  try {
    name = (await recordOf(store, id)).graph;
  } catch (error) {
    await store.close();
    throw error;
  }
  const graph = graphOf(module, name);
  await drive(context, flags, { store, graph, codecs: module.codecs, threads: [id] }, async (driving) => {
    const thread = driving.cairn.thread(graph, id);
    return (await use(thread, driving)) ?? thread;
  });
}

/** Makes a thread, and follows it until it comes to rest. */
export async function withGraph(
  context: Context,
  flags: WithDetach,
  make: (driving: Driving) => Promise<Thread>,
): Promise<void> {
  const module = await loadGraphs(context, flags.graph);
  const graph = graphOf(module);
  const store = openOrMake(context, flags);
  await drive(context, flags, { store, graph, codecs: module.codecs, threads: [] }, make);
}

async function drive(
  context: Context,
  flags: WithDetach,
  given: Pick<Parameters<typeof open>[0], 'store' | 'codecs'> & { graph: AnyGraph; threads: readonly string[] },
  use: (driving: Driving) => Promise<Thread>,
): Promise<void> {
  const threads = new Set(given.threads);
  const cairn = await opened(given, threads, flags.detach !== true);
  const interrupt = new AbortController();
  const onSignal = (): void => {
    interrupt.abort();
    void cairn.close().catch(() => undefined);
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  let thread: Thread | undefined;
  try {
    thread = await use({ cairn, graph: given.graph, threads });
    if (interrupt.signal.aborted) return;
    threads.add(thread.id);
    if (flags.detach === true) writeDetached(context, flags, thread.id);
    else await follow(context, flags, thread);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
  } finally {
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
    await cairn.close();
    if (interrupt.signal.aborted) {
      context.exitCode = exitCode.interrupted;
      const hint = thread === undefined ? '' : ` "cairn resume ${thread.id}" goes on.`;
      context.output.note(`Interrupted; what was done is kept.${hint}`);
    }
  }
}

async function opened(
  { store, graph, codecs = [] }: Pick<Parameters<typeof open>[0], 'store' | 'codecs'> & { graph: AnyGraph },
  threads: ReadonlySet<string>,
  isDriving: boolean,
): Promise<Cairn> {
  try {
    return open({ store: focusedStore(store, threads), graphs: [graph], codecs, drive: isDriving });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Shows what happens on stderr where somebody looks, and the result on stdout. */
async function follow(context: Context, { json }: DrivingFlags, thread: Thread): Promise<void> {
  const { output } = context;
  const shown = output.isWatched ? showProgress(context, thread) : Promise.resolve();
  const result: Result = await thread.settled();
  await shown;
  if (json) output.line(jsonBlock(resultJson(result)));
  else writeResult(output, result);
  context.exitCode = exitCodeOfResult(result);
}

async function showProgress({ output }: Context, thread: Thread): Promise<void> {
  const writer = new LogWriter(output.beside, { thread: thread.id });
  try {
    for await (const event of thread.watch()) if (event.type === 'checkpoint') writer.write(event);
  } catch (error) {
    if (!isProblem(error, 'runtime/closed')) throw error;
  }
}

function writeDetached({ output }: Context, { json }: DrivingFlags, thread: string): void {
  if (json) output.line(jsonBlock({ thread }));
  else output.line(thread);
}
