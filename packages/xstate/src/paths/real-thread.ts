import {
  memory,
  open,
  type AnyGraph,
  type Cairn,
  type Checkpoint,
  type Context,
  type Row,
  type Thread,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { scripted, virtualClock, type VirtualClock } from '@cairn/testing';
import { bareGraph } from '../machine/bare-graph.ts';
import { errorFrom } from '../machine/walk.ts';
import { pathThread, type Path, type PathStep } from './paths.ts';

/** A run of an activity that waits to be told what it comes to. */
interface Call {
  readonly resolve: (update: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How a thread is run along paths. */
export interface RealOptions {
  /** Opens the store of one path, each time on what it holds; one in memory by default. */
  readonly store?: () => Store;
}

/** A thread of a graph whose activities and whose time do what a path says. */
export class RealThread {
  readonly #graph: AnyGraph;
  readonly #clock: VirtualClock;
  readonly #store: () => Store;
  readonly #calls = new Map<string, Call>();
  #cairn: Cairn;

  constructor(graph: AnyGraph, now: number, { store }: RealOptions) {
    this.#graph = this.#scripted(graph);
    this.#clock = virtualClock(now);
    const kept = store === undefined ? memory() : undefined;
    this.#store = store ?? (() => keptOpen(kept as Store));
    this.#cairn = this.#open();
  }

  async start({ input }: Path): Promise<void> {
    await this.#whileTimeStands(this.#cairn.start(this.#graph, input as never, { id: pathThread }));
  }

  /** Has happen what a step says; `lane` took it in the model. */
  async take({ event, walk }: PathStep): Promise<void> {
    const [row] = walk.rows;
    const meaning = walk.of.meanings.get(event.type);
    if (meaning === undefined) throw new Error(`The model knows no event "${event.type}".`);
    const lane = row?.lane ?? '';
    switch (meaning.kind) {
      case 'timer':
        await this.#clock.advance(Math.max(0, walk.now - this.#clock.now()));
        return;
      case 'event': {
        const options = event.lane === undefined ? {} : { lane: event.lane };
        await this.#whileTimeStands(this.#thread.send(meaning.name as never, event.payload as never, options as never));
        return;
      }
      default: {
        const call = this.#calls.get(lane);
        if (call === undefined) throw new Error(`No activity runs in the lane "${lane}".`);
        this.#calls.delete(lane);
        if (meaning.kind === 'done') call.resolve(event.update);
        else call.reject(errorFrom(event));
        await this.#clock.advance(0);
      }
    }
  }

  /** Stops its runtime, and opens another on the same store. */
  async restart(): Promise<void> {
    await this.close();
    this.#calls.clear();
    this.#cairn = this.#open();
    await this.#whileTimeStands(this.#cairn.recovered());
  }

  now(): Promise<Checkpoint> {
    return this.#thread.at();
  }

  history(): Promise<readonly Row[]> {
    return this.#thread.history();
  }

  async close(): Promise<void> {
    await this.#whileTimeStands(this.#cairn.close());
  }

  get #thread(): Thread {
    return this.#cairn.thread(this.#graph, pathThread);
  }

  /** The lease outlives every path: activities are under way while time passes. */
  #open(): Cairn {
    return open({ store: this.#store(), graphs: [this.#graph], clock: this.#clock, lease: '3650d' });
  }

  async #whileTimeStands<Result>(call: Promise<Result>): Promise<Result> {
    const [result] = await Promise.all([call, this.#clock.advance(0)]);
    return result;
  }

  #scripted(graph: AnyGraph): AnyGraph {
    const bare = bareGraph(graph);
    const script = (_state: never, { lane, signal }: Context): Promise<unknown> => {
      return new Promise((resolve, reject) => {
        const call = { resolve, reject };
        this.#calls.set(lane, call);
        signal.addEventListener('abort', () => {
          if (this.#calls.get(lane) === call) this.#calls.delete(lane);
          reject(signal.reason as Error);
        });
      });
    };
    return scripted(bare, Object.fromEntries(activitiesIn(bare.source, '').map((id) => [id, script as never]))).graph;
  }
}

function activitiesIn({ nodes }: AnyGraph['source'], prefix: string): readonly string[] {
  return Object.entries(nodes).flatMap(([name, { run, graph }]) => {
    if (run !== undefined) return [`${prefix}${name}`];
    return graph === undefined ? [] : activitiesIn(graph.source, `${prefix}${name}.`);
  });
}

/** A store that outlives the runtimes that are opened on it. */
function keptOpen(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = name === 'close' ? () => undefined : Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
