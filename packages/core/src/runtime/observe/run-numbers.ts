import type { Lane } from '../../advance/state/lane.ts';
import type { OfRun } from './event.ts';

type Run = Pick<OfRun, 'node' | 'visit' | 'attempt' | 'run'>;

/**
 * Numbers the runs of a thread's attempts, counted from 1.
 *
 * 1. No run has the number of an earlier one of its attempt: what a wait ended the journal tells, what this process began is known
 *    here, and of what a death ended whoever takes the thread over notes what is known.
 * 2. A rewind takes attempts back, and their runs are counted anew.
 */
export class RunNumbers {
  /** The newest run of each lane. */
  readonly #last = new Map<string, Run>();
  /** With more than so many, those of lanes that are gone are forgotten. */
  #room = 64;

  /** There was a run. */
  note({ lane, node, visit, attempt, run }: Omit<OfRun, 'thread'>): void {
    const last = this.#last.get(lane);
    if (last !== undefined && isSame(last, { node, visit, attempt }) && last.run >= run) return;
    this.#last.set(lane, { node, visit, attempt, run });
  }

  /** The number of the run that begins with a lane, one of those that there are. */
  next(lane: Lane, lanes: { get(path: string): Lane | undefined }): number {
    if (this.#last.size >= this.#room) this.#tidy(lanes);
    const place = attemptOf(lane);
    const last = this.#last.get(lane.path);
    const run = 1 + Math.max(runsIn(lane), last !== undefined && isSame(last, place) ? last.run : 0);
    this.#last.set(lane.path, { ...place, run });
    return run;
  }

  #tidy(lanes: { get(path: string): Lane | undefined }): void {
    for (const path of this.#last.keys()) if (lanes.get(path) === undefined) this.#last.delete(path);
    this.#room = 64 + 2 * this.#last.size;
  }
}

/** Where a lane is: the attempt of the visit of its node. */
export function attemptOf({ node, visits, attempt }: Lane): Omit<Run, 'run'> {
  return { node, visit: visits[node] ?? 1, attempt };
}

function isSame(one: Omit<Run, 'run'>, other: Omit<Run, 'run'>): boolean {
  return one.node === other.node && one.visit === other.visit && one.attempt === other.attempt;
}

/** How many runs of an attempt's function a journal knows of: each wait that was asked for ended one, and what is recorded is of one. */
function runsIn(lane: Pick<Lane, 'journal'>): number {
  for (const _ of lane.journal ?? []) return Math.max(1, waitsIn(lane));
  return 0;
}

/** How many runs of an attempt's function ended by a wait. */
export function waitsIn({ journal }: Pick<Lane, 'journal'>): number {
  let waits = 0;
  let isOpen = false;
  for (const [, { kind }] of journal ?? []) {
    if (kind === 'answer' || kind === 'slept') waits += 1;
    else if (kind === 'ask' || kind === 'sleep') isOpen = true;
  }
  return waits + (isOpen ? 1 : 0);
}
