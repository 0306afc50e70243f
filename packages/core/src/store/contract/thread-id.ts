import { latePattern } from '../../base/problem/late-pattern.ts';
import { inWords } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';

/** What turns the direction of reading, joins, is of no width or is shown as nothing: two ids that differ in it look the same. */
const unseen = latePattern(String.raw`[\p{Cc}\p{Cf}\p{DI}]`);
const isPlain = /^[ -~]*$/u;

/** Why something cannot be a new id; undefined where it can. */
export function whyNoId(id: unknown): string | undefined {
  if (typeof id !== 'string') return 'it is no text';
  if (id === '') return 'it is empty';
  if (id.length > 200) return 'it is longer than 200 characters';
  if (/[@\s]/u.test(id)) return 'it has "@" or white space in it';
  if (!id.isWellFormed()) return 'it has half of a character in it';
  if (isPlain.test(id)) return undefined;
  const [character] = unseen().exec(id) ?? [];
  return character === undefined ? undefined : `it has ${codeOf(character)} in it, a character that nobody sees`;
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Refuses an id that a checkpoint could not be named by: `INC-42@17` has to be read back, and told from others. */
export function checkId(id: string): string {
  const why = whyNoId(id);
  if (why !== undefined) throw problem('thread/invalid-id', { thread: idInWords(id), why });
  return id;
}

/** An id that cannot be one, as it is said. */
export function idInWords(id: unknown): string {
  return typeof id === 'string' && id.length <= 200 ? id : inWords(id);
}
