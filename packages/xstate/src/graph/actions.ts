import { isProblem, type Context, type Duration } from '@cairn/core';
import type { Action, Job, MachineEvent } from '../engine/engine.ts';
import { copied } from '../engine/plain.ts';
import { signalOf, unlessAborted } from './task.ts';

/** How an action is run. `Run` is what may run in the place of the machine's own. */
export interface ActionPolicy<Run = (facts: never, ...args: readonly never[]) => unknown> {
  /** How many times it is tried in all, the first included; 1 by default. */
  readonly attempts?: number;
  /** How long an attempt may take; a number is milliseconds. */
  readonly timeout?: Duration;
  /** Runs in the place of the machine's own. */
  readonly run?: Run;
}

/** What actions do, by their names: a function, or how they are run. */
export type Actions = Readonly<Record<string, ActionPolicy['run'] | ActionPolicy | undefined>>;

/** What an attempt at an action is told. */
export interface ActionAttempt {
  readonly context: unknown;
  readonly event: MachineEvent;
  readonly key: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** Runs an action; `run` is what its policy has in the place of the machine's own. */
export type Act = (action: Action, attempt: ActionAttempt, run: Implementation | undefined) => unknown;

export type Implementation = (facts: ActionAttempt, ...args: readonly unknown[]) => unknown;

/** The names of those that are implemented. */
export function implementedIn(actions: Actions): readonly string[] {
  return Object.keys(actions).filter((type) => policyOf(actions, type).run !== undefined);
}

/** Whether any is tried again. */
export function areTriedAgain(actions: Actions): boolean {
  return Object.keys(actions).some((type) => (policyOf(actions, type).attempts ?? 1) > 1);
}

/**
 * Runs actions in order, each a step of its own, whose result is the attempt in which it was through, unless that was the first. The last is no step:
 * that it is through is what the end of its lane says.
 */
export async function runActions({ input }: Job, actions: Actions, context: Context, act: Act): Promise<void> {
  const list = input as readonly Action[];
  // The attempt in which the next action was first tried.
  let first = 1;
  for (const [index, action] of list.entries()) {
    const name = `${index} ${action.was ?? action.type}`;
    const begun = first;
    const run = (): Promise<number | undefined> => attempted(action, name, { actions, context, act, begun });
    first = (await (index === list.length - 1 ? run() : context.step(name, run))) ?? 1;
  }
}

interface Running {
  readonly actions: Actions;
  readonly context: Context;
  readonly act: Act;
  readonly begun: number;
}

async function attempted(
  action: Action,
  name: string,
  { actions, context, act, begun }: Running,
): Promise<number | undefined> {
  const { attempts = 1, timeout, run } = policyOf(actions, action.type);
  // After a resumption attempts are counted from 1 again.
  const attempt = context.attempt < begun ? context.attempt : context.attempt - begun + 1;
  const signal = signalOf(context, timeout);
  const facts = {
    context: copied(action.context),
    event: copied(action.event),
    key: context.key(name),
    attempt,
    signal,
  };
  try {
    const done = act({ ...action, params: copied(action.params) }, facts, run as Implementation | undefined);
    await unlessAborted(Promise.resolve(done), signal);
  } catch (error) {
    throw attempt < attempts && !isCertain(error) ? error : spent(error);
  }
  return context.attempt === 1 ? undefined : context.attempt;
}

function policyOf(actions: Actions, type: string): ActionPolicy {
  const given = Object.hasOwn(actions, type) ? actions[type] : undefined;
  return typeof given === 'function' ? { run: given } : (given ?? {});
}

/** Whether an error comes however often it is tried. */
function isCertain(error: unknown): boolean {
  return isProblem(error, 'machine/unfit') || isProblem(error, 'machine/undurable');
}

const last = new WeakSet<object>();

/** An error after which nothing is tried again. */
function spent(thrown: unknown): object {
  const error = typeof thrown === 'object' && thrown !== null ? thrown : new Error(String(thrown));
  last.add(error);
  return error;
}

/** Whether an action failed by its last attempt. */
export function isSpent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && last.has(error);
}
