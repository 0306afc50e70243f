import { markOf } from '../plain.ts';
import type { TimerTable } from '../timer-table.ts';
import type { Inner, InnerSystem } from './inner.ts';

interface Armed {
  readonly timers: TimerTable;
  readonly now: number;
  readonly order: () => number;
}

/** Arms timers in a table, for the times at which they are due. */
export function schedulerOf(
  { timers, now, order }: Armed,
  plain: (event: object, source: Inner) => unknown,
): InnerSystem['scheduler'] {
  return {
    schedule: (source, target, event, delay, id) => {
      if (target === undefined) return;
      const arming = {
        source: source.sessionId,
        target: markOf(target),
        event: plain(event, source),
        ...(id === undefined ? {} : { id: String(id) }),
        due: delay > 0 ? now + delay : now,
        ...(isOfNamedDelay(event) ? { delay } : {}),
      };
      timers.arm(arming, order());
    },
    cancel: (source, id) => timers.cancel(source.sessionId, String(id)),
    cancelAll: (source) => timers.cancelAll(source.sessionId),
  };
}

/** A delay that is a number stands in the type of the event. */
function isOfNamedDelay(event: object): boolean {
  const { type } = event as { readonly type?: unknown };
  return typeof type === 'string' && /^xstate\.after\.(?!\d)/u.test(type);
}
