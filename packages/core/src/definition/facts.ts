import type { GraphSource } from './source.ts';

/** All that is known about a graph at compile time. */
export interface Facts {
  readonly name: string;
  readonly state: unknown;
  readonly update: unknown;
  readonly input: unknown;
  readonly outcome: string;
  readonly events: unknown;
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
