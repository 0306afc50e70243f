/**
 * How a driver waits until there is something to do. It is awake or asleep. A call to one that is awake is forgotten, which is right
 * for a driver: it looks at how things stand before each sleep, with nothing awaited in between, and after it.
 */
export class Sleep {
  #wake: (() => void) | undefined;

  untilRoused(): Promise<void> {
    return new Promise<void>((wake) => (this.#wake = wake));
  }

  rouse(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
