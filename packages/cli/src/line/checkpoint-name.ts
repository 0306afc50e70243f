import { usageError } from '../exit-code.ts';

/** A checkpoint as the command line names it: `INC-42@17`, `INC-42@-1`, or `INC-42` for the newest. */
export interface CheckpointName {
  readonly thread: string;
  /** Negative numbers count from the newest, which is -1; absent where none was given. */
  readonly seq: number | undefined;
}

/** What a name begins with that may hold anything: LangGraph's threads are called as their users call them. */
export const savedPrefix = 'langgraph:';

/** Reads the name of a checkpoint. */
export function checkpointName(text: string): CheckpointName {
  const at = text.startsWith(savedPrefix) ? text.search(/@-?[1-9]\d*$/u) : text.indexOf('@');
  if (at === -1) return { thread: text, seq: undefined };
  const seq = text.slice(at + 1);
  if (at === 0 || !/^-?[1-9]\d*$/u.test(seq)) throw notAName(text);
  return { thread: text.slice(0, at), seq: Number(seq) };
}

/** Reads the name of a checkpoint whose number must be there. */
export function exactCheckpointName(text: string): { readonly thread: string; readonly seq: number } {
  const { thread, seq } = checkpointName(text);
  if (seq === undefined)
    throw usageError(`"${text}" names a thread. Name a checkpoint of it: ${text}@17, or ${text}@-1 for the newest.`);
  return { thread, seq };
}

function notAName(text: string): Error {
  return usageError(
    `"${text}" is not a checkpoint. Write a thread and a number: INC-42@17, or INC-42@-1 for the newest.`,
  );
}
