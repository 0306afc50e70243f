import { listed, summaryOf } from '@cairn/core/store';
import type { Status, Summary, ThreadRecord } from '@cairn/core/store';
import type { Style } from '../printing/output.ts';

/** Where a thread stands, in a few words. */
export function placeText(record: ThreadRecord): string {
  const { at = [], outcome } = summaryOf(record);
  if (outcome !== undefined) return outcome;
  const nodes = [...new Set(at.map(({ node }) => node))];
  return nodes.length > 3 ? `${nodes.slice(0, 3).join(', ')}, …` : nodes.join(', ');
}

/** What a waiting thread waits for: events, questions, or nothing but time. */
export function awaitedText({ events = [], questions = [] }: Summary): string {
  return listed([
    ...questions.map(({ key, child }) => (child === undefined ? `answer ${key}` : `the end of thread ${child}`)),
    ...events,
  ]);
}

/** How each status is shown. */
export const statusStyle: Readonly<Record<Status, Style>> = {
  running: 'blue',
  waiting: 'yellow',
  done: 'green',
  failed: 'red',
  cancelled: 'magenta',
};
