/**
 * A machine's state with today's names in the place of older ones.
 *
 * 1. Whatever is made of the id of a state is renamed with it: what is below it, its timers, what it invokes, where its actions are written.
 * 2. No function of the machine is called.
 */
import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import type { Action, Job } from '../../engine.ts';
import type { ActionsRecord, ActorRecord, MachineState, Stray, Timer } from '../../machine-state.ts';
import { allWrittenIn } from '../addresses.ts';
import { logicAt, logicNamed } from '../logic-at.ts';
import { isMachine } from '../work.ts';
import { renamedValue } from './value-paths.ts';

/** New names by old ones. */
export interface NewNames {
  /** Of states, by their ids: `{ 'order.waiting': 'order.resting' }`. */
  readonly states?: Readonly<Record<string, string>>;
  /** Of logic, as a machine's `actors` have them. */
  readonly actors?: Readonly<Record<string, string>>;
  /** Of actions: names, or where they are written in place. */
  readonly actions?: Readonly<Record<string, string>>;
}

export class Renaming {
  readonly #machine: AnyStateMachine;
  readonly #states: readonly (readonly [old: string, now: string])[];
  readonly #actors: Readonly<Record<string, string>>;
  readonly #actions: Readonly<Record<string, string>>;

  constructor(machine: AnyStateMachine, { states = {}, actors = {}, actions = {} }: NewNames) {
    this.#machine = machine;
    // The longest that fits says more than one of a state around it.
    this.#states = Object.entries(states).toSorted(([one], [other]) => other.length - one.length);
    this.#actors = actors;
    this.#actions = actions;
  }

  /** Today's id of a state. */
  idNow(id: string): string {
    for (const [old, now] of this.#states) {
      if (id === old) return now;
      if (id.startsWith(`${old}.`)) return now + id.slice(old.length);
    }
    return id;
  }

