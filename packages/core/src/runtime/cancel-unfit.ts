import { advanceBy } from '../advance/advance.ts';
import type { Input } from '../advance/moves/input.ts';
import { load } from '../store/load.ts';
import { taking, type Taking } from './rewind.ts';
import type { Runtime } from './runtime.ts';
import { ThreadLog } from './drive/thread-log.ts';
import { problem } from '../base/problem/problem.ts';

type Cancel = Extract<Input, { type: 'cancel' }>;

/** Ends a thread that today's graph cannot take up: where it stands is of no account for that. */
export async function cancelUnfit(runtime: Runtime, thread: string, cancel: Cancel, taken: Taking): Promise<void> {
  await runtime.holding(async () => {
    const record = await taking(runtime, thread, taken);
    try {
      const { store, codec, clock } = runtime.environment;
      const { snapshot, upkeep } = await load(store, thread, { codec });
      const log = new ThreadLog(runtime.environment, record, upkeep, snapshot);
      log.beDriven(() => runtime.closing);
      const plan = runtime.planOf(record);
      const step = advanceBy(plan, snapshot, cancel, { now: clock.now(), codec });
      if (step.refused !== undefined) throw step.refused;
      taken.signal?.throwIfAborted();
      const rest = {
        status: 'cancelled',
        due: null,
        summary: JSON.stringify({ at: [], reason: cancel.reason }),
      } as const;
      if ((await log.commit(step.rows, step.snapshot, { rest })) === 'stale') throw problem('thread/stale', { thread });
    } catch (error) {
      await runtime.releases.release({ thread, fence: record.fence });
      throw error;
    }
  });
  runtime.waiters.nudge(thread);
}
