/** A mistake in an expression, at a place of its text. */
export interface Flaw {
  readonly at: number;
  readonly message: string;
}

/** How somebody is told to write something else. */
export function inPlaceOf(written: string, write: string): string {
  return `In place of ${written} write ${write}.`;
}

/** What is told where no expression says it. */
export const inActivity = 'Decide it in an activity, and keep it in the state.';

/** What is told of regular expressions. */
export const regularExpressions =
  'Regular expressions are not offered, as some take for ever. Use contains, startsWith or endsWith, or decide it in an activity.';
