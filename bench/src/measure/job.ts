/** What a job is asked to do. */
export interface Given {
  /** How much work: transitions, lanes, turns, threads. */
  readonly size: number;
  readonly store: 'memory' | 'sqlite';
  /** In which shape of state, where a job knows several. */
  readonly shape?: string;
  /** A folder that all jobs of one benchmark share. */
  readonly folder: string;
  /** Fewer repetitions. */
  readonly quick: boolean;
}

/** What came out, by name; each name says its unit. */
export type Measured = Readonly<Record<string, number>>;

/** One piece of work of one contestant, measured in a process of its own. */
export type Job = (given: Given) => Promise<Measured>;
