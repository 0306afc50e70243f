import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graph, memory, open, type AnyGraph, type Cairn, type Context } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { connectionsTo } from '../../packages/core/test/runtime/kept-open.ts';

/** A thread of a kind, that waits and comes due, and when it is started. */
interface Waiting {
  readonly kind: 'after' | 'sleep' | 'backoff' | 'timeout';
  readonly runtime: 0 | 1;
  readonly seconds: number;
}

/** What happens to both runtimes. */
type Happening =
  | { readonly what: 'start'; readonly waiting: Waiting }
  /** Time passes. */
  | { readonly what: 'pass'; readonly seconds: number }
  /** The clock on the wall is set. */
  | { readonly what: 'set'; readonly seconds: number }
  /** A runtime ends, and another comes for it. */
  | { readonly what: 'restart'; readonly runtime: 0 | 1 };

const kinds = ['after', 'sleep', 'backoff', 'timeout'] as const;
const durations = [1, 7, 45, 600] as const;

/** When each wait is over, and when that was seen to, by the clock on the wall. */
interface Seen {
  readonly due: Map<string, number>;
  readonly fired: Map<string, number>;
}

/** A graph for each kind of wait and each length. */
function graphOf(kind: Waiting['kind'], seconds: number, clock: VirtualClock, seen: Seen): AnyGraph {
  const wait = `${seconds}s` as '1s';
  const told = (_state: unknown, ctx: Context): void => void seen.fired.set(ctx.thread, clock.now());
  const begins = ({ thread }: Context): void => {
    if (!seen.due.has(thread)) seen.due.set(thread, clock.now() + seconds * 1_000);
  };
  const rest = { over: { run: told, next: 'end' as const }, end: { final: true as const } };
  const state = {};
  switch (kind) {
    case 'after': {
      const begin = { run: (_s: unknown, ctx: Context) => begins(ctx), next: 'wait' as const };
      return graph({
        name: `${kind}-${seconds}`,
        state,
        start: 'begin',
        nodes: { begin, wait: { after: { [wait]: 'over' } }, ...rest },
      });
    }
    case 'sleep': {
      const run = async (_s: unknown, ctx: Context): Promise<void> => {
        begins(ctx);
        await ctx.sleep('wait', wait);
      };
      return graph({
        name: `${kind}-${seconds}`,
        state,
        start: 'wait',
        nodes: { wait: { run, next: 'over' }, ...rest },
      });
    }
    case 'backoff': {
      const run = (_s: unknown, ctx: Context): void => {
        begins(ctx);
        if (ctx.attempt === 1) throw new Error('not yet');
      };
      return graph({
        name: `${kind}-${seconds}`,
        state,
        start: 'wait',
        nodes: { wait: { run, retry: { attempts: 2, backoff: wait, jitter: 0 }, next: 'over' }, ...rest },
      });
    }
    case 'timeout': {
      const begin = { run: (_s: unknown, ctx: Context) => begins(ctx), next: 'wait' as const };
      const inner = graph({
        name: `inner-${seconds}`,
        state,
        start: 'ever',
        nodes: { ever: { after: { '52w': 'end' } }, end: { final: true } },
      });
      const held = { graph: inner, timeout: wait, onError: 'over' as const, next: 'end' as const };
      return graph({ name: `${kind}-${seconds}`, state, start: 'begin', nodes: { begin, wait: held, ...rest } });
    }
  }
}

/** Two runtimes over their connections to one store. */
class World {
  readonly clock = virtualClock();
  readonly seen: Seen = { due: new Map(), fired: new Map() };
  readonly #graphs = new Map<string, AnyGraph>();
  readonly #connect: () => Store;
  readonly #runtimes: Cairn[] = [];
  #count = 0;

  constructor(connect: () => Store) {
    this.#connect = connect;
    for (const kind of kinds) {
      for (const seconds of durations)
        this.#graphs.set(`${kind}-${seconds}`, graphOf(kind, seconds, this.clock, this.seen));
    }
    for (const runtime of [0, 1] as const) this.#open(runtime);
  }

  #open(runtime: 0 | 1): void {
    const graphs = [...this.#graphs.values()];
    this.#runtimes[runtime] = open({ store: this.#connect(), graphs, clock: this.clock });
  }

  async take(happening: Happening): Promise<void> {
    switch (happening.what) {
      case 'start': {
        const { kind, seconds, runtime } = happening.waiting;
        const work = this.#graphs.get(`${kind}-${seconds}`) as AnyGraph;
        await this.#runtimes[runtime]?.start(work, {}, { id: `t${(this.#count += 1)}` });
        return this.clock.advance(0);
      }
      case 'pass':
        return this.clock.advance(happening.seconds * 1_000);
      case 'set':
        return this.clock.set(this.clock.now() + happening.seconds * 1_000);
      case 'restart': {
        await this.#runtimes[happening.runtime]?.close();
        this.#open(happening.runtime);
        return this.clock.advance(0);
      }
    }
  }

  async close(): Promise<void> {
    for (const cairn of this.#runtimes) await cairn.close();
  }
}

const runtime = fc.constantFrom(0 as const, 1 as const);
const waiting = fc.record({ kind: fc.constantFrom(...kinds), runtime, seconds: fc.constantFrom(...durations) });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: waiting.map((each) => ({ what: 'start' as const, waiting: each })) },
  { weight: 4, arbitrary: fc.nat({ max: 900 }).map((seconds) => ({ what: 'pass' as const, seconds })) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: -5_000, max: 5_000 }).map((seconds) => ({ what: 'set' as const, seconds })),
  },
  { weight: 1, arbitrary: runtime.map((each) => ({ what: 'restart' as const, runtime: each })) },
);

const stores: readonly (readonly [string, () => () => Store, number])[] = [
  ['memory', () => connectionsTo(memory()), 60],
  ['sqlite', () => connectionsTo(sqlite(':memory:')), 60],
];

test.each(stores)(
  'no timer is lost, and none fires early, however the clock is set and whoever comes and goes (%s)',
  async (_, make, numRuns) => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), async (happenings) => {
        const world = new World(make());
        const { clock, seen } = world;
        for (const each of happenings) {
          await world.take(each);
          // What is due by now has happened by now, and nothing else.
          const wrong = [...seen.due].filter(([id, due]) => {
            const fired = seen.fired.get(id);
            return fired === undefined ? due <= clock.now() : fired < due;
          });
          expect(wrong).toEqual([]);
        }
        await clock.advance('4h');
        expect([...seen.fired.keys()].toSorted()).toEqual([...seen.due.keys()].toSorted());
        await world.close();
      }),
      { seed: 20_261_128, numRuns },
    );
  },
);
