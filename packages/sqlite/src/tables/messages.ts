import { acceptMessage, type Message, type Store } from '@cairn/core/store';
import { soundText } from '../sums/sound.ts';
import type { MessageRow, Statements } from './statements.ts';
import { textSum } from '../sums/sum.ts';

/** How often something was left or removed by this connection. */
export interface Left {
  count: number;
}

/** Leaves and reads messages, and tells whether anything may have been left. */
export function messages(
  store: string,
  statements: Statements,
  own: Left,
): Pick<Store, 'leave' | 'left' | 'messages' | 'consumed' | 'message' | 'version'> {
  return {
    // SQLite counts what other connections write; runtimes that share this one leave each other messages, and remove threads.
    version: () => (statements.dataVersion.get() ?? 0) + own.count,
    leave(thread, body, at, queued, key) {
      acceptMessage(store, body, at, key);
      own.count += 1;
      const left = leaveOne(statements, thread, { body, at, queued, key: key ?? null });
      if (left.changes > 0) return Number(left.lastInsertRowid);
      return key === undefined ? undefined : statements.leftUnder.get(thread, key);
    },
    left: (thread, key) => statements.leftUnder.get(thread, key),
    messages: (thread, after = 0) => unreadOf(store, statements, thread, after),
    consumed: (thread, limit) => statements.consumed.all({ thread, limit }).map((row) => messageOf(store, row)),
    message: (id) => oneMessage(store, statements, id),
  };
}

/** One message, consumed or not. */
export function oneMessage(store: string, statements: Statements, id: number): Message | undefined {
  const row = statements.message.get(id);
  return row && messageOf(store, row);
}

/** The messages of a thread that are not consumed yet, after one. */
export function unreadOf(store: string, statements: Statements, thread: string, after: number): readonly Message[] {
  return statements.unread.all({ thread, after }).map((row) => messageOf(store, row));
}

/** Adds a message to those of a thread, if there is that thread. */
export function leaveOne(
  { leave }: Statements,
  thread: string,
  { body, at, queued, key }: Pick<Message, 'body' | 'at' | 'queued' | 'key'>,
): ReturnType<Statements['leave']['run']> {
  const isQueued = queued ? 1 : 0;
  return leave.run({ thread, body, at, queued: isQueued, key, sum: textSum(body, at, isQueued, ...keyIn(key)) });
}

/** What a sum covers of a key: nothing where there is none, as in files of earlier formats. */
function keyIn(key: string | null): readonly string[] {
  return key === null ? [] : [key];
}

function messageOf(store: string, { sum, outcome_sum, ...row }: MessageRow): Message {
  const { id, body, at, queued, key, outcome } = row;
  const what = `message ${id} for "${row.thread}"`;
  soundText(store, what, sum, body, at, queued, ...keyIn(key));
  if (outcome !== null) soundText(store, what, outcome_sum, outcome, id);
  return { ...row, queued: queued === 1 };
}
