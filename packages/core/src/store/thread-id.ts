import { problem } from '../base/problem.ts';

/** Why something cannot be an id; undefined where it can. */
export function whyNoId(id: unknown): string | undefined {
  if (typeof id !== 'string') return 'it is no text';
  if (id === '') return 'it is empty';
  if (id.length > 200) return 'it is longer than 200 characters';
  if (/[@\s\p{Cc}]/u.test(id)) return 'it has "@", white space or control characters in it';
  return id.isWellFormed() ? undefined : 'it has half of a character in it';
}

/** Refuses an id that a checkpoint could not be named by: `INC-42@17` has to be read back. */
export function checkId(id: string): string {
  const why = whyNoId(id);
  if (why !== undefined) throw problem('thread/invalid-id', { thread: id, why });
  return id;
}
