import { HaltedLanes, noHalts, type Halts } from './halted.ts';
import type { Lane } from './lane.ts';

/** Up to so many recent lanes are copied, however few are settled. */
const few = 8;

const none: ReadonlyMap<string, Lane> = new Map();

/**
 * The lanes of a thread by path: a map that is shared between snapshots and copied in small parts.
 *
 * A snapshot with thousands of lanes changes one lane at a time, so a new map holds only what changed since the last
 * full copy. A draft is changed in place by its one owner; what it was drafted from stays as it was.
 */
export class Lanes {
  readonly #settled: ReadonlyMap<string, Lane>;
  readonly #recent: Map<string, Lane | undefined>;
  /** Made when a lane may be halted for the first time: in nearly no thread one ever is. */
  #halted: HaltedLanes | undefined;

  constructor(
    settled: ReadonlyMap<string, Lane> = none,
    recent: Map<string, Lane | undefined> = new Map(),
    halted?: HaltedLanes,
  ) {
    this.#settled = settled;
    this.#recent = recent;
    this.#halted = halted;
  }

  get(path: string): Lane | undefined {
    const recent = this.#recent.get(path);
    if (recent !== undefined || this.#recent.has(path)) return recent;
    return this.#settled.get(path);
  }

  /** Of the lanes that a lane opened, those that are halted. */
  haltsOf(holder: string): Halts {
    return this.#halted?.of(holder) ?? noHalts;
  }

  /** Changes this draft in place. */
  put(lane: Lane): void {
    this.#recent.set(lane.path, lane);
    if (this.#halted?.isEmpty === false || lane.phase === 'failed' || lane.pending !== undefined)
      (this.#halted ??= new HaltedLanes()).look(this, lane);
  }

  /** Removes a lane from this draft. */
  drop(lane: Lane): void {
    if (this.#halted?.isEmpty === false) this.#halted.drop(lane);
    if (this.#settled.has(lane.path)) this.#recent.set(lane.path, undefined);
    else this.#recent.delete(lane.path);
  }

  /** A copy to change. A full copy is made when the recent part has outgrown the square root of the whole. */
  draft(): Lanes {
    const { size } = this.#recent;
    const halted = this.#halted?.draft();
    if (size <= few || size * size <= this.#settled.size)
      return new Lanes(this.#settled, new Map(this.#recent), halted);
    return new Lanes(new Map(this.all().map((lane) => [lane.path, lane])), new Map(), halted);
  }

  all(): readonly Lane[] {
    const lanes: Lane[] = [];
    for (const [path, lane] of this.#settled) if (!this.#recent.has(path)) lanes.push(lane);
    for (const lane of this.#recent.values()) if (lane !== undefined) lanes.push(lane);
    return lanes;
  }
}
