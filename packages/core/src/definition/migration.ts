/** How threads of an older version of a graph go on with this one, whose nodes are `Name`. */
export interface Migration<Name extends string = string> {
  /** The fingerprint or the version of the older graph; without it, any that no other entry names. */
  readonly from?: string;
  /** What became of nodes that are gone: new names by old. */
  readonly nodes?: Readonly<Record<string, Name>>;
  /** Makes a state that this graph's schemas accept. */
  readonly state?: (old: Readonly<Record<string, unknown>>, at: MigrationMoment) => Readonly<Record<string, unknown>>;
}

/** When a state is brought to another graph, and what it is of. */
export interface MigrationMoment {
  /** Milliseconds since 1970: the time of the checkpoint that says so. */
  readonly now: number;
  /** By how many milliseconds the lane's first wait, of those whose `at` said until when, ends later than that; 0 for what lanes were opened with. */
  readonly putOff: number;
  /** What a lane holds, or what lanes were opened with: what a lane that opened them held then. */
  readonly of: 'lane' | 'opening';
}
