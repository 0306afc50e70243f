import type { Plan } from '../../compile/plan.ts';
import type { Asked } from '../environment/asked.ts';
import type { Environment } from '../environment/environment.ts';
import type { Published } from '../observe/event.ts';
import type { Mail } from './mail.ts';
import type { ThreadLog } from './thread-log.ts';
import type { Waiters } from '../wait/waiters.ts';

/** What a driver is given. */
export interface DriverOptions {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly log: ThreadLog;
  readonly asked: Asked;
  readonly listeners: ReadonlySet<(event: Published) => void>;
  readonly mail?: Mail | undefined;
  /** The thread was not at rest: what waits in it may have been left in the middle of a step. */
  readonly wasCutOff?: boolean | undefined;
  /** Those who left messages. */
  readonly waiters: Pick<Waiters, 'heardOf'>;
}
