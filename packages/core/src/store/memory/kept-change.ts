import { isOtherwise, type Asked, type Changed } from '../contract/changed.ts';
import type { Message } from '../contract/store.ts';
import { shownBy, unreadAfter, type KeptThread } from './kept-thread.ts';

/** How a thread is, where it is not as it is known. */
export function changeOf(
  kept: KeptThread | undefined,
  { thread, known, seen = Infinity, unread, shown: before }: Asked,
  message: (id: number) => Message | undefined,
): Changed | undefined {
  if (kept === undefined) return { thread, record: undefined, messages: [], consumed: [], shown: 0 };
  const messages = unreadAfter(kept, seen).map((left) => left.message);
  const consumed = (unread ?? []).flatMap((id) => {
    const left = message(id);
    return left?.outcome === null ? [] : [{ id, outcome: left?.outcome ?? null }];
  });
  const shown = shownBy(kept);
  const isNews = isOtherwise(known, kept.record) || (before !== undefined && before !== shown);
  if (!isNews && messages.length === 0 && consumed.length === 0) return undefined;
  return { thread, record: { ...kept.record }, messages, consumed, shown };
}
