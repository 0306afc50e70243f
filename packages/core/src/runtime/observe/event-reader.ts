import { unlessAborted } from '../../base/unless-aborted.ts';
import type { RuntimeEvent, ToldEvent } from './event.ts';

/** How many events wait for a reader at most. */
const most = 1_000;

/**
 * The events of a runtime for one reader, who may be slow: `Events` puts them in, `next()` takes them out.
 *
 * Once {@link most} wait, those that come are only counted, until all that wait were read; then the reader is told how many it `missed`.
 */
export class EventReader implements AsyncIterableIterator<ToldEvent, void, undefined> {
  readonly #signal: AbortSignal | undefined;
  readonly #leave: (reader: EventReader) => void;
  readonly #told: AsyncGenerator<ToldEvent, void, undefined>;
  #events: RuntimeEvent[] = [];
  #missed = 0;
  #isOver = false;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal | undefined, leave: (reader: EventReader) => void) {
    this.#signal = signal;
    this.#leave = leave;
    this.#told = this.#tell();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ToldEvent, void>> {
    return this.#told.next();
  }

  /** Drops what waits and hears no more; a pending `next()` is done. */
  async return(): Promise<IteratorResult<ToldEvent, void>> {
    this.#events = [];
    this.#missed = 0;
    this.end();
    await this.#told.return();
    return { done: true, value: undefined };
  }

  hear(event: RuntimeEvent): void {
    if (this.#missed > 0 || this.#events.length >= most) this.#missed += 1;
    else this.#events.push(event);
    this.#wake?.();
  }

  /** Nothing more comes. */
  end(): void {
    this.#isOver = true;
    this.#leave(this);
    this.#wake?.();
  }

  async *#tell(): AsyncGenerator<ToldEvent, void, undefined> {
    try {
      for (;;) {
        this.#signal?.throwIfAborted();
        const event = this.#events.shift() ?? this.#takeMissed();
        if (event !== undefined) yield event;
        else if (this.#isOver) return;
        else await unlessAborted(new Promise<void>((resolve) => (this.#wake = resolve)), this.#signal);
      }
    } finally {
      this.end();
    }
  }

  #takeMissed(): ToldEvent | undefined {
    const count = this.#missed;
    this.#missed = 0;
    return count === 0 ? undefined : { type: 'missed', count };
  }
}
