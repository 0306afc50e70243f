import { problem } from './problem.ts';

/** So many characters a text can have at most in V8, and so in what can be read back. */
export const longestText: number = 2 ** 29 - 24;

/** What the engine says of a text that would be longer than a text can be, as the problem it is; any other error as it came. */
export function asTooLong(error: unknown, path: string): unknown {
  const isTooLong = error instanceof RangeError && /string length|invalid array length/iu.test(error.message);
  return isTooLong ? tooLong(path, error) : error;
}

/** A value whose text is longer than a text can be. */
export function tooLong(path: string, cause?: unknown): Error {
  return problem('value/refused', { path, found: `a value of more than ${longestText} characters as text` }, cause);
}
