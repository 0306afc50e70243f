import { acceptMessage, type Message, type Store } from '@cairn/core/store';
import type { MessageRow, Statements } from './statements.ts';

/** Leaves and reads messages, and tells whether anything may have been left. */
export function messages(
  store: string,
  statements: Statements,
): Pick<Store, 'leave' | 'messages' | 'message' | 'version'> {
  let leaves = 0;
  return {
    // SQLite counts what other connections write; runtimes that share this one leave each other messages.
    version: () => (statements.dataVersion.get() ?? 0) + leaves,
    leave(thread, body, at, queued) {
      acceptMessage(store, body, at);
      leaves += 1;
      const left = statements.leave.run({ thread, body, at, queued: queued ? 1 : 0 });
      return left.changes === 0 ? undefined : Number(left.lastInsertRowid);
    },
    messages: (thread) => statements.unread.all({ thread }).map(messageOf),
    message(id) {
      const row = statements.message.get(id);
      return row && messageOf(row);
    },
  };
}

function messageOf(row: MessageRow): Message {
  return { ...row, queued: row.queued === 1 };
}
