import { append, graph, isProblem, memory, open, replay, type Cairn, type OpenOptions } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { exportThread, goingOnWith } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { problem } from '../../src/base/problem/problem.ts';
import { collected } from './collected.ts';

type Call = Exclude<Extract<keyof Store, string>, 'name' | 'place'>;

let charged = 0;

const order = graph({
  name: 'order',
  state: { log: append(z.string()) },
  events: { add: z.string() },
  start: 'price',
  nodes: {
    price: {
      run: () => ({ log: [`priced ${(charged += 1)}`] }),
      cache: { key: () => 'all', ttl: '1h' },
      next: 'ask',
    },
    ask: {
      run: async (_s, { ask, step }) => {
        const name = await ask('name', { answer: z.string() });
        return { log: [await step('greet', () => `greeted ${name}`)] };
      },
      next: 'wait',
    },
    wait: { on: { add: { update: (_s, line) => ({ log: [line] }) } }, after: { '1h': 'end' } },
    end: { final: true },
  },
});

/** A store in which one call meets an error that passes, before or after it is done. */
function failingOnce(
  store: Store,
  name: Call,
  at: number,
  when: 'before' | 'after',
): Store & { readonly hasFailed: boolean } {
  let count = 0;
  const fails = (): void => {
    if (count === at) throw problem('store/io', { store: store.name, found: 'the line was cut' });
  };
  return new Proxy(store, {
    get(target, asked) {
      if (asked === 'hasFailed') return count >= at;
      const member: unknown = Reflect.get(target, asked, target);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        if (asked !== name) return Reflect.apply(member, target, given);
        count += 1;
        if (when === 'before') fails();
        const answer: unknown = await Reflect.apply(member, target, given);
        if (when === 'after') fails();
        return answer;
      };
    },
  }) as Store & { readonly hasFailed: boolean };
}

/** What the next deploy brings. */
const { nodes } = order.source;
const next = {
  ...order,
  source: { ...order.source, nodes: { ...nodes, wait: { ...nodes['wait'], after: { '2h': 'end' } } } },
};

/** So long that it is kept apart from the row that holds it. */
const long = 'long '.repeat(5_000);

/** All that is done with threads, by a runtime and by those who use it; gives what came of it, and who had to ask again. */
async function play(store: Store): Promise<{ readonly came: unknown; readonly askedAgain: number }> {
  const clock = virtualClock();
  charged = 0;
  let askedAgain = 0;
  /** Whoever is told that the store failed for a moment asks again, as the page of that problem says. */
  const told = async <Answer>(asks: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await asks();
    } catch (error) {
      if (!isProblem(error, 'store/io')) throw error;
      askedAgain += 1;
      return asks();
    }
  };
  const opened = (options: Partial<OpenOptions> = {}): Cairn => open({ store, graphs: [order], clock, ...options });
  const first = opened();
  const thread = await first.start(order, {}, { id: 'one' });
  await clock.advance(0);
  await thread.answer('name', 'Ada');
  await clock.advance(0);
  await thread.send('add', long);
  await thread.send('add', 'kept', { queue: true });
  await told(() => thread.rewind(5));
  await clock.advance(0);
  await first.start(order, {}, { id: 'two' });
  await clock.advance(0);
  await first.close();
  // From here on everything is found in the store.
  const sender = opened({ drive: false });
  const second = opened();
  await clock.advance(0);
  await second.recovered();
  const working = second.work();
  await sender.thread(order, 'two').answer('name', 'Bob');
  await clock.advance(0);
  await second.thread(order, 'two').send('add', 'again');
  await clock.advance('2h');
  const ends: unknown[] = [];
  for (const id of ['one', 'two']) {
    const ended = second.thread(order, id);
    const { status, state } = await told(() => ended.settled());
    const history = await told(() => ended.history());
    const { divergence } = await told(() => replay(ended, order));
    const lines = await told(() => collected(exportThread(store, id)));
    ends.push(status, state, history.length, divergence, lines.length, (await told(() => ended.record())).owner);
  }
  ends.push((await told(() => second.threads())).threads.length, (await told(() => second.verify())).findings);
  const going = await told(() => collected(goingOnWith(store, [next as typeof order], { status: ['done'] })));
  ends.push(going.map(({ how }) => how));
  await told(() => second.prune({ drop: 'history' }));
  ends.push(await told(() => second.prune()));
  await sender.close();
  await second.close();
  await working;
  return { came: { ends, charged }, askedAgain };
}

/** Every call of a store, and whether it is made for somebody alone who is told of its error, or by a runtime for itself. */
const calls: Readonly<Record<Call, 'by itself' | 'for somebody' | 'at the end'>> = {
  create: 'by itself',
  commit: 'by itself',
  thread: 'for somebody',
  heartbeat: 'by itself',
  retire: 'by itself',
  claim: 'by itself',
  take: 'by itself',
  runnable: 'by itself',
  nextDue: 'by itself',
  messages: 'for somebody',
  message: 'by itself',
  leave: 'by itself',
  left: 'by itself',
  version: 'by itself',
  changed: 'by itself',
  outputs: 'for somebody',
  shown: 'by itself',
  keepPlan: 'by itself',
  plan: 'for somebody',
  plans: 'for somebody',
  keepCached: 'by itself',
  retag: 'by itself',
  cached: 'by itself',
  item: 'for somebody',
  items: 'for somebody',
  findItems: 'for somebody',
  putItems: 'for somebody',
  remove: 'by itself',
  rows: 'for somebody',
  jumps: 'for somebody',
  snapshot: 'for somebody',
  state: 'for somebody',
  blobs: 'for somebody',
  threads: 'for somebody',
  counts: 'for somebody',
  consumed: 'for somebody',
  trim: 'for somebody',
  integrity: 'for somebody',
  close: 'at the end',
};

/** So many calls of each kind fail, one in each play. */
const most = 12;

/** What comes of it undisturbed. */
const undisturbed = play(memory());

const failing = (Object.keys(calls) as Call[]).filter((call) => calls[call] !== 'at the end');

test.each(failing.flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]))(
  'one error of "%s", %s it is done, changes nothing, and who is told of it need only ask again',
  async (call, when) => {
    const { came } = await undisturbed;
    for (let at = 1; ; at += 1) {
      const store = failingOnce(memory(), call, at, when);
      const disturbed = await play(store);
      expect(disturbed.came, `its call ${at}`).toEqual(came);
      expect(disturbed.askedAgain, `its call ${at}`).toBeLessThanOrEqual(calls[call] === 'by itself' ? 0 : 1);
      if (!store.hasFailed || at === most) return;
    }
  },
);
