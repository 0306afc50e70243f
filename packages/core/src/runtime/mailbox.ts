import { isOver } from '../advance/status.ts';
import { isProblem, problem } from '../base/problem/problem.ts';
import type { Plan } from '../compile/plan.ts';
import { ask } from '../store/ask.ts';
import { cancelUnfit } from './cancel-unfit.ts';
import { refusalOf, type Command } from './environment/command.ts';
import type { Driver } from './drive/driver.ts';
import { Letter } from './letter.ts';
import type { OnBusy } from './environment/on-busy.ts';
import type { Runtime } from './runtime.ts';
import { unlessAborted } from '../base/unless-aborted.ts';
import { mustBeMessageId } from './environment/message-id.ts';
import { mustBeOf } from './own/must-be-of.ts';

/** How a thread is given a command. */
export interface Giving {
  readonly onBusy?: OnBusy | undefined;
  /** Keeps it until something accepts it. */
  readonly queue?: boolean | undefined;
  /** What comes under one id of one thread is taken once. */
  readonly id?: string | undefined;
  /** What it was left under already. */
  readonly key?: string | undefined;
  /** Ends the wait for what comes of it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gives a thread a command. Where its caller waits no longer, what is on its way is taken back as far as that can be: what has not
 * reached the driver here, and what was left as a message. A problem `thread/wrong-graph` where it is of another graph than `plan`.
 */
export async function give(
  runtime: Runtime,
  thread: string,
  command: Command,
  giving: Giving,
  plan?: Plan,
): Promise<void> {
  const { queue: queued = false, id, key, signal } = giving;
  mustBeMessageId(thread, id);
  let written: Letter | undefined;
  const letter = (): Letter => (written ??= new Letter(runtime, thread, command, { queued, id, key, signal }));
  try {
    await unlessAborted(giveToAny(runtime, thread, command, { giving, plan, letter }), signal);
  } catch (error) {
    if (signal?.aborted === true && error === signal.reason) await written?.withdraw();
    throw error;
  }
}

/** How a command is given, to a thread of which graph, and what it is as a message. */
interface Way {
  readonly giving: Giving;
  readonly plan: Plan | undefined;
  readonly letter: () => Letter;
}

/** Gives a thread a command; a thread that today's graph cannot take up is cancelled all the same. */
async function giveToAny(runtime: Runtime, thread: string, command: Command, way: Way): Promise<void> {
  try {
    await giveToFit(runtime, thread, command, way);
  } catch (error) {
    if (command.type !== 'cancel' || !isProblem(error, 'thread/changed-graph')) throw error;
    const { onBusy = runtime.options.onBusy, signal } = way.giving;
    await cancelUnfit(runtime, thread, command, { onBusy, signal });
  }
}

/**
 * Gives a thread a command: through its driver here, or as a message to whoever drives it.
 *
 * 1. A command with an id is always a message: what comes under its id later, in whatever process, finds that and what came of it.
 * 2. Once a message is left, whoever sent it hears what came of it, that it is not known, or why it was taken back.
 */
async function giveToFit(
  runtime: Runtime,
  thread: string,
  command: Command,
  { giving, plan, letter }: Way,
): Promise<void> {
  const { queue = false, id, onBusy = runtime.options.onBusy, signal } = giving;
  if (queue || id !== undefined || !runtime.options.drive) {
    return giveByMessage(runtime, thread, letter(), { onBusy, plan });
  }
  try {
    // An answer may have an activity run before anything is written; everything else begins with a commit.
    const lazily = command.type !== 'answer';
    const edits = command.type === 'edit';
    const isUnwanted = (): boolean => signal?.aborted === true;
    await runtime.with(thread, {
      of: (driver) => (isUnwanted() ? Promise.reject(signal?.reason as Error) : giveTo(driver, command)),
      // Looked at whenever it is tried to take the thread.
      force: () => onBusy === 'replace' && !isUnwanted(),
      plan,
      lazily,
      edits,
    });
  } catch (error) {
    if (!isProblem(error, 'thread/busy') || onBusy !== 'wait') throw error;
    await letter().heard();
  }
}

function giveTo(driver: Driver, command: Command): Promise<void> {
  return command.type === 'answer' ? driver.answer(command) : driver.tell(command);
}

/**
 * Leaves a message, has it taken up where the thread is driven here, and waits for what comes of it.
 *
 * Where it is queued, whoever sends it hears what comes of it at once: a problem `event/ambiguous` where several lanes would take it,
 * for it never goes to the one that is left in the end; `value/invalid` for an answer that does not fit. A problem `thread/over` where
 * the thread is at its end.
 */
async function giveByMessage(
  runtime: Runtime,
  thread: string,
  letter: Letter,
  { onBusy, plan }: { readonly onBusy: OnBusy; readonly plan: Plan | undefined },
): Promise<void> {
  const { queued } = letter;
  const isKnown = plan === undefined || runtime.knows(thread, plan);
  if (queued || !isKnown) await mustTake(runtime, thread, letter, plan);
  if (runtime.options.drive) {
    try {
      const force = (): boolean => onBusy === 'replace' && !queued;
      const { edits } = letter;
      await runtime.with(thread, { of: (driver) => handTo(runtime, thread, driver, letter), force, edits });
    } catch (error) {
      // What keeps this process from driving the thread is no refusal of what was left.
      const isElsewhere = isProblem(error, 'thread/busy') && (queued || onBusy === 'wait');
      // What was left under its id before came to what it came to.
      if (!isElsewhere && !letter.isLeft && !(await letter.isRepeated())) throw error;
    }
  } else runtime.refuseWhenClosed('A thread');
  await letter.heard();
}

/** A problem where the thread is of another graph, or takes nothing any more, so that nothing is left for it. */
async function mustTake(runtime: Runtime, thread: string, letter: Letter, plan: Plan | undefined): Promise<void> {
  const { graph, status } = await runtime.record(thread);
  mustBeOf(plan, thread, graph);
  if (isOver(status) && letter.queued && !(await letter.isRepeated())) throw problem('thread/over', { thread, status });
}

/** Leaves a message for a thread that is driven here, and has it taken up. */
async function handTo(
  { environment, waiters, patience }: Runtime,
  thread: string,
  driver: Driver,
  letter: Letter,
): Promise<void> {
  const { inbox } = driver;
  await inbox.bring(async () => {
    const message = await letter.leave();
    void letter.hear(message);
    // Another driver, or this one, may have taken it meanwhile.
    const left = await ask(patience, () => environment.store.message(message));
    if (left?.outcome !== null) waiters.heardOf(thread, message, refusalOf(left));
    else if (message > inbox.seen) await inbox.catchUp();
    else if (inbox.isKept(message)) waiters.heardOf(thread, message, 'kept');
  });
}
