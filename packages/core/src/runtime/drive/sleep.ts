import type { Input } from '../../advance/moves/input.ts';
import { platform } from '../../base/platform.ts';

/**
 * How a driver waits until there is something to do. It is awake or asleep. A call to one that is awake is forgotten, which is right
 * for a driver: it looks at how things stand before each sleep, with nothing awaited in between, and after it.
 */
export class Sleep {
  #wake: (() => void) | undefined;

  untilRoused(): Promise<void> {
    return new Promise<void>((wake) => (this.#wake = wake));
  }

  /**
   * By what a run spends a turn of the event loop later: it is written with what the run says next, where that follows at once, so that no
   * death lies between an answer and its price.
   */
  rouse(by?: Input['type']): void {
    if (by === 'spend') return void platform.setImmediate(() => this.rouse());
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
