/** One thing a schema has against a value. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** One mistake in a graph's definition, found by `check`. */
export interface Mistake {
  /** What kind of mistake, `unknown-node` for example; a heading in `docs/problems/graph.md`. */
  readonly code: string;
  /** Where in the literal, `nodes.triage.next[0].to` for example. */
  readonly path: string;
  /** What is wrong, what was there, and what to do. */
  readonly message: string;
}
