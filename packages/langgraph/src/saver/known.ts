import { Texts } from './texts.ts';
import type { Kept } from './kept.ts';
import type { Segment } from './segment.ts';
import type { SideStore } from './side-store.ts';

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
  /** The namespaces of which it is known what their newest checkpoints are like. */
  readonly #learned = new Set<string>();
  readonly #documents = new Map<string, Kept>();

  constructor(thread: string, mark: number) {
    this.thread = thread;
    this.mark = mark;
    this.texts = new Texts(thread);
  }

  /** Learns from the segment that a namespace's next checkpoint comes to what such checkpoints are like. */
  async learn(store: SideStore, ns: string, { lines }: Segment, now: number): Promise<void> {
    if (this.#learned.has(ns)) return;
    this.#learned.add(ns);
    await this.texts.learn(
      store,
      lines.map(({ packed }) => packed),
      now,
    );
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
