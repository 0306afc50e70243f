/** The commands that callers in this process gave to threads and have not heard of yet. */
export class CommandsGiven {
  readonly #byThread = new Map<string, { count: number; readonly waiting: Set<() => void> }>();

  /** Notes that a command is under way, until what it gives is called. */
  begin(id: string): () => void {
    let given = this.#byThread.get(id);
    if (given === undefined) this.#byThread.set(id, (given = { count: 0, waiting: new Set() }));
    const known = given;
    known.count += 1;
    return () => {
      known.count -= 1;
      if (known.count > 0) return;
      this.#byThread.delete(id);
      for (const wake of known.waiting) wake();
    };
  }

  /** Whether a command to a thread is under way; if so, it is told when none is any more. */
  isUnderWay(id: string): boolean {
    return this.#byThread.has(id);
  }

  /** Calls back once no command to a thread is under way; what it gives calls that off. */
  onceDone(id: string, wake: () => void): () => void {
    const given = this.#byThread.get(id);
    given?.waiting.add(wake);
    return () => given?.waiting.delete(wake);
  }
}
