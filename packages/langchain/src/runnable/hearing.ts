import type { ThreadEvent } from '@cairn/core';

type Values = Readonly<Record<string, unknown>>;

/** A thread that is heard. */
export interface Watched {
  record(): Promise<{ readonly head: number }>;
  watch(options: object): AsyncIterableIterator<ThreadEvent>;
  at(seq: number): Promise<{ readonly state: Values; readonly lanes: readonly { lane: string; state: Values }[] }>;
}

/** Hears something that happened to a thread. */
export type Hear = (event: ThreadEvent, thread: Watched) => Promise<void>;

/** Hears what happens to a thread from a checkpoint on, one thing after the other. */
export class Hearing {
  readonly #events: AsyncIterableIterator<ThreadEvent>;
  readonly #over: Promise<void>;
  #heard = 0;
  #wanted = Infinity;
  #reach: (() => void) | undefined;

  constructor(thread: Watched, from: number, hear: Hear) {
    this.#events = thread.watch({ from, until: 'stopped' });
    this.#over = this.#follow((event) => hear(event, thread));
    this.#over.catch(() => undefined);
  }

  /** Resolves once a checkpoint and all before it were heard. */
  async upTo(seq: number): Promise<void> {
    this.#wanted = seq;
    const reached = new Promise<void>((resolve) => (this.#reach = resolve));
    this.#look();
    await Promise.race([reached, this.#over]);
  }

  stop(): void {
    void this.#events.return?.();
  }

  async #follow(hear: (event: ThreadEvent) => Promise<void>): Promise<void> {
    for await (const event of this.#events) {
      await hear(event);
      if (event.type === 'checkpoint') this.#heard = event.seq;
      this.#look();
    }
  }

  #look(): void {
    if (this.#heard >= this.#wanted) this.#reach?.();
  }
}
