import { Texts } from './texts.ts';
import type { Kept } from './kept.ts';

/** How many checkpoints of a thread are remembered. */
const mostDocuments = 64;

/**
 * What is remembered of a thread: true of it for as long as its mark is the same, for until then nothing is taken away or replaced.
 */
export class Known {
  readonly thread: string;
  /** The version of the thread's mark, 0 where it has none yet. */
  readonly mark: number;
  readonly texts: Texts;
  readonly #documents = new Map<string, Kept>();

  constructor(thread: string, mark: number) {
    this.thread = thread;
    this.mark = mark;
    this.texts = new Texts(thread);
  }

  document(key: string): Kept | undefined {
    const found = this.#documents.get(key);
    if (found !== undefined) this.keep(found);
    return found;
  }

  keep(kept: Kept): void {
    this.#documents.delete(kept.key);
    this.#documents.set(kept.key, kept);
    for (const key of this.#documents.keys()) {
      if (this.#documents.size <= mostDocuments) return;
      this.#documents.delete(key);
    }
  }
}
