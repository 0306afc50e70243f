import type { Diagram } from '@cairn/core';

export type Edge = Diagram['edges'][number];

/** What is marked in a drawing; each set may be left out. Nodes are named by their ids, moves as `moveOf` names them. */
export interface Drawn {
  readonly visited?: ReadonlySet<string>;
  readonly current?: ReadonlySet<string>;
  readonly failed?: ReadonlySet<string>;
  readonly taken?: ReadonlySet<string>;
  readonly possible?: ReadonlySet<string>;
  /** Written beside nodes, and beside moves that have none. */
  readonly counts?: ReadonlyMap<string, number>;
  /** The move that is pointed out: the one that a checkpoint made. */
  readonly here?: ReadonlySet<string>;
  /** Of two walks: what only the second has been at. */
  readonly other?: ReadonlySet<string>;
  /** How warm nodes are, 0 to 4, where they are coloured by that. */
  readonly heat?: ReadonlyMap<string, number>;
  /** Written at nodes in place of how often they were come to. */
  readonly notes?: ReadonlyMap<string, string>;
}
