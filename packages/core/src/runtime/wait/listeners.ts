import type { Published } from '../observe/event.ts';

/** Who hears what happens to a thread. */
export type Listener = (event: Published) => void;

/** Those who listen to threads, by thread; a driver is given the set of its thread once. */
export class Listeners {
  readonly #byThread = new Map<string, Set<Listener>>();

  of(id: string): Set<Listener> {
    let listeners = this.#byThread.get(id);
    if (listeners === undefined) this.#byThread.set(id, (listeners = new Set()));
    return listeners;
  }

  /** Hears what happens to a thread, until the function it gives is called; a set that nobody needs any more is dropped. */
  listen(id: string, listener: Listener, isDriven: () => boolean): () => void {
    this.of(id).add(listener);
    return () => {
      this.of(id).delete(listener);
      if (!isDriven()) this.forget(id);
    };
  }

  /** Forgets a thread that nobody listens to; not while a driver has its set. */
  forget(id: string): void {
    if (this.#byThread.get(id)?.size === 0) this.#byThread.delete(id);
  }
}
