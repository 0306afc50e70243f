import type { AnyStateMachine } from 'xstate';
import { problem } from '@cairn/core/store';
import type { Action, Emitted, Logged, MachineEvent, Move, Told } from '../engine.ts';
import type { ActionsRecord } from '../machine-state.ts';
import { toPlain } from '../plain.ts';
import { stateText } from '../state-text.ts';
import { writtenIn, type Written } from './addresses.ts';
import { isMachineSnapshot, type Inner, type InnerAction, type InnerSnapshot, type Inspected } from './inner.ts';
import { StepsWithin, type Enabled, type Standing } from './steps-within.ts';

/** A move while it is made. */
interface Draft {
  actor: string;
  event: MachineEvent;
  ignored?: true;
  value: string;
  logged?: Logged[];
  isAsked: boolean;
}

/** How an actor is called in what is recorded. */
export interface Called {
  /** The ids from the machine to it, joined by `/`. */
  readonly path: string;
  /** The names of the logic from below the machine down to it. */
  readonly logic: readonly string[];
  /** The machine that it is, where it is one. */
  readonly machine: AnyStateMachine | undefined;
}

/** What a step did, written down while it does it. The first thing that cannot be is kept, and refuses the step. */
export class Recording {
  readonly emitted: Emitted[] = [];
  readonly sent: MachineEvent[] = [];
  readonly told: Told[] = [];
  readonly actions: ActionsRecord[] = [];
  /** The machine itself, as its drawing has it. */
  readonly within: StepsWithin;
  readonly #drafts: Draft[] = [];
  readonly #latest = new Map<Inner, Draft>();
  #acting: Draft | undefined;
  #microsteps = 0;
  #refusal: { readonly error: unknown } | undefined;
  readonly #most: number;
  readonly #implemented: ReadonlySet<string>;

  /** `implemented` are the names of the actions that are implemented outside of the machine. */
  constructor(machine: AnyStateMachine, most: number, implemented: ReadonlySet<string>) {
    this.within = new StepsWithin(machine.root);
    this.#most = most;
    this.#implemented = implemented;
  }

  get moves(): readonly Move[] {
    return this.#drafts.map(({ isAsked: _, ...move }) => move);
  }

  /** Throws what refused the step. */
  check(): void {
    if (this.#refusal !== undefined) throw this.#refusal.error;
  }

  refuse(error: unknown): void {
    this.#refusal ??= { error };
  }

  /** The plain form of a value; nothing, and the step refused, where it has none. */
  plain(value: unknown, actor: string, what: string): unknown {
    try {
      return toPlain(value, actor === '' ? what : `${actor}: ${what}`);
    } catch (error) {
      this.refuse(error);
      return undefined;
    }
  }

  event(event: object, actor: string): MachineEvent {
    return (this.plain(event, actor, 'event') ?? { type: '' }) as MachineEvent;
  }

  begin(actor: Inner, path: string, event: object): void {
    this.count();
    if (path === '') this.within.begin(isBegun(event) ? undefined : (actor._snapshot as unknown as Standing));
    const draft = { actor: path, event: this.event(event, path), value: textOf(actor._snapshot), isAsked: false };
    this.#drafts.push(draft);
    this.#latest.set(actor, draft);
  }

  end(actor: Inner, snapshot: InnerSnapshot): void {
    const draft = this.#latest.get(actor);
    if (draft === undefined) return;
    draft.value = textOf(snapshot);
    if (snapshot.status !== 'active') delete draft.ignored;
  }

  /** A microstep: the first of a macrostep says whether anything handles its event. */
  microstep({ actorRef, snapshot, _transitions: transitions }: Inspected): void {
    this.count();
    const draft = this.#latest.get(actorRef as Inner);
    if (draft?.actor === '' && transitions !== undefined)
      this.within.microstep(transitions as unknown as readonly Enabled[], snapshot as Standing);
    if (draft === undefined || draft.isAsked) return;
    draft.isAsked = true;
    if (transitions === undefined || draft.event.type === 'xstate.init') return;
    if (!transitions.some(({ target, actions }) => target !== undefined || actions.length > 0)) draft.ignored = true;
  }

  /** A loop that leads nowhere is found by how long it takes. */
  count(): void {
    this.#microsteps += 1;
    if (this.#microsteps <= this.#most) return;
    const error = problem('limit/exceeded', { name: 'microsteps', limit: this.#most, loop: [] });
    this.refuse(error);
    throw error;
  }

  /** What is said of an actor that is begun from logic without a name: on which event of who begins it, for it may have no id of its own. */
  nameless({ id, sessionId, _parent: parent }: Inner): string {
    const on = parent === undefined ? undefined : this.#latest.get(parent);
    const when = on === undefined ? '' : `on "${on.event.type}" `;
    return `${when}it begins ${id === sessionId ? 'an actor' : `actor "${id}"`} from logic without a name. Name it in setup({ actors }), and begin it by the name.`;
  }

  log(actor: Inner, told: readonly unknown[], path: string): void {
    const value = this.plain(told.at(-1), path, 'log');
    const logged: Logged = told.length > 1 ? { label: String(told[0]), value } : { value };
    const draft = this.#latest.get(actor);
    if (draft !== undefined) (draft.logged ??= []).push(logged);
  }

  act(actor: Inner, called: Called, action: InnerAction, newJob: () => string): void {
    const { path, logic } = called;
    const draft = this.#latest.get(actor);
    const entry = this.#entryOf(called, action);
    const last = this.actions.at(-1);
    if (last !== undefined && draft === this.#acting) {
      (last.actions as Action[]).push(entry);
      return;
    }
    this.#acting = draft;
    this.actions.push({ job: newJob(), session: actor.sessionId, actor: path, logic, actions: [entry] });
  }

  #entryOf(called: Called, { type, params, info, exec }: InnerAction): Action {
    const { path } = called;
    const written = this.#writtenAt(called, type, exec);
    return {
      type,
      ...(written === undefined ? {} : { address: written.address, print: written.print }),
      ...(exec === undefined && !this.#implemented.has(type) ? { bare: true } : {}),
      params: this.plain(params, path, `action "${type}": params`),
      context: this.plain(info.context, path, 'context'),
      event: this.event(info.event, path),
    };
  }

  #writtenAt({ path, machine }: Called, type: string, exec: unknown): Written | undefined {
    if (machine === undefined || exec === undefined || machine.implementations.actions[type] === exec) return undefined;
    const written = writtenIn(machine).get(exec);
    if (written === undefined) {
      const message = `the action "${type}" is made while the machine runs. Give it a name in setup({ actions }), and enqueue the name.`;
      const at = path === '' ? machine.id : path;
      this.refuse(problem('machine/undurable', { machine: machine.id, mistakes: [{ path: at, message }] }));
    }
    return written;
  }
}

function isBegun(event: object): boolean {
  return (event as { readonly type?: unknown }).type === 'xstate.init';
}

function textOf(snapshot: InnerSnapshot | undefined): string {
  if (snapshot === undefined) return '';
  return isMachineSnapshot(snapshot) ? stateText(snapshot.value) : snapshot.status;
}
