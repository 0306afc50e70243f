/**
 * How a stored row tells its turn.
 *
 * 1. Nearly all rows tell it by what they hold: an input is of its own turn, what follows is of the turn of the row before.
 * 2. Other rows store how many rows back their input is.
 * 3. In a long turn every 64th row stores it too, so a reader that begins in the middle looks back a few rows.
 */

import { canMeet } from './can-meet.ts';
import { causes } from './causes.ts';
import type { Row } from './row.ts';
import type { Snapshot } from './snapshot.ts';

/** What a row tells of its turn by what it holds: it is its own, or that of the row before, or it has to be stored. */
export function unsaidTurn({ cause, to, label, duration }: Omit<Row, 'turn'>): 'own' | 'before' | 'unknown' {
  switch (cause) {
    case 'done':
    case 'attempt':
      // Only functions take time; a subgraph's end follows from what its lanes did.
      return duration === undefined ? 'unknown' : 'own';
    case 'resume':
      return 'unknown';
    case 'fail':
      return label === undefined ? 'before' : 'own';
    case 'migrate':
      return to === undefined ? 'own' : 'before';
    default:
      return causes[cause] === 'outside' ? 'own' : 'before';
  }
}

/** How many rows of a turn lie between two that store where it began. */
const each = 64;

/** How many rows before a row its input is, where it has to say that; 0 where it is the input. */
export function saidTurn(row: Row): number | undefined {
  const back = row.seq - row.turn;
  switch (unsaidTurn(row)) {
    case 'own':
      return back === 0 ? undefined : back;
    case 'before':
      return back === 0 || back % each === 0 ? back : undefined;
    case 'unknown':
      return back;
  }
}

/**
 * Whether a row follows from the row before it that does not tell: it was recorded before rows said it. Lanes that were resumed
 * one after the other count as resumed at once. A subgraph's end follows from what its lanes did, and so does its failed
 * attempt, unless its lanes could still have met: then its time was over. `before` is the state before it.
 */
export function followsUnsaid({ cause, lane: path }: Row, last: Row | undefined, before: Snapshot): boolean {
  if (cause === 'resume') return last?.cause === 'resume';
  const lane = before.lanes.get(path);
  if (lane?.phase !== 'open') return false;
  return cause === 'done' ? lane.fork?.closed !== 0 : !canMeet(before, lane);
}
