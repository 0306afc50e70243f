import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  check,
  diagram,
  graph,
  local,
  memory,
  mermaid,
  open,
  run,
  service,
  type AnyGraph,
  type Cairn,
  type FactsOf,
  type OpenOptions,
} from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { nothingDone, undoable, type Undo } from '@cairn/patterns';

interface Agency {
  readonly done: string[];
  /** What it does not take back, and how often. */
  readonly stubborn: Map<string, number>;
}

const agencyOf = (stubborn: Readonly<Record<string, number>> = {}): Agency => ({
  done: [],
  stubborn: new Map(Object.entries(stubborn)),
});

function takeBack({ done, stubborn }: Agency, what: string): void {
  const times = stubborn.get(what) ?? 0;
  stubborn.set(what, times - 1);
  if (times > 0) throw new Error(`${what} cannot be taken back now`);
  done.push(`no ${what}`);
}

const book = (agency: Agency, what: string, key: string) => {
  agency.done.push(`${what} ${key}`);
  return what;
};

/** A trip in a graph of its author's own: nodes, steps and lanes that can be undone. */
const trip = undoable({
  name: 'trip',
  state: {
    nights: z.array(z.string()),
    card: z.number(),
    seat: z.string().optional(),
    rooms: append(z.string()),
    night: local(z.string()),
  },
  events: { callOff: z.object({ by: z.string() }) },
  services: { agency: service<Agency>() },
  on: { callOff: 'calledOff' },
  undo: {
    room: ({ result, key }: Undo<string>, { services }) => takeBack(services.agency, `${result ?? 'whatever'} ${key}`),
    dinner: {
      run: (_undo, { services, step }) => step('take back', () => takeBack(services.agency, 'dinner')),
      retry: { attempts: 3, backoff: '1m' },
    },
  },
  start: 'flight',
  nodes: {
    flight: {
      run: async (_s, { services, step, key }) => ({
        seat: await step('book', () => book(services.agency, '12A', key())),
      }),
      undo: ({ result, state, key, reason }, { services }) => {
        expectTypeOf(result?.seat).toEqualTypeOf<string | undefined>();
        expectTypeOf(state.card).toEqualTypeOf<number>();
        takeBack(services.agency, `${result?.seat} ${key} as ${reason}`);
      },
      next: { each: (s) => s.nights.map((night) => ({ night })), to: 'stay', then: 'payment' },
    },
    stay: {
      run: async ({ night = '' }, { step, sleep, services }) => {
        const room = await step(night, (key) => book(services.agency, `room of ${night}`, key), { undo: 'room' });
        if (night === 'sunday') await sleep('a while', '1h');
        if (night === 'monday') await step('dinner', () => services.agency.done.push('dinner'), { undo: 'dinner' });
        return { rooms: [room] };
      },
      next: 'payment',
    },
    payment: {
      run: (s) => {
        if (s.card < 100) throw nothingDone(`the card is good for ${s.card}`);
      },
      undo: (_undo, { services }) => takeBack(services.agency, 'payment'),
      next: 'booked',
    },
    booked: { final: true },
    calledOff: { final: true, undo: true },
  },
});

function opened(of: AnyGraph, options: Partial<OpenOptions> = {}): Cairn {
  const cairn = open({ store: memory(), graphs: [of], ...options } as never);
  onTestFinished(() => cairn.close());
  return cairn;
}

test('it is a graph without mistakes, that is drawn, and keeps its types', () => {
  expect(check(trip)).toEqual([]);
  const drawn = mermaid(diagram(trip));
  for (const part of ['flight', 'stay', 'undo-flight', 'undo-room', 'undo-dinner']) expect(drawn).toContain(part);
  type Known = FactsOf<typeof trip>;
  expectTypeOf<Known['outcome']>().toEqualTypeOf<'booked' | 'calledOff' | 'undone' | 'partlyUndone'>();
  expectTypeOf<Known['state']['seat']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Known['state']['undone']>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Known['events']['callOff']>().toEqualTypeOf<{ by: string }>();
  expectTypeOf<Known['services']['agency']>().toEqualTypeOf<Agency>();
  expectTypeOf<Known['input']['card']>().toEqualTypeOf<number>();
  expectTypeOf<Known['input']['nights']>().toEqualTypeOf<string[]>();
});

