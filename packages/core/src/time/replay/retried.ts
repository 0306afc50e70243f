import type { Lane } from '../../advance/state/lane.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Retried } from '../../advance/moves/turn.ts';
import type { RowQueue } from '../read/row-queue.ts';

/**
 * What became of a lane's failed attempt, by the rows that an input led to: the first of the queue is the input's own.
 * Undefined where none of them is of that attempt. Where the failure led on without another attempt, the next attempt of
 * the lane is of another node, or of another visit.
 */
export function retriedIn(queue: RowQueue, { path, node }: Lane, attempt: number): Retried | undefined {
  for (let at = 0; ; at += 1) {
    const row = queue.peek(at);
    if (row === undefined || row.turn !== queue.peek()?.turn) return undefined;
    if (row.lane !== path || row.from !== node) continue;
    if (at > 0 && leadsOn.has(row.cause)) return undefined;
    if (row.cause !== 'attempt' || row.attempt !== attempt) continue;
    if (row.phase === 'passing') return { again: false };
    return { again: true, ...(row.due !== undefined && { due: row.due }) };
  }
}

const leadsOn: ReadonlySet<Row['cause']> = new Set(['error', 'fail']);
