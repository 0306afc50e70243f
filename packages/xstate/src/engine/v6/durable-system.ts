/**
 * A system of XState 6 that lives for one step, in an execution of `createDurable`.
 *
 * 1. XState decides: the machine goes by the execution's own transitions, those below it are live actors of XState. Cairn is what
 *    `xstate/durable` calls the host: it takes what is sent to the machine, arms timers, and has work begin.
 * 2. Nothing in it reaches outside: work does not begin, actions are written down, timers are armed in a table.
 * 3. While it is brought back nothing is sent and nothing armed: what its actors tell as they begin again was told before.
 */
import type { MachineEvent } from '../engine.ts';
import { fromPlain } from '../plain.ts';
import { actorsBelow, calledOf, failingOnce, heard, LOST, lostOf, mustFit, over } from './actors.ts';
import { isPromiseWork, whyNot } from './check-v6.ts';
import type { Called, DurableRecording } from './durable-recording.ts';
import type { DurableJob, DurableState } from './durable-state.ts';
import {
  BEGIN_WORK,
  END_WORK,
  INIT,
  isMachineSnapshot,
  outcomes,
  TIMER,
  type Adapter,
  type Effect,
  type Execution,
  type InnerActor,
  type InnerEvent,
  type InnerMachine,
  type InnerMachineSnapshot,
  type MakeExecution,
  type Persisted,
} from './inner.ts';
import { Named, Naming } from './references.ts';
import { RESTORE, restoring } from './restoring.ts';
import { Root } from './root.ts';
import { Timers } from './timers.ts';
import { restorable, revive, storedAt, written } from './written.ts';

export interface SystemOptions {
  readonly createDurable: MakeExecution;
  readonly now: number;
  readonly recording: DurableRecording;
}

const quiet = {
  sendEvent: () => undefined,
  scheduleTimer: () => undefined,
  emitEvent: () => undefined,
};

export class DurableSystem {
  readonly #machine: InnerMachine;
  readonly #recording: DurableRecording;
  readonly #now: number;
  readonly #execution: Execution;
  #timers: Timers;
  readonly #jobs = new Map<InnerActor, string>();
  #keys = new WeakMap<InnerActor, string>();
  #named: Named | undefined;
  /** Whoever came to be, or was brought back. */
  readonly #known = new Set<InnerActor>();
  #count: number;
  readonly #root: Root;

