import { encode } from '@cairn/core/inspect';
import { createActor, type AnyStateMachine } from 'xstate';
import { decode } from '../../../core/src/base/value/decode.ts';
import type { MachineEvent, Step } from '../../src/engine/engine.ts';
import type { MachineState } from '../../src/engine/machine-state.ts';
import { toPlain } from '../../src/engine/plain.ts';
import { xstateEngine } from '../../src/engine/xstate-engine.ts';
import { ByHandClock } from './by-hand-clock.ts';

/** What happened to an actor: how it stood after each event that it took, and what it did. */
export type Trace = readonly unknown[];

interface Told {
  readonly type: string;
  readonly actorRef: unknown;
  readonly event?: unknown;
  readonly snapshot?: unknown;
  readonly action?: { readonly type: string; readonly params: unknown };
}

interface Actor {
  readonly id: string;
  readonly _parent?: Actor;
}

/** A machine run by XState, and the same by the engine: after each step all of it is written as text, and made anew from it. */
export class Pair {
  readonly clock = new ByHandClock(1_000_000);
  readonly actor: { start(): unknown; send(event: MachineEvent): void; getSnapshot(): unknown };
  readonly emitted: MachineEvent[] = [];
  last!: Step<MachineState>;
  readonly #make: () => AnyStateMachine;
  readonly #told: unknown[] = [];
  readonly #engineTold: unknown[] = [];
  #text = '';

  constructor(make: () => AnyStateMachine, input?: unknown) {
    this.#make = make;
    const machine = make();
    const actor = createActor(machine, {
      id: machine.id,
      input,
      clock: this.clock as never,
      logger: () => undefined,
      inspect: (told: unknown) => record(told as Told, this.#told),
    } as never);
    actor.subscribe({ error: () => undefined });
    actor.on('*', (event) => this.emitted.push(event as unknown as MachineEvent));
    this.actor = actor as never;
    actor.start();
    this.#took(this.#engine.start(input, this.clock.now));
  }

  get #engine() {
    return xstateEngine(this.#make(), { inspect: (told) => record(told, this.#engineTold) });
  }

  get state(): MachineState {
    return decode(this.#text) as MachineState;
  }

  get stands() {
    return this.#engine.stands(this.state);
  }

  send(event: MachineEvent): void {
    this.actor.send(event);
    this.#took(this.#engine.step(this.state, { type: 'event', event }, this.clock.now));
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
    this.last = { ...this.last, moves: [], emitted: [], sent: [], told: [] };
  }

  /** What both told since it was asked last: XState first. */
  traces(): readonly [Trace, Trace] {
    return [this.#told.splice(0), this.#engineTold.splice(0)];
  }

  /** When either has a timer next. What children of a machine do that failed XState has them do for nobody. */
  #due(until: number): number | undefined {
    if (this.stands.status !== 'active') return undefined;
    const dues = [this.clock.due, this.stands.due].filter((due) => due !== undefined && due <= until) as number[];
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  #took(step: Step<MachineState>): void {
    this.last = step;
    this.#text = encode(step.state);
  }
}

/** Sessions are numbered by the process in XState, and by the state in the engine: actors are told by their ids. */
function record(told: Told, into: unknown[]): void {
  const { type, event, snapshot, action } = told;
  const actor = pathOf(told.actorRef as Actor);
  if (type === '@xstate.action') into.push({ actor, action: comparable(action) });
  if (type !== '@xstate.snapshot') return;
  const { status, value, context, output, error } = snapshot as Record<string, unknown>;
  into.push({ actor, ...(comparable({ event, status, value, context, output, error }) as object) });
}

/** A value without sessions, functions and stacks. */
export function comparable(value: unknown): unknown {
  try {
    return JSON.parse(
      encode(toPlain(value, 'value'))
        .replaceAll(/"xstate\$\$actor":"[^"]*"/gu, '"xstate$$actor":""')
        .replaceAll(/x:\d+/gu, 'x:')
        .replaceAll(/"stack":"(?:[^"\\]|\\.)*"/gu, '"stack":""'),
    ) as unknown;
  } catch (error) {
    return `no value: ${(error as Error).message}`;
  }
}

function pathOf(actor: Actor): string {
  const { _parent: above } = actor;
  return above === undefined || !('logic' in above) ? '' : `${pathOf(above)}/${actor.id}`;
}
