import { numberOf } from '../kit/number.ts';
import { mustBeSome } from '../kit/some.ts';
import type { Abstention, Stance } from './stance.ts';

/** How a round ended. */
export interface Tally<Task, Of> {
  readonly task: Task;
  /** Counted from 1. */
  readonly round: number;
  /** Everybody who was asked. */
  readonly reviewers: readonly string[];
  /** Those of this round. */
  readonly stances: readonly Stance<Of>[];
  readonly abstained: readonly Abstention[];
}

/**
 * How many have to hold the same: a number from 1 up; a share of all who are asked, below 1, which is to be reached; `'majority'`, more than half of them; or a
 * function that says which stance is agreed upon, if one is.
 */
export type Quorum<Task, Of> = number | 'majority' | 'all' | ((tally: Tally<Task, Of>) => Of | undefined);

/** The stance that a round agreed upon; undefined where none has the quorum, or two have it alike. */
export function agreedIn<Task, Of>(
  quorum: Quorum<Task, Of>,
  alike: (stance: Of) => string,
  tally: Tally<Task, Of>,
): Of | undefined {
  if (typeof quorum === 'function') return quorum(tally);
  const held = new Map<string, { readonly stance: Of; count: number }>();
  for (const { stance } of tally.stances) {
    const same = held.get(alike(stance));
    if (same === undefined) held.set(alike(stance), { stance, count: 1 });
    else same.count += 1;
  }
  const [first, second] = [...held.values()].toSorted((one, other) => other.count - one.count);
  if (first === undefined || first.count < neededBy(quorum, tally.reviewers.length)) return undefined;
  return second?.count === first.count ? undefined : first.stance;
}

/** How many of so many have to agree. */
function neededBy(quorum: number | 'majority' | 'all', asked: number): number {
  if (quorum === 'all') return asked;
  if (quorum === 'majority') return Math.floor(asked / 2) + 1;
  // A share such as 0.6 of 5 is 3, however it is rounded in binary.
  return quorum < 1 ? Math.max(1, Math.ceil(quorum * asked - 1e-9)) : quorum;
}

/** What so many can come to: all of them at the most, or a share. */
function reachable(asked: number): Parameters<typeof numberOf>[2] {
  const words = `a whole number up to ${asked}, as so many are asked, or a share between 0 and 1`;
  return { words, holds: (given) => given > 0 && (given < 1 || (Number.isInteger(given) && given <= asked)) };
}

/** Options of a consensus, refused where those who are asked can never come to its quorum, or nobody is asked. */
export function mustBeReached<
  Of extends { readonly name: string; readonly reviewers: object; readonly quorum?: unknown },
>(of: Of): Of {
  const { name, reviewers, quorum } = of;
  mustBeSome(name, 'reviewers', reviewers);
  const asked = Object.keys(reviewers).length;
  const isSaid = quorum === undefined || typeof quorum === 'function' || quorum === 'majority' || quorum === 'all';
  if (isSaid) return of;
  numberOf(name, 'quorum', reachable(asked), quorum as number);
  return of;
}
