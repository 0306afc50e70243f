/**
 * Creations and other calls under way after which a thread may be this runtime's. The runtime adds them, and waits for them when it is
 * closed: a thread that is made then would have an owner that drives nothing.
 */
export class Making {
  readonly #all = new Set<Promise<unknown>>();

  add<Made>(making: Promise<Made>): Promise<Made> {
    this.#all.add(making);
    const made = (): void => void this.#all.delete(making);
    making.then(made, made);
    return making;
  }

  get all(): ReadonlySet<Promise<unknown>> {
    return this.#all;
  }
}
