import type { Row } from '../../advance/state/row.ts';
import type { Status } from '../../advance/status.ts';
import type { Writable } from '../../base/writable.ts';
import type { ThreadRecord, ThreadUpdate } from '../../store/contract/store.ts';
import { isProgress, type Extras } from './to-write.ts';

/**
 * What the record of a thread says by its newest commit, so that the next writes no more of it than what changes. A thread's log has
 * one for as long as the thread is driven; it is set anew where the record was read.
 */
export class KnownRecord {
  takeovers: number;
  status: Status;
  due: number | null;
  summary: string | null;

  constructor({ takeovers, status, due, summary }: Pick<ThreadRecord, 'takeovers' | 'status' | 'due' | 'summary'>) {
    this.takeovers = takeovers;
    this.status = status;
    this.due = due;
    this.summary = summary;
  }

  /** What a commit changes of it; undefined where that is nothing. */
  updateBy(rows: readonly Row[], { rest, update }: Extras): ThreadUpdate | undefined {
    const goesOn = this.takeovers > 0 && rows.some(isProgress);
    if (goesOn) this.takeovers = 0;
    const starts = rest === undefined && rows.length > 0 && this.status !== 'running';
    if (rest === undefined && update === undefined && !goesOn && !starts) return undefined;
    const next: ThreadUpdate = {
      ...(goesOn && { takeovers: 0 }),
      ...(starts && { status: 'running', due: null }),
      ...(rest && { ...rest, owner: null }),
      ...update,
    };
    return this.#withoutKnown(next);
  }

  /** What stays as it is need not be written, nor its indexes. */
  #withoutKnown(update: ThreadUpdate): ThreadUpdate {
    const { status = this.status, due = this.due, summary = this.summary, ...rest } = update;
    const next: Writable<ThreadUpdate> = rest;
    if (status !== this.status) next.status = status;
    if (due !== this.due) next.due = due;
    if (summary !== this.summary) next.summary = summary;
    this.status = status;
    this.due = due;
    this.summary = summary;
    return next;
  }
}
