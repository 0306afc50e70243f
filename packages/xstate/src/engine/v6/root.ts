/**
 * The machine of a system while it takes a step: the actor that is the execution itself.
 *
 * 1. An event that comes while it is at another waits; one that comes while it rests is taken at once.
 * 2. An error is recovered from by `onError`, or it fails by it, as an actor of XState does.
 */
import type { Called, DurableRecording } from './durable-recording.ts';
import {
  INIT,
  TERMINATE,
  type Effect,
  type Execution,
  type InnerEvent,
  type InnerMachine,
  type InnerMachineSnapshot,
} from './inner.ts';

export interface RootOptions {
  readonly machine: InnerMachine;
  readonly recording: DurableRecording;
  readonly execution: () => Execution;
  /** Takes a custom action of it. */
  readonly act: (effect: Effect) => void;
}

type Led = ReturnType<Execution['transition']>;

export class Root {
  snapshot: InnerMachineSnapshot = { status: 'active' } as InnerMachineSnapshot;
  readonly #options: RootOptions;
  readonly #waiting: InnerEvent[] = [];
  #isTaking = false;

  constructor(options: RootOptions) {
    this.#options = options;
  }

  begin(input: unknown): void {
    const event = { type: INIT, input };
    this.#atWork(() => this.#attempt(event, (execution) => execution.initialTransition(input)));
  }

  receive(event: InnerEvent): void {
    this.#waiting.push(event);
    if (!this.#isTaking) this.#atWork(() => undefined);
  }

  /** An action of it failed. */
  fail(error: unknown): void {
    this.#atWork(() => this.#recover(error));
  }

  /** Does something as the machine, and takes what came for it meanwhile. */
  #atWork(does: () => void): void {
    this.#isTaking = true;
    does();
    for (let event = this.#waiting.shift(); event !== undefined; event = this.#waiting.shift()) {
      const taken = event;
      if (this.snapshot.status === 'active')
        this.#attempt(taken, (execution) => execution.transition(this.snapshot, taken));
    }
    this.#isTaking = false;
  }

  #attempt(event: InnerEvent, lead: (execution: Execution) => Led): void {
    try {
      this.#lead(event, lead);
    } catch (error) {
      this.#recover(error);
    }
  }

  #recover(error: unknown): void {
    const event = this.#options.machine.getExecutionErrorEvent?.(this.snapshot, error);
    try {
      if (event !== undefined) {
        this.#lead(event, (execution) => execution.transition(this.snapshot, event));
        return;
      }
    } catch {
      // As in XState, the first error counts.
    }
    this.snapshot = { ...this.snapshot, status: 'error', error };
  }

  #lead(event: InnerEvent, lead: (execution: Execution) => Led): void {
    const { recording, execution, act } = this.#options;
    const before = this.snapshot;
    const called: Called = { address: execution().rootAddress, path: '', logic: [], actions: new Map() };
    recording.begin(called, before, event);
    const [snapshot, tagged] = lead(execution());
    this.snapshot = snapshot;
    const effects = tagged.map(({ effect }) => effect);
    recording.end(called, before, snapshot, effects);
    for (const effect of effects) {
      if (effect.kind === 'action') act(effect);
      else if (effect.type !== TERMINATE) effect.exec();
    }
  }
}
