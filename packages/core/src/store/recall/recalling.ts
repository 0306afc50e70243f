import type { Fact } from './fact.ts';
import type { FactFilter } from './fact-filter.ts';
import type { FactPlace } from './fact-place.ts';

/** What makes vectors of texts; those of LangChain do. */
export interface Embeddings {
  embedDocuments(texts: string[]): Promise<readonly (readonly number[])[]>;
  embedQuery(text: string): Promise<readonly number[]>;
}

/** A fact that another comes from: as it was when it was read, where it is given as it was found, and else as it is now. */
export type FactSource = FactPlace & { readonly version?: number };

interface FactParts {
  /** In words, by which it is found. */
  readonly text: string;
  /** What it is known by in its namespace; by default it follows from the text, so that the same is remembered once. */
  readonly id?: string;
  /** Where it comes from: checkpoints, `thread@seq`, beside the one that it is written with, and facts, with any of which this saying of it goes. */
  readonly from?: readonly (string | FactSource)[];
  /** The id of a thread that this saying of it goes with. */
  readonly of?: string;
  /** This saying of it is over from then on. */
  readonly until?: Date;
  /** By what it is found in place of its text; by nothing, where there are none. */
  readonly found?: readonly string[];
  /** The vectors of that, where they are known. */
  readonly vectors?: readonly (readonly number[])[];
}

/** What is to be remembered; a fact goes with the last of its sayings. */
export type NewFact<Value = unknown> = FactParts &
  (undefined extends Value ? { readonly value?: Value } : { readonly value: Value });

/** What to recall. */
export interface RecallQuery {
  /** By what is said here; the newest facts where it is left out. */
  readonly text?: string;
  /** By words, by meaning, or, by default where there are embeddings, by both. */
  readonly by?: 'words' | 'meaning' | 'both';
  /** What properties of the values have to be: equal, or by `$eq`, `$ne`, `$gt`, `$gte`, `$lt`, `$lte`, `$in`, `$nin`. */
  readonly where?: FactFilter;
  /** 10 by default. */
  readonly limit?: number;
  /** How many of the best to leave out. */
  readonly offset?: number;
}

/** A fact that was found; the higher its score, the better. */
export interface FoundFact<Value = unknown> extends Fact<Value> {
  readonly score: number;
}