test('what was done is undone in reverse when a later part fails, and the state says so', async () => {
  const agency = agencyOf();
  const result = await run(trip, { nights: ['monday'], card: 5 }, { services: { agency } });
  expect(result).toMatchObject({ status: 'done', outcome: 'undone' });
  const { thread } = result;
  const lane = `${thread}/work.1/flight.1/0/stay.1`;
  expect(agency.done.slice(-3)).toEqual([
    'no dinner',
    `no room of monday ${lane}#monday`,
    `no 12A ${thread}/work.1/flight.1 as the card is good for 5`,
  ]);
  expect(result.state).toMatchObject({
    undone: ['dinner', 'room', 'flight'],
    undoReason: 'the card is good for 5',
    seat: '12A',
    rooms: ['room of monday'],
  });
});

test('nothing is undone where all goes well', async () => {
  const agency = agencyOf();
  const result = await run(trip, { nights: ['monday', 'tuesday'], card: 500 }, { services: { agency } });
  expect(result).toMatchObject({
    outcome: 'booked',
    state: { undone: [], rooms: ['room of monday', 'room of tuesday'] },
  });
});

test('who calls it off has undone what lanes did that are cut off, and it ends as its author says', async () => {
  const agency = agencyOf();
  const clock = virtualClock();
  const cairn = opened(trip, { clock, services: { agency } });
  const thread = await cairn.start(trip, { nights: ['sunday', 'monday'], card: 500 });
  await clock.advance('1m');
  await thread.send('callOff', { by: 'ada' });
  await clock.advance('1m');
  const ended = await thread.settled();
  expect(ended).toMatchObject({ outcome: 'calledOff', state: { undoReason: 'calledOff', left: [] } });
  expect(ended.state.undone.toSorted()).toEqual(['dinner', 'flight', 'room', 'room']);
  expect(ended.state.undone.at(-1)).toBe('flight');
  expect(agency.done.filter((each) => each.startsWith('no '))).toHaveLength(4);
});

test('what began and never ended is undone first, by its key', async () => {
  const agency = agencyOf();
  const hanging = undoable({
    name: 'hanging',
    state: {},
    services: { agency: service<Agency>() },
    undo: { call: ({ result, key }, { services }) => takeBack(services.agency, `${String(result)} ${key}`) },
    start: 'first',
    nodes: {
      first: {
        run: async (_s, { step, services: { agency: to } }) => {
          await step('one', () => book(to, 'one', ''), { undo: 'call' });
        },
        next: 'second',
      },
      second: {
        run: async (_s, { step }) => step('two', async () => new Promise<never>(() => undefined), { undo: 'call' }),
        timeout: '5s',
        next: 'end',
      },
      end: { final: true },
    },
  });
  const clock = virtualClock();
  const cairn = opened(hanging, { clock, services: { agency } });
  const thread = await cairn.start(hanging, {}, { id: 'T' });
  await clock.advance('10s');
  expect(await thread.settled()).toMatchObject({ outcome: 'undone' });
  expect(agency.done).toEqual(['one ', 'no undefined T/work.1/second.1#two', 'no one T/work.1/first.1#one']);
});

test('each undo has its own retry; who is asked has it tried again, or leaves it', async () => {
  const stuck = undoable({
    name: 'stuck',
    state: {},
    services: { agency: service<Agency>() },
    person: {},
    start: 'one',
    nodes: {
      one: { run: () => undefined, undo: (_undo, { services }) => takeBack(services.agency, 'one'), next: 'two' },
      two: {
        run: () => undefined,
        undo: { run: (_undo, { services }) => takeBack(services.agency, 'two'), retry: { attempts: 2 } },
        next: 'fails',
      },
      fails: { run: () => Promise.reject(new Error('no')), next: 'end' },
      end: { final: true },
    },
  });
  expect(check(stuck)).toEqual([]);
  const clock = virtualClock();
  const again = opened(stuck, { clock, services: { agency: agencyOf({ two: 3 }) } });
  const thread = await again.start(stuck, {});
  await clock.advance('1m');
  expect(await thread.settled()).toMatchObject({ events: ['again', 'leave'], state: { stuck: expect.any(String) } });
  await thread.send('again', { by: 'ada' });
  await clock.advance('1m');
  expect(await thread.ended()).toMatchObject({ outcome: 'undone', state: { undone: ['two', 'one'], by: 'ada' } });

  const left = opened(stuck, { services: { agency: agencyOf({ two: 9 }) } });
  const other = await left.start(stuck, {});
  await other.settled();
  await other.send('leave', { by: 'bob' });
  expect(await other.ended()).toMatchObject({ outcome: 'partlyUndone', state: { left: ['two'], undone: ['one'] } });
});

