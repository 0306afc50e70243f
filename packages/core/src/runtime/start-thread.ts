import type { Plan } from '../compile/plan.ts';
import { newThread, type Starting } from './environment/new-thread.ts';
import { mustBeSameStart } from './environment/same-start.ts';
import { give } from './mailbox.ts';
import type { Runtime } from './runtime.ts';

/**
 * Creates a thread, and drives it where threads are driven; whether it did. Resolves when it is on disk, or when the same start is
 * there already. What goes with it is there with the thread, or is left for the one that is there, and is given like what is sent.
 *
 * `signal` ends the wait for what comes of what it is sent.
 */
export async function startThread(
  runtime: Runtime,
  plan: Plan,
  id: string,
  { signal, ...starting }: Starting & { readonly signal?: AbortSignal | undefined },
): Promise<boolean> {
  runtime.refuseWhenClosed('start()');
  const { born, rows, snapshot, first } = newThread(runtime.environment, plan, id, starting);
  const isNew = await runtime.making.add(runtime.begin(plan, born, { rows, snapshot }));
  if (!isNew) await mustBeSameStart(runtime.environment, plan, await runtime.record(id), rows[0]);
  if (first !== undefined) {
    await give(runtime, id, first.command, { queue: true, id: starting.send?.id, key: first.key, signal });
  }
  return isNew;
}
