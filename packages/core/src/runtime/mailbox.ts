import { setTimeout as pause } from 'node:timers/promises';
import { nearest, suggest } from '../base/nearest.ts';
import { isProblem, problem } from '../base/problem.ts';
import { parse } from '../compile/author.ts';
import type { Plan } from '../compile/plan.ts';
import { outcomeOf, writeCommand, type Command } from './command.ts';
import type { Driver } from './driver.ts';
import type { OnBusy } from './on-busy.ts';
import type { Message } from '../store/store.ts';
import type { Runtime } from './runtime.ts';
import { wakeStranded } from './wake-stranded.ts';

/** How often it is looked whether a message was taken, in milliseconds. */
const interval = 20;

/** Gives a thread a command: through its driver here, or as a message to whoever drives it. */
export async function give(
  runtime: Runtime,
  id: string,
  command: Command,
  onBusy: OnBusy = runtime.options.onBusy,
): Promise<void> {
  if (!runtime.options.drive) return giveByMessage(runtime, id, command);
  try {
    // An answer may have an activity run before anything is written; everything else begins with a commit.
    const lazily = command.type !== 'answer';
    await runtime.with(id, { of: (driver) => giveTo(driver, command), force: onBusy === 'replace', lazily });
  } catch (error) {
    if (!isProblem(error, 'thread/busy') || onBusy !== 'wait') throw error;
    await giveByMessage(runtime, id, command);
  }
}

function giveTo(driver: Driver, command: Command): Promise<void> {
  return command.type === 'answer' ? driver.answer(command.key, command.value, command.lane) : driver.tell(command);
}

/** Leaves a message and waits for what comes of it, from whoever drives the thread meanwhile. */
async function giveByMessage(runtime: Runtime, id: string, command: Command): Promise<void> {
  const { store, clock, codec } = runtime.environment;
  const message = await store.leave(id, writeCommand(command, codec), clock.now(), false);
  if (message === undefined) throw problem('thread/not-found', { thread: id, store: store.name });
  for (let look = 1; ; look += 1) {
    const left = await store.message(message);
    if (left?.outcome !== null) {
      throwRefusal(left);
      return void (await runtime.record(id));
    }
    await pause(interval);
    runtime.refuseWhenClosed('A thread');
    await wakeStranded(runtime, id, look);
  }
}

/** Throws what a message that was taken up was refused with. It is gone with its thread, or with the checkpoint that consumed it. */
function throwRefusal(left: Message | undefined): void {
  const refusal = left === undefined || left.outcome === null ? undefined : outcomeOf(left.outcome);
  if (refusal !== undefined) throw refusal;
}

/**
 * Keeps an event or an answer for a thread until something takes it.
 *
 * Where the thread is driven here, whoever sends it hears what comes of it at once: a problem `event/ambiguous` where several lanes would
 * take it, for it never goes to the one that is left in the end; `value/invalid` for an answer that does not fit. A problem `thread/over`
 * where the thread is at its end.
 */
export async function keep(runtime: Runtime, id: string, command: Command): Promise<void> {
  const { store, clock, codec } = runtime.environment;
  const { status } = await runtime.record(id);
  if (status === 'done' || status === 'cancelled') throw problem('thread/over', { thread: id, status });
  const message = await store.leave(id, writeCommand(command, codec), clock.now(), true);
  if (message === undefined) throw problem('thread/not-found', { thread: id, store: store.name });
  if (!runtime.options.drive) return;
  const hear = async ({ inbox }: Driver): Promise<void> => {
    const heard = inbox.hear(message);
    heard.catch(() => undefined);
    // Another driver may have taken it meanwhile.
    const left = await store.message(message);
    if (left?.outcome !== null) return throwRefusal(left);
    inbox.deliver(await store.messages(id));
    await heard;
  };
  try {
    await runtime.with(id, { of: hear });
  } catch (error) {
    // Who drives it looks at its messages.
    if (!isProblem(error, 'thread/busy')) throw error;
  }
}

/** Refuses an event that no graph of the plan declares, or a payload that fits none of those that do. */
export function checkEvent(plan: Plan, event: string, payload: unknown): void {
  const declaring = Object.values(plan.graphs).filter((graph) => graph.events[event] !== undefined);
  if (declaring.length === 0) {
    const known = [...new Set(Object.values(plan.graphs).flatMap((graph) => Object.keys(graph.events)))];
    throw problem('event/unknown', { event, graph: plan.name, hint: suggest(nearest(event, known) ?? event, known) });
  }
  let refusal: unknown;
  for (const graph of declaring) {
    try {
      parse(graph.events[event] as never, payload, `event.${event}`);
      return;
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}
