/**
 * A trip whose thread began with an older version: a node, what undoes steps, a final node, keys and results have other names and shapes today, and all
 * that it did is undone by today's functions.
 */

import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { memory, open, type AnyGraph, type Cairn, type Store } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { undoable, type Undo } from '@cairn/patterns';

/** What was taken back, and what is in the way of taking back. */
interface World {
  readonly gone: string[];
  isClosed: boolean;
}

function back({ gone, isClosed }: World, what: string): void {
  if (isClosed) throw new Error('closed');
  gone.push(what);
}

const older = (world: World) =>
  undoable({
    name: 'trip',
    version: '1',
    state: { nights: z.number(), seat: z.string().optional() },
    events: { callOff: z.object({ by: z.string() }), pay: z.undefined() },
    on: { callOff: 'calledOff' },
    undo: { room: ({ result }: Undo<string>) => back(world, `old ${result}`) },
    start: 'flight',
    nodes: {
      flight: { run: () => ({ seat: '12A' }), undo: ({ result }) => back(world, `old ${result?.seat}`), next: 'stay' },
      stay: {
        run: async ({ nights }, { step }) => {
          for (let night = 1; night <= nights; night += 1)
            await step(`night ${night}`, () => `room ${night}`, { undo: 'room' });
        },
        next: 'payment',
      },
      payment: { on: { pay: {} } },
      calledOff: { final: true, undo: true },
    },
  });

const newer = (world: World, version = '2') =>
  undoable({
    name: 'trip',
    version,
    state: { nights: z.array(z.string()), place: z.object({ row: z.number(), letter: z.string() }).optional() },
    events: { callOff: z.object({ by: z.string() }), pay: z.undefined() },
    on: { callOff: 'givenUp' },
    undo: {
      suite: ({ result }: Undo<{ name: string }>) => back(world, `no ${result?.name}`),
    },
    start: 'plane',
    nodes: {
      plane: {
        run: () => ({ place: { row: 12, letter: 'A' } }),
        undo: ({ result, state }) => {
          expectTypeOf(result?.place).toEqualTypeOf<{ row: number; letter: string } | undefined>();
          back(world, `no row ${result?.place?.row} of ${state.nights.length} nights`);
        },
        next: 'stay',
      },
      stay: { run: () => undefined, next: 'payment' },
      payment: { on: { pay: {} } },
      givenUp: { final: true, undo: true },
    },
    migrate: [
      {
        from: '1',
        nodes: { flight: 'plane', calledOff: 'givenUp' },
        undo: {
          flight: { result: ({ seat }: { seat: string }) => ({ place: placeOf(seat) }) },
          room: { to: 'suite', result: (name: string) => ({ name }) },
        },
        state: ({ nights, seat, ...rest }) => ({
          ...rest,
          nights: Array.from({ length: nights as number }, (_, index) => `night ${index + 1}`),
          ...(seat !== undefined && { place: placeOf(seat as string) }),
        }),
      },
    ],
  });

const placeOf = (seat: string) => ({ row: Number.parseInt(seat, 10), letter: seat.slice(-1) });

function opened(of: AnyGraph, store: Store, clock = virtualClock()): Cairn {
  const cairn = open({ store, graphs: [of], clock });
  onTestFinished(() => cairn.close());
  return cairn;
}

async function begun(store: Store, world: World): Promise<void> {
  const graph = older(world);
  const cairn = open({ store, graphs: [graph], clock: virtualClock() });
  const thread = await cairn.start(graph, { nights: 2 }, { id: 'one' });
  await thread.settled();
  await cairn.close();
}

