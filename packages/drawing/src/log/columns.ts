/** Which lane has which column. Each call takes time for the lanes that it is about, and for no others. */
export class LaneColumns {
  /** Undefined where a column is free. */
  #lanes: (string | undefined)[] = [];
  #at = new Map<string, number>();
  /** The lanes that each lane opened. */
  #opened = new Map<string, string[]>();
  /** Free columns, the leftmost last. */
  #free: number[] = [];

  /** Begins anew with these lanes, from left to right; the first lane is always there. */
  reset(lanes: readonly string[]): void {
    this.#lanes = [];
    this.#at = new Map();
    this.#opened = new Map();
    this.#free = [];
    this.place('');
    for (const lane of lanes) this.place(lane);
  }

  /** How many columns there are, free ones between others included. */
  get count(): number {
    return this.#lanes.length;
  }

  /** How many lanes have a column. */
  get used(): number {
    return this.#at.size;
  }

  /** The lanes of the leftmost columns. */
  first(count: number): readonly (string | undefined)[] {
    return this.#lanes.slice(0, count);
  }

  /** The column of a lane; where it has none yet, the leftmost that is free. */
  place(lane: string, opener: string = this.#openerOf(lane)): number {
    const known = this.#at.get(lane);
    if (known !== undefined) return known;
    const free = this.#free.pop();
    const isFree = free !== undefined && free < this.#lanes.length && this.#lanes[free] === undefined;
    const at = isFree ? free : this.#lanes.length;
    this.#lanes[at] = lane;
    this.#at.set(lane, at);
    if (lane !== '') this.#openedBy(opener).push(lane);
    return at;
  }

  /** Frees the columns of all lanes below a lane, and returns them. */
  close(lane: string): readonly number[] {
    const closed: number[] = [];
    const below = [...this.#openedBy(lane)];
    this.#opened.delete(lane);
    for (let each = below.pop(); each !== undefined; each = below.pop()) {
      below.push(...this.#openedBy(each));
      this.#opened.delete(each);
      const at = this.#at.get(each);
      if (at === undefined) continue;
      closed.push(at);
      this.#at.delete(each);
      this.#lanes[at] = undefined;
    }
    if (closed.length > 0) this.#free = [...this.#free, ...closed].toSorted((left, right) => right - left);
    return closed;
  }

  /** Forgets free columns at the right. */
  trim(): void {
    while (this.#lanes.length > 1 && this.#lanes.at(-1) === undefined) this.#lanes.pop();
  }

  #openedBy(lane: string): string[] {
    const known = this.#opened.get(lane);
    if (known !== undefined) return known;
    const opened: string[] = [];
    this.#opened.set(lane, opened);
    return opened;
  }

  /** The nearest lane that a path is below. */
  #openerOf(lane: string): string {
    for (let end = lane.lastIndexOf('/'); end > 0; end = lane.lastIndexOf('/', end - 1)) {
      const above = lane.slice(0, end);
      if (this.#at.has(above)) return above;
    }
    return '';
  }
}
