import { openChildren, type OpenChild } from '../../advance/journal.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Status } from '../../advance/status.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Posted } from '../../store/contract/store.ts';
import { writeCommand, type Command } from '../environment/command.ts';
import { childResult } from '../run/child.ts';

const nobody: readonly OpenChild[] = Object.freeze([]);
export const none: readonly Posted[] = Object.freeze([]);

/**
 * Whom a thread waits for (children, which its questions began), and who waits for it (its parent). Its log has one, and asks it with
 * every commit what to tell them.
 *
 * 1. Its end is told to its parent in the commit that ends it.
 * 2. A thread that it waits for no longer, and that is to be cancelled then, is told so in the commit by which that is so. One that
 *    was answered for by somebody else is waited for no longer.
 */
export class Family {
  readonly #created: number;
  #waitsFor: readonly OpenChild[];

  /** `created` is when the thread was made. */
  constructor(created: number, snapshot?: Snapshot) {
    this.#created = created;
    this.#waitsFor = snapshot?.hasChildren === true ? openChildren(snapshot) : nobody;
  }

  /** Whether there is nobody whom it waits for, or who waits for it: then there is nothing to tell. */
  isAlone({ parent, hasChildren }: Snapshot): boolean {
    return parent === undefined && hasChildren === undefined && this.#waitsFor === nobody;
  }

  /** What goes to others with these rows, and with a status that is written; `snapshot` is the state after them. */
  tell(
    rows: readonly Row[],
    snapshot: Snapshot,
    { codec, status }: { readonly codec: Codec; readonly status: Status | undefined },
  ): readonly Posted[] {
    if ((rows.length === 0 && status === undefined) || this.isAlone(snapshot)) return none;
    const at = snapshot.time;
    // A thread of its id may be started anew where it was, and come to as many checkpoints.
    const key = `@${snapshot.thread}@${this.#created}.${snapshot.seq}`;
    const post = (thread: string, command: Command): Posted => {
      return { thread, key, at, body: writeCommand(command, codec), queued: false, ifThere: true };
    };
    return [...this.#toChildren(rows, snapshot, post), ...toParent(snapshot, post)];
  }

  #toChildren(rows: readonly Row[], snapshot: Snapshot, post: Post): readonly Posted[] {
    const before = this.#waitsFor;
    if (before.length === 0 && !rows.some(mayWait)) return none;
    this.#waitsFor = openChildren(snapshot);
    const still = new Set(this.#waitsFor.map(({ thread }) => thread));
    const left = before.filter(({ thread }) => !still.has(thread));
    const reason = `"${snapshot.thread}" waits for it no longer`;
    return left
      .filter(({ whenLeft, thread }) => {
        return whenLeft === 'cancel' && !rows.some(({ note }) => note?.ended === thread);
      })
      .map(({ thread }) => post(thread, { type: 'cancel', reason }));
  }
}

/** Whether a thread may wait for others after a row that waited for none before it. */
function mayWait({ cause, note }: Row): boolean {
  return note?.child !== undefined || cause === 'rewind';
}

type Post = (thread: string, command: Command) => Posted;

/**
 * One answer an end: a thread that is sent back ends again, and its parent may wait for it again. One that was over as it began has no row
 * to tell it with but those that it began with, so it is told with its status. Nobody keeps it where its parent does not take it now: a
 * run that waits for it looks how it ended.
 */
function toParent(snapshot: Snapshot, post: Post): readonly Posted[] {
  const { parent, thread: child } = snapshot;
  if (parent?.child !== child) return none;
  const value = childResult(snapshot);
  if (value === undefined) return none;
  const { thread, lane, key } = parent;
  return [post(thread, { type: 'answer', key, lane, value, child })];
}
