import type {
  FactsOf,
  Graph,
  InputOf,
  Limits,
  Merged,
  Parts,
  ServiceDefinitions,
  ServicesOf,
  StateOfKeys,
  StoredOfKeys,
  UpdateOfKeys,
} from '@cairn/core';
import type { GraphIn } from './worker.ts';

/** What every pattern may be told, as a graph is. */
export interface PatternOptions<Name extends string, Services extends ServiceDefinitions> {
  readonly name: Name;
  readonly description?: string;
  readonly version?: string;
  /** What its workers find in `ctx.services`. */
  readonly services?: Services;
  /**
   * The most that it may use, its workers included, of whatever they spend by `ctx.spend`: once one is used up it ends as `exhausted`, where it can. Its
   * `transitions` are a fuse: where they run out the thread fails with `limit/exceeded`. A saga's hold for its steps, and not for undoing them.
   */
  readonly limits?: Limits;
}

/** What is known of a pattern's graph. */
interface Known {
  readonly name: string;
  readonly keys: Parts['state'];
  readonly outcome: string;
  readonly nodes: string;
  /** What may be sent, payloads by name. */
  readonly events: object;
  readonly services: ServiceDefinitions;
  /** Those who work in it: what their graphs take and need, it takes and needs. */
  readonly workers: unknown;
}

/** Of a worker that is a function there is nothing to know. */
type Inside<Workers, Fact extends 'events' | 'questions' | 'services'> = [GraphIn<Workers>] extends [never]
  ? {}
  : Merged<FactsOf<GraphIn<Workers>>[Fact]>;

/** The graph that a pattern gives. */
export type PatternGraph<Of extends Known> = Graph<{
  readonly name: Of['name'];
  readonly state: StateOfKeys<Of['keys']>;
  readonly stored: StoredOfKeys<Of['keys']>;
  readonly update: UpdateOfKeys<Of['keys']>;
  readonly input: InputOf<{ readonly state: Of['keys'] }>;
  readonly outcome: Of['outcome'];
  readonly nodes: Of['nodes'] | FactsOf<GraphIn<Of['workers']>>['nodes'];
  readonly events: Of['events'] & Inside<Of['workers'], 'events'>;
  readonly questions: Inside<Of['workers'], 'questions'>;
  readonly services: ServicesOf<Of['services']> & Inside<Of['workers'], 'services'>;
}>;

/** What of a pattern's options stands in its graph as it is. */
export function saidOf({
  name,
  description,
  version,
  services,
  limits,
}: PatternOptions<string, ServiceDefinitions>): PatternOptions<string, ServiceDefinitions> {
  return {
    name,
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    ...(services !== undefined && { services }),
    ...(limits !== undefined && { limits }),
  };
}
