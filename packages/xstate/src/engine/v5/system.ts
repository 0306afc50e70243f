/**
 * A system of XState's own actors that lives for one step.
 *
 * 1. XState runs it: its order, its queues and its errors are XState's. It is brought back from data, takes what came until nothing
 *    is left that needs no outside, and is written down as data again.
 * 2. Nothing in it reaches outside: jobs do not begin, actions are written down, timers are armed in a table.
 * 3. What it numbers is numbered by the state, so that a step from one state leads to one state.
 * 4. While it is brought back nothing is sent: what its actors tell when they begin again was told before.
 */
import { createActor, type AnyEventObject, type AnyStateMachine, type InspectionEvent } from 'xstate';
import { problem } from '@cairn/core/store';
import type { MachineEvent } from '../engine.ts';
import type { ActionsRecord, ActorMark, ActorRecord, MachineState, Stray } from '../machine-state.ts';
import { fromPlain, markOf } from '../plain.ts';
import { TimerTable } from '../timer-table.ts';
import { describe } from './describe.ts';
import { failing } from './durable.ts';
import {
  isMachineSnapshot,
  OBSERVABLE_NEXT,
  outcomes,
  RUNNING,
  STOPPED,
  type Inner,
  type InnerMachineSnapshot,
  type InnerSystem,
  type Inspected,
} from './inner.ts';
import { listen, type Known } from './listen.ts';
import { logicAt } from './logic-at.ts';
import { HOLDER, holderOf, stoppedActor } from './outsiders.ts';
import { recordOf } from './record-of.ts';
import type { Recording } from './recording.ts';
import { revive, snapshotFor } from './revive.ts';
import { schedulerOf } from './scheduler.ts';

export interface SystemOptions {
  readonly id: string;
  readonly now: number;
  readonly recording: Recording;
  readonly inspect: (event: InspectionEvent) => void;
}

export class LiveSystem {
  readonly #root: Inner;
  readonly #machine: AnyStateMachine;
  readonly #recording: Recording;
  readonly #now: number;
  readonly #timers: TimerTable;
  readonly #actions: readonly ActionsRecord[];
  readonly #known = new Map<Inner, Known>();
  readonly #records = new Map<Inner, ActorRecord>();
  readonly #bySession = new Map<string, Inner>();
  readonly #listening: (() => void)[] = [];
  readonly #holder: Inner = holderOf((event) => this.#sendOut(event));
  #count: number;
  #isRestoring: boolean;
  #isMourning = false;
  #straying: Stray | undefined;
  #relay: InnerSystem['_relay'] = nothing;

  /** Begins a machine with its input, or brings it back. */
  constructor(machine: AnyStateMachine, from: { readonly input: unknown } | MachineState, options: SystemOptions) {
    const state = 'root' in from ? from : undefined;
    this.#machine = machine;
    this.#recording = options.recording;
    this.#now = options.now;
    this.#timers = new TimerTable(state?.timers ?? []);
    this.#actions = state?.actions ?? [];
    this.#count = state?.count ?? 0;
    this.#isRestoring = state !== undefined;
    this.#root = createActor(machine, {
      id: options.id,
      inspect: (told: InspectionEvent) => {
        this.#inspect(told, state?.root);
        if (!this.#isRestoring && !this.#isMourning) options.inspect(told);
      },
      logger: () => undefined,
      ...('root' in from ? { snapshot: snapshotFor(from.root) } : { input: from.input }),
    } as never) as unknown as Inner;
    (this.#root as unknown as { subscribe(observer: object): void }).subscribe({ error: () => undefined });
    if (state !== undefined) this.#restore(state.strays);
    this.#root.start();
    if (state !== undefined) this.#resume();
  }

