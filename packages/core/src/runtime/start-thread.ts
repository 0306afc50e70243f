import type { Plan } from '../compile/plan.ts';
import { isProblem, problem, type Problem } from '../base/problem/problem.ts';
import type { EventCommand } from './environment/command.ts';
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
    const { command, key } = first;
    const giving = give(runtime, id, command, { queue: true, id: starting.send?.id, key, signal });
    await (isNew ? giving.catch((error: unknown) => refuse(id, command, error)) : giving);
  }
  return isNew;
}

/** What was refused by a thread that is there now is told together with that. */
function refuse(thread: string, { name: event }: EventCommand, error: unknown): never {
  if (!isProblem(error) || !isRefusal(error)) throw error;
  throw problem('thread/send-refused', { thread, event, why: error.message }, error);
}

/** Whether it was the thread that said no. */
function isRefusal({ code }: Problem): boolean {
  return /^(?:decision|event|lane|value)\/|^thread\/over$/u.test(code);
}
