import type { AnyStateMachine, InspectionEvent } from 'xstate';
import type { Engine, EngineInput } from './engine.ts';
import { kept } from './kept.ts';
import { concerns, unmoved, withoutEnded } from './idle.ts';
import type { MachineState } from './machine-state.ts';
import { standingOf } from './stands.ts';
import { checkDurable } from './v5/check-durable.ts';
import { Recording } from './v5/recording.ts';
import { LiveSystem } from './v5/system.ts';

export interface XStateEngineOptions {
  /** What the machine's actor calls itself. Default: the id of the machine. */
  readonly id?: string;
  readonly limits?: {
    /** How many microsteps one input may lead to, in all actors together. Beyond, the engine throws a problem `limit/exceeded`; a thread refuses the event with `decision/failed`, which says so. Default: 100,000. */
    readonly microsteps?: number;
  };
  /** The names of actions that whoever runs them implements, where the machine may have nothing under them. */
  readonly implemented?: readonly string[];
  /** Hears XState's inspection events of each step while it is taken, as an inspector does; a step that is taken again tells again. */
  readonly inspect?: (event: InspectionEvent) => void;
}

/**
 * The engine of a machine of XState 5. Its state is plain data, which holds what Cairn's values hold; a problem `value/refused` where
 * a context or an event holds what they do not, and `machine/undurable` where a machine does what cannot be begun again.
 */
export function xstateEngine(machine: AnyStateMachine, options: XStateEngineOptions = {}): Engine<MachineState> {
  checkDurable(machine);
  const id = options.id ?? machine.id;
  const inspect = options.inspect ?? (() => undefined);
  const most = options.limits?.microsteps ?? 100_000;
  const implemented = new Set(options.implemented);

  /**
   * The latest system. When V8 collects garbage it gives up the optimized code of all classes that no object is left of, and between
   * two steps those would be all that a step is made of.
   */
  const latest: LiveSystem[] = [];

  function taken(from: MachineState | { readonly input: unknown }, now: number, take: (system: LiveSystem) => void) {
    const recording = new Recording(machine, most, implemented);
    const system = new LiveSystem(machine, from, { id, now, recording, inspect });
    latest[0] = system;
    take(system);
    const state = kept(from, system.save());
    system.close();
    recording.check();
    const { moves, emitted, sent, told } = recording;
    const went = recording.within.went(state.root.held['nodes'] as readonly string[] | undefined);
    return { state, moves, emitted, sent, told, ...(went !== undefined && { went }) };
  }

  return {
    start: (input, now) => taken({ input }, now, () => undefined),
    step: (state, input, now) => {
      const known = withoutEnded(state, input);
      const isIdle = state.root.status !== 'active' || !concerns(standingOf(state), input, now);
      return isIdle ? unmoved(known) : taken(known, now, (system) => give(system, state, input));
    },
    later: (state, by) => ({ ...state, timers: state.timers.map((timer) => ({ ...timer, due: timer.due + by })) }),
    stands: standingOf,
    accepts: (state, event) => {
      if (state.root.status !== 'active') return false;
      const recording = new Recording(machine, most, implemented);
      const system = new LiveSystem(machine, state, { id, now: 0, recording, inspect: () => undefined });
      const can = system.can(event);
      system.close();
      return can;
    },
  };
}

function give(system: LiveSystem, state: MachineState, input: EngineInput): void {
  if (input.type === 'event') return system.send(input.event);
  if (input.type === 'due') return system.fire();
  if (input.type === 'told') return system.hear(input.job, input.event);
  const failed = state.actions.find(({ job }) => job === input.job);
  if (input.type === 'error' && failed !== undefined) return system.fail(failed.session, input.error);
  return system.end(input.job, input.type, input.type === 'done' ? input.output : input.error);
}
