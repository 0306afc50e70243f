import { durationText } from '@cairn/drawing/words';
import type { LogRow } from '../../api.ts';

/** What a way took and spent, by what that is called. */
export function sumsOf(way: readonly LogRow[]): ReadonlyMap<string, string> {
  const spent = new Map<string, number>();
  let [worked, failures] = [0, 0];
  for (const { cause, label, note, duration } of way) {
    worked += duration ?? 0;
    failures += note?.failure !== undefined && cause === 'attempt' ? 1 : 0;
    if (cause === 'spend' && label !== undefined) spent.set(label, (spent.get(label) ?? 0) + (note?.amount ?? 0));
  }
  return new Map([
    ['checkpoints on its way', way.length.toLocaleString('en')],
    ['time on its way', durationText(timeOf(way))],
    ['at work', durationText(worked)],
    ['failed attempts', String(failures)],
    ...[...spent].map(([name, amount]) => [`spent ${name}`, amount.toLocaleString('en')] as const),
  ]);
}

/**
 * How long a way took, in milliseconds: from row to row, without how long ago its beginning was when somebody forked it, or sent the thread back to
 * it, as it went nowhere meanwhile.
 */
export function timeOf(way: readonly Pick<LogRow, 'cause' | 'time'>[]): number {
  let time = 0;
  for (const [at, row] of way.entries()) {
    const before = way[at - 1];
    if (before !== undefined && row.cause !== 'fork' && row.cause !== 'rewind')
      time += Math.max(0, row.time - before.time);
  }
  return time;
}
