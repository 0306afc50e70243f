import { setImmediate as turnOfEventLoop, setTimeout as pause } from 'node:timers/promises';
import { open, type AnyGraph, type Cairn, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import type { Part } from '../determinism/parts.ts';
import { graphOf } from '../determinism/random-graph.ts';
import { scheduleOf } from '../determinism/schedule.ts';
import { randomOf } from '../random.ts';
import { Calls } from './calls.ts';
import type { Happened } from './happenings.ts';
import { unsteady } from './unsteady.ts';

/** Connections to one store: what is asked of one at the end is asked of none that fails. */
export interface Connections {
  connect(): Store;
  /** One that answers at once, and always. */
  readonly steady: Store;
}

/** How a world is made. */
export interface Making {
  readonly parts: readonly Part[];
  readonly seed: number;
  readonly connections: Connections;
  /** At most so many turns of the event loop lie between a runtime and its store. */
  readonly turns: number;
  /** How likely a call of the store fails. */
  readonly fails: number;
}

type Told = Omit<Thread, 'send' | 'edit'> & {
  send(event: string, payload: object, options?: object): Promise<void>;
  edit(update: object, options?: object): Promise<void>;
};

/** Two runtimes over one store, the threads that they drive, and all who wait for something. */
export class World {
  readonly clock = virtualClock();
  readonly calls = new Calls();
  readonly graph: AnyGraph;
  readonly threads: string[] = [];
  /** How often the effect of each step was had, by its thread, attempt and key. */
  readonly effects = new Map<string, number>();
  /** How often something happened for which an attempt may be made again: its process ended, or it was taken or resumed. */
  disturbed = 0;
  readonly #making: Making;
  readonly #random: () => number;
  readonly #runtimes: Cairn[] = [];
  #isSteady = false;
  /** Nodes that may be told something while they hold lanes. */
  readonly #told = new Set<string>();

  constructor(making: Making) {
    const { parts, seed } = making;
    this.#making = making;
    this.#random = randomOf(seed);
    const brittle = new Map<string, boolean>();
    this.graph = graphOf(parts, scheduleOf(seed, this.clock), {
      effect: (context, key) => {
        const name = `${context.thread} ${context.lane} ${context.key(key)} attempt ${context.attempt}`;
        this.effects.set(name, (this.effects.get(name) ?? 0) + 1);
      },
      isBrittle: (node) => {
        if (/told/u.test(node)) this.#told.add(node);
        if (!brittle.has(node)) brittle.set(node, this.#random() < 0.15);
        return brittle.get(node) === true;
      },
    });
    for (const index of [0, 1]) this.#open(index);
  }

  #open(index: number): void {
    const { connections, turns, fails } = this.#making;
    const chance = (): number => (this.#isSteady ? 0 : fails);
    const store = unsteady(connections.connect(), { random: this.#random, turns, fails: chance });
    this.#runtimes[index] = open({ store, graphs: [this.graph], clock: this.clock, takeovers: 1_000 });
  }

  #on(index: number, id: string): Told {
    return (this.#runtimes[index] as Cairn).thread(this.graph, id) as Told;
  }

  /** A thread as somebody has it who may change it. */
  somewhere(id: string): Told {
    return this.#on(Math.floor(this.#random() * 2), id);
  }

  /** Something happens; whoever calls does not wait for what comes of it. */
  async take({ runtime, dice, ...happening }: Happened): Promise<void> {
    switch (happening.what) {
      case 'start':
        return this.start(runtime);
      case 'turn':
        return turnOfEventLoop();
      case 'wait':
        return pause(dice % 25);
      case 'pass':
        return this.clock.advance(happening.milliseconds);
      case 'set':
        return this.clock.set(this.clock.now() + happening.seconds * 1_000);
      case 'restart': {
        this.disturbed += 1;
        const closing = this.calls.make('close', '', (this.#runtimes[runtime] as Cairn).close());
        if (dice % 2 === 0) await closing;
        return this.#open(runtime);
      }
      default: {
        const id = this.threads[dice % Math.max(1, this.threads.length)];
        if (id !== undefined) this.#call(happening.what, this.#on(runtime, id), dice);
      }
    }
  }

  /** Starts a thread; where the store fails, whoever starts it does so again, as the page of that problem says. */
  start(runtime: number): void {
    const id = `t${this.threads.length}`;
    this.threads.push(id);
    const starting = async (): Promise<void> => {
      for (;;) {
        const call = await this.calls.make(
          'start',
          id,
          (this.#runtimes[runtime] as Cairn).start(this.graph, {}, { id }),
        );
        if (call.outcome === 'ok') return;
        await turnOfEventLoop();
      }
    };
    void starting();
  }

  #call(
    what: Exclude<Happened['what'], 'start' | 'turn' | 'wait' | 'pass' | 'set' | 'restart'>,
    on: Told,
    dice: number,
  ) {
    const make = (name: string, promise: Promise<unknown>): void => void this.calls.make(name, on.id, promise);
    switch (what) {
      case 'send':
        return make('send', on.send('go', { n: dice }));
      case 'replace':
        this.disturbed += 1;
        return make('send', on.send('go', { n: dice }, { onBusy: 'replace' }));
      case 'tell':
        return make('send', on.send('tell', { node: [...this.#told][dice % Math.max(1, this.#told.size)] ?? 'none' }));
      case 'queue':
        return make('queue', on.send('go', { n: dice }, { queue: true }));
      case 'answer':
        return make('answer', on.answer(dice % 2 === 0 ? 'name' : 'first', 'Ada'));
      case 'early':
        return make('early', on.answer(dice % 2 === 0 ? 'name' : 'first', 'Bea', { queue: true }));
      case 'resume':
        this.disturbed += 1;
        return make('resume', on.resume());
      case 'edit':
        return make('edit', on.edit({ log: ['by hand'], total: 1, digest: 'hand' }));
      case 'jump':
        this.disturbed += 1;
        return make('edit', on.edit({ log: ['by hand'] }, { as: 'end' }));
      case 'rewind':
        return make('rewind', on.rewind(1 + (dice % 12)));
      case 'fork': {
        const id = `t${this.threads.length}`;
        const forking = on.fork(1 + (dice % 12), { id });
        this.threads.push(id);
        return make('fork', forking);
      }
      case 'cancel':
        return make('cancel', on.cancel('enough'));
      case 'settled':
        return make('settled', on.settled());
      case 'ended':
        return make('ended', on.ended());
      case 'watch':
        return make('watch', drained(on.watch(dice % 2 === 0 ? {} : { from: 1, until: 'ended' })));
    }
  }

  /** From here on the store answers whatever it is asked. */
  steady(): void {
    this.#isSteady = true;
  }

  async close(): Promise<void> {
    for (const runtime of this.#runtimes) await runtime.close();
  }
}

async function drained(events: AsyncIterator<unknown>): Promise<void> {
  let next = await events.next();
  while (next.done !== true) next = await events.next();
}
