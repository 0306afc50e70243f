/** What is under way that may make threads a runtime's: its end waits for that. */
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
