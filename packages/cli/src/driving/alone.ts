import { isAlive, type ThreadRecord } from '@cairn/core/store';
import type { SqliteStore } from '@cairn/sqlite';
import { timeWaited } from './follow.ts';
import type { Output } from '../printing/output.ts';
import { clockText, distanceText } from '@cairn/drawing/words';
import { driverText } from '../thread/driver-text.ts';
import { retryText } from '../thread/time-waited.ts';

/** How long nobody may drive a thread before that is said, in milliseconds: from one process to the next takes a moment. */
const patience = 1_500;

/** Says of a thread that is watched why nothing happens: nobody drives it, or only time takes it on. */
export class Alone {
  readonly #output: Output;
  readonly #store: SqliteStore;
  readonly #thread: string;
  /** What was said last: until when only time is waited for, or that nobody is there. */
  #said: number | 'nobody' | undefined;
  #since: number | undefined;

  constructor(output: Output, store: SqliteStore, thread: string) {
    this.#output = output;
    this.#store = store;
    this.#thread = thread;
  }

  /** Looks at how the thread stands; what is the same as before is said once. */
  async look(record: ThreadRecord): Promise<void> {
    const thread = this.#thread;
    const due = record.status === 'waiting' ? await timeWaited(this.#store, thread) : undefined;
    if (due !== undefined) {
      if (this.#said === due) return;
      this.#said = due;
      const what = (await retryText(this.#store, thread)) ?? 'a time';
      const until = `${clockText(due)} (${distanceText(due)})`;
      this.#output.note(`Waits until ${until} for ${what}; a worker or "cairn resume ${thread}" goes on then.`);
    } else if (!this.#isLeft(record)) this.#said = undefined;
    else if (this.#said !== 'nobody') {
      this.#said = 'nobody';
      this.#output.note(`${thread} is driven ${driverText(undefined, thread)}.`);
    }
  }

  /** Whether there is something to do, and for a while nobody has been there to do it. */
  #isLeft({ status, due }: ThreadRecord): boolean {
    const isDue = status === 'running' || (status === 'waiting' && due !== null && due < Date.now());
    const owner = this.#store.ownerOf(this.#thread);
    if (!isDue || (owner !== undefined && isAlive(owner, Date.now()))) this.#since = undefined;
    else this.#since ??= Date.now();
    return this.#since !== undefined && Date.now() - this.#since >= patience;
  }
}
