/** What nobody knows the types of yet. */
export interface Hints {
  readonly [key: string]: Hint;
}

/**
 * Any value. A function without parameters is looked at before the state of its graph is known, and what it returns is typed
 * once and for all: beside literals and a tuple, those that it returns are kept.
 */
type Hint = '' | 0 | 0n | boolean | null | undefined | {} | Hints | readonly Hint[] | readonly [];
