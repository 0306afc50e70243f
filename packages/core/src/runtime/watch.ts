import type { Plan } from '../compile/plan.ts';
import { load, loadRows } from '../store/load.ts';
import type { ThreadEvent } from './event.ts';
import { resultOf } from './result.ts';
import type { Runtime } from './runtime.ts';

/** How often a thread that another process drives is looked at, in milliseconds. */
const interval = 50;

/** What happens to a thread, in order; ends when it is settled. */
export async function* watch(
  runtime: Runtime,
  plan: Plan,
  id: string,
  { from }: { readonly from?: number },
): AsyncGenerator<ThreadEvent, void, undefined> {
  const { store, codec } = runtime.environment;
  const heard: ThreadEvent[] = [];
  let wake: (() => void) | undefined;
  const unlisten = runtime.listen(id, (event) => {
    heard.push(event);
    wake?.();
  });
  try {
    let seen = from === undefined ? (await runtime.record(id)).head : from - 1;
    for (;;) {
      // What is in the store comes first: it may hold what happened before, or in another process.
      for (const row of await loadRows(store, id, { codec }, { from: seen + 1 })) {
        seen = row.seq;
        yield* heardBefore(heard, row.seq);
        yield { type: 'checkpoint', thread: id, ...row };
      }
      for (const event of heard.splice(0)) {
        if (event.type !== 'checkpoint') yield event;
        else if (event.seq > seen) {
          seen = event.seq;
          yield event;
        }
      }
      if (heard.length === 0 && (await isSettled(runtime, plan, id))) return;
      await new Promise<void>((resolve) => {
        // Keeps the process alive: whoever watches a thread waits for it.
        const timer = setTimeout(resolve, interval);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (heard.length > 0) wake();
      });
    }
  } finally {
    unlisten();
  }
}

/** What was heard before a checkpoint, which itself is dropped: the store has it. */
function* heardBefore(heard: ThreadEvent[], seq: number): Generator<ThreadEvent, void, undefined> {
  const at = heard.findIndex((event) => event.type === 'checkpoint' && event.seq === seq);
  if (at === -1) return;
  for (const event of heard.splice(0, at + 1)) if (event.type !== 'checkpoint') yield event;
}

async function isSettled(runtime: Runtime, plan: Plan, id: string): Promise<boolean> {
  if (runtime.driveOf(id) !== undefined) return false;
  const { store, codec } = runtime.environment;
  const result = resultOf(plan, (await load(store, id, { codec })).snapshot);
  return result !== undefined && (result.status !== 'waiting' || result.forSomebody);
}
