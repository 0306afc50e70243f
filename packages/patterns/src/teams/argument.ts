import type { Abstention } from './stance.ts';

/** What a side said in a round. */
export interface Argument<Of> {
  /** Counted from 1. */
  readonly round: number;
  readonly by: string;
  readonly argument: Of;
}

/** What a side is given when it is its turn. */
export interface Arguing<Task, Of> {
  readonly task: Task;
  /** Counted from 1. */
  readonly round: number;
  /** The side's own name. */
  readonly me: string;
  /** All that was said, oldest first; of this round by the sides before this one. */
  readonly arguments: readonly Argument<Of>[];
  /** What the judge, or a person, asked to hear, newest last. */
  readonly wanted: readonly string[];
}

/** What the judge is given. */
export interface Judging<Task, Of> {
  readonly task: Task;
  readonly arguments: readonly Argument<Of>[];
  /** The turns in which a side said nothing of use. */
  readonly missed: readonly Abstention[];
  /** How many more rounds may be asked for. */
  readonly left: number;
}

/** What the judge says: a verdict, or what another round is to be about. */
export type Finding<Verdict> =
  | { readonly verdict: Verdict; readonly why?: string; readonly more?: undefined }
  | { readonly more: string; readonly verdict?: undefined };

/** What people are told about a debate that its judge did not decide. */
export interface Unjudged<Task, Of> {
  readonly task: Task;
  readonly arguments: readonly Argument<Of>[];
  /** Why the judge did not: what it threw, or what was wrong with what it said. */
  readonly doubt?: string;
}