test('what an older version did is undone by the names and the results of today', async () => {
  const world: World = { gone: [], isClosed: false };
  const store = memory();
  await begun(store, world);
  const graph = newer(world);
  const thread = opened(graph, store).thread(graph, 'one');
  await thread.send('callOff', { by: 'ada' });
  expect(await thread.ended()).toMatchObject({
    outcome: 'givenUp',
    state: { nights: ['night 1', 'night 2'], place: { row: 12, letter: 'A' }, undone: ['suite', 'suite', 'plane'] },
  });
  expect(world.gone).toEqual(['no room 2', 'no room 1', 'no row 12 of 2 nights']);
});

test('a thread that is in the middle of undoing goes on with the rest', async () => {
  const world: World = { gone: [], isClosed: false };
  const store = memory();
  await begun(store, world);
  const graph = older(world);
  const clock = virtualClock();
  const cairn = open({ store, graphs: [graph], clock });
  // The first room is given back, and then nobody answers any more: what undoes the next waits to be tried again.
  const gone = world.gone;
  gone.push = (...what: string[]) => {
    world.isClosed = true;
    return Array.prototype.push.apply(gone, what);
  };
  await cairn.thread(graph, 'one').send('callOff', { by: 'ada' });
  await clock.advance('1s');
  expect(await cairn.thread(graph, 'one').at()).toMatchObject({
    state: {
      undone: ['room'],
      endsAs: 'calledOff',
      toUndo: [{ step: 'trip/room' }, { step: 'trip/room' }, { step: 'trip/flight' }],
    },
    lanes: [{ node: 'undo-room' }],
  });
  await cairn.close();
  Reflect.deleteProperty(gone, 'push');
  world.isClosed = false;
  const today = newer(world);
  const later = virtualClock(clock.now());
  const thread = opened(today, store, later).thread(today, 'one');
  const ending = thread.ended();
  await later.advance('1d');
  expect(await ending).toMatchObject({ outcome: 'givenUp', state: { undone: ['suite', 'suite', 'plane'] } });
  expect(gone).toEqual(['old room 2', 'no room 1', 'no row 12 of 2 nights']);
});

test('wherever the power goes while an older thread is undone, all of it is undone', async () => {
  for (let at = 1; at <= 40; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const world: World = { gone: [], isClosed: false };
      const disk = memory();
      await begun(disk, world);
      const dying = powerCuts(disk, { at, when });
      const graph = newer(world);
      const clock = virtualClock();
      const cairn = open({ store: dying, graphs: [graph], clock });
      const sending = cairn
        .thread(graph, 'one')
        .send('callOff', { by: 'ada' }, { id: 'off' })
        .catch(() => undefined);
      await clock.advance('1m');
      await sending;
      const later = virtualClock(clock.now() + 60_000);
      const thread = opened(graph, disk, later).thread(graph, 'one');
      const again = thread.send('callOff', { by: 'ada' }, { id: 'off' }).catch(() => undefined);
      await later.advance('1d');
      await again;
      expect(await thread.settled(), `cut ${when} ${at}`).toMatchObject({ status: 'done', outcome: 'givenUp' });
      expect([...new Set(world.gone)].toSorted()).toEqual(['no room 1', 'no room 2', 'no row 12 of 2 nights']);
      await cairn.close().catch(() => undefined);
      if (!dying.isOut) return;
    }
  }
  throw new Error('the power goes at every write');
});

test('what the version of today did is undone as it is, whatever older names say', async () => {
  const world: World = { gone: [], isClosed: false };
  const swapped = undoable({
    name: 'swapped',
    version: '2',
    state: {},
    start: 'a',
    nodes: {
      a: { run: () => undefined, undo: () => back(world, 'a'), next: 'b' },
      b: { run: () => undefined, undo: () => back(world, 'b'), next: 'lost' },
      lost: { run: () => Promise.reject(new Error('lost')), next: 'end' },
      end: { final: true },
    },
    migrate: [{ from: '1', nodes: { a: 'b', b: 'a' } }],
  });
  const cairn = opened(swapped, memory());
  await (await cairn.start(swapped, {})).ended();
  expect(world.gone).toEqual(['b', 'a']);
});
