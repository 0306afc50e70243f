import type { Lane } from './lane.ts';

/** So many lanes are copied as they are. */
const few = 8;

/**
 * The lanes of a thread by path: a map that is shared between snapshots and copied in small parts.
 *
 * A snapshot with thousands of lanes changes one lane at a time, so a new map holds only what changed since the last
 * full copy. A draft is changed in place by its one owner; what it was drafted from stays as it was.
 */
export class Lanes {
  readonly #settled: ReadonlyMap<string, Lane>;
  readonly #recent: Map<string, Lane | undefined>;

  constructor(settled: ReadonlyMap<string, Lane> = new Map(), recent: Map<string, Lane | undefined> = new Map()) {
    this.#settled = settled;
    this.#recent = recent;
  }

  get(path: string): Lane | undefined {
    const recent = this.#recent.get(path);
    if (recent !== undefined || this.#recent.has(path)) return recent;
    return this.#settled.get(path);
  }

  /** Changes this draft in place. */
  put(lane: Lane): void {
    this.#recent.set(lane.path, lane);
  }

  /** Removes a lane from this draft. */
  drop(path: string): void {
    if (this.#settled.has(path)) this.#recent.set(path, undefined);
    else this.#recent.delete(path);
  }

  /** A copy to change. A full copy is made when the recent part has outgrown the square root of the whole. */
  draft(): Lanes {
    const { size } = this.#recent;
    if (size <= few || size * size <= this.#settled.size) return new Lanes(this.#settled, new Map(this.#recent));
    return new Lanes(new Map(this.all().map((lane) => [lane.path, lane])), new Map());
  }

  all(): readonly Lane[] {
    const lanes: Lane[] = [];
    for (const [path, lane] of this.#settled) if (!this.#recent.has(path)) lanes.push(lane);
    for (const lane of this.#recent.values()) if (lane !== undefined) lanes.push(lane);
    return lanes;
  }
}
