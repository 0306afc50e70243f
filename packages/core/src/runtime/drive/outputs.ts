import { platform } from '../../base/platform.ts';
import { outputsKept } from '../../store/contract/accept.ts';
import type { Soon, StoredOutput } from '../../store/contract/store.ts';

/** After so long at most what was shown is written, in milliseconds. */
const pause = 50;

/** What is longer is for whoever listens in this process alone. */
const longest = outputsKept.characters / 4;

type Write = (outputs: readonly StoredOutput[]) => Soon<'ok' | 'stale'>;

/**
 * What a thread's runs show, on its way to whoever watches in other processes.
 *
 * 1. Outputs are numbered in the order in which they come, over all drives of the thread.
 * 2. What was shown before a checkpoint is written before it or with it.
 * 3. What is not known to be written is written again with what follows, which the store passes over where it was; no drive waits
 *    for it, and none ends by it.
 */
export class Outputs {
  #count: number;
  #unwritten: readonly StoredOutput[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #write: Write;

  constructor(count: number, write: Write) {
    this.#count = count;
    this.#write = write;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** Those that are not known to be written; undefined where there are none. */
  get unwritten(): readonly StoredOutput[] | undefined {
    return this.#unwritten.length === 0 ? undefined : this.#unwritten;
  }

  /** Gives what is shown its number. */
  add(seq: number, body: string): number {
    this.#count += 1;
    if (body.length <= longest) {
      this.#unwritten = [...this.#unwritten.slice(1 - outputsKept.count), { n: this.#count, seq, body }];
      if (this.#timer === undefined) this.#timer = platform.setTimeout(() => this.#flush(), pause).unref();
    }
    return this.#count;
  }

  /** Some are on their way to the store; what becomes of that is heard. */
  follow<End extends Soon<'ok' | 'stale'>>(outputs: readonly StoredOutput[] | undefined, written: End): End {
    const last = outputs?.at(-1)?.n;
    if (last === undefined) return written;
    if (written instanceof Promise)
      written.then(
        () => this.#drop(last),
        () => undefined,
      );
    else this.#drop(last);
    return written;
  }

  /** Where the thread is others' by now, nobody here shows anything of it. */
  #drop(last: number): void {
    this.#unwritten = this.#unwritten.filter(({ n }) => n > last);
  }

  #flush(): void {
    this.#timer = undefined;
    const outputs = this.unwritten;
    if (outputs === undefined) return;
    try {
      const written = this.follow(outputs, this.#write(outputs));
      if (written instanceof Promise) written.catch(() => undefined);
    } catch {
      // It goes with what is written next.
    }
  }
}
