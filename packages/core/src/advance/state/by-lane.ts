const none: readonly never[] = Object.freeze([]);

/**
 * Something for each of some lanes, by their paths.
 *
 * The first lane, which is all that most threads have, has a place of its own: V8 makes the table of a map anew when its last
 * entry is deleted, and to set and delete one with each move took ten times as long.
 */
export class ByLane<Of> {
  #first: Of | undefined;
  #others: Map<string, Of> | undefined;

  get size(): number {
    return Number(this.#first !== undefined) + (this.#others?.size ?? 0);
  }

  get(path: string): Of | undefined {
    return path === '' ? this.#first : this.#others?.get(path);
  }

  set(path: string, of: Of): void {
    if (path === '') this.#first = of;
    else (this.#others ??= new Map()).set(path, of);
  }

  setUnlessThere(path: string, of: Of): void {
    if (this.get(path) === undefined) this.set(path, of);
  }

  delete(path: string): void {
    if (path === '') this.#first = undefined;
    else this.#others?.delete(path);
  }

  /** Whether something holds for any of them, asked of no more than it takes to know. */
  some(holds: (of: Of) => boolean): boolean {
    if (this.#first !== undefined && holds(this.#first)) return true;
    for (const each of this.#others?.values() ?? none) if (holds(each)) return true;
    return false;
  }

  all(): readonly Of[] {
    if (this.#others !== undefined && this.#others.size > 0)
      return this.#first === undefined ? [...this.#others.values()] : [this.#first, ...this.#others.values()];
    return this.#first === undefined ? none : [this.#first];
  }

  clear(): void {
    this.#first = undefined;
    this.#others = undefined;
  }
}