  /** Everything as data. */
  save(): MachineState {
    const reached = new Set<Inner>();
    const of = (actor: Inner) => {
      reached.add(actor);
      return this.#knownOf(actor);
    };
    const describing = { recording: this.#recording, of };
    const root = recordOf(this.#root, describing);
    const strays: Stray[] = [];
    // Who began an actor is known before it.
    for (const [actor, { path, logic }] of this.#known) {
      if (reached.has(actor) || actor._processingStatus !== RUNNING) continue;
      strays.push({ parent: markOf(actor._parent as Inner), path, logic, record: recordOf(actor, describing) });
    }
    const actions = [...this.#actions, ...this.#recording.actions];
    return { format: 1, root, strays, timers: this.#timers.all, actions, count: this.#count };
  }

  /** Lets go of all actors, when nothing is asked of them any more. */
  close(): void {
    for (const end of this.#listening) end();
  }

  /** Whether the machine handles an event; a guard that throws handles it by failing. */
  can(event: MachineEvent): boolean {
    try {
      return (this.#root._snapshot as InnerMachineSnapshot).can(this.#eventOf(event, this.#root));
    } catch {
      return true;
    }
  }

  send(event: MachineEvent): void {
    this.#relay(undefined, this.#root, this.#eventOf(event, this.#root));
  }

  /** A job came to its end. */
  end(session: string, how: 'done' | 'error', data: unknown): void {
    const actor = this.#bySession.get(session);
    const work = actor === undefined ? undefined : this.#known.get(actor)?.work;
    if (actor === undefined || work === undefined || actor._processingStatus !== RUNNING) return;
    if (work === 'promise' || work === 'observable') {
      const event = { type: outcomes[work][how], data: this.#live(data, actor) };
      this.#relay(actor, actor, event);
    } else if (how === 'error') {
      this.fail(session, data);
    }
  }

  /** An action of an actor failed. */
  fail(session: string, error: unknown): void {
    const actor = this.#bySession.get(session);
    if (actor === undefined || actor._processingStatus !== RUNNING) return;
    const event = { type: 'xstate.error.action' };
    failing.set(event, { error: this.#live(error, actor) });
    this.#relay(undefined, actor, event);
  }

  /** What a job told that goes on. */
  hear(session: string, event: MachineEvent): void {
    const actor = this.#bySession.get(session);
    if (actor === undefined || actor._processingStatus !== RUNNING || actor._parent === undefined) return;
    const target = event.type === OBSERVABLE_NEXT ? actor : actor._parent;
    this.#relay(actor, target, this.#eventOf(event, actor));
  }

  /** Fires what is due, one after the other, what that arms included. */
  fire(): void {
    for (let timer = this.#next(); timer !== undefined; timer = this.#next()) {
      const target = this.#actorOf(timer.target, this.#root);
      this.#relay(this.#bySession.get(timer.source), target, this.#live(timer.event, target) as AnyEventObject);
    }
  }

  #next() {
    return this.#root._processingStatus === RUNNING ? this.#timers.next(this.#now) : undefined;
  }

  #sendOut(event: AnyEventObject): void {
    const { id } = this.#root;
    if (event.type === `xstate.done.actor.${id}` || event.type === `xstate.error.actor.${id}`) return;
    this.#recording.sent.push(this.#recording.event(event, ''));
  }

  #inspect(told: Inspected, rootRecord: ActorRecord | undefined): void {
    if (told.type === '@xstate.microstep') this.#recording.microstep(told);
    if (told.type !== '@xstate.actor' || this.#isMourning) return;
    const actor = told.actorRef as Inner;
    if (this.#known.size === 0) this.#takeOver(actor);
    const above = this.#records.get(actor._parent as Inner);
    const record = actor._parent === this.#holder ? rootRecord : above?.children[actor.id];
    const stray = this.#straying;
    this.#straying = undefined;
    this.#adopt(actor, this.#isRestoring ? (stray?.record ?? record) : undefined, stray);
  }

  /** Has the system of a root actor number, arm and send by what the engine keeps. */
  #takeOver(root: Inner): void {
    const { system } = root;
    root._parent = this.#holder;
    root.sessionId = this.#isRestoring ? root.sessionId : this.#number();
    this.#relay = system._relay;
    const armed = { timers: this.#timers, now: this.#now, order: () => this.#count++ };
    Object.assign(system, {
      _bookId: () => (this.#isRestoring || this.#isMourning ? '' : this.#number()),
      ...(this.#isRestoring && { _relay: nothing }),
      scheduler: schedulerOf(armed, (event, source) =>
        this.#recording.plain(event, this.#knownOf(source).path, 'event'),
      ),
    });
  }

  #number(): string {
    return `x:${this.#count++}`;
  }

  /** An actor comes to be, made or brought back. It has not begun, and has no snapshot yet. */
  #adopt(actor: Inner, record: ActorRecord | undefined, stray: Stray | undefined): void {
    const scope = actor._actorScope;
    if (record !== undefined) {
      this.#records.set(actor, record);
      actor.sessionId = record.session;
      actor.id = record.id;
    }
    scope.sessionId = actor.sessionId;
    scope.id = actor.id;
    this.#bySession.set(actor.sessionId, actor);
    const told = describe(actor, this.#known.get(actor._parent as Inner), this.#machine.id, this.#recording);
    const known = { ...told, ...(stray === undefined ? {} : strayOf(stray)) };
    this.#known.set(actor, known);
    this.#listening.push(listen(actor, known, this.#recording, () => `actions:${this.#count++}`));
  }

  #knownOf(actor: Inner): Known {
    return this.#known.get(actor) as Known;
  }

  /** Gives actors that were brought back what they held, now that all that it names are there. */
  #restore(strays: readonly Stray[]): void {
    for (const stray of strays) this.#bringBack(stray);
    for (const [actor, record] of this.#records) {
      revive(actor, record, this.#machine.id, (mark) => this.#actorOf(mark, actor));
      const { _snapshot: snapshot } = actor;
      const children = isMachineSnapshot(snapshot) ? snapshot.children : {};
      for (const [key, child] of Object.entries(record.children)) {
        if (children[key] === undefined) throw this.#lacks(child);
      }
    }
  }

  #bringBack(stray: Stray): void {
    const { parent, logic, record } = stray;
    const found = logicAt(this.#machine, logic);
    if (found === undefined) throw this.#lacks(record);
    const owner = this.#actorOf(parent, this.#root);
    this.#straying = stray;
    createActor(found, {
      id: record.id,
      parent: owner,
      snapshot: snapshotFor(record),
      src: record.src,
      systemId: record.systemId,
      syncSnapshot: record.sync ?? false,
    } as never);
  }

  #lacks({ id, src }: ActorRecord): Error {
    return problem('machine/unfit', { machine: this.#machine.id, actor: id, why: `it has no actor "${src}" any more` });
  }

  /** Has those run that ran, and no others. */
  #resume(): void {
    for (const [actor, { running }] of this.#records) {
      if (!running) actor._processingStatus = STOPPED;
      else if (actor._processingStatus !== RUNNING) actor.start();
    }
    Object.assign(this.#root.system, { _relay: this.#relay });
    this.#isRestoring = false;
  }

  #actorOf(mark: ActorMark, owner: Inner): Inner {
    const { xstate$$actor: session } = mark;
    if (session === HOLDER) return this.#holder;
    const known = this.#bySession.get(session);
    if (known !== undefined) return known;
    this.#isMourning = true;
    const stopped = stoppedActor(mark, owner);
    this.#isMourning = false;
    this.#bySession.set(session, stopped);
    return stopped;
  }

  #live(value: unknown, owner: Inner): unknown {
    return fromPlain(value, (mark) => this.#actorOf(mark, owner));
  }

  #eventOf(event: MachineEvent, owner: Inner): AnyEventObject {
    return this.#live(event, owner) as AnyEventObject;
  }
}

function nothing(): undefined {
  return undefined;
}

function strayOf({ path, logic, record }: Stray): Pick<Known, 'path' | 'logic' | 'src'> {
  return { path, logic, src: record.src };
}
