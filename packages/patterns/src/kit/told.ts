/** Any value that a worker may say: by it literals and tuples are kept that a function without parameters returns. */
export type Hint = '' | 0 | 0n | boolean | null | undefined | {} | Hints | readonly Hint[] | readonly [];

interface Hints {
  readonly [key: string]: Hint;
}

/** A schema of what workers say. Functions are looked at before their schema is known, so what it gives is inferred by itself. */
export interface Giving<Value> {
  readonly '~standard': { readonly types?: { readonly output: Value } | undefined };
}
