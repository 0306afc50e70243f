/** What is wrong, the graph, and every mistake found in it: its code and its path. */
export type Row = readonly [
  what: string,
  graph: unknown,
  ...mistakes: readonly (readonly [code: string, path: string])[],
];
