import { unlessAborted } from '../../base/unless-aborted.ts';
import type { RuntimeEvent, ToldEvent } from './event.ts';

/** So many events are kept for a reader that is behind. */
const most = 1_000;

/**
 * What a runtime does, for one reader, who may be slow and holds nothing up.
 *
 * Once something was left out, all is left out until what came before it was read, so that order is kept.
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

  /** Hears no more; whoever waits for an event is told that there is none. */
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
