import { platform } from '../../base/platform.ts';
/** The longest time between two beats of the handle; nothing happens at a beat. */
const longest = 2 ** 31 - 1;

/**
 * Keeps the process alive while somebody waits for something of the runtime.
 *
 * Timers of the runtime hold no process: a script ends once it has nothing more to do, whatever is due tomorrow. Whoever
 * awaits a thread is doing something, and an activity that holds no handle of Node's would let the process end under them.
 */
export class KeepAlive {
  #waiting = 0;
  #handle: NodeJS.Timeout | undefined;

  /** Keeps the process alive until {@link leave} is called as often. */
  enter(): void {
    this.#waiting += 1;
    if (this.#handle === undefined) this.#handle = platform.setInterval(nothing, longest);
    else if (this.#waiting === 1) this.#handle.ref();
  }

  leave(): void {
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#handle?.unref();
  }

  /** Nobody waits any more, or not for long: the handle goes. */
  end(): void {
    platform.clearInterval(this.#handle);
    this.#handle = undefined;
  }

  /** Keeps the process alive until a promise settles. */
  async during<Value>(promise: Promise<Value>): Promise<Value> {
    this.enter();
    try {
      return await promise;
    } finally {
      this.leave();
    }
  }
}

function nothing(): void {
  // The handle is all that is wanted.
}
