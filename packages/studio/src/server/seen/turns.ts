/** What is done to one thing after the other, whatever comes of it: the next begins when the one before is over. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does something in its turn. */
  async take<Value>(of: string, run: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(of) ?? Promise.resolve();
    const mine = before.then(run, run);
    this.#last.set(of, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(of) === mine) this.#last.delete(of);
    }
  }
}
