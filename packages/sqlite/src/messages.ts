import { acceptText, type Message, type Store } from '@cairn/core/store';
import type { MessageRow, Statements } from './statements.ts';

/** Leaves and reads messages. */
export function messages(store: string, statements: Statements): Pick<Store, 'leave' | 'messages' | 'message'> {
  return {
    leave(thread, body, at, queued) {
      acceptText(store, 'A message', body);
      const left = statements.leave.run({ thread, body, at, queued: queued ? 1 : 0 });
      return left.changes === 0 ? undefined : Number(left.lastInsertRowid);
    },
    messages: (thread) => statements.unread.all(thread).map(messageOf),
    message(id) {
      const row = statements.message.get(id);
      return row && messageOf(row);
    },
  };
}

function messageOf(row: MessageRow): Message {
  return { ...row, queued: row.queued === 1 };
}
