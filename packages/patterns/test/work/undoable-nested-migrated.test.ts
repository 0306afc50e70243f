/** A trip that holds an undoable hotel, whose next version calls by another name what is being undone; the trip has versions of its own, or none. */

import { memory, open, type AnyGraph, type Store } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { undoable, type UndoableMigration } from '@cairn/patterns';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

/** What was taken back, and what is in the way of taking back. */
interface World {
  readonly gone: string[];
  isClosed: boolean;
}

function back({ gone, isClosed }: World, what: string): void {
  if (isClosed) throw new Error('closed');
  gone.push(what);
}

interface Named {
  readonly version?: string;
  /** The names of its two rooms, in the order in which they are booked. */
  readonly rooms: readonly [string, string];
  readonly migrate?: readonly UndoableMigration[];
  readonly fails?: boolean;
}

/** A hotel that books two rooms, each by a node. */
function hotelOf(world: World, { rooms: [first, second], fails = false, ...said }: Named): AnyGraph {
  const room = (what: string, next: string) => ({
    run: () => ({ last: what }),
    undo: ({ result }: { readonly result?: unknown }) => back(world, `${what} ${JSON.stringify(result)}`),
    next,
  });
  return undoable({
    name: 'hotel',
    ...said,
    state: { last: z.string().optional() },
    start: first,
    nodes: {
      [first]: room(first, second),
      [second]: room(second, 'booked'),
      booked: fails ? { run: () => Promise.reject(new Error('full')), next: 'over' } : { final: true },
      ...(fails && { over: { final: true } }),
    },
  } as never) as AnyGraph;
}

interface Trip {
  readonly version?: string;
  readonly flight?: string;
  readonly migrate?: readonly UndoableMigration[];
}

function tripWith(hotel: AnyGraph, world: World, { flight = 'flight', ...said }: Trip = {}): AnyGraph {
  return undoable({
    name: 'trip',
    ...said,
    state: {},
    events: { callOff: z.undefined(), pay: z.undefined() },
    on: { callOff: 'calledOff' },
    start: flight,
    nodes: {
      [flight]: { run: () => undefined, undo: () => back(world, flight), next: 'stay' },
      stay: { graph: hotel, next: 'payment' },
      payment: { on: { pay: {} } },
      calledOff: { final: true, undo: true },
    },
  } as never) as AnyGraph;
}

const one: Named = { version: '1', rooms: ['room', 'den'] };
const renamed: Named = {
  version: '2',
  rooms: ['suite', 'den'],
  migrate: [{ from: '1', nodes: { room: 'suite' }, undo: { room: { result: (old) => ({ was: old }) } } }],
};
const swapped: Named = {
  version: '2',
  rooms: ['den', 'room'],
  migrate: [{ from: '1', nodes: { room: 'den', den: 'room' } }],
};

async function begun(of: AnyGraph, store: Store): Promise<void> {
  const cairn = open({ store, graphs: [of], clock: virtualClock() });
  await (await cairn.start(of, {}, { id: 'one' })).settled();
  await cairn.close();
}

/** A thread whose undoing is stuck, as the world is closed. */
async function stuck(of: AnyGraph, store: Store, world: World): Promise<number> {
  await begun(of, store);
  world.isClosed = true;
  const clock = virtualClock();
  const cairn = open({ store, graphs: [of], clock });
  await cairn.thread(of as never, 'one').send('callOff' as never, undefined);
  await clock.advance('1s');
  world.isClosed = false;
  await cairn.close();
  return clock.now();
}

/** How it ends with today's graph; where it has not begun to undo, by calling it off. */
async function ends(of: AnyGraph, store: Store, now?: number) {
  const clock = virtualClock(now);
  const cairn = open({ store, graphs: [of], clock });
  onTestFinished(() => cairn.close());
  const thread = cairn.thread(of, 'one');
  if (now === undefined) await thread.send('callOff' as never, undefined);
  const ending = thread.ended();
  await clock.advance('1d');
  const { status, state, ...rest } = (await ending) as {
    status: string;
    outcome?: string;
    state: { undone: string[] };
  };
  return { status, outcome: rest.outcome, undone: state.undone };
}

const trips: Readonly<Record<string, readonly [Trip, Trip]>> = {
  'of a trip without versions': [{}, {}],
  'of a trip of the same version': [
    { version: '5', migrate: [{ from: '4', nodes: {} }] },
    { version: '5', migrate: [{ from: '4', nodes: {} }] },
  ],
  'of a trip that has another name for what it did itself': [
    { version: '1' },
    { version: '2', flight: 'plane', migrate: [{ from: '1', nodes: { flight: 'plane' } }] },
  ],
};

