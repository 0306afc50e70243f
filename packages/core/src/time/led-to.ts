import type { Row } from '../advance/row.ts';
import type { Snapshot } from '../advance/snapshot.ts';

/**
 * The rows that led to one, oldest first: how its lane came to its node, the attempts of that visit that failed, and how
 * the lanes closed or failed that it waited for. `back` are the rows before it, newest first; `before` is the state then.
 */
export async function ledTo(row: Row, before: Snapshot, back: AsyncIterable<Row>): Promise<readonly Row[]> {
  const wanted = wantedLanes(row, before);
  const found: Row[] = [];
  if (row.cause === 'start') return found;
  for await (const earlier of back) {
    if (earlier.lane === row.lane) {
      if (earlier.cause === 'attempt') found.push(earlier);
      if (earlier.to !== undefined || opens(earlier, row.lane)) {
        found.push(earlier);
        break;
      }
    } else if (opens(earlier, row.lane)) {
      found.push(earlier);
      break;
    } else if (wanted.has(earlier.lane)) {
      found.push(earlier);
      wanted.delete(earlier.lane);
    }
  }
  return found.toReversed();
}

/** The lanes whose last row counts: those that met or were cancelled here, and the one whose failure was handled. */
function wantedLanes({ cause, lane, note }: Row, before: Snapshot): Set<string> {
  const wanted = new Set(note?.cancelled);
  if (note?.lane !== undefined) wanted.add(note.lane);
  const fork = before.lanes.get(lane)?.fork;
  const failedToJoin = cause === 'fail' && note?.pending === 'open';
  if (failedToJoin || cause === 'join' || cause === 'done' || cause === 'pass')
    for (const path of fork?.lanes ?? []) wanted.add(path);
  return wanted;
}

function opens({ opened }: Row, lane: string): boolean {
  return opened?.lanes.some(({ path }) => path === lane) === true;
}
