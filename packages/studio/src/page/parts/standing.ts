import type { ThreadListed } from '../../api.ts';

/** How a thread stands, in words: where it is, and why it is there. */
export interface Standing {
  /** The nodes that its lanes are at. */
  readonly where: readonly string[];
  /** What it waits for, what came of it, or what went wrong. */
  readonly why: string;
  /** When it goes on by itself, where it does. */
  readonly until?: number;
  /** Somebody has to look at it. */
  readonly isTrouble: boolean;
}

/** How a listed thread stands. */
export function standingOf(thread: ThreadListed): Standing {
  const { status, summary, due, at, driver } = thread;
  const failed = summary?.failed ?? [];
  const places = summary?.at?.map(({ node }) => node) ?? (at === undefined ? failed.map(({ node }) => node) : [at]);
  const where = [...new Set(places)].filter((node) => node !== '');
  if (status === 'running') {
    const isAlone = driver?.isAlive === false;
    return {
      where,
      why: isAlone ? 'its process is gone' : driver?.pid === undefined ? '' : `process ${driver.pid}`,
      isTrouble: isAlone,
    };
  }
  if (status === 'failed') {
    const [first] = failed;
    const more = failed.length > 1 ? `, and ${failed.length - 1} more` : '';
    return { where, why: first === undefined ? '' : `${first.name}: ${first.message}${more}`, isTrouble: true };
  }
  if (status === 'done') return { where, why: summary?.outcome ?? '', isTrouble: false };
  if (status === 'cancelled') return { where, why: summary?.reason ?? '', isTrouble: false };
  return { where, why: waitsFor(thread), isTrouble: failed.length > 0, ...(due !== null && { until: due }) };
}

/** What a waiting thread takes, in words: all that it asks, and any of the events. */
function waitsFor({ summary, due }: ThreadListed): string {
  const questions = summary?.questions ?? [];
  const open = questions.filter(({ child }) => child === undefined).map(({ key }) => key);
  const children = questions.flatMap(({ child }) => child ?? []);
  const events = summary?.events ?? [];
  const asked = [
    ...(open.length === 0 ? [] : [`${open.length === 1 ? 'answer' : 'answers'} to ${list(open, 'and')}`]),
    ...(children.length === 0 ? [] : [`${children.length === 1 ? 'thread' : 'threads'} ${list(children, 'and')}`]),
  ].join(', and ');
  // Whether an event ends what is asked, or is for another lane, a summary does not tell.
  if (asked !== '') return events.length === 0 ? asked : `${asked}; takes ${list(events, 'or')}`;
  if (events.length > 0) return list(events, 'or');
  return due === null ? '' : 'its time';
}

function list(words: readonly string[], between: 'and' | 'or'): string {
  const most = 4;
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} ${between} ${shown.at(-1)}`;
}
