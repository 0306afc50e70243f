import type { TimerData } from './plan-data.ts';

/** What stands before the names of a graph's own timers. */
export const ofGraph = 'graph: ';

/** What a timer is called where a graph is drawn: `24h`, `at s.until`. */
export function timerText({ name, by, words }: Pick<TimerData, 'name' | 'by' | 'words'>): string {
  if (by !== undefined) return `${by} ${words ?? '…'}`;
  return name.startsWith(ofGraph) ? name.slice(ofGraph.length) : name;
}
