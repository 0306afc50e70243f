import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, replayAll, type Cairn, type OpenOptions, type Thread } from '@cairn/core';
import type { Store } from '../../src/store.ts';
import { find } from '../../src/inspect.ts';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { until } from './until.ts';

const desk = graph({
  name: 'desk',
  state: { log: append(z.string()) },
  events: { note: z.string() },
  start: 'wait',
  nodes: {
    wait: {
      on: { note: { update: (_s, line) => ({ log: [line] }) } },
      next: [{ when: (s) => s.log.length > 3, to: 'end' }],
    },
    end: { final: true },
  },
});

function opened(options: Partial<OpenOptions> = {}): Cairn {
  const cairn = open({ store: memory(), graphs: [desk], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}

/** A store that answers until it is told not to: from then on whoever asks waits, until it is let go on. */
function halting(store: Store): {
  readonly store: Store;
  readonly asked: () => number;
  readonly halt: () => void;
  readonly goOn: () => void;
} {
  const goesOn = gate();
  let isHalted = false;
  let asked = 0;
  const halted = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        if (!isHalted || name === 'close') return Reflect.apply(member, target, given);
        asked += 1;
        return goesOn.promise.then(() => Reflect.apply(member, target, given) as unknown);
      };
    },
  });
  return { store: halted, asked: () => asked, halt: () => (isHalted = true), goOn: () => goesOn.open() };
}

interface Given {
  readonly cairn: Cairn;
  readonly thread: Thread;
  readonly store: Store;
  readonly signal: AbortSignal;
}

async function drained(walk: AsyncIterable<unknown>): Promise<void> {
  const each = walk[Symbol.asyncIterator]();
  while ((await each.next()).done !== true);
}

/** All that waits. */
const waits: Readonly<Record<string, (given: Given) => Promise<unknown>>> = {
  'settled()': ({ thread, signal }) => thread.settled({ signal }),
  'ended()': ({ thread, signal }) => thread.ended({ signal }),
  'watch()': ({ thread, signal }) => drained(thread.watch({ until: 'ended', signal })),
  'send()': ({ cairn, signal }) => cairn.thread(desk, 'a').send('note', 'x', { signal }),
  'send() with an id': ({ cairn, signal }) => cairn.thread(desk, 'a').send('note', 'x', { signal, id: 'once' }),
  'send() queued': ({ cairn, signal }) => cairn.thread(desk, 'a').send('note', 'x', { signal, queue: true }),
  'answer()': ({ thread, signal }) => thread.answer('q', 1, { signal }),
  'edit()': ({ cairn, signal }) => cairn.thread(desk, 'a').edit({ log: ['x'] }, { signal }),
  'resume()': ({ thread, signal }) => thread.resume({ signal }),
  'cancel()': ({ thread, signal }) => thread.cancel('enough', { signal }),
  'rewind()': ({ thread, signal }) => thread.rewind(1, { signal, onBusy: 'wait' }),
  'fork()': ({ thread, signal }) => thread.fork(1, { signal }),
  'start()': ({ cairn, signal }) => cairn.start(desk, {}, { signal }),
  'replay()': ({ store, signal }) => replay({ store, id: 'a' }, desk, { signal }),
  'replayAll()': ({ store, signal }) => drained(replayAll(store, [desk], { signal })),
  'find()': ({ store, signal }) => find(store, { text: 'x', signal }),
};

/** Where nothing is taken up and nothing answers, whoever waits is let go all the same. */
describe.each([true, false])('with { drive: %s }', (drive) => {
  test.each(Object.keys(waits))(
    '%s ends with the reason of its signal, while the store does not answer',
    async (name) => {
      const { store, asked, halt, goOn } = halting(memory());
      const cairn = opened({ store, drive, recover: false });
      await opened({ store: keptOpen(store) }).start(desk, {}, { id: 'a' });
      const thread = cairn.thread(desk, 'a') as unknown as Thread;
      const stop = new AbortController();
      halt();
      const wait = Promise.allSettled([waits[name]?.({ cairn, thread, store, signal: stop.signal })]);
      await until('the store was asked', () => asked() > 0);
      stop.abort('no more time');
      const [end] = await wait;
      goOn();
      expect(end).toEqual({ status: 'rejected', reason: 'no more time' });
    },
  );

  test.each(Object.keys(waits))('%s does nothing where its signal aborted before', async (name) => {
    const store = memory();
    const cairn = opened({ store, drive, recover: false });
    const made = await opened({ store: keptOpen(store) }).start(desk, {}, { id: 'a' });
    await made.settled();
    const { head } = await made.record();
    const thread = cairn.thread(desk, 'a') as unknown as Thread;
    const wait = waits[name]?.({ cairn, thread, store, signal: AbortSignal.abort('too late') });
    await expect(wait).rejects.toBe('too late');
    expect(await made.record()).toMatchObject({ head, status: 'waiting' });
    expect((await store.threads({})).threads).toHaveLength(1);
    expect(await store.messages('a', 0)).toEqual([]);
  });
});

test('what was left where nobody drives the thread is taken back before the reason is told; with an id it stays', async () => {
  const store = memory();
  const theirs = opened({ store: keptOpen(store), recover: false });
  const made = await theirs.start(desk, {}, { id: 'a' });
  await made.settled();
  await theirs.close();
  const mine = opened({ store: keptOpen(store), drive: false }).thread(desk, 'a');
  for (const id of [undefined, 'once']) {
    const stop = new AbortController();
    const sent = Promise.allSettled([mine.send('note', 'x', { signal: stop.signal, ...(id !== undefined && { id }) })]);
    for (let left = 0; left === 0; left = (await store.messages('a', 0)).length) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    stop.abort('no more time');
    expect(await sent).toEqual([{ status: 'rejected', reason: 'no more time' }]);
    expect(await store.messages('a', 0)).toHaveLength(id === undefined ? 0 : 1);
  }
});

test('a rewind that waits for another owner gives up, and the thread is where it was', async () => {
  const store = memory();
  const goOn = gate();
  const work = graph({
    name: 'desk',
    state: {},
    start: 'work',
    nodes: { work: { run: () => goOn.promise, next: 'end' }, end: { final: true } },
  });
  const theirs = open({ store: keptOpen(store), graphs: [work] });
  onTestFinished(() => theirs.close());
  const mine = open({ store: keptOpen(store), graphs: [work], recover: false });
  onTestFinished(() => mine.close());
  const thread = await theirs.start(work, {}, { id: 'a' });
  const rewound = mine.thread(work, 'a').rewind(1, { onBusy: 'wait', signal: AbortSignal.timeout(30) });
  await expect(rewound).rejects.toMatchObject({ name: 'TimeoutError' });
  goOn.open();
  expect(await thread.ended()).toMatchObject({ status: 'done', seq: 2 });
});

test('a worker stops when its signal aborts, which is no failure: it resolves', async () => {
  const stop = new AbortController();
  const working = opened().work({ signal: stop.signal });
  stop.abort('no more time');
  expect(await working).toBeUndefined();
});
