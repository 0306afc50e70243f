import { problem } from '../../base/problem/problem.ts';
import { idInWords, whyNoId } from '../../store/contract/thread-id.ts';

/** A problem `thread/invalid-message-id` for an id that cannot be one; undefined is fine. */
export function mustBeMessageId(thread: string, id: string | undefined): void {
  const why = id === undefined ? undefined : whyNoId(id);
  if (why !== undefined) throw problem('thread/invalid-message-id', { thread, id: idInWords(id), why });
}
