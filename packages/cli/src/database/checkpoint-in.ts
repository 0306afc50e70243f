import type { Store } from '@cairn/core/store';
import { checkpointName, savedPrefix, type CheckpointName } from '../line/checkpoint-name.ts';

/** Reads the name of a checkpoint in a store: a thread of LangGraph that is called just so comes first. */
export async function checkpointIn(store: Store, text: string): Promise<CheckpointName> {
  if (text.startsWith(savedPrefix) && (await store.thread(text)) !== undefined) return { thread: text, seq: undefined };
  return checkpointName(text);
}
