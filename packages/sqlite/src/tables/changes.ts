import { isOtherwise, type Asked, type Changed, type Store } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { asOfOneMoment } from '../file/at-once.ts';
import { oneMessage, unreadOf } from './messages.ts';
import type { Statements } from './statements.ts';
import { soundRecord } from './threads.ts';

/** The part of a store that tells waiters and drivers which of some threads differ from what they know of them. */
export function changes(db: Database, store: string, statements: Statements): Pick<Store, 'changed'> {
  const changed = (asked: readonly Asked[]): readonly Changed[] =>
    asked.flatMap((each) => changeOf(store, statements, each) ?? []);
  return { changed: asOfOneMoment(db, changed) };
}

/** How a thread is, where it differs from what is known of it; undefined where it does not, and then only what is compared is read. */
function changeOf(
  store: string,
  statements: Statements,
  { thread, known, seen, unread = [], shown: before }: Asked,
): Changed | undefined {
  const pulse = statements.pulse.get(thread);
  if (pulse === undefined) return { thread, record: undefined, messages: [], consumed: [], shown: 0 };
  const messages = seen === undefined ? [] : unreadOf(store, statements, thread, seen);
  const consumed = unread.flatMap((id) => {
    const left = oneMessage(store, statements, id);
    return left?.outcome === null ? [] : [{ id, outcome: left?.outcome ?? null }];
  });
  const isOther = isOtherwise(known, pulse);
  if (!isOther && messages.length === 0 && consumed.length === 0) {
    if (before === undefined || before === (statements.shown.get(thread) ?? 0)) return undefined;
  }
  const row = statements.thread.get(thread);
  const record = row && soundRecord(store, row);
  return { thread, record, messages, consumed, shown: statements.shown.get(thread) ?? 0 };
}
