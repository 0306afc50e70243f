/** Asks for the same thing again and again: one question at a time, and one more after it for all that was wanted meanwhile. */
export class OneAtATime {
  readonly #question: (signal: AbortSignal) => Promise<void>;
  readonly #ends = new AbortController();
  #isAsking = false;
  #isWanted = false;

  constructor(question: (signal: AbortSignal) => Promise<void>) {
    this.#question = question;
  }

  /** Asks now, or after the question that is under way. */
  ask(): void {
    this.#isWanted = true;
    if (!this.#isAsking) void this.#run();
  }

  /** Breaks off what is under way; nothing is asked any more. */
  end(): void {
    this.#ends.abort();
  }

  async #run(): Promise<void> {
    this.#isAsking = true;
    try {
      while (this.#isWanted && !this.#ends.signal.aborted) {
        this.#isWanted = false;
        await this.#question(this.#ends.signal);
      }
    } finally {
      this.#isAsking = false;
    }
  }
}
