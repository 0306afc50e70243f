import type { Engine, EngineInput } from '../engine.ts';
import { concerns, unmoved, withoutEnded } from '../idle.ts';
import { checkMachine } from './check-v6.ts';
import { DurableRecording } from './durable-recording.ts';
import { durableStanding } from './durable-stands.ts';
import type { DurableState } from './durable-state.ts';
import { DurableSystem } from './durable-system.ts';
import type { InnerMachine, MakeExecution } from './inner.ts';

/** `createDurable` of `xstate/durable`, from the XState that the machine is made by. */
export type CreateDurable = (logic: never, adapter: never, options?: never) => object;

/** A machine of XState 6, as far as it is asked. */
export interface DurableMachine {
  readonly id: string;
  readonly events: readonly string[];
  readonly transition: (snapshot: never, event: never, scope?: never) => unknown;
  readonly initialTransition: (input: never, scope?: never) => unknown;
}

export interface DurableEngineOptions {
  readonly createDurable: CreateDurable;
  readonly limits?: {
    /** How many macrosteps one input may lead to, in all actors together. Beyond, the engine throws a problem `limit/exceeded`; a thread refuses the event with `decision/failed`, which says so. Default: 10,000. */
    readonly macrosteps?: number;
  };
}

/**
 * The engine of a machine of XState 6, whose host `createDurable` asks for. Its state is plain data, which holds what Cairn's values
 * hold; a problem `value/refused` where a context or an event holds what they do not, and `machine/undurable` where a machine does what
 * cannot be begun again.
 */
export function durableEngine(machine: DurableMachine, options: DurableEngineOptions): Engine<DurableState> {
  const inner = machine as unknown as InnerMachine;
  const createDurable = options.createDurable as unknown as MakeExecution;
  const most = options.limits?.macrosteps ?? 10_000;
  checkMachine(inner);

  function taken(from: DurableState | { readonly input: unknown }, now: number, take: (system: DurableSystem) => void) {
    const recording = new DurableRecording(inner.id, most);
    const system = new DurableSystem(inner, from, { createDurable, now, recording });
    take(system);
    recording.check();
    const actions = [...('actions' in from ? from.actions : []), ...recording.actions];
    const state: DurableState = { ...system.save(), actions };
    recording.check();
    const { moves, emitted } = recording;
    return { state, moves, emitted, sent: [], told: [] };
  }

  return {
    start: (input, now) => taken({ input }, now, () => undefined),
    step: (state, input, now) => {
      const known = withoutEnded(state, input);
      const stands = durableStanding(state);
      const isIdle = stands.status !== 'active' || !concerns(stands, input, now);
      return isIdle ? unmoved(known) : taken(known, now, (system) => give(system, state, input));
    },
    later: (state, by) => ({ ...state, timers: state.timers.map((timer) => ({ ...timer, due: timer.due + by })) }),
    stands: durableStanding,
    accepts: (state, event) => {
      if (durableStanding(state).status !== 'active') return false;
      const recording = new DurableRecording(inner.id, most);
      return new DurableSystem(inner, state, { createDurable, now: 0, recording }).can(event);
    },
  };
}

function give(system: DurableSystem, state: DurableState, input: EngineInput): void {
  if (input.type === 'event') return system.send(input.event);
  if (input.type === 'due') return system.fire();
  if (input.type === 'told') return;
  const failed = state.actions.find(({ job }) => job === input.job);
  if (input.type === 'error' && failed !== undefined) return system.fail(failed.address, input.error);
  return system.end(input.job, input.type, input.type === 'done' ? input.output : input.error);
}
