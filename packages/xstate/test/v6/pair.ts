import { encode } from '@cairn/core/inspect';
import { createActor, type AnyStateMachine } from 'xstate6';
import { createDurable } from 'xstate6/durable';
import { decode } from '../../../core/src/base/value/decode.ts';
import type { Engine, MachineEvent, Step } from '../../src/engine/engine.ts';
import { durableEngine, type DurableState } from '../../src/v6.ts';
import { ByHandClock } from '../engine/by-hand-clock.ts';
import { comparable } from '../engine/pair.ts';

const STOPPED = 2;

interface LiveActor {
  readonly _parent?: LiveActor;
  readonly _processingStatus: number;
  getSnapshot(): { readonly status: string; readonly children?: Readonly<Record<string, LiveActor>> };
}

/** A machine of XState 6 run by its own `createActor`, and the same by the engine: after each step all of it is written as text, and made anew from it. */
export class Pair {
  readonly clock = new ByHandClock(1_000_000);
  readonly emitted: MachineEvent[] = [];
  readonly engineEmitted: MachineEvent[] = [];
  last!: Step<DurableState>;
  readonly #make: () => AnyStateMachine;
  readonly #actor: LiveActor & { start(): unknown; send(event: MachineEvent): void };
  readonly #known = new Set<LiveActor>();
  #text = '';

  constructor(make: () => unknown) {
    this.#make = make as () => AnyStateMachine;
    const { clock: byHand } = this;
    const clock = {
      now: () => byHand.now,
      setTimeout: (fire: () => void, delay: number) => byHand.setTimeout(fire, delay),
      clearTimeout: (id: number) => byHand.clearTimeout(id),
    };
    const inspect = ({ actorRef }: { actorRef?: object }): unknown => this.#known.add(actorRef as LiveActor);
    const actor = createActor(this.#make(), { clock, logger: () => undefined, inspect });
    actor.subscribe({ error: () => undefined });
    actor.on('*', (event) => this.emitted.push(event));
    this.#actor = actor as never;
  }

  start(): void {
    this.#actor.start();
    this.#took(this.#engine.start(undefined, this.clock.now));
  }

  get #engine(): Engine<DurableState> {
    return durableEngine(this.#make(), { createDurable });
  }

  get state(): DurableState {
    return decode(this.#text) as DurableState;
  }

  get stands() {
    return this.#engine.stands(this.state);
  }

  /** Whether an actor of XState's lives that is nobody's child. */
  get hasLost(): boolean {
    return [...this.#known].some(isLost);
  }

  /** How it stands with XState, and with the engine. */
  get both(): readonly [unknown, unknown] {
    return [picked(this.#actor.getSnapshot()), picked(this.stands)];
  }

  send(event: MachineEvent): void {
    this.#actor.send(event);
    this.#took(this.#engine.step(this.state, { type: 'event', event }, this.clock.now));
  }

  /** Has a promise come to its end, which XState hears of by itself. */
  end(job: string, how: { readonly output: unknown } | { readonly error: unknown }): void {
    const input =
      'output' in how ? ({ type: 'done', job, ...how } as const) : ({ type: 'error', job, ...how } as const);
    this.#took(this.#engine.step(this.state, input, this.clock.now));
  }

  /** Lets time pass, from one timer to the next; `then` is called after each. */
  wait(milliseconds: number, then: () => void = () => undefined): void {
    const until = this.clock.now + milliseconds;
    for (let due = this.#due(until); due !== undefined; due = this.#due(until)) {
      this.clock.now = due;
      this.clock.fire();
      this.#took(this.#engine.step(this.state, { type: 'due' }, due));
      then();
    }
    this.clock.now = until;
  }

  #due(until: number): number | undefined {
    if (this.stands.status !== 'active') return undefined;
    const dues = [this.clock.due, this.stands.due].filter((due) => due !== undefined && due <= until) as number[];
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  #took(step: Step<DurableState>): void {
    this.last = step;
    this.engineEmitted.push(...step.emitted.filter(({ actor }) => actor === '').map(({ event }) => event));
    this.#text = encode(step.state);
  }
}

function isLost(actor: LiveActor): boolean {
  const { _parent: parent } = actor;
  if (parent === undefined || isOver(actor)) return false;
  return !Object.values(parent.getSnapshot().children ?? {}).includes(actor);
}

function isOver(actor: LiveActor): boolean {
  const { _processingStatus: is, _parent: parent } = actor;
  if (is === STOPPED || actor.getSnapshot().status !== 'active') return true;
  return parent !== undefined && isOver(parent);
}

function picked(snapshot: unknown): unknown {
  const { status, value, context, output, error } = snapshot as Record<string, unknown>;
  const plain = comparable({ status, value, context, output, error });
  return JSON.parse(JSON.stringify(plain).replaceAll(session, '')) as unknown;
}

/** Sessions are numbered by the process in XState, and by the step in the engine. */
const session = /(?<![0-9a-z])(?:[0-9a-z]{28}:[0-9a-z]+:\d*|x\d+:\d+)/gu;
