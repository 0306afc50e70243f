import { isProblem, type Result, type Thread } from '@cairn/core';
import type { ThreadRecord } from '@cairn/core/store';
import type { Context } from '../context.ts';
import { jsonBlock } from '../printing/json-text.ts';
import { LogWriter } from '../log/log-writer.ts';
import { exitCodeOfResult, resultJson, writeResult } from '../thread/result-text.ts';

/** What is known of a thread before it is followed, and how the result is written. */
export interface FollowOptions {
  /** The thread that something was done with, as it was before. */
  readonly known: ThreadRecord | undefined;
  readonly json: boolean;
}

/** Follows a thread until it comes to rest: what happens goes to stderr where somebody looks, the result to stdout. */
export async function follow(context: Context, thread: Thread, { known, json }: FollowOptions): Promise<void> {
  const { output } = context;
  const { id, origin } = await thread.record();
  const seen = known?.id === id ? known.head : (origin?.seq ?? 0);
  const shown = output.isWatched ? showProgress(context, thread, seen + 1) : Promise.resolve();
  shown.catch(() => undefined);
  const result: Result = await thread.settled();
  await shown;
  if (json) output.line(jsonBlock(resultJson(result)));
  else writeResult(output, result);
  context.exitCode = exitCodeOfResult(result);
}

async function showProgress({ output }: Context, thread: Thread, from: number): Promise<void> {
  const writer = new LogWriter(output.beside, { thread: thread.id, isLive: true });
  try {
    for await (const event of thread.watch({ from })) if (event.type === 'checkpoint') writer.write(event);
  } catch (error) {
    if (!isProblem(error, 'runtime/closed')) throw error;
  }
}
