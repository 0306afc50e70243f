import { setImmediate as turnOfEventLoop, setTimeout as pause } from 'node:timers/promises';
import { open, type AnyGraph, type Cairn, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import type { Part } from '../determinism/parts.ts';
import { bookId, opensBook, withPeers } from '../determinism/peers.ts';
import { graphOf } from '../determinism/random-graph.ts';
import { scheduleOf } from '../determinism/schedule.ts';
import { randomOf } from '../random.ts';
import { Calls } from './calls.ts';
import type { Happened } from './happenings.ts';
import { tellOnce } from './once.ts';
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
  /** At most so many turns of the event loop lie between a runtime and its store; undefined where it answers at once. */
  readonly turns: number | undefined;
  /** How likely a call of the store fails, and at most how many turns later it says so. */
  readonly fails: number;
  readonly late: number;
  /** Whether one of the runtimes is a worker, and one of them only says what is to be done. */
  readonly works: boolean;
  /** How much of a thread's history is kept while it goes on; all of it where that is undefined. */
  readonly keep: number | undefined;
}

const count = 3;

/** What is asked of a thread. */
type Calling = Exclude<Happened['what'], 'start' | 'turn' | 'wait' | 'pass' | 'set' | 'restart' | 'leave'>;

type Told = Omit<Thread, 'send' | 'edit'> & {
  send(event: string, payload: object, options?: object): Promise<void>;
  edit(update: object, options?: object): Promise<void>;
};

/** Runtimes over one store, the threads that they drive, and all who wait for something. */
export class World {
  readonly clock = virtualClock();
  readonly calls = new Calls();
  readonly graph: AnyGraph;
  readonly threads: string[] = [];
  /** Threads that were begun with what was recorded of others, which nobody sent to them. */
  readonly copied = new Set<string>();
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
      isBrittle: (place) => {
        const [told] = /\w*told\w*/u.exec(place) ?? [];
        if (told !== undefined) this.#told.add(told);
        if (!brittle.has(place)) brittle.set(place, this.#random() < 0.1);
        return brittle.get(place) === true;
      },
      isTight: seed % 3 === 0,
    });
    for (let index = 0; index < count; index += 1) this.#open(index);
  }

  #open(index: number): void {
    const { connections, turns, fails, late, works, keep } = this.#making;
    const chance = (): number => (this.#isSteady ? 0 : fails);
    const store = unsteady(connections.connect(), { random: this.#random, turns, fails: chance, late });
    const drive = !works || index > 0;
    const history = keep === undefined ? {} : { history: { keep } };
    const graphs = withPeers(this.graph);
    const runtime = open({ store, graphs, clock: this.clock, takeovers: 1_000, drive, ...history });
    this.#runtimes[index] = runtime;
    if (works && index === 1) void runtime.work();
  }

  #on(index: number, id: string): Told {
    return (this.#runtimes[index] as Cairn).thread(this.graph, id) as Told;
  }

  /** A thread as somebody has it who drives threads, and need not wait until others look. */
  somewhere(id: string): Told {
    return this.#on(1 + Math.floor(this.#random() * (count - 1)), id);
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
        // An owner whose store fails then may not be able to say that it lives.
        if (this.#making.fails > 0) this.disturbed += 1;
        return this.clock.set(this.clock.now() + happening.seconds * 1_000);
      case 'restart':
        return this.#restart(runtime, dice % 2 === 0);
      case 'leave':
        this.#callOn(runtime, dice % 3 === 0 ? 'fork' : 'rewind', dice);
        return this.#restart(runtime, dice % 2 === 0);
      case 'twice':
        for (const index of [runtime, (runtime + 1) % this.#runtimes.length]) this.#callOn(index, 'twice', dice);
        return undefined;
      default:
        return this.#callOn(runtime, happening.what, dice);
    }
  }

  /** One that comes after another has ended finds what that has left; others look for it only now and then. */
  async #restart(runtime: number, waits: boolean): Promise<void> {
    this.disturbed += 1;
    const ended = this.#runtimes[runtime] as Cairn;
    const closing = this.calls.make('close', '', ended.close()).then(() => {
      if (this.#runtimes[runtime] === ended) this.#open(runtime);
    });
    if (waits) await closing;
  }

  #callOn(runtime: number, what: Calling, dice: number): void {
    const id = this.threads[dice % Math.max(1, this.threads.length)];
    if (id !== undefined) this.#call(what, this.#on(runtime, id), dice);
  }

  /** Makes the thread that hears what others tell. */
  openBook(): void {
    void this.#untilMade(bookId, () => opensBook(this.#runtimes[0] as Cairn));
  }

  /** Starts a thread; where the store fails, whoever starts it does so again, as the page of that problem says. */
  start(runtime: number): void {
    const id = `t${this.threads.length}`;
    this.threads.push(id);
    void this.#untilMade(id, () => (this.#runtimes[runtime] as Cairn).start(this.graph, {}, { id }));
  }

  async #untilMade(id: string, make: () => Promise<unknown>): Promise<void> {
    for (;;) {
      const call = await this.calls.make('start', id, make());
      if (call.outcome === 'ok') return;
      await turnOfEventLoop();
    }
  }

  #call(what: Calling, on: Told, dice: number): void {
    const make = (name: string, promise: Promise<unknown>): void => void this.calls.make(name, on.id, promise);
    switch (what) {
      case 'send':
        return make('send', on.send('go', { n: dice }, this.#underId(dice)));
      case 'replace':
        this.disturbed += 1;
        return make('send', on.send('go', { n: dice }, { onBusy: 'replace', ...this.#underId(dice) }));
      case 'tell':
        return make('send', on.send('tell', { node: [...this.#told][dice % Math.max(1, this.#told.size)] ?? 'none' }));
      case 'tag':
        return make(`tag n${dice % 3}`, on.tag({ add: [`n${dice % 3}`] }));
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
        return make('rewind', on.rewind(1 + (dice % 23)));
      case 'twice':
        return make(...tellOnce(on, dice));
      case 'fork': {
        const id = `t${this.threads.length}`;
        const options = [{}, { set: { total: 3, log: ['of a fork'] } }, { recorded: true }][dice % 3] ?? {};
        if ('recorded' in options) this.copied.add(id);
        const forking = on.fork(1 + (dice % 23), { id, ...options });
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

  /** Now and then, an id that nothing else comes under. */
  #underId(dice: number): { readonly id?: string } {
    return dice % 3 === 0 ? { id: `send-${this.calls.all.length}` } : {};
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
