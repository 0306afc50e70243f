// What was due first is taken first, with all that it leads to, whenever somebody is there to take it.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, type AnyGraph, type Cairn } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

const hour = 3_600_000;

/** So many waits has a lane at most. */
const most = 3;

/** More hours than anything is played for. */
const never = 1_000;

/** What a thread waits for, one after the other: an answer, to a declared question or not, which `raced` is raced with a sleep; or an event. */
interface Wait {
  readonly by: 'declared' | 'undeclared' | 'event';
  /** What it leads to fails so often first. */
  readonly fails: number;
}

/** What one lane waits for, one after the other, and the deadline of the node that holds it, in hours. */
interface Side {
  readonly waits: readonly Wait[];
  readonly deadline: number | undefined;
}

/** A thread's lanes, and the deadlines of those that hold them, from the outermost inwards, in hours. */
interface World {
  readonly sides: readonly Side[];
  readonly deadlines: readonly (number | undefined)[];
  readonly raced: number | undefined;
  /** When what takes the thread on comes, in minutes. */
  readonly inputs: readonly number[];
  /** From when to when there is a worker, in minutes. */
  readonly workers: readonly (readonly [number, number])[];
}

const trail = { trail: append(z.string()) };

/** A graph that waits for all of them, one after the other; their inputs are counted from that. */
function waiting(name: string, waits: readonly Wait[], first: number, raced: number | undefined): AnyGraph {
  const nodes: Record<string, object> = { end: { final: true } };
  const isDeclared = !waits.some(({ by }) => by === 'undeclared');
  waits.forEach(({ by, fails }, at) => {
    const next = at + 1 < waits.length ? `wait-${at + 1}` : 'end';
    const fail = (attempt: number): void => {
      if (attempt <= fails) throw new Error('not yet');
    };
    const retry = { attempts: 3, backoff: '1m', jitter: 0 };
    if (by === 'event') {
      nodes[`wait-${at}`] = { on: { [`input-${first + at}`]: `act-${at}` } };
      nodes[`act-${at}`] = {
        run: (_s: unknown, ctx: { attempt: number }) => (fail(ctx.attempt), { trail: [`event ${first + at}`] }),
        retry,
        next,
      };
      return;
    }
    nodes[`wait-${at}`] = {
      run: async (_s: unknown, ctx: Asks) => {
        const question = isDeclared ? undefined : { answer: z.boolean() };
        const asked = ctx.ask(`input-${first + at}`, question);
        const got =
          at === 0 && raced !== undefined ? await Promise.race([asked, ctx.sleep('late', raced * hour)]) : await asked;
        fail(ctx.attempt);
        return { trail: [`${got === undefined ? 'slept' : 'answer'} ${first + at}`] };
      },
      retry,
      next,
    };
  });
  const named = (of: Wait['by']): string[] => waits.flatMap(({ by }, at) => (by === of ? [`input-${first + at}`] : []));
  return graph({
    name,
    state: trail,
    events: Object.fromEntries(named('event').map((event) => [event, z.undefined()])),
    ...(isDeclared && { questions: Object.fromEntries(named('declared').map((key) => [key, z.boolean()])) }),
    start: 'wait-0',
    nodes,
  });
}

interface Asks {
  readonly attempt: number;
  ask(key: string, question?: object): Promise<boolean>;
  sleep(key: string, time: number): Promise<void>;
}

/** A node that holds a graph for some hours. */
function holding(held: AnyGraph, hours: number | undefined, late: string, next: string): object {
  return {
    graph: held,
    output: ({ state }: { state: { trail: string[] } }) => ({ trail: state.trail }),
    after: { [`${hours ?? never}h`]: { to: next, update: () => ({ trail: [late] }) } },
    next,
  };
}

function worldGraph({ sides, deadlines, raced }: World): AnyGraph {
  const lanes = sides.map(({ waits, deadline }, side) => {
    const held = waiting(`side-${side}`, waits, side * most, side === 0 ? raced : undefined);
    return [`side-${side}`, holding(held, deadline, `side ${side} late`, 'met')] as const;
  });
  let held = graph({
    name: 'sides',
    state: trail,
    start: 'open',
    nodes: {
      open: { next: { all: lanes.map(([name]) => name), then: 'met' } },
      ...Object.fromEntries(lanes),
      met: { run: () => ({ trail: ['met'] }), next: 'end' },
      end: { final: true },
    },
  } as never) as AnyGraph;
  deadlines.toReversed().forEach((hours, at) => {
    held = graph({
      name: `holder-${at}`,
      state: trail,
      start: 'hold',
      nodes: {
        hold: { ...holding(held, hours, `late ${at}`, 'after') },
        after: { run: () => ({ trail: [`after ${at}`] }), next: 'end' },
        end: { final: true },
      },
    } as never);
  });
  return held;
}

