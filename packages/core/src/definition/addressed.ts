/** A graph whose threads are talked to: what is known of it is told by its type. */
export interface Addressed<Known extends Talked = Talked> {
  readonly name: string;
  /** Exists for types only. */
  readonly '~facts'?: Known;
}

/** What has to be known of a graph to wait for its threads. */
export interface AwaitedGraph extends Talked {
  readonly outcome: unknown;
  readonly state: unknown;
}

/** What has to be known of a graph to talk to its threads. */
export interface Talked {
  readonly input: unknown;
  readonly events: unknown;
  readonly questions: unknown;
}
