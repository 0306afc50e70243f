import type { RunnableConfig } from '@langchain/core/runnables';
import type { Acting } from './chat-model.ts';

/** Who has a thread go on as a Runnable. */
interface Caller {
  /** What is run in an activity is run with this: as a part of the activity's run, which is a part of the caller's. */
  configFor(acting: Pick<Acting, 'lane'>): RunnableConfig;
}

/** Those who have threads go on as Runnables here, by thread. */
export const callers: Map<string, Caller> = new Map<string, Caller>();
