/** A clock that is moved by hand, whose timers fire in the order of their times, and those of one time as they were armed. */
export class ByHandClock {
  now: number;
  #next = 0;
  readonly #timers = new Map<number, { readonly due: number; readonly fire: () => void }>();

  constructor(now: number) {
    this.now = now;
  }

  setTimeout(fire: () => void, delay: number): number {
    const id = this.#next++;
    this.#timers.set(id, { due: this.now + Math.max(delay, 0), fire });
    return id;
  }

  clearTimeout(id: number): void {
    this.#timers.delete(id);
  }

  /** When the next fires. */
  get due(): number | undefined {
    const times = Array.from(this.#timers.values(), ({ due }) => due);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Fires all that are due by now, those included that they arm. */
  fire(): void {
    for (let due = this.due; due !== undefined && due <= this.now; due = this.due) {
      const next = due;
      const [id, timer] = [...this.#timers].find(([, each]) => each.due === next) as [number, { fire: () => void }];
      this.#timers.delete(id);
      timer.fire();
    }
  }
}
