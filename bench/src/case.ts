import type { Given } from './measure/job.ts';

/** The columns of the table. */
export const contestants = ['raw', 'xstate', 'langgraph', 'delta', 'cairn'] as const;

/** Who does the work: a bare database, the peers (LangGraph.js with its own channels and with its delta channel), Cairn. */
export type Contestant = (typeof contestants)[number];

/** One job of a case; rounds repeat it. */
export interface Run {
  /** By this name lines refer to it. */
  readonly id: string;
  /** `<work>/<contestant>`, a file in `jobs`. */
  readonly job: string;
  readonly size: number;
  readonly store?: Given['store'];
  readonly shape?: Given['shape'];
  /** A job that is done once, before the rounds: it writes what this one reads. */
  readonly before?: string;
  /** Left out by `--quick`. */
  readonly slow?: boolean;
}

/** A measured number: `<run>.<name>`. */
export type Reference = `${string}.${string}`;

/** What is promised: a ratio of two numbers of one round, or a number by itself. */
export interface Goal {
  /** The goal in words, as the table shows it. */
  readonly says: string;
  readonly of: Reference;
  /** What it is divided by; without it, the number itself is held against the limit. */
  readonly over?: Reference;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** One line of the table. */
export interface Line {
  readonly title: string;
  readonly unit: string;
  readonly cells: Partial<Readonly<Record<Contestant, Reference>>>;
  readonly goals: readonly Goal[];
}

/** Work that contestants do beside each other. */
export interface Case {
  readonly name: string;
  readonly runs: readonly Run[];
  readonly lines: readonly Line[];
}
