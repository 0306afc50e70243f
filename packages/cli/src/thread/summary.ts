import { listed } from '@cairn/core/store';
import type { Status, ThreadRecord } from '@cairn/core/store';
import type { Style } from '../printing/output.ts';

/** What a store tells of a thread at rest. */
export interface Summary {
  readonly at?: readonly { readonly lane: string; readonly node: string }[];
  readonly outcome?: string;
  readonly reason?: string;
  readonly failed?: readonly {
    readonly lane: string;
    readonly node: string;
    readonly name: string;
    readonly message: string;
    readonly code?: string;
  }[];
  readonly events?: readonly string[];
  readonly questions?: readonly {
    readonly lane: string;
    readonly node: string;
    readonly key: string;
    /** The thread whose end answers it. */
    readonly child?: string;
  }[];
}

/** A thread's summary; empty while it is at work. */
export function summaryOf({ summary }: ThreadRecord): Summary {
  return summary === null ? {} : (JSON.parse(summary) as Summary);
}

/** A record as JSON shows it: its summary is no text but what the text says. */
export function recordJson(record: ThreadRecord): Omit<ThreadRecord, 'summary'> & { readonly summary: unknown } {
  return { ...record, summary: record.summary === null ? null : (JSON.parse(record.summary) as unknown) };
}

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
