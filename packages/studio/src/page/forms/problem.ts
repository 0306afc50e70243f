/** Something that is wrong with what was filled in, and where: the names of entries, the places of items. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Which of several is chosen where a path leads; `depth` counts those that are chosen one in the other. */
export type Chosen = (path: Problem['path'], depth: number) => number | undefined;
