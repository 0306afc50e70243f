import type { RunnableConfig } from '@langchain/core/runnables';
import type { Acting } from './chat-model.ts';

/** Who has a thread go on as a Runnable. */
interface Caller {
  /** What is run in an activity of the caller's is run with this: as a part of the activity's run, which is a part of the caller's. */
  configFor(acting: Pick<Acting, 'signal'>): RunnableConfig | undefined;
}

/** Those who have threads go on as Runnables here, by thread, in whichever store that is; who came first is first. */
export const callers: Map<string, readonly Caller[]> = new Map<string, readonly Caller[]>();
