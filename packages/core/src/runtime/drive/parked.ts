import { acceptedEvents } from '../../advance/accepted-events.ts';
import type { Cause, Row } from '../../advance/state/row.ts';
import { isOver, statusOf } from '../../advance/status.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Told } from './drive-turn.ts';

/** Causes of rows after which a thread takes what it took before, and nothing else. */
const changeNothing: ReadonlySet<Cause> = new Set(['step', 'ask', 'sleep', 'wait', 'spend', 'answer']);

/**
 * Messages that nothing accepts yet, by what they are called, in the order in which they came.
 *
 * They are looked at only where the thread moved or its state changed, and only those that something listens to: what waits
 * in vain costs a look at its name, however much of it there is, and what is taken costs no look at what is left.
 */
export class Parked {
  readonly #byName = new Map<string, Set<Told>>();
  #size = 0;
  #bytes = 0;

  get size(): number {
    return this.#size;
  }

  /** About how much memory they take. */
  get bytes(): number {
    return this.#bytes;
  }

  add(told: Told): void {
    this.#size += 1;
    this.#bytes += bytesOf(told);
    const name = nameOf(told);
    const others = this.#byName.get(name);
    if (others === undefined) this.#byName.set(name, new Set([told]));
    else others.add(told);
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
      const offered = [...names].filter((name) => this.#byName.has(name));
      for (const told of oldestFirst(offered.map((name) => this.#byName.get(name) ?? none))) {
        if (!names.has(nameOf(told)) || !take(told)) continue;
        this.drop(told);
        isAgain = true;
        names = this.#listenedTo(plan, snapshot);
        if (!offered.some((name) => names.has(name))) break;
      }
    }
  }

  /** The names that something listens to; of a thread that is over all, for each is refused then. */
  #listenedTo(plan: Plan, snapshot: Snapshot): ReadonlySet<string> {
    return new Set(isOver(statusOf(snapshot)) ? this.#byName.keys() : acceptedEvents(plan, snapshot));
  }

  /** Keeps it no more. */
  drop(told: Told): void {
    const name = nameOf(told);
    const others = this.#byName.get(name);
    if (others?.delete(told) !== true) return;
    this.#size -= 1;
    this.#bytes -= bytesOf(told);
    if (others.size === 0) this.#byName.delete(name);
  }
}

const none: ReadonlySet<Told> = new Set();

/** What is in several lists, each oldest first, oldest first. Nothing is read before it is asked for, and any of it may be dropped. */
function* oldestFirst(lists: readonly ReadonlySet<Told>[]): Generator<Told, void, undefined> {
  const heads = lists.map((list) => list.values()).map((rest) => ({ rest, next: rest.next() }));
  for (;;) {
    let oldest: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      if (oldest === undefined || idOf(head.next.value) < idOf(oldest.next.value as Told)) oldest = head;
    }
    if (oldest === undefined) return;
    yield oldest.next.value as Told;
    oldest.next = oldest.rest.next();
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

function bytesOf({ message }: Told): number {
  return 200 + (message?.body.length ?? 0);
}
