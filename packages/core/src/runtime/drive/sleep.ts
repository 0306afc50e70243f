/** The sleep of somebody who looks at how things stand right before it and right after it: a call to one awake is of no use. */
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