test('what cannot be undone fails the thread where nobody is asked, and resumed it goes on', async () => {
  const agency = agencyOf({ dinner: 3 });
  const clock = virtualClock();
  const cairn = opened(trip, { clock, services: { agency } });
  const thread = await cairn.start(trip, { nights: ['monday'], card: 5 });
  await clock.advance('1h');
  expect(await thread.settled()).toMatchObject({ status: 'failed' });
  await thread.resume();
  expect(await thread.settled()).toMatchObject({ outcome: 'undone', state: { undone: ['dinner', 'room', 'flight'] } });
});

test('an undoable graph within another undoes its own when it fails, and is undone with the other when that fails', async () => {
  const tour = graph({
    name: 'tour',
    state: { nights: z.array(z.string()), card: z.number(), pays: z.number(), trip: z.string().optional() },
    start: 'trip',
    nodes: {
      trip: {
        graph: trip,
        input: ({ nights, card }) => ({ nights, card }),
        output: ({ outcome }) => ({ trip: outcome }),
        next: 'over',
      },
      over: { final: true },
    },
  });
  const whole = undoable({
    name: 'whole',
    state: { card: z.number(), pays: z.number(), nights: z.array(z.string()), trip: z.string().optional() },
    services: { agency: service<Agency>() },
    start: 'insurance',
    nodes: {
      insurance: {
        run: () => undefined,
        undo: (_undo, { services }) => takeBack(services.agency, 'insurance'),
        next: 'tour',
      },
      tour: { graph: tour, share: ['nights', 'card', 'pays', 'trip'], next: 'pay' },
      pay: {
        run: ({ pays }) => {
          if (pays < 1) throw new Error('nobody pays');
        },
        next: 'paid',
      },
      paid: { final: true },
    },
  });
  expect(check(whole)).toEqual([]);
  const inner = agencyOf();
  const undone = await run(whole, { card: 5, pays: 1, nights: ['x'] }, { services: { agency: inner } });
  expect(undone).toMatchObject({ outcome: 'paid', state: { trip: 'undone', undone: [] } });
  expect(inner.done.filter((each) => each.startsWith('no '))).toHaveLength(2);

  const outer = agencyOf();
  const all = await run(whole, { card: 500, pays: 0, nights: ['x'] }, { services: { agency: outer } });
  expect(all).toMatchObject({
    outcome: 'undone',
    state: { undone: ['trip-payment', 'trip-room', 'trip-flight', 'insurance'] },
  });
});

test('after a rewind what was undone is not undone twice, and a fork undoes nothing of its origin', async () => {
  const agency = agencyOf();
  const cairn = opened(trip, { services: { agency } });
  const thread = await cairn.start(trip, { nights: ['monday'], card: 5 });
  await thread.settled();
  const done = [...agency.done];
  const row = (await thread.history()).find(({ to }) => to === 'undo-flight');
  await thread.rewind(row?.seq ?? 0);
  expect(await thread.settled()).toMatchObject({ outcome: 'undone' });
  const fork = await thread.fork(row?.seq ?? 0);
  expect(await fork.settled()).toMatchObject({ outcome: 'undone' });
  expect(agency.done).toEqual(done);
});

test('a step is given its idempotency key, the same in each attempt, whether anything undoes it or not', async () => {
  const keys: (readonly string[])[] = [];
  const shop = undoable({
    name: 'shop',
    state: {},
    undo: { parcel: () => undefined },
    start: 'sell',
    nodes: {
      sell: {
        run: async (_s, { step, key, attempt }) => {
          await step('pay', (own) => void keys.push([own, key('pay')]));
          await step('send', (own) => void keys.push([own, key('send')]), { undo: 'parcel' });
          await step('flaky', (own) => {
            keys.push([own, key('flaky')]);
            if (attempt < 2) throw new Error('not yet');
          });
        },
        retry: { attempts: 2 },
        next: 'sold',
      },
      sold: { final: true },
    },
  });
  const thread = await opened(shop).start(shop, {}, { id: 'S' });
  expect(await thread.ended()).toMatchObject({ outcome: 'sold' });
  expect(keys.map(([own]) => own)).toEqual(['pay', 'send', 'flaky', 'flaky'].map((step) => `S/work.1/sell.1#${step}`));
  for (const [own, said] of keys) expect(own).toBe(said);
});
