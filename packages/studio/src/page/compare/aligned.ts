/** Two walks side by side. */

import type { LogRow } from '../../api.ts';

/** A place in both walks: what both did, or what one of them did. */
export interface Pair {
  readonly left?: LogRow;
  readonly right?: LogRow;
}

export interface Aligned {
  readonly pairs: readonly Pair[];
  /** The first place that both do not have alike; absent where they are the same. */
  readonly divergence?: number;
}

/** Rows that say how a thread was gone on with, and not what it did. */
const asides: ReadonlySet<string> = new Set(['fork', 'rewind', 'migrate', 'spend', 'save']);

/** Beyond so many places on both sides, what follows the divergence is put side by side as it comes. */
const most = 600;

/** What two walks have in common from their beginning, and where they do the same after that. */
export function aligned(left: readonly LogRow[], right: readonly LogRow[]): Aligned {
  const [one, two] = [left, right].map((rows) => rows.filter(({ cause }) => !asides.has(cause))) as [
    LogRow[],
    LogRow[],
  ];
  let common = 0;
  while (common < Math.min(one.length, two.length) && isAlike(one[common], two[common])) common += 1;
  const shared = Array.from({ length: common }, (_, at): Pair => pairOf(one[at], two[at]));
  if (common === one.length && common === two.length) return { pairs: shared };
  const [restOne, restTwo] = [one.slice(common), two.slice(common)];
  const rest = restOne.length > most || restTwo.length > most ? besides(restOne, restTwo) : matched(restOne, restTwo);
  return { pairs: [...shared, ...rest], divergence: common };
}

function isAlike(left: LogRow | undefined, right: LogRow | undefined): boolean {
  return left !== undefined && right !== undefined && wayOf(left) === wayOf(right);
}

/** What says that two rows did the same: where they led, and by what; not what they changed. */
function wayOf({ lane, cause, from, to, label, phase }: LogRow): string {
  return JSON.stringify([lane, cause, from, to, label, phase]);
}

function besides(left: readonly LogRow[], right: readonly LogRow[]): readonly Pair[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => pairOf(left[at], right[at]));
}

/** The longest common subsequence of both, and what is between. */
function matched(left: readonly LogRow[], right: readonly LogRow[]): readonly Pair[] {
  const [ways, others] = [left.map(wayOf), right.map(wayOf)];
  const lengths = ways.map(() => new Uint16Array(others.length + 1));
  lengths.push(new Uint16Array(others.length + 1));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = ways.length - 1; row >= 0; row -= 1) {
    const line = lengths[row] as Uint16Array;
    for (let column = others.length - 1; column >= 0; column -= 1) {
      const isSame = ways[row] === others[column];
      line[column] = isSame ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: Pair[] = [];
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    if (row < left.length && column < right.length && ways[row] === others[column]) {
      pairs.push(pairOf(left[row++], right[column++]));
    } else if (column >= right.length || (row < left.length && at(row + 1, column) >= at(row, column + 1))) {
      pairs.push(pairOf(left[row++], undefined));
    } else pairs.push(pairOf(undefined, right[column++]));
  }
  return pairs;
}

function pairOf(left: LogRow | undefined, right: LogRow | undefined): Pair {
  return { ...(left !== undefined && { left }), ...(right !== undefined && { right }) };
}
