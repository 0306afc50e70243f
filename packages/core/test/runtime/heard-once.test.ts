import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { gate, type Gate } from './gate.ts';
import { said } from './said.ts';

const done = new Map<string, Gate>();

const busy = graph({
  name: 'busy',
  state: { log: append(z.string()) },
  events: { note: z.string(), stop: z.undefined() },
  on: { note: { update: (_s, note) => ({ log: [note] }) } },
  start: 'work',
  nodes: { work: { run: (_s, { thread }) => done.get(thread)?.promise, next: 'end' }, end: { final: true } },
});

const calm = graph({
  name: 'calm',
  state: { log: append(z.string()) },
  events: { note: z.string(), stop: z.undefined() },
  start: 'wait',
  nodes: {
    wait: { on: { note: { update: (_s, note) => ({ log: [note] }) }, stop: 'end' } },
    end: { final: true },
  },
});

/** A connection whose calls may be held up, before they are done or before they are answered. */
function connectionTo(store: Store, around?: (name: string, call: () => unknown) => unknown): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (name === 'close') return () => undefined;
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        const call = (): unknown => Reflect.apply(member, target, given);
        return around === undefined ? call() : around(String(name), call);
      };
    },
  });
}

function openedOn(store: Store): Cairn {
  const cairn = open({ store, graphs: [busy, calm], recover: false });
  onTestFinished(() => cairn.close());
  return cairn;
}

test('what takes a thread from whoever drives it is not refused because somebody here asked for less just then', async () => {
  const store = memory();
  const ending = gate();
  done.set('t', ending);
  const [one, two] = [openedOn(connectionTo(store)), openedOn(connectionTo(store))];
  await one.start(busy, {}, { id: 't' });
  const on = two.thread(busy, 't');
  for (const how of [{}, { id: 'once' }]) {
    const asked = [
      said(on.send('note', 'polite', { onBusy: 'refuse' })),
      said(on.send('note', 'rude', { onBusy: 'replace', ...how })),
    ];
    expect((await Promise.all(asked))[1]).toBe('ok');
    await said(one.thread(busy, 't').send('note', 'back', { onBusy: 'replace' }));
  }
  ending.open();
  await on.ended();
});

test('whoever leaves a message hears of it, though the thread is taken from here between any two of its calls', async () => {
  const store = memory();
  for (let held = 0; held < 24; held += 1) {
    const id = `t${held}`;
    const ending = gate();
    done.set(id, ending);
    const [reached, free] = [gate(), gate()];
    let calls = -Infinity;
    const late = connectionTo(store, async (_name, call) => {
      calls += 1;
      const isHeld = calls === held;
      if (isHeld) reached.open();
      if (isHeld && held % 2 === 0) await free.promise;
      const answer = await call();
      if (isHeld) await free.promise;
      return answer;
    });
    const [one, two] = [openedOn(late), openedOn(connectionTo(store))];
    const thread = await one.start(busy, {}, { id });
    calls = -1;
    const told = said(thread.send('note', 'first', { id: 'once' }));
    void told.then(() => reached.open());
    await reached.promise;
    await two.thread(busy, id).send('note', 'second', { onBusy: 'replace' });
    free.open();
    expect(await told).toBe('ok');
    ending.open();
    const { state } = await two.thread(busy, id).ended();
    expect([...state.log].toSorted()).toEqual(['first', 'second']);
  }
});

test('what came while a thread was let go of is not taken with a state that is old by then', async () => {
  const store = memory();
  const [written, told] = [gate(), gate()];
  let isHeld = false;
  const late = connectionTo(store, async (name, call) => {
    if (name !== 'commit' || !isHeld) return call();
    isHeld = false;
    try {
      return await call();
    } finally {
      written.open();
      await told.promise;
    }
  });
  const [one, two] = [openedOn(late), openedOn(connectionTo(store))];
  const thread = await one.start(calm, {}, { id: 't' });
  await thread.settled();
  isHeld = true;
  const first = said(thread.send('note', 'first'));
  await written.promise;
  // It comes while the answer to that commit is on its way, and somebody else ends the thread meanwhile.
  const second = said(thread.resume());
  await turnOfEventLoop();
  await two.thread(calm, 't').send('stop');
  told.open();
  expect(await second).toBe('thread/over');
  // Where the store failed before it had written the first, that is refused as well.
  expect((await thread.at()).state['log']).toEqual((await first) === 'ok' ? ['first'] : []);
  expect(await one.thread(calm, 't').record()).toMatchObject({ status: 'done', owner: null });
});
