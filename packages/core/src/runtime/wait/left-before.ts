import { advance } from '../../advance/advance.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Plan } from '../../compile/plan.ts';
import { soon } from '../../store/contract/soon.ts';
import type { Message, Soon, ThreadRecord } from '../../store/contract/store.ts';
import { readCommand } from '../environment/command.ts';
import type { Environment } from '../environment/environment.ts';
import type { Waiters } from './waiters.ts';

/** The runtime, as far as messages of a thread are looked at for whoever waits for it. */
export interface Post {
  readonly environment: Environment;
  readonly waiters: Waiters;
}

/** The newest message that is left for a thread, to be asked before the thread's record; 0 where there is none. */
export function newestLeft({ environment, waiters }: Post, id: string): Soon<number> {
  return soon(
    waiters.reading(() => environment.store.messages(id)),
    (messages) => messages.at(-1)?.id ?? 0,
  );
}

/**
 * The last message, of those up to one, that a thread at rest would take, or has to refuse: it rests only until somebody who drives it
 * has looked. What is kept until the thread moves is none.
 */
export async function owedTo(
  { environment, waiters }: Post,
  plan: Plan,
  snapshot: Snapshot,
  newest: number,
): Promise<number | undefined> {
  const messages = await waiters.reading(() => environment.store.messages(snapshot.thread));
  return messages.findLast((each) => each.id <= newest && isOwed(environment, plan, snapshot, each))?.id;
}

function isOwed({ clock, codec }: Environment, plan: Plan, snapshot: Snapshot, { body, queued }: Message): boolean {
  if (!queued) return true;
  try {
    const input = readCommand(body, codec);
    return advance(plan, snapshot, input, { now: clock.now(), codec }).refused === undefined;
  } catch {
    // It is refused by whoever drives the thread, and changes nothing.
    return false;
  }
}

/** Waits until it is known what came of a message, or the thread is another than it was. */
export async function heardOrChanged(
  { waiters }: Post,
  record: ThreadRecord,
  message: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const over = new AbortController();
  const ends = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  try {
    await Promise.race([waiters.answerTo(record.id, message, false, ends), waiters.changed(record.id, record, ends)]);
  } finally {
    over.abort('heard');
  }
}
