import type { Plan } from '../compile/plan.ts';
import type { Asked } from './asked.ts';
import type { Environment } from './environment.ts';
import type { ThreadEvent } from './event.ts';
import type { Mail } from './mail.ts';
import type { ThreadLog } from './thread-log.ts';
import type { Waiters } from './waiters.ts';

/** What a driver is given. */
export interface DriverOptions {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly log: ThreadLog;
  readonly asked: Asked;
  readonly listeners: ReadonlySet<(event: ThreadEvent) => void>;
  readonly mail?: Mail | undefined;
  /** The thread was not at rest: what waits in it may have been left in the middle of a step. */
  readonly wasCutOff?: boolean | undefined;
  /** Those who left messages. */
  readonly waiters: Pick<Waiters, 'heardOf'>;
}
