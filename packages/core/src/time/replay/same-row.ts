import type { WholeRow } from '../../advance/state/whole-row.ts';
import type { Note, Opened, Row } from '../../advance/state/row.ts';
import type { Failure } from '../../definition/context.ts';
import { isSame } from '../../base/value/same.ts';

/** What of a row may be other than it was recorded. */
export type RowPart = 'lane' | 'cause' | 'from' | 'to' | 'phase' | 'opened' | 'changes' | 'waits' | 'note';

/**
 * The first part in which a row is not as recorded; undefined where it means the same.
 *
 * Labels, times and the places where errors were thrown mean nothing: the thread goes the same way without them.
 */
export function partThatDiffers(recorded: WholeRow, today: WholeRow): RowPart | undefined {
  if (recorded.lane !== today.lane) return 'lane';
  if (recorded.cause !== today.cause) return 'cause';
  if (recorded.from !== today.from) return 'from';
  if (recorded.to !== today.to) return 'to';
  if (recorded.phase !== today.phase) return 'phase';
  if (!isSameOpening(recorded.opened, today.opened)) return 'opened';
  if (!isSame(recorded.changes, today.changes)) return 'changes';
  if (!isSame(recorded.waits, today.waits)) return 'waits';
  return isSameNote(recorded.note, today.note) ? undefined : 'note';
}

/** Whether folding one row gives exactly what folding the other gives. */
export function isLiterally(recorded: Row, today: Row): boolean {
  return (
    recorded.due === today.due &&
    recorded.opened?.limit === today.opened?.limit &&
    isSame(recorded.note?.failure, today.note?.failure)
  );
}

/** Whether two openings are the same, their `limit` aside: another one shows in when lanes begin. */
function isSameOpening(recorded: Opened | undefined, today: Opened | undefined): boolean {
  if (recorded === undefined || today === undefined) return recorded === today;
  const { lanes, limit: _limit, ...facts } = recorded;
  const { lanes: todaysLanes, limit: _today, ...todaysFacts } = today;
  return (
    isSame(facts, todaysFacts) &&
    lanes.length === todaysLanes.length &&
    lanes.every(({ transient: _, ...lane }, index) => {
      const { transient: _dropped, ...other } = todaysLanes[index] ?? {};
      return isSame(lane, other);
    })
  );
}

function isSameNote(recorded: Note | undefined, today: Note | undefined): boolean {
  if (recorded === today) return true;
  const { failure, ...rest } = withMeaning(recorded);
  const { failure: todaysFailure, ...others } = withMeaning(today);
  return isSameFailure(failure, todaysFailure) && isSame(rest, others);
}

/** A note without what changes no thread's way by itself: whom an input was for, when it came, what was tried, that an attempt was final, and marks for joins and protection. */
function withMeaning(note: Note = {}): Note {
  const {
    to: _to,
    came: _came,
    tried: _tried,
    final: _final,
    beside: _beside,
    decides: _decides,
    guarded: _guarded,
    ...rest
  } = note;
  return rest;
}

function isSameFailure(recorded: Failure | undefined, today: Failure | undefined): boolean {
  if (recorded === undefined || today === undefined) return recorded === today;
  return recorded.name === today.name && recorded.code === today.code && recorded.message === today.message;
}
