import type { Codec } from '../../base/value/codec.ts';
import type { Soon, StoredOutput } from '../../store/contract/store.ts';
import type { Happening } from '../observe/event.ts';
import { readOutput } from '../environment/output.ts';
import type { Place } from './place.ts';

/** How the store is asked for what a thread showed since one of its outputs. */
export type ReadOutputs = (after: number) => Soon<readonly StoredOutput[]>;

/** What is to be told, and the newest output that was handed out by then. */
export interface Placed {
  readonly event: Happening;
  readonly n: number;
}

/**
 * What a thread showed that its store keeps, for one who watches: each output once, in order. What is gone by the time it would be
 * handed out is counted.
 */
export class Ring {
  readonly #thread: string;
  readonly #codec: Codec;
  readonly #read: ReadOutputs;
  /** Those that were read and not handed out. */
  #ahead: readonly StoredOutput[] = [];
  /** The newest that was handed out, or counted; whoever hands one out says so. */
  told = 0;
  /** How many there are, as far as is known. */
  known = 0;

  constructor(thread: string, codec: Codec, read: ReadOutputs) {
    this.#thread = thread;
    this.#codec = codec;
    this.#read = read;
  }

  /** Begins after a place; what is gone of that is not told. */
  async begin({ seq, n }: Place): Promise<void> {
    if (n !== undefined || this.known === 0) {
      this.told = n ?? 0;
      return;
    }
    const outputs = await this.#read(0);
    this.known = Math.max(this.known, outputs.at(-1)?.n ?? 0);
    this.#ahead = outputs.filter((each) => each.seq > seq);
    this.told = (this.#ahead[0]?.n ?? this.known + 1) - 1;
  }

  /** Begins no later than with the `n`th. */
  beginBy(n: number): void {
    if (n > this.told) return;
    this.told = n - 1;
    this.#ahead = [];
  }

  /** Whether the store has some that were not read. */
  get hasMore(): boolean {
    return this.known > (this.#ahead.at(-1)?.n ?? this.told);
  }

  /** Whether some of what is known before the `n`th was not handed out. */
  hasEarlier(n: number): boolean {
    return this.told < Math.min(this.known, n - 1);
  }

  /** Likewise, read where it was not. */
  async earlier(seq: number, n: number): Promise<Iterable<Placed>> {
    if (this.hasMore) await this.refresh();
    return this.before(seq, n);
  }

  /** Reads what there is. */
  async refresh(): Promise<void> {
    const outputs = await this.#read(this.told);
    this.#ahead = outputs.filter(({ n }) => n > this.told);
    // What is known by more than is there went with its thread.
    this.known = this.#ahead.at(-1)?.n ?? this.told;
  }

  /**
   * Gives what was read of what was shown before a checkpoint, and before the `n`th output; {@link told} says how much of it was handed
   * out. What leads to an output is told before that: whoever goes on after it has the output yet to come.
   */
  *before(seq: number, n: number = Infinity): Generator<Placed, void, undefined> {
    for (;;) {
      const [first] = this.#ahead;
      if (first === undefined || first.seq >= seq || first.n >= n) return;
      yield* this.upTo(first.n);
      const read = readOutput(this.#thread, first, this.#codec);
      const told = read.length === 0 ? [this.#missed(1)] : read;
      for (const [at, event] of told.entries()) yield { event, n: at === told.length - 1 ? first.n : first.n - 1 };
    }
  }

  /** The `n`th is handed out next: what came before it and was not is gone. */
  *upTo(n: number): Generator<Placed, void, undefined> {
    const count = n - this.told - 1;
    this.#ahead = this.#ahead.filter((each) => each.n > n);
    if (count > 0) yield { event: this.#missed(count), n: n - 1 };
  }

  #missed(count: number): Happening {
    return { type: 'missed', thread: this.#thread, count };
  }
}
