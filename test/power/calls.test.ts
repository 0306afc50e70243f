import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codecOf, isProblem, memory, open, type AnyGraph, type Cairn, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { PowerCut, powerCuts, virtualClock, type VirtualClock, type WriteLog } from '@cairn/testing';
import { load } from '../../packages/core/src/store/load.ts';
import { verify } from '../../packages/core/src/store/verify.ts';
import { parts } from '../determinism/parts.ts';
import { opensBook, withPeers } from '../determinism/peers.ts';
import { graphOf } from '../determinism/random-graph.ts';
import { randomOf, scheduleOf } from '../determinism/schedule.ts';
import { until } from '../until.ts';
import { leaseOver } from './cuts.ts';
import { later } from './later.ts';

const cases = 100;

/** The thread's id. */
const id = 'random';

type Called = Omit<Thread, 'send' | 'edit'> & {
  send(event: 'go', payload: object, options: object): Promise<void>;
  edit(update: object, options: object): Promise<void>;
};

const calls: Readonly<Record<string, (thread: Called, lane: string, cairn: Cairn) => Promise<unknown>>> = {
  answer: (thread, lane) => thread.answer('name', 'Ada', { lane }),
  'answer wrongly': (thread) => thread.answer('name', 7),
  send: (thread, lane) => thread.send('go', { n: 1 }, { lane }),
  'send to keep': (thread) => thread.send('go', { n: 1 }, { queue: true }),
  edit: (thread, lane) => thread.edit({ total: 1 }, { lane }),
  resume: (thread) => thread.resume(),
  rewind: (thread) => thread.rewind(2),
  fork: (thread) => thread.fork(2),
  cancel: (thread) => thread.cancel(),
  settled: (thread) => thread.settled(),
  ended: (thread) => thread.ended(),
  history: (thread) => thread.history(),
  watch: async (thread) => {
    for await (const event of thread.watch()) if (event.type === 'status' && event.status === 'done') return;
  },
  close: (_, __, cairn) => cairn.close(),
};

const names = Object.keys(calls);

/** Calls that end a thread or its runtime, or send it far back: one in so many of them is made. */
const rare: Readonly<Record<string, number>> = { rewind: 6, fork: 3, cancel: 20, close: 20 };

/** A call that was made, and how it ended. */
interface Made {
  readonly name: string;
  end?: unknown;
}

function made(name: string, call: Promise<unknown> | undefined): Made {
  const each: Made = { name };
  call?.then(
    () => (each.end = 'well'),
    (error: unknown) => (each.end = error),
  );
  return each;
}

async function lanesOf(store: Store): Promise<readonly string[]> {
  if ((await store.thread(id)) === undefined) return [''];
  return (await load(store, id, { codec: codecOf([]) })).snapshot.lanes.all().map(({ path }) => path);
}

const stores: Readonly<Record<string, (store: Store) => Store>> = {
  memory: (store) => store,
  'a store that answers later': (store) => later(store, 1),
};

const when = fc.constantFrom('before' as const, 'after' as const);
/** The second comes soon after the restart, while those who ask are still to run again. */
const cuts = fc.tuple(
  fc.record({ at: fc.integer({ min: 3, max: 25 }), when }),
  fc.record({ at: fc.integer({ min: 1, max: 8 }), when }),
);

/** What decides when things happen, and which. */
interface Around {
  readonly clock: VirtualClock;
  readonly random: () => number;
}

/** Calls a thread at random until the power goes out; gives the calls that were made. */
async function callUntilDark(dying: Store & WriteLog, disk: Store, graph: AnyGraph, around: Around): Promise<Made[]> {
  const { clock, random } = around;
  const cairn = open({ store: dying, graphs: withPeers(graph), clock });
  const thread = cairn.thread(graph, id) as unknown as Called;
  const all = [made('open', opensBook(cairn)), made('start', cairn.start(graph, {}, { id }))];
  for (let turn = 0; turn < 60 && !dying.isOut; turn += 1) {
    const lanes = await lanesOf(disk);
    for (let left = random() % 4; left > 0; left -= 1) {
      const name = names[random() % names.length] as string;
      if (random() % (rare[name] ?? 1) !== 0) continue;
      all.push(made(name, calls[name]?.(thread, lanes[random() % lanes.length] as string, cairn)));
    }
    await clock.advance(turn === 0 ? 0 : (clock.pending[0] ?? clock.now()) - clock.now());
  }
  return all;
}

test.each(Object.keys(stores))(
  'whoever calls a thread hears how that ends when the power goes out: %s',
  async (name) => {
    let happened = 0;
    const law = fc.asyncProperty(parts, fc.integer(), cuts, async (given, seed, both) => {
      const disk = memory();
      let now = virtualClock().now();
      for (const [index, cut] of both.entries()) {
        const dying = powerCuts((stores[name] as (typeof stores)[string])(disk), cut);
        const clock = virtualClock(now);
        const graph = graphOf(given, scheduleOf(seed + index, clock));
        const all = await callUntilDark(dying, disk, graph, { clock, random: randomOf(seed + index) });
        // By then a lease is over that could not be renewed.
        await clock.advance(leaseOver);
        now = clock.now() + leaseOver;
        if (!dying.isOut) continue;
        happened += 1;
        for (const each of all) await until(`"${each.name}" has ended`, () => each.end !== undefined);
        for (const { end } of all) if (end !== 'well') expectReason(end);
      }
      expect((await verify(disk)).findings).toEqual([]);
    });
    await fc.assert(law, { seed: 20_260_506, numRuns: cases, endOnFailure: true });
    expect(happened).toBeGreaterThan(cases);
  },
);

function expectReason(error: unknown): void {
  if (!(error instanceof PowerCut) && !isProblem(error)) throw error;
}