  /** Begins a machine with its input, or brings it back. */
  constructor(machine: InnerMachine, from: { readonly input: unknown } | DurableState, options: SystemOptions) {
    const state = 'snapshot' in from ? from : undefined;
    this.#machine = machine;
    this.#recording = options.recording;
    this.#now = options.now;
    this.#timers = new Timers([]);
    this.#count = state?.count ?? 0;
    this.#root = new Root({
      machine,
      recording: this.#recording,
      execution: () => this.#execution,
      act: (effect) => this.#act(this.#rootActor(), effect),
    });
    this.#execution = options.createDurable(restoring(machine), this.#host(state?.transitions ?? 0));
    if (state === undefined) this.#root.begin((from as { readonly input: unknown }).input);
    else this.#restore(state);
  }

  /** Everything as data, but for the actions. */
  save(): Omit<DurableState, 'actions'> {
    const { nextTransitionIndex: transitions, rootAddress } = this.#execution;
    const living = actorsBelow(this.#root.snapshot);
    const lost = this.#root.snapshot.status === 'active' ? lostOf(this.#known, living) : [];
    for (const each of lost) this.#recording.refuseUndurable(this.#calledOf(each).path, LOST);
    const number = (): string => `gone:${this.#count++}`;
    const naming = new Naming(new Set(living.keys()), rootAddress, this.#keys, number);
    const snapshot = written(this.#root.snapshot, undefined, {
      recording: this.#recording,
      mark: naming.mark,
      persist: (each) => this.#persisted(each),
    });
    const jobs: DurableJob[] = [];
    for (const [actor, id] of this.#jobs) {
      const ids = living.get(actor);
      if (ids !== undefined && actor.getSnapshot().status === 'active') jobs.push({ id, ids });
    }
    const addresses = new Map([...living.keys()].map((each) => [this.#ownerOf(each), each.address]));
    addresses.set(rootAddress, rootAddress);
    const timers = this.#timers.all.flatMap(({ actor, ...timer }) => {
      const address = addresses.get(actor);
      return address === undefined ? [] : [{ ...timer, actor: address }];
    });
    const { gone } = naming;
    return { format: 'xstate 6, 1', snapshot, gone, jobs, timers, transitions, count: this.#count };
  }

  /** Whether the machine handles an event; a guard that throws handles it by failing. */
  can(event: MachineEvent): boolean {
    if (this.#machine.isInternalEventType(event.type)) return false;
    try {
      return this.#root.snapshot.can(this.#live(event));
    } catch {
      return true;
    }
  }

  send(event: MachineEvent): void {
    // XState delivers none of its own kinds that come from outside.
    if (!this.#machine.isInternalEventType(event.type)) this.#root.receive(this.#live(event));
  }

  /** A job came to its end. */
  end(job: string, how: 'done' | 'error', data: unknown): void {
    const [actor] = [...this.#jobs].find(([, id]) => id === job) ?? [];
    actor?.system.sendEvent(actor, actor, this.#live({ type: outcomes[how], data }));
  }

  /** An action of an actor failed: the actor fails, as if one of its actions threw. */
  fail(address: string, error: unknown): void {
    if (address === this.#execution.rootAddress) {
      this.#root.fail(error);
      return;
    }
    const actor = this.#at(address);
    if (actor === undefined) return;
    const { logic } = actor;
    actor.logic = failingOnce(logic, error);
    actor.system.sendEvent(actor, actor, { type: 'xstate.error.action' });
    actor.logic = logic;
  }

  /** Fires what is due, one after the other, what that arms included. */
  fire(): void {
    for (let timer = this.#next(); timer !== undefined; timer = this.#next()) {
      const event = { type: TIMER, id: timer.id };
      const owner = timer.actor;
      const actor = [...actorsBelow(this.#root.snapshot).keys()].find((each) => this.#ownerOf(each) === owner);
      if (owner === this.#execution.rootAddress) this.#root.receive(event);
      else actor?.system.sendEvent(actor, actor, event);
    }
  }

  /** Whose a timer is. While a step is taken two may live at one address, one that ends and one that took its place. */
  #ownerOf({ _parent, sessionId }: InnerActor): string {
    return _parent === undefined ? this.#execution.rootAddress : sessionId;
  }

  #next() {
    return this.#root.snapshot.status === 'active' ? this.#timers.next(this.#now) : undefined;
  }

  /** What Cairn does for the execution. */
  #host(transitionIndex: number): Adapter {
    const recording = this.#recording;
    return {
      executionId: `x${transitionIndex}`,
      transitionIndex,
      spawnActor: (_source, actor) => this.#adopt(actor),
      enqueueRootEvent: (_source, event) => this.#root.receive(event),
      emitEvent: (source, event) => {
        const { path } = this.#calledOf(source);
        recording.emitted.push({ actor: path, event: recording.event(event, path) });
      },
      scheduleTimer: (source, id, delay) => {
        const due = delay > 0 ? this.#now + delay : this.#now;
        this.#timers.arm({ order: this.#count++, actor: this.#ownerOf(source), id, due });
      },
      cancelTimer: (source, id) => this.#timers.cancel(this.#ownerOf(source), id),
      cancelAllTimers: (source) => this.#timers.cancelAll(this.#ownerOf(source)),
      deadLetter: () => undefined,
      executeAction: () => undefined,
      waitForEvent: () => new Promise(() => undefined),
    };
  }

  #restore({ snapshot: stored, gone, jobs, timers }: DurableState): void {
    const copied = fromPlain(stored, (mark) => mark) as Persisted;
    const [snapshot] = this.#execution.transition(restorable(copied), { type: RESTORE });
    this.#root.snapshot = snapshot;
    const living = actorsBelow(this.#root.snapshot);
    const root = this.#rootActor();
    const actors = new Map([root, ...living.keys()].map((actor) => [actor.address, actor]));
    this.#timers = new Timers(
      timers.flatMap(({ actor, ...timer }) => {
        const owner = actors.get(actor);
        return owner === undefined ? [] : [{ ...timer, actor: this.#ownerOf(owner) }];
      }),
    );
    this.#named = new Named(gone, actors, root);
    this.#keys = this.#named.keys;
    for (const [actor, ids] of living) mustFit(actor, storedAt(stored, ids), this.#machine);
    revive(snapshot, stored, this.#named);
    for (const [actor, ids] of living) {
      this.#listen(actor);
      const job = jobs.find((each) => each.ids.join('/') === ids.join('/'));
      if (job !== undefined) this.#jobs.set(actor, job.id);
    }
    const { system } = root;
    const { runtime } = system;
    system.runtime = quiet;
    this.#machine.start?.(snapshot);
    if (runtime === undefined) delete system.runtime;
    else system.runtime = runtime;
  }

  /** An actor comes to be. */
  #adopt(actor: InnerActor): void {
    const called = this.#calledOf(actor);
    const { path } = called;
    const why = whyNot(actor.logic);
    if (actor.id.startsWith('xstate.'))
      this.#recording.refuseUndurable(
        path,
        'It listens to another actor by a function. Have that actor send its parent an event.',
      );
    else if (typeof actor.src !== 'string')
      this.#recording.refuseUndurable(path, 'It is begun from logic without a name. Name it in setup({ actors }).');
    else if (why !== undefined) this.#recording.refuseUndurable(path, `It ${why}`);
    this.#recording.begin(called, actor.getSnapshot(), { type: INIT, input: actor.getSnapshot()['input'] });
    this.#listen(actor);
  }

  /** Has everything that an actor does written down. What it would do outside it does not do. */
  #listen(actor: InnerActor): void {
    this.#known.add(actor);
    const { logic } = actor;
    const isRefused = whyNot(logic) !== undefined || typeof actor.src !== 'string';
    const listened = heard(logic, this.#calledOf(actor), this.#recording);
    actor.logic = isRefused ? over(listened, { start: () => undefined }) : listened;
    Object.defineProperty(actor, 'actionExecutor', {
      value: (effect: Effect) =>
        actor._executeAction(effect.kind === 'action' ? { ...effect, exec: () => this.#act(actor, effect) } : effect),
    });
  }

  #act(actor: InnerActor, effect: Effect): void {
    if (effect.type === END_WORK) return;
    const called = this.#calledOf(actor);
    if (effect.type === BEGIN_WORK) {
      if (!isPromiseWork(actor.getSnapshot(), effect))
        this.#recording.refuseUndurable(called.path, 'It has an effect that goes on in one process.');
      else if (!this.#jobs.has(actor)) this.#jobs.set(actor, `job:${this.#count++}`);
      return;
    }
    if (effect.action === actor.logger) this.#recording.log(called, effect.args);
    else this.#recording.act(called, actor.getSnapshot()['context'], effect, () => `actions:${this.#count++}`);
  }

  #calledOf(actor: InnerActor): Called {
    return calledOf(actor, this.#machine);
  }

  #rootActor(): InnerActor {
    return this.#execution.getActorRef(this.#root.snapshot) as InnerActor;
  }

  #at(address: string): InnerActor | undefined {
    return this.#execution.getActorRef(this.#root.snapshot, address);
  }

  #live(event: InnerEvent): InnerEvent {
    return (this.#named === undefined ? event : this.#named.live(event)) as InnerEvent;
  }

  #persisted(snapshot: InnerMachineSnapshot): Persisted {
    // A machine that failed as it began has no more than its error.
    if (!isMachineSnapshot(snapshot)) return { ...(snapshot as object), children: {}, timers: {} };
    return this.#machine.getPersistedSnapshot(snapshot) as Persisted;
  }
}