/** The input of a side's nth wait. */
function waitOf({ sides }: World, input: number): Wait | undefined {
  return sides[Math.floor(input / most)]?.waits[input % most];
}

const lastMinute = 24 * 60;

/** How it ends where there are workers at these times. */
async function played(world: World, workers: World['workers']): Promise<unknown> {
  const of = worldGraph(world);
  const [clock, store] = [virtualClock(), memory()];
  const began = clock.now();
  const web = open({ store, graphs: [of], clock, drive: false });
  let worker: Cairn | undefined = open({ store, graphs: [of], clock });
  const thread = await worker.start(of, {}, { id: 't' });
  await clock.advance(1_000);
  await worker.close();
  worker = undefined;
  const inputs = world.inputs.map((at, input) => ({ at, act: () => send(worker ?? web, of, world, input) }));
  const comings = workers.flatMap(([from, to]) => [
    { at: from, act: async () => void (worker ??= open({ store, graphs: [of], clock })) },
    { at: to, act: async () => (await worker?.close(), void (worker = undefined)) },
  ]);
  for (const { at, act } of [...inputs, ...comings].toSorted((one, other) => one.at - other.at)) {
    await clock.advance(Math.max(0, began + at * 60_000 - clock.now()));
    await act();
    await clock.advance(0);
  }
  const last = open({ store, graphs: [of], clock });
  await clock.advance(Math.max(0, began + lastMinute * 60_000 - clock.now()) + 10 * 60_000);
  const now = await last.thread(of, thread.id).now();
  const { divergence } = await replay(last.thread(of, thread.id), of);
  expect(divergence).toBeUndefined();
  await Promise.all([last.close(), web.close()]);
  return { status: now.status, state: now.state };
}

async function send(cairn: Cairn, of: AnyGraph, world: World, input: number): Promise<void> {
  const thread = cairn.thread(of, 't') as unknown as {
    send(event: string, payload: undefined, options: object): Promise<void>;
    answer(key: string, value: unknown, options: object): Promise<void>;
  };
  const left =
    waitOf(world, input)?.by === 'event'
      ? thread.send(`input-${input}`, undefined, { queue: true })
      : thread.answer(`input-${input}`, true, { queue: true });
  // Nothing is left for a thread that is over.
  await left.catch(() => undefined);
}

/** Neither the minute of a deadline, nor so close to one that an attempt which is made again comes after it, though what it follows came before. */
const minutes = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 5, max: 55 }))
  .map(([hours, past]) => hours * 60 + past);
const wait = fc.record({
  by: fc.constantFrom<Wait['by']>('declared', 'undeclared', 'event'),
  fails: fc.constantFrom(0, 0, 1),
});
const worlds: fc.Arbitrary<World> = fc.record({
  sides: fc.array(
    fc.record({
      waits: fc.array(wait, { minLength: 1, maxLength: most }),
      deadline: fc.option(fc.integer({ min: 1, max: 23 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  deadlines: fc.array(fc.option(fc.integer({ min: 1, max: 23 }), { nil: undefined }), { maxLength: 3 }),
  raced: fc.option(fc.integer({ min: 1, max: 23 }), { nil: undefined }),
  inputs: fc.array(minutes, { minLength: 2 * most, maxLength: 2 * most }),
  workers: fc.array(
    fc.tuple(minutes, minutes).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const),
    {
      maxLength: 3,
    },
  ),
});

const declared: Wait = { by: 'declared', fails: 0 };
const event: Wait = { by: 'event', fails: 0 };
const nobody = { raced: undefined, workers: [] };

/** What came for one lane waits for another lane's deadline, and comes before what was due after it. */
const behindAnother: readonly World[] = [
  {
    sides: [
      { waits: [event], deadline: 2 },
      { waits: [declared], deadline: 1 },
    ],
    deadlines: [],
    inputs: [65, 6, 6, 6, 6, 125],
    ...nobody,
  },
  {
    sides: [
      { waits: [declared], deadline: undefined },
      { waits: [event], deadline: 1 },
    ],
    deadlines: [2],
    inputs: [333, 6, 6, 65, 6, 6],
    ...nobody,
  },
  {
    sides: [
      { waits: [declared], deadline: undefined },
      { waits: [declared], deadline: 1 },
    ],
    deadlines: [],
    inputs: [65, 6, 6, 65, 125, 6],
    ...nobody,
    raced: 2,
  },
];

test('a thread comes to the same end with a worker that is there all the time, and with one that comes when it comes', async () => {
  const law = fc.asyncProperty(worlds, async (world) => {
    const always = await played(world, [[0, lastMinute]]);
    expect(await played(world, world.workers)).toEqual(always);
    expect(await played(world, [])).toEqual(always);
  });
  await fc.assert(law, { numRuns: 25, examples: behindAnother.map((world) => [world]) });
});
