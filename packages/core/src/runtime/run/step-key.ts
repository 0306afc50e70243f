import { problem } from '../../base/problem/problem.ts';

/** The most characters of a key: it is written with every row and every snapshot that has it. */
const longest = 4_096;

/** Why something cannot be the key of a step, a question or a sleep; undefined where it can. */
function whyNoKey(key: unknown): string | undefined {
  if (typeof key !== 'string') return 'is no text';
  if (key === '') return 'is empty';
  if (key.length > longest) return `is longer than ${longest} characters`;
  // No store keeps half a character: it would refuse the step once its work is done.
  return key.isWellFormed() ? undefined : 'has half of a character, as a text that was cut within an emoji has';
}

/** Refuses a key that cannot be one: a problem `step/invalid-key`. */
export function mustBeStepKey(node: string, key: unknown): void {
  const why = whyNoKey(key);
  if (why === undefined) return;
  throw problem('step/invalid-key', { node, key: typeof key === 'string' ? key : typeof key, why });
}
