import { setTimeout as pause } from 'node:timers/promises';
import { nearest, suggest } from '../base/nearest.ts';
import { isProblem, problem } from '../base/problem.ts';
import { parse } from '../compile/author.ts';
import type { Plan } from '../compile/plan.ts';
import { outcomeOf, writeCommand, type Command } from './command.ts';
import type { Driver } from './driver.ts';
import type { OnBusy } from './on-busy.ts';
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
      // A message is gone with its thread, or with the checkpoint that consumed it.
      const refusal = left === undefined ? undefined : outcomeOf(left.outcome);
      if (refusal !== undefined) throw refusal;
      return void (await runtime.record(id));
    }
    await pause(interval);
    runtime.refuseWhenClosed('A thread');
    await wakeStranded(runtime, id, look);
  }
}

/** Keeps an event for a thread until something accepts it. */
export async function keep(runtime: Runtime, id: string, command: Command): Promise<void> {
  const { store, clock, codec } = runtime.environment;
  await store.leave(id, writeCommand(command, codec), clock.now(), true);
  await runtime.deliver(id);
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
