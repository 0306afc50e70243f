import { problem } from '../../base/problem/problem.ts';
import { idInWords, whyNoId } from '../../store/contract/thread-id.ts';

/** Refuses an id that cannot be one. */
export function mustBeMessageId(thread: string, id: string | undefined): void {
  const why = id === undefined ? undefined : whyNoId(id);
  if (why !== undefined) throw problem('thread/invalid-message-id', { thread, id: idInWords(id), why });
}
