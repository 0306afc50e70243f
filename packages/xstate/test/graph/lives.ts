import { join } from 'node:path';
import { open, type AnyGraph, type Thread } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import type { AnyStateMachine } from 'xstate';
import { folder } from '../../../../test/folder.ts';
import type { MachineEvent, Standing } from '../../src/engine/engine.ts';
import type { MachineState } from '../../src/engine/machine-state.ts';
import { fromXState, xstateEngine, type HostedState } from '../../src/index.ts';

/** A machine in a graph that has one life a unit of work: each is done by a fresh machine, a fresh runtime and a fresh connection. */
export class Lives {
  now = Date.UTC(2026, 0, 1);
  /** What the machine emitted, in order. */
  readonly emitted: MachineEvent[] = [];
  /** How the machine stood when the last life ended. */
  stands!: Standing;
  /** How many lives there were. */
  count = 0;
  readonly #path = join(folder(), 'machine.db');
  readonly #make: () => AnyStateMachine;
  #fired = 0;

  constructor(make: () => AnyStateMachine) {
    this.#make = make;
  }

  async start(input?: unknown): Promise<void> {
    await this.#life({ input });
  }

  async send(event: MachineEvent): Promise<void> {
    await this.#life(undefined, (thread) => (thread as unknown as Sending).send('*', event));
  }

  /** Lets time pass, a life for each time at which a timer is due; `then` is called after each. */
  async wait(milliseconds: number, then: (now: number) => void | Promise<void> = () => undefined): Promise<void> {
    const until = this.now + milliseconds;
    for (let due = this.#due(until); due !== undefined; due = this.#due(until)) {
      const left = Math.max(due, this.#fired + 1) - this.now;
      await this.#life(undefined, (_thread, clock) => clock.advance(Math.max(left, 0)));
      await then(due);
    }
    this.now = Math.max(this.now, until);
  }

  #due(until: number): number | undefined {
    const { status, due } = this.stands;
    return status === 'active' && due !== undefined && due <= until ? due : undefined;
  }

  async #life(started: object | undefined, does: Doing = async () => undefined): Promise<void> {
    this.count += 1;
    const machine = this.#make();
    const graph = fromXState('machine', machine) as unknown as AnyGraph;
    const clock = virtualClock(this.now);
    const cairn = open({ store: sqlite(this.#path), graphs: [graph], clock });
    if (started !== undefined) await cairn.start(graph, started, { id: 'm' });
    const thread = cairn.thread(graph, 'm');
    const heard = this.#hear(thread);
    await does(thread, clock);
    const { status, state } = (await thread.settled()) as { readonly status: string; readonly state: unknown };
    await clock.advance(0);
    const hosted = state as HostedState<MachineState>;
    this.stands = xstateEngine(machine).stands(hosted.machine);
    if (status === 'failed' && this.stands.status !== 'error') throw new Error('its thread failed', { cause: state });
    this.#fired = hosted.fired;
    this.now = clock.now();
    await cairn.close();
    await heard;
  }

  async #hear(thread: Thread): Promise<void> {
    try {
      for await (const event of thread.watch({ until: 'stopped' })) {
        if (event.type === 'output') this.emitted.push((event.data as { readonly event: MachineEvent }).event);
      }
    } catch (error) {
      if ((error as { readonly code?: string }).code !== 'runtime/closed') throw error;
    }
  }
}

/** A thread that may be sent anything. */
interface Sending {
  send(event: string, payload: unknown): Promise<void>;
}

type Doing = (thread: Thread, clock: VirtualClock) => Promise<void>;
