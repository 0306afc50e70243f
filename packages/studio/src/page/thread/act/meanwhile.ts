import type { LogRow, Question, ThreadListed } from '../../../api.ts';

/** A thread as it is by now, and what happened since somebody saw it. */
export interface Meanwhile {
  /** The newest checkpoint that they have seen. */
  readonly seen: number;
  readonly now: Pick<ThreadListed, 'head' | 'summary'>;
  /** Rows of the log, as far as they are known. */
  readonly rows: readonly LogRow[];
}

/**
 * What became of a question while somebody was about to answer it, in words; undefined as far as it stands. The question is the one that
 * was seen: another may be asked under its key.
 */
export function otherQuestion({ key, lane }: Question, { seen, now, rows }: Meanwhile): string | undefined {
  const since = rows.filter((row) => row.seq > seen);
  if (since.some(({ cause }) => cause === 'rewind')) return 'The thread was sent back meanwhile.';
  const row = since.findLast(
    (each) => (each.cause === 'ask' || each.cause === 'answer') && each.label === key && each.lane === lane,
  );
  if (row?.cause === 'answer') return `This was answered meanwhile${placeOf(row)}.`;
  if (row !== undefined) return `This was answered meanwhile, and is asked anew${placeOf(row)}.`;
  if (now.head <= seen || now.summary === null) return undefined;
  const isAsked = (now.summary.questions ?? []).some((each) => each.key === key && each.lane === lane);
  return isAsked ? undefined : 'This is not asked any more: the thread went on.';
}

/** That a thread does not take an event any more, once it has come to rest; undefined where it takes it. */
export function takenNoMore(event: string, { seen, now }: Omit<Meanwhile, 'rows'>): string | undefined {
  if (now.head <= seen || now.summary === null || (now.summary.events ?? []).includes(event)) return undefined;
  return 'The thread does not take this any more: it went on meanwhile.';
}

function placeOf({ seq, note }: LogRow): string {
  const by = note?.context?.['by'];
  return `, at checkpoint ${seq}${by === undefined ? '' : ` by ${by}`}`;
}
