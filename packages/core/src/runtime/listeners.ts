import type { ThreadEvent } from './event.ts';

/** Who hears what happens to a thread. */
export type Listener = (event: ThreadEvent) => void;

/** Those who listen to threads, by thread; a driver is given the set of its thread once. */
export class Listeners {
  readonly #byThread = new Map<string, Set<Listener>>();

  of(id: string): Set<Listener> {
    let listeners = this.#byThread.get(id);
    if (listeners === undefined) this.#byThread.set(id, (listeners = new Set()));
    return listeners;
  }

  /** Forgets a thread that nobody listens to; not while a driver has its set. */
  forget(id: string): void {
    if (this.#byThread.get(id)?.size === 0) this.#byThread.delete(id);
  }
}
