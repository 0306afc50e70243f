import { advanceBy } from '../advance/advance.ts';
import { load } from '../store/load.ts';
import type { OnBusy } from './environment/on-busy.ts';
import { taking } from './rewind.ts';
import type { Runtime } from './runtime.ts';
import { ThreadLog } from './drive/thread-log.ts';
import { problem } from '../base/problem/problem.ts';

/** Ends a thread that today's graph cannot take up: where it stands is of no account for that. */
export async function cancelUnfit(runtime: Runtime, thread: string, reason: string, onBusy: OnBusy): Promise<void> {
  await runtime.holding(async () => {
    const record = await taking(runtime, thread, onBusy);
    try {
      const { store, codec, clock } = runtime.environment;
      const { snapshot, upkeep } = await load(store, thread, { codec });
      const log = new ThreadLog(runtime.environment, record, upkeep);
      log.beDriven(() => runtime.closing);
      const plan = runtime.planOf(record);
      const step = advanceBy(plan, snapshot, { type: 'cancel', reason }, { now: clock.now(), codec });
      if (step.refused !== undefined) throw step.refused;
      const rest = { status: 'cancelled', due: null, summary: JSON.stringify({ at: [], reason }) } as const;
      if ((await log.commit(step.rows, step.snapshot, { rest })) === 'stale') throw problem('thread/stale', { thread });
    } catch (error) {
      await runtime.releases.release({ thread, fence: record.fence });
      throw error;
    }
  });
  runtime.waiters.nudge(thread);
}
