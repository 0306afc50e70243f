import { isProblem, type Thread } from '@cairn/core';
import { whatAnswers } from '@cairn/core/inspect';
import { summaryOf, type Store, type ThreadRecord } from '@cairn/core/store';
import type { Context } from '../context.ts';
import { jsonBlock } from '../printing/json-text.ts';
import { clockText, distanceText } from '@cairn/drawing/words';
import { restOf, type Family } from './children.ts';
import { LogWriter } from '../log/log-writer.ts';
import { exitCodeOfResult, resultJson, writeResult } from '../thread/result-text.ts';
import { awaitedText } from '../thread/summary.ts';
import { retryText } from '../thread/time-waited.ts';

/** What is known of a thread before it is followed, and how the result is written. */
export interface FollowOptions {
  /** The thread that something was done with, as it was before. */
  readonly known: ThreadRecord | undefined;
  readonly json: boolean;
  readonly family: Omit<Family, 'onChild'>;
}

/** Follows a thread until it comes to rest, and with it those that it waits for: what happens goes to stderr where somebody looks, the result to stdout. */
export async function follow(context: Context, thread: Thread, { known, json, family }: FollowOptions): Promise<void> {
  const { output } = context;
  const { id, origin } = await thread.record();
  const seen = known?.id === id ? known.head : (origin?.seq ?? 0);
  const shown = output.isWatched ? showProgress(context, thread, seen + 1) : Promise.resolve();
  shown.catch(() => undefined);
  tellOfTime(context, family.store, thread, 'Waits');
  const onChild = (child: Thread): void =>
    tellOfTime(context, family.store, child, `${child.id}, which is waited for, waits`);
  const result = await restOf(thread, { ...family, onChild });
  await shown;
  const asked = result.status === 'waiting' ? result.questions : [];
  const answers = await whatAnswers(family.store, (await thread.record()).fingerprint, asked);
  if (json) output.line(jsonBlock(resultJson(result, answers)));
  else writeResult(output, result, answers);
  context.exitCode = exitCodeOfResult(result);
}

/** A wait for time that is shorter is not told of, in milliseconds. */
const short = 1_000;

/** Says once that only time takes a thread on, and until when: whoever looks would take it for stuck. */
function tellOfTime({ output }: Context, store: Store, thread: Thread, waits: string): void {
  const tell = async (): Promise<void> => {
    if (await isTold()) return;
    for await (const event of thread.watch()) if (event.type === 'status' && (await isTold())) return;
  };
  tell().catch(() => undefined);

  async function isTold(): Promise<boolean> {
    const due = await timeWaited(store, thread.id);
    if (due === undefined) return false;
    const what = (await retryText(store, thread.id)) ?? 'a time';
    output.note(`${waits} until ${clockText(due)} (${distanceText(due)}) for ${what}. Ctrl-C lets go of it.`);
    return true;
  }
}

/** Until when a thread rests that only time takes on; undefined where it does something, waits for somebody, or is nearly due. */
export async function timeWaited(store: Store, id: string): Promise<number | undefined> {
  const record = await store.thread(id);
  if (record?.status !== 'waiting' || record.due === null || awaitedText(summaryOf(record)) !== '') return undefined;
  return record.due - Date.now() > short ? record.due : undefined;
}

async function showProgress({ output }: Context, thread: Thread, from: number): Promise<void> {
  const writer = new LogWriter(output.beside, { thread: thread.id, isLive: true });
  try {
    for await (const event of thread.watch({ from })) if (event.type === 'checkpoint') writer.write(event);
  } catch (error) {
    if (!isProblem(error, 'runtime/closed')) throw error;
  }
}
