import { createActor, fromTransition, type AnyActorLogic, type AnyStateMachine } from 'xstate';
import { problem } from '@cairn/core/store';
import type { Action, Job, MachineEvent } from '../engine.ts';
import { placedIn } from './addresses.ts';
import { OBSERVABLE_NEXT, type Inner } from './inner.ts';
import { logicAt } from './logic-at.ts';
import { isMachine } from './work.ts';

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
  const actor = actorOf(logic, job, holder);
  const inner = actor as unknown as Inner & { _stop(): void };
  hear(holder, inner, ears.tell);
  if (ears.emitted !== undefined) actor.on('*', ears.emitted as never);
  const ended = new Promise<unknown>((resolve, reject) => {
    actor.subscribe({ error: reject, complete: () => resolve((actor.getSnapshot() as { output?: unknown }).output) });
  });
  actor.start();
  return { ended, send: (event) => inner._send(event), stop: () => inner._stop() };
}

/** The function of an action that is to be run, as the machine has it; nothing where it has none. */
export function actionAt(
  machine: AnyStateMachine,
  logic: readonly string[],
  { type, address }: Pick<Action, 'type' | 'address'>,
): ((args: unknown, params: unknown) => unknown) | undefined {
  const own = logicAt(machine, logic);
  if (!isMachine(own)) return undefined;
  const action: unknown =
    address === undefined
      ? own.implementations.actions[type]
      : placedIn(own).find((placed) => placed.address === address)?.action;
  return action as ((args: unknown, params: unknown) => unknown) | undefined;
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
