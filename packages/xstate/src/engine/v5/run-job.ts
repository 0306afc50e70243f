import { createActor, fromTransition, type AnyActorLogic, type AnyStateMachine } from 'xstate';
import { problem } from '@cairn/core/store';
import type { Action, Job, MachineEvent } from '../engine.ts';
import { copied } from '../plain.ts';
import type { Acting } from './addresses.ts';
import { OBSERVABLE_NEXT, type Inner } from './inner.ts';
import { logicAt } from './logic-at.ts';
import { aloneIn, unreachableSelf, unreachableSystem } from './unreachable.ts';
import { pendingIn, type PendingAction } from './pending.ts';

/** A job at work. */
export interface RunningJob {
  /** Its output; rejects with the error of its logic. A callback goes on until it is stopped. */
  readonly ended: Promise<unknown>;
  /** Gives it an event that the machine sent to it. */
  send(event: MachineEvent): void;
  /** Stops it: a promise gets its signal, a callback and an observable are disposed of. */
  stop(): void;
}

export interface JobEars {
  /** What it tells the actor that began it, or what an observable gave: an input `told` for the engine. */
  readonly tell: (event: MachineEvent) => void;
  /** An event that it emitted. */
  readonly emitted?: (event: MachineEvent) => void;
}

/** Runs the logic of a job of kind `promise` or `live` as XState does; a problem `machine/unfit` where the machine has it no more. */
export function runJob(
  machine: AnyStateMachine,
  job: Pick<Job, 'logic' | 'actor' | 'input'>,
  ears: JobEars,
): RunningJob {
  const logic = logicAt(machine, job.logic);
  if (logic === undefined) {
    const why = `it has no actor "${job.logic.at(-1)}" any more`;
    throw problem('machine/unfit', { machine: machine.id, actor: job.actor, why });
  }
  const holder = createActor(fromTransition((state: undefined) => state, undefined)) as unknown as Inner;
  const actor = actorOf(logic, { ...job, input: copied(job.input) }, holder);
  const inner = actor as unknown as Inner & { _stop(): void };
  const scope = inner._actorScope as unknown as { system: object };
  scope.system = aloneIn(scope.system, { machine: machine.id, actor: job.actor, what: `actor "${job.logic.at(-1)}"` });
  hear(holder, inner, ears.tell);
  if (ears.emitted !== undefined) actor.on('*', ears.emitted as never);
  const ended = new Promise<unknown>((resolve, reject) => {
    actor.subscribe({ error: reject, complete: () => resolve((actor.getSnapshot() as { output?: unknown }).output) });
  });
  actor.start();
  return { ended, send: (event) => inner._send(event), stop: () => inner._stop() };
}

/**
 * The function of an action that is to be run, as the machine has it; nothing where nothing implemented its name when it was recorded.
 * A problem `machine/unfit` where the machine has it no more.
 */
export function actionAt(
  machine: AnyStateMachine,
  logic: readonly string[],
  action: PendingAction,
): Acting | undefined {
  const found = pendingIn(machine, logic, action);
  if ('why' in found)
    throw problem('machine/unfit', { machine: machine.id, actor: logic.at(-1) ?? machine.id, why: found.why });
  return found.run;
}

/** Runs an action as XState does, but that it reaches no actor; `id` is that of the machine's own. */
export function runAction(
  machine: AnyStateMachine,
  id: string,
  { actor, logic }: Pick<Job, 'actor' | 'logic'>,
  action: Action,
  { context, event }: Pick<Action, 'context' | 'event'>,
): unknown {
  const where = { machine: machine.id, actor, what: `action "${action.type}"` };
  const self = unreachableSelf(where, actor === '' ? id : actor.slice(actor.lastIndexOf('/') + 1));
  return actionAt(machine, logic, action)?.({ context, event, self, system: unreachableSystem(where) }, action.params);
}

function actorOf(logic: AnyActorLogic, { actor, input }: Pick<Job, 'actor' | 'input'>, parent: Inner) {
  return createActor(logic, { id: actor.slice(actor.lastIndexOf('/') + 1), input, parent: parent as never });
}

/** Has what an actor sends to its parent told, and what an observable gives. */
function hear(holder: Inner, actor: Inner, tell: (event: MachineEvent) => void): void {
  const { system } = holder;
  const relay = system._relay;
  const ends = new Set([`xstate.done.actor.${actor.id}`, `xstate.error.actor.${actor.id}`]);
  system._relay = (source, target, event) => {
    if (target === holder) {
      if (!ends.has(event.type)) tell(event);
    } else if (event.type === OBSERVABLE_NEXT) {
      tell(event);
    } else {
      relay(source, target, event);
    }
  };
}
