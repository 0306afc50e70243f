import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type Clock, type OpenOptions } from '@cairn/core';
import { until } from './until.ts';

type Store = OpenOptions['store'];

/** A clock that stands until it is moved. */
class HandClock implements Clock {
  #now = 1_000_000;
  readonly #waits = new Set<{ at: number; call: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    const wait = { at: this.#now + milliseconds, call };
    this.#waits.add(wait);
    return () => void this.#waits.delete(wait);
  }

  /** Moves on at once, as for a process that slept: what became due meanwhile is called then. */
  jump(milliseconds: number): void {
    this.#now += milliseconds;
    for (const wait of [...this.#waits].toSorted((left, right) => left.at - right.at)) {
      if (wait.at <= this.#now && this.#waits.delete(wait)) wait.call();
    }
  }
}

/** A node that never ends, and the signals of its runs. */
function given() {
  const signals: AbortSignal[] = [];
  const work = graph({
    name: 'work',
    state: {},
    start: 'busy',
    nodes: {
      busy: {
        run: (_s, ctx) => {
          signals.push(ctx.signal);
          return new Promise<object>(() => undefined);
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  return { work, signals };
}

/** A store with some methods of another kind. */
function changed(store: Store, methods: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name) {
      const own: unknown = Reflect.get(methods, name);
      const value: unknown = own ?? Reflect.get(target, name);
      return typeof value === 'function' && own === undefined ? (value.bind(target) as unknown) : value;
    },
  });
}

test('between turns that follow one another no heartbeat is put off anew', async () => {
  const clock = new HandClock();
  let waits = 0;
  const counting: Clock = { now: () => clock.now(), after: (...wait) => ((waits += 1), clock.after(...wait)) };
  const chat = graph({
    name: 'chat',
    state: {},
    events: { say: z.undefined() },
    start: 'idle',
    nodes: { idle: { on: { say: 'idle' } } },
  });
  const cairn = open({ store: memory(), graphs: [chat], clock: counting });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(chat);
  await thread.settled();
  const before = waits;
  for (let turn = 0; turn < 20; turn += 1) {
    await thread.send('say');
    await thread.settled();
  }
  expect(waits).toBe(before);
});

test('an owner that drives nothing sends no heartbeat', async () => {
  const clock = new HandClock();
  let beats = 0;
  const { work } = given();
  const cairn = open({ store: changed(memory(), { heartbeat: () => void (beats += 1) }), graphs: [work], clock });
  onTestFinished(() => cairn.close());
  for (let turn = 0; turn < 5; turn += 1) clock.jump(20_000);
  expect(beats).toBe(0);
});

test('an owner whose heartbeats fail stops what it runs before its lease is over, when no other heartbeat would be in time', async () => {
  const clock = new HandClock();
  const { work, signals } = given();
  let isBroken = false;
  const store = memory();
  const breaking = changed(store, {
    heartbeat: (owner, lease, now) => {
      if (isBroken) throw new Error('no disk');
      return store.heartbeat(owner, lease, now);
    },
  });
  const cairn = open({ store: breaking, graphs: [work], clock, lease: '30s', recover: false });
  onTestFinished(() => cairn.close());
  await cairn.start(work, {}, { id: 'a' });
  isBroken = true;
  for (let turn = 1; turn <= 2; turn += 1) {
    clock.jump(7_500);
    await new Promise((resolve) => setImmediate(resolve));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  }
  clock.jump(7_499);
  await new Promise((resolve) => setImmediate(resolve));
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  clock.jump(1);
  await until('the run is aborted', () => signals[0]?.aborted === true);
});

test('an owner that slept past its lease keeps the threads that nobody took, and stops those that somebody did', async () => {
  const clock = new HandClock();
  const { work, signals } = given();
  const store = memory();
  const cairn = open({ store, graphs: [work], clock, lease: '30s', recover: false });
  onTestFinished(() => cairn.close());
  await cairn.start(work, {}, { id: 'a' });
  await cairn.start(work, {}, { id: 'b' });
  await store.heartbeat({ id: 'other', pid: 1, host: 'elsewhere' }, 3_600_000, clock.now());
  await store.claim('a', 'other', clock.now() + 60_000);
  clock.jump(60_000);
  await until('the run of the taken thread is aborted', () => signals[0]?.aborted === true);
  expect(signals[1]?.aborted).toBe(false);
  expect(await store.claim('b', 'other', clock.now())).toBe('busy');
});
