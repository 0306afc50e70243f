import { problem } from '../base/problem.ts';

/** Refuses an id that a checkpoint could not be named by: `INC-42@17` has to be read back. */
export function checkId(id: string): string {
  if (id === '') throw problem('thread/invalid-id', { thread: id, why: 'it is empty' });
  if (id.length > 200) throw problem('thread/invalid-id', { thread: id, why: 'it is longer than 200 characters' });
  if (/[@\s\p{Cc}]/u.test(id)) {
    throw problem('thread/invalid-id', { thread: id, why: 'it has "@", white space or control characters in it' });
  }
  return id;
}
