import type { LogRow } from '../../api.ts';

/** The rows that tell of a failure, each failure once: what comes of an attempt that failed for good tells of it once more. */
export function failuresOf(way: readonly LogRow[]): readonly LogRow[] {
  const before = new Map<string, LogRow['cause']>();
  return way.filter(({ lane, cause, note }) => {
    const isAgain = cause !== 'attempt' && before.get(lane) === 'attempt';
    before.set(lane, cause);
    return note?.failure !== undefined && !isAgain;
  });
}
