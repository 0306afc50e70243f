/** How threads of an older version of a graph go on with this one, whose nodes are `Name`. */
export interface Migration<Name extends string = string> {
  /** The fingerprint or the version of the older graph. */
  readonly from: string;
  /** What became of nodes that are gone: new names by old. */
  readonly nodes?: Readonly<Record<string, Name>>;
  /** Makes a state that this graph's schemas accept. */
  readonly state?: (old: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}
