/** `GET graphs`: the graphs that threads ran, and those that the server has. */
export interface Graphs {
  readonly graphs: readonly GraphListed[];
}

/** A graph in a list. */
export interface GraphListed {
  readonly name: string;
  /** Whether the server has it, so that it can be started. */
  readonly isHere: boolean;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Its versions, the newest last, and how many threads last ran with each that are not over. */
  readonly versions: readonly { readonly fingerprint: string; readonly version?: string; readonly threads: number }[];
}

/** `GET graphs/{name}/heat?since=&until=&version=`: over the threads that something happened to in that time. */
export interface Heat {
  /** How many threads were looked at; at most so many are. */
  readonly threads: number;
  readonly isCut?: true;
  readonly nodes: readonly NodeHeat[];
  /** How often each move was made, as `moveOf` of `@cairn/drawing` names it. */
  readonly moves: readonly { readonly move: string; readonly count: number }[];
}

/** What is known of a node over many threads. */
export interface NodeHeat {
  /** Its id in the diagram. */
  readonly id: string;
  /** How many lanes are there now. */
  readonly now: number;
  readonly visits: number;
  readonly failures: number;
  /** Milliseconds that lanes were there: half of them at most the first, 95 of 100 at most the second. */
  readonly p50?: number;
  readonly p95?: number;
}
