import type { Cause, Row } from '../../advance/state/row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';

/**
 * The rows that led to one, oldest first: how its lane came to its node, the attempts of that visit that failed, what was
 * done to it by hand meanwhile, and how the lanes closed or failed that it waited for. `back` are the rows before it, newest first; `before` is the state then.
 */
export async function originOf(row: Row, before: Snapshot, back: AsyncIterable<Row>): Promise<readonly Row[]> {
  const wanted = wantedLanes(row, before);
  const found: Row[] = [];
  if (row.cause === 'start') return found;
  for await (const earlier of back) {
    if (earlier.lane === row.lane) {
      const leads = earlier.to !== undefined || opens(earlier, row.lane);
      if (leads || earlier.cause === 'attempt' || byHand.has(earlier.cause)) found.push(earlier);
      if (leads) break;
    } else if (opens(earlier, row.lane)) {
      found.push(earlier);
      break;
    } else if (wanted.has(earlier.lane)) {
      found.push(earlier);
      wanted.delete(earlier.lane);
    } else if (ofAll.has(earlier.cause)) {
      found.push(earlier);
    }
  }
  return found.toReversed();
}

/** What is done to the whole thread from outside, and what is done to a lane of it. */
const ofAll: ReadonlySet<Cause> = new Set(['fork', 'rewind', 'migrate']);
const byHand: ReadonlySet<Cause> = new Set([...ofAll, 'edit', 'resume']);

/** The lanes whose last row counts: those that met, were needed or were cancelled here, and the one whose failure was handled. */
function wantedLanes({ cause, lane, note }: Row, before: Snapshot): Set<string> {
  const wanted = new Set(note?.cancelled);
  if (note?.lane !== undefined) wanted.add(note.lane);
  const { fork, needs } = before.lanes.get(lane) ?? {};
  // Of lanes that come and go one meets its holder at a time.
  if (fork?.came !== undefined && cause === 'join') return wanted;
  if (cause === 'begin') for (const path of needs ?? []) wanted.add(path);
  const failedToJoin = cause === 'fail' && note?.pending === 'open';
  if (failedToJoin || cause === 'join' || cause === 'done' || cause === 'pass')
    for (const path of fork?.lanes ?? []) wanted.add(path);
  return wanted;
}

function opens({ opened }: Row, lane: string): boolean {
  return opened?.lanes.some(({ path }) => path === lane) === true;
}
