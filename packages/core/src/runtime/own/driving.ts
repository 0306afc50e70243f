import type { Plan } from '../../compile/plan.ts';
import type { DriveEnd } from '../drive/drive-turn.ts';
import type { Driver } from '../drive/driver.ts';
import type { ThreadLog } from '../drive/thread-log.ts';

/** What is done with a driver, and how its thread is taken where nobody drives it here. */
export interface Use<Answer = unknown> {
  readonly of: (driver: Driver) => Promise<Answer>;
  /** Whether it takes it from a living owner too, asked whenever that is tried. */
  readonly force?: () => boolean;
  /** The plan of its graph, where that is known: a problem `thread/wrong-graph` where it is another. */
  readonly plan?: Plan | undefined;
  /** Nothing starts before the first commit, so the thread may be taken with that. */
  readonly lazily?: boolean;
  /** Changes the state by hand, as may be done with a thread that is at its end. */
  readonly edits?: boolean;
}

/** A thread that is driven here. */
export interface Driving {
  readonly driver: Driver;
  readonly log: ThreadLog;
  readonly ended: Promise<DriveEnd>;
  readonly used: unknown;
  readonly answer: Promise<unknown> | undefined;
}
