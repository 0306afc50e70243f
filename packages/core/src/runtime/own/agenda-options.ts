import type { DriveEnd } from '../drive/drive-turn.ts';
import type { Environment } from '../environment/environment.ts';

/** What an agenda is given. */
export interface AgendaOptions {
  readonly environment: Environment;
  /** The names of the graphs whose threads are taken up. */
  readonly graphs: readonly string[];
  /** Takes a thread up; gives how its drive ends once it is driven here, and nothing where it was driven here before. */
  readonly take: (id: string) => Promise<{ readonly ended: Promise<DriveEnd> } | 'later' | undefined>;
  /** How many threads are driven here. */
  readonly driven: () => number;
  /** How many threads are driven at once before no more are taken up. */
  readonly concurrency: number;
}

/** How a worker goes through an agenda. */
export interface Working {
  readonly concurrency: number;
  /** The store will never answer again. */
  readonly fail: (error: unknown) => void;
}