test.each(Object.entries(trips))('what the hotel did is undone by its names of today: %s', async (_of, [was, is]) => {
  const world: World = { gone: [], isClosed: false };
  const store = memory();
  await begun(tripWith(hotelOf(world, one), world, was), store);
  const { flight = 'flight' } = is;
  expect(await ends(tripWith(hotelOf(world, renamed), world, is), store)).toEqual({
    status: 'done',
    outcome: 'calledOff',
    undone: ['hotel-den', 'hotel-suite', flight],
  });
  expect(world.gone).toEqual(['den {"last":"den"}', 'suite {"was":{"last":"room"}}', flight]);
});

test.each(Object.entries(trips))('what is being undone goes on under another name: %s', async (_of, [was, is]) => {
  const world: World = { gone: [], isClosed: false };
  const store = memory();
  // The den is called study today, and that is what is stuck.
  const now = await stuck(tripWith(hotelOf(world, one), world, was), store, world);
  const study: Named = { version: '2', rooms: ['room', 'study'], migrate: [{ from: '1', nodes: { den: 'study' } }] };
  const { flight = 'flight' } = is;
  expect(await ends(tripWith(hotelOf(world, study), world, is), store, now)).toEqual({
    status: 'done',
    outcome: 'calledOff',
    undone: ['hotel-study', 'hotel-room', flight],
  });
  expect(world.gone).toEqual(['study {"last":"den"}', 'room {"last":"room"}', flight]);
});

test.each(Object.entries(trips))(
  'names that changed places are not taken for each other: %s',
  async (_of, [was, is]) => {
    const world: World = { gone: [], isClosed: false };
    const store = memory();
    const now = await stuck(tripWith(hotelOf(world, one), world, was), store, world);
    const { undone } = await ends(tripWith(hotelOf(world, swapped), world, is), store, now);
    expect(undone.slice(0, 2)).toEqual(['hotel-room', 'hotel-den']);
    expect(world.gone.slice(0, 2)).toEqual(['room {"last":"den"}', 'den {"last":"room"}']);
  },
);

test('a hotel without versions says by any what became of its names', async () => {
  const world: World = { gone: [], isClosed: false };
  const store = memory();
  const now = await stuck(tripWith(hotelOf(world, { rooms: ['room', 'den'] }), world), store, world);
  const study: Named = { rooms: ['room', 'study'], migrate: [{ nodes: { den: 'study' } }] };
  expect((await ends(tripWith(hotelOf(world, study), world), store, now)).undone[0]).toBe('hotel-study');
});

test('a hotel that undoes by itself goes on under another name as well', async () => {
  const world: World = { gone: [], isClosed: true };
  const store = memory();
  const was = tripWith(hotelOf(world, { ...one, fails: true }), world);
  const clock = virtualClock();
  const cairn = open({ store, graphs: [was], clock });
  await cairn.start(was, {}, { id: 'one' });
  await clock.advance('1s');
  await cairn.close();
  world.isClosed = false;
  const study: Named = { version: '2', rooms: ['room', 'study'], migrate: [{ from: '1', nodes: { den: 'study' } }] };
  const today = tripWith(hotelOf(world, { ...study, fails: true }), world);
  const later = virtualClock(clock.now());
  const again = open({ store, graphs: [today], clock: later });
  onTestFinished(() => again.close());
  await later.advance('1d');
  expect((await again.thread(today as never, 'one').settled()).status).toBe('waiting');
  expect(world.gone).toEqual(['study {"last":"den"}', 'room {"last":"room"}']);
});

test('wherever the power goes while what is being undone gets another name, all of it is undone', async () => {
  for (let at = 1; at <= 60; at += 1) {
    const world: World = { gone: [], isClosed: false };
    const disk = memory();
    const now = await stuck(tripWith(hotelOf(world, one), world), disk, world);
    const today = tripWith(hotelOf(world, renamed), world);
    const dying = powerCuts(disk, { at, when: at % 2 === 0 ? 'before' : 'after' });
    const clock = virtualClock(now);
    const cairn = open({ store: dying, graphs: [today], clock });
    const ending = cairn
      .thread(today as never, 'one')
      .ended()
      .catch(() => undefined);
    await clock.advance('1d');
    await cairn.close().catch(() => undefined);
    await ending;
    if (!dying.isOut) return;
    const { status } = await ends(today, disk, clock.now() + 60_000);
    expect([status, [...new Set(world.gone)]], `cut ${at}`).toEqual([
      'done',
      ['den {"last":"den"}', 'suite {"was":{"last":"room"}}', 'flight'],
    ]);
  }
  throw new Error('the power goes at every write');
});
