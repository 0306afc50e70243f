import type { GraphSource } from './source.ts';

/** All that is known about a graph at compile time. */
export interface Facts {
  readonly name: string;
  readonly state: unknown;
  /** The state as a thread at rest has it: without keys that live in one lane, or are never stored. */
  readonly stored: unknown;
  readonly update: unknown;
  readonly input: unknown;
  readonly outcome: string;
  /** The names of its nodes, and of its subgraphs'. */
  readonly nodes: string;
  readonly events: unknown;
  /** By key, what takes the answers to its questions. */
  readonly questions: unknown;
  /** What it needs to run, its subgraphs' needs included. */
  readonly services: unknown;
}

/** A declared graph, to be started, or used as a node of another. */
export interface Graph<Known extends Facts = Facts> {
  readonly name: Known['name'];
  readonly source: GraphSource;
  /** Exists for types only. */
  readonly '~facts'?: Known;
}

/** A graph of which nothing is known. */
export type AnyGraph = Graph;

/** The facts of a graph: `FactsOf<typeof incident>['state']`. */
export type FactsOf<Declared extends AnyGraph> = NonNullable<Declared['~facts']>;

type NameIn<Records> = Records extends unknown ? keyof Records : never;

type In<Records, Name> = Records extends unknown ? (Name extends keyof Records ? Records[Name] : never) : never;

/** One record of a union of records; what several have is any of theirs. */
export type Merged<Records> = { readonly [Name in NameIn<Records>]: In<Records, Name> };