  state(state: MachineState): MachineState {
    const sources = new Map(
      [state.root, ...state.strays.map(({ record }) => record)].flatMap(allOf).map((each) => [each.session, each]),
    );
    return {
      ...state,
      root: this.#record(state.root, this.#machine),
      strays: state.strays.map((stray) => this.#stray(stray)),
      timers: state.timers.map((timer) => this.#timer(timer, sources.get(timer.source))),
      actions: state.actions.map((record) => this.#actionsRecord(record)),
    };
  }

  /** A job that is at work. */
  job(job: Job): Job {
    const renamed = { ...job, actor: this.#path(job.actor), logic: job.logic.map((name) => this.#src(name)) };
    if (job.kind !== 'actions') return { ...renamed, src: this.#src(job.src) };
    const input = (job.input as readonly Action[]).map((action) => this.#action(action, renamed.logic));
    return { ...renamed, src: input[0]?.type ?? job.src, input };
  }

  #record(record: ActorRecord, logic: AnyActorLogic | undefined): ActorRecord {
    const machine = isMachine(logic) ? logic : undefined;
    const children = Object.entries(record.children).map(([key, child]): [string, ActorRecord] => {
      const src = this.#src(child.src);
      const named = { ...child, id: this.#childId(child.id), src };
      return [this.#childId(key), this.#record(named, machine && logicNamed(machine, src))];
    });
    const isOfMachine = 'nodes' in record.held;
    const held = isOfMachine ? this.#held(record.held as unknown as HeldOfMachine, machine) : record.held;
    return { ...record, held, children: Object.fromEntries(children) };
  }

  #held(held: HeldOfMachine, machine: AnyStateMachine | undefined): ActorRecord['held'] {
    const { value, nodes, history } = held;
    const ids = (list: readonly string[]): readonly string[] => list.map((id) => this.idNow(id));
    return {
      ...held,
      value: renamedValue({ value, nodes }, (id) => this.idNow(id), machine?.root),
      nodes: ids(nodes),
      history: Object.fromEntries(Object.entries(history).map(([id, list]) => [this.idNow(id), ids(list)])),
    };
  }

  #stray({ path, logic, record, ...stray }: Stray): Stray {
    const names = logic.map((name) => this.#src(name));
    const named = { ...record, id: this.#childId(record.id), src: this.#src(record.src) };
    return {
      ...stray,
      path: this.#path(path),
      logic: names,
      record: this.#record(named, logicAt(this.#machine, names)),
    };
  }

  /** The event of an `after` names the state that it is of. */
  #timer(timer: Timer, source: ActorRecord | undefined): Timer {
    const { type } = timer.event as { readonly type: string };
    const after = afterOf(type, (source?.held['nodes'] ?? []) as readonly string[]);
    if (after === undefined) return timer;
    const now = `xstate.after.${after.delay}.${this.idNow(after.node)}`;
    const event = { ...(timer.event as object), type: now };
    return { ...timer, event, ...(timer.id === type && { id: now }) };
  }

  #actionsRecord(record: ActionsRecord): ActionsRecord {
    const logic = record.logic.map((name) => this.#src(name));
    const actions = record.actions.map((action) => this.#action(action, logic));
    return { ...record, actor: this.#path(record.actor), logic, actions };
  }

  #action(action: Action, logic: readonly string[]): Action {
    const { address, print: _, bare: __, ...rest } = action;
    const now = this.#actions[address ?? action.type];
    if (now === undefined) return address === undefined ? action : { ...action, address: this.#address(address) };
    const own = logicAt(this.#machine, logic);
    const written = isMachine(own) ? allWrittenIn(own).find((each) => each.address === now) : undefined;
    const named = { ...rest, was: action.was ?? action.type };
    if (written === undefined) return { ...named, type: now };
    const { print, action: run } = written;
    return { ...named, type: run.name || '(anonymous)', address: now, print };
  }

  /** The events of a state's own timers, actors and end name the state that they are of. */
  #address(address: string): string {
    const [id = '', ...path] = address.split('/');
    const own = /^xstate\.(?:(?:done|error|snapshot)\.actor\.|done\.state\.|after\.[^.]+\.)(.+)$/su;
    const parts = path.map((part) => {
      const node = own.exec(part)?.[1];
      return node === undefined ? part : part.slice(0, -node.length) + this.#eventSource(node);
    });
    return [this.idNow(id), ...parts].join('/');
  }

  #eventSource(source: string): string {
    const child = this.#childId(source);
    return child === source ? this.idNow(source) : child;
  }

  #path(path: string): string {
    return path
      .split('/')
      .map((id) => this.#childId(id))
      .join('/');
  }

  /** What is invoked without an id is called `<index>.<id of the state>`. */
  #childId(id: string): string {
    const [, index, node] = /^(\d+)\.(.+)$/su.exec(id) ?? [];
    return index === undefined || node === undefined ? id : `${index}.${this.idNow(node)}`;
  }

  #src(name: string): string {
    const [, invoked] = /^xstate\.invoke\.(.+)$/su.exec(name) ?? [];
    return invoked === undefined ? (this.#actors[name] ?? name) : `xstate.invoke.${this.#childId(invoked)}`;
  }
}

interface HeldOfMachine {
  readonly value: unknown;
  readonly nodes: readonly string[];
  readonly history: Readonly<Record<string, readonly string[]>>;
}

/** The delay and the state of the event of an `after`; undefined where it is none of these states. */
export function afterOf(
  type: string,
  nodes: readonly string[],
): { readonly delay: string; readonly node: string } | undefined {
  const start = 'xstate.after.';
  if (!type.startsWith(start)) return undefined;
  const [node] = nodes.filter((id) => type.endsWith(`.${id}`)).toSorted((one, other) => other.length - one.length);
  return node === undefined ? undefined : { delay: type.slice(start.length, -node.length - 1), node };
}

/** An actor and all below it. */
export function allOf(record: ActorRecord): readonly ActorRecord[] {
  return [record, ...Object.values(record.children).flatMap(allOf)];
}
