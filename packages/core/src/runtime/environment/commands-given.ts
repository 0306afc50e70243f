/** The commands that callers in this process gave to threads and have not heard of yet. */
export class CommandsGiven {
  readonly #counts = new Map<string, number>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Notes that a command to a thread is under way, until {@link end}. */
  begin(id: string): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  end(id: string): void {
    const count = this.#counts.get(id) ?? 1;
    if (count > 1) {
      this.#counts.set(id, count - 1);
      return;
    }
    this.#counts.delete(id);
    for (const wake of this.#waiting.get(id) ?? none) wake();
  }

  /** Whether a command to a thread is under way. */
  isUnderWay(id: string): boolean {
    return this.#counts.has(id);
  }

  /** Calls back each time no command to a thread is under way any more; what it gives calls that off. */
  onceDone(id: string, wake: () => void): () => void {
    let waiting = this.#waiting.get(id);
    if (waiting === undefined) this.#waiting.set(id, (waiting = new Set()));
    const all = waiting.add(wake);
    return () => {
      all.delete(wake);
      if (all.size === 0 && this.#waiting.get(id) === all) this.#waiting.delete(id);
    };
  }
}

const none: readonly (() => void)[] = [];
