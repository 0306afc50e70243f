import { problem, suggest } from '@cairn/core/store';
import type { Job, MachineEvent } from '../engine.ts';
import { STOP, isMachine, type InnerEvent, type InnerMachine, type MakeExecution } from './inner.ts';
import { logicAt } from './logic-at.ts';

/** What a job's host does for it. */
export interface JobHost {
  /** Runs a step of it, `enq.step`, once for ever. */
  readonly step: (key: string, run: () => unknown) => Promise<unknown>;
  /** Shows an event that it emitted. */
  readonly emitted: (event: MachineEvent) => void;
}

/** Runs a promise of a machine as an execution of its own; a problem `machine/unfit` where the machine has it no more. */
export function runDurableJob(
  machine: InnerMachine,
  createDurable: MakeExecution,
  { id, logic: names, actor, input }: Job,
  host: JobHost,
): { readonly ended: Promise<unknown>; stop(): void } {
  const logic = logicAt(machine, names);
  if (logic === undefined) {
    const why = `it has no actor "${names.at(-1)}" any more`;
    throw problem('machine/unfit', { machine: machine.id, actor, why });
  }
  const mailbox = new Mailbox();
  const execution = createDurable(logic, {
    executionId: id,
    enqueueRootEvent: (_source, event) => mailbox.put(event),
    emitEvent: (_source, event) => host.emitted(event),
    runStep: (_actor, key, run) => host.step(key, run),
    deadLetter: () => undefined,
    // It is run for its output or its error alone, which XState would report as unheard.
    terminateActor: () => undefined,
    executeAction: (action, _metadata, runtime) => void action.exec(runtime),
    waitForEvent: () => mailbox.take(),
  });
  return { ended: execution.run(input), stop: () => mailbox.put({ type: STOP }) };
}

/** The function of an action that is to be run, as the machine has it; a problem `machine/unfit` where it has none any more. */
export function durableActionAt(
  machine: InnerMachine,
  logic: readonly string[],
  type: string,
): (...args: readonly unknown[]) => unknown {
  const own = logicAt(machine, logic);
  const actions = own !== undefined && isMachine(own) ? own.sources.actions : {};
  const found = actions[type] as ((...args: readonly unknown[]) => unknown) | undefined;
  if (found !== undefined) return found;
  const why = `action "${type}" is still to be run, and is gone. ${suggest(type, Object.keys(actions))}`;
  throw problem('machine/unfit', { machine: machine.id, actor: logic.at(-1) ?? machine.id, why });
}

/** The events that come to an execution, for who waits for the next. */
class Mailbox {
  readonly #events: InnerEvent[] = [];
  #next: ((event: InnerEvent) => void) | undefined;

  put(event: InnerEvent): void {
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) this.#events.push(event);
    else next(event);
  }

  take(): InnerEvent | Promise<InnerEvent> {
    const event = this.#events.shift();
    return event ?? new Promise((resolve) => (this.#next = resolve));
  }
}
