/** The last checkpoint a thread can have; what is left of a safe integer counts 134 million threads. */
export const lastSeq: number = 2 ** 26 - 1;

/** The seq of a checkpoint with this id. */
export function seqOf(id: number): number {
  return id % 2 ** 26;
}

/** The id of a checkpoint in the file. */
export function rowId(thread: number, seq: number): number {
  return thread * 2 ** 26 + Math.min(seq, lastSeq);
}
