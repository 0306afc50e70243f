import { problem } from '@cairn/core/store';
import type { Action, Emitted, Logged, MachineEvent, Move } from '../engine.ts';
import type { ActorMark } from '../machine-state.ts';
import { toPlain } from '../plain.ts';
import { stateText } from '../state-text.ts';
import type { DurableActions } from './durable-state.ts';
import { isMachineSnapshot, type Effect, type InnerActor, type InnerEvent, type InnerSnapshot } from './inner.ts';

/** How an actor is called in what is recorded. */
export interface Called {
  readonly address: string;
  /** The ids from the machine to it, joined by `/`; empty for the machine itself. */
  readonly path: string;
  /** The names of the logic from below the machine down to it. */
  readonly logic: readonly string[];
  /** The names of the actions that the machine that it is has, by what they are. */
  readonly actions: ReadonlyMap<unknown, string>;
}

interface Draft {
  actor: string;
  event: MachineEvent;
  ignored?: true;
  value: string;
  logged?: Logged[];
}

/** What a step did, written down while it does it. The first thing that cannot be is kept, and refuses the step. */
export class DurableRecording {
  readonly emitted: Emitted[] = [];
  readonly actions: DurableActions[] = [];
  readonly #machine: string;
  readonly #most: number;
  readonly #drafts: Draft[] = [];
  readonly #latest = new Map<string, Draft>();
  #acting: Draft | undefined;
  #refusal: { readonly error: unknown } | undefined;

  constructor(machine: string, most: number) {
    this.#machine = machine;
    this.#most = most;
  }

  get moves(): readonly Move[] {
    return this.#drafts;
  }

  /** Throws what refused the step. */
  check(): void {
    if (this.#refusal !== undefined) throw this.#refusal.error;
  }

  refuse(error: unknown): void {
    this.#refusal ??= { error };
  }

  /** Refuses the step, as an actor does what cannot be begun again in another process. */
  refuseUndurable(path: string, message: string): void {
    const mistakes = [{ path: path === '' ? this.#machine : path, message }];
    this.refuse(problem('machine/undurable', { machine: this.#machine, mistakes }));
  }

  /** The plain form of a value; nothing, and the step refused, where it has none. */
  plain(value: unknown, actor: string, what: string, mark: (ref: InnerActor) => ActorMark = markByAddress): unknown {
    try {
      return toPlain(value, actor === '' ? what : `${actor}: ${what}`, mark);
    } catch (error) {
      this.refuse(error);
      return undefined;
    }
  }

  event(event: object, actor: string): MachineEvent {
    return (this.plain(event, actor, 'event') ?? { type: '' }) as MachineEvent;
  }

  /** An actor takes an event. A loop that leads nowhere is found by how long it takes. */
  begin({ path }: Called, snapshot: InnerSnapshot, event: InnerEvent): void {
    const draft = { actor: path, event: this.event(event, path), value: textOf(snapshot) };
    this.#drafts.push(draft);
    this.#latest.set(path, draft);
    if (this.#drafts.length <= this.#most) return;
    const error = problem('limit/exceeded', { name: 'macrosteps', limit: this.#most, loop: [] });
    this.refuse(error);
    throw error;
  }

  /** It took it; where nothing handled it all is as it was. */
  end({ path }: Called, before: InnerSnapshot, after: InnerSnapshot, effects: readonly Effect[]): void {
    const draft = this.#latest.get(path);
    if (draft === undefined) return;
    draft.value = textOf(after);
    if (after === before && effects.length === 0) draft.ignored = true;
  }

  log({ path }: Called, told: readonly unknown[]): void {
    const value = this.plain(told.at(-1), path, 'log');
    const logged: Logged = told.length > 1 ? { label: String(told[0]), value } : { value };
    const draft = this.#latest.get(path);
    if (draft !== undefined) (draft.logged ??= []).push(logged);
  }

  /** An actor has an action to be run; `job` gives a number where it begins a job. */
  act(called: Called, context: unknown, { type, action, args }: Effect, job: () => string): void {
    const { address, path, logic, actions } = called;
    const name = actions.get(action);
    const draft = this.#latest.get(path);
    if (name === undefined) {
      const what = type === '' || type === undefined ? 'An action' : `The action "${type}"`;
      const said = `${what} is written in place${draft === undefined ? '' : `, in what handles "${draft.event.type}"`}, so nobody finds it after a restart. Name it in setup({ actions }), and enqueue actions.name.`;
      this.refuseUndurable(path, said);
      return;
    }
    const entry: Action = {
      type: name,
      params: this.plain(args, path, `action "${name}": params`),
      context: this.plain(context, path, 'context'),
      event: draft?.event ?? { type: '' },
    };
    const last = this.actions.at(-1);
    if (last !== undefined && draft === this.#acting) (last.actions as Action[]).push(entry);
    else this.actions.push({ job: job(), address, actor: path, logic, actions: [entry] });
    this.#acting = draft;
  }
}

function markByAddress({ address, id }: InnerActor): ActorMark {
  return { xstate$$actor: address, id };
}

function textOf(snapshot: InnerSnapshot): string {
  return isMachineSnapshot(snapshot) ? stateText(snapshot.value) : snapshot.status;
}
