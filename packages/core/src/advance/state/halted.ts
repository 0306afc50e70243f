import type { Fork, Lane } from './lane.ts';

/** Of the lanes that one lane opened, those that are halted, by path. */
export interface Halts {
  /** They cannot close as things are: they failed, or too few of their own lanes can close. */
  readonly lost: ReadonlySet<string>;
  /** They go on when there is room: they were resumed and put off, or too few of their own lanes can close before such ones go on. */
  readonly putOff: ReadonlySet<string>;
}

export const noHalts: Halts = { lost: new Set(), putOff: new Set() };

interface OwnHalts extends Halts {
  readonly lost: Set<string>;
  readonly putOff: Set<string>;
}

/** Finds a lane by its path. */
export interface LanesByPath {
  get(path: string): Lane | undefined;
}

/**
 * Which lanes are halted, by the lane that holds them.
 *
 * 1. It follows from the lanes alone and is stored nowhere: a lane is on its holder's list exactly while {@link haltOf} says so.
 * 2. Whatever changes a lane has it looked at again, and its holders as long as their own standing changes by that: asking costs
 *    the same however many lanes there are.
 */
export class HaltedLanes {
  /** Made with the first halted lane. */
  #byHolder: Map<string, OwnHalts> | undefined;
  /** Holders whose lists are shared with no other draft. */
  #own: Set<string> | undefined;

  constructor(byHolder?: Map<string, OwnHalts>) {
    this.#byHolder = byHolder;
  }

  /** Whether any lane is halted. */
  get isEmpty(): boolean {
    return this.#byHolder === undefined || this.#byHolder.size === 0;
  }

  of(holder: string): Halts {
    return this.#byHolder?.get(holder) ?? noHalts;
  }

  /** A copy to change; both share what neither changes. */
  draft(): HaltedLanes | undefined {
    this.#own = undefined;
    return this.isEmpty ? undefined : new HaltedLanes(new Map(this.#byHolder));
  }

  /** Looks at a lane that has changed, and at those that hold it. */
  look(lanes: LanesByPath, lane: Lane): void {
    for (let at: Lane | undefined = lane; at?.parent !== undefined; at = lanes.get(at.parent)) {
      if (!this.#note(at.parent, at.path, haltOf(lanes, at, this.of(at.path)))) return;
    }
  }

  /** A lane is gone. */
  drop({ parent, path }: Lane): void {
    if (parent !== undefined) this.#note(parent, path, undefined);
  }

  /** Puts a lane on the right list of its holder; `false` where it is there already. */
  #note(holder: string, path: string, halt: keyof Halts | undefined): boolean {
    const { lost, putOff } = this.of(holder);
    if (lost.has(path) === (halt === 'lost') && putOff.has(path) === (halt === 'putOff')) return false;
    const own = this.#ownHalts(holder);
    own.lost.delete(path);
    own.putOff.delete(path);
    if (halt !== undefined) own[halt].add(path);
    else if (own.lost.size + own.putOff.size === 0) this.#byHolder?.delete(holder);
    return true;
  }

  #ownHalts(holder: string): OwnHalts {
    const known = this.#byHolder?.get(holder);
    if (known !== undefined && this.#own?.has(holder) === true) return known;
    const own = { lost: new Set(known?.lost), putOff: new Set(known?.putOff) };
    (this.#byHolder ??= new Map()).set(holder, own);
    (this.#own ??= new Set()).add(holder);
    return own;
  }
}

/** The list of its holder that a lane belongs on, by its phase and the halts among its own lanes; undefined for none. */
function haltOf(lanes: LanesByPath, lane: Lane, halts: Halts): keyof Halts | undefined {
  if (lane.phase === 'failed') return 'lost';
  if (lane.phase === 'queued') return lane.pending === undefined ? undefined : 'putOff';
  if (lane.phase !== 'open' || lane.fork === undefined || halts === noHalts) return undefined;
  if (!canClose(lanes, lane.fork, halts.lost)) return 'lost';
  const all = halts.putOff.size === 0 ? halts.lost : new Set([...halts.lost, ...halts.putOff]);
  return canClose(lanes, lane.fork, all) ? undefined : 'putOff';
}

/** Whether enough lanes of a fork close without those given and without those that wait for them. */
export function canClose(lanes: LanesByPath, fork: Fork, without: ReadonlySet<string>): boolean {
  if (without.size === 0) return true;
  if (fork.by === 'graph') return false;
  if (fork.by === 'each' && fork.hasNeeds !== true) return fork.lanes.length - without.size >= fork.need;
  // A lane comes after those that it needs.
  const gone = new Set<string>(without);
  for (const path of fork.lanes) {
    const lane = lanes.get(path);
    if (lane?.phase === 'queued' && lane.needs?.some((needed) => gone.has(needed)) === true) gone.add(path);
  }
  return fork.lanes.length - gone.size >= fork.need;
}
