import { append, graph, memory, open, type Cairn, type OpenOptions } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { problem } from '../../src/base/problem.ts';

type Call = Extract<keyof Store, string>;

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

/** All that a runtime does with threads by itself; gives what came of it. */
async function play(store: Store): Promise<unknown> {
  const clock = virtualClock();
  charged = 0;
  const opened = (options: Partial<OpenOptions> = {}): Cairn => open({ store, graphs: [order], clock, ...options });
  const first = opened();
  const thread = await first.start(order, {}, { id: 'one' });
  await clock.advance(0);
  await thread.answer('name', 'Ada');
  await clock.advance(0);
  await thread.send('add', 'told');
  await thread.send('add', 'kept', { queue: true });
  await thread.rewind(5);
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
    const { status, state } = await second.thread(order, id).settled();
    ends.push(status, state, (await store.thread(id))?.owner);
  }
  await second.prune({ drop: 'history' });
  ends.push(await second.prune());
  await sender.close();
  await second.close();
  await working;
  return { ends, charged };
}

/** What a runtime calls by itself. */
const calls: readonly Call[] = [
  'create',
  'commit',
  'thread',
  'heartbeat',
  'retire',
  'claim',
  'runnable',
  'nextDue',
  'messages',
  'message',
  'leave',
  'left',
  'version',
  'keepPlan',
  'plan',
  'plans',
  'keepCached',
  'cached',
  'remove',
];

test.each(calls.flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]))(
  'one error of "%s", %s it is done, is noticed by nobody',
  async (call, when) => {
    const undisturbed = await play(memory());
    for (let at = 1; ; at += 1) {
      const store = failingOnce(memory(), call, at, when);
      expect(await play(store), `its call ${at}`).toEqual(undisturbed);
      if (!store.hasFailed || at === 6) return;
    }
  },
);
