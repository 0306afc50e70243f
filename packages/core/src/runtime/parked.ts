import { acceptedEvents } from '../advance/accepted-events.ts';
import type { Cause, Row } from '../advance/row.ts';
import { statusOf } from '../advance/status.ts';
import type { Snapshot } from '../advance/snapshot.ts';
import type { Plan } from '../compile/plan.ts';
import type { Told } from './drive-turn.ts';

/** Causes of rows after which a thread takes what it took before, and nothing else. */
const changeNothing: ReadonlySet<Cause> = new Set(['step', 'ask', 'sleep', 'wait', 'spend', 'answer']);

/**
 * Messages that nothing accepts yet, by what they are called, in the order in which they came.
 *
 * They are looked at only where the thread moved or its state changed, and only those that something listens to: what waits
 * in vain costs a look at its name, however much of it there is.
 */
export class Parked {
  readonly #byName = new Map<string, Told[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(told: Told): void {
    this.#size += 1;
    const name = nameOf(told);
    const others = this.#byName.get(name);
    if (others === undefined) this.#byName.set(name, [told]);
    else others.push(told);
  }

  /**
   * Offers what may be taken now, oldest first, until nothing more of it is: what is taken may lead to where the rest is.
   *
   * `take` says whether it was taken, or refused for good; what was not stays.
   */
  offer(plan: Plan, snapshot: Snapshot, take: (told: Told) => boolean): void {
    for (let isAgain = this.#size > 0; isAgain;) {
      isAgain = false;
      let names = this.#listenedTo(plan, snapshot);
      for (const told of this.#oldestFirst(names)) {
        if (!names.has(nameOf(told)) || !take(told)) continue;
        this.#drop(told);
        isAgain = true;
        names = this.#listenedTo(plan, snapshot);
      }
    }
  }

  /** The names that something listens to; of a thread that is over all, for each is refused then. */
  #listenedTo(plan: Plan, snapshot: Snapshot): ReadonlySet<string> {
    const status = statusOf(snapshot);
    const isOver = status === 'done' || status === 'cancelled';
    return new Set(isOver ? this.#byName.keys() : acceptedEvents(plan, snapshot));
  }

  #oldestFirst(names: ReadonlySet<string>): readonly Told[] {
    const told = [...this.#byName].flatMap(([name, each]) => (names.has(name) ? each : []));
    return told.toSorted((left, right) => idOf(left) - idOf(right));
  }

  #drop(told: Told): void {
    const name = nameOf(told);
    const left = (this.#byName.get(name) ?? []).filter((each) => each !== told);
    this.#size -= 1;
    if (left.length === 0) this.#byName.delete(name);
    else this.#byName.set(name, left);
  }
}

/** Whether rows may have led to where something is accepted that was not before. */
export function mayAcceptMore(rows: readonly Row[]): boolean {
  return rows.some(({ cause }) => !changeNothing.has(cause));
}

function nameOf({ input }: Told): string {
  return 'name' in input ? input.name : '';
}

function idOf({ message }: Told): number {
  return message?.id ?? 0;
}
