import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, isProblem, memory, open, type Cairn, type FactsOf, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { collected } from './collected.ts';
import { later } from './counted.ts';
import { keptOpen } from './kept-open.ts';

/*
 * Whoever waits for a thread that others drive looks at it in calls of the store. There is no moment between two of them, or between one
 * and its answer, in which what is done to the thread may be missed: each deed is done at each of these moments.
 */

const talk = graph({
  name: 'talk',
  state: {},
  events: { go: z.undefined(), stop: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { go: 'rest', stop: 'end' } }, rest: { on: { stop: 'end' } }, end: { final: true } },
});

type Handle = Thread<FactsOf<typeof talk>>;

/** How somebody waits, by what it comes to in words. */
const waits: Readonly<Record<string, (thread: Handle) => Promise<string>>> = {
  ended: async (thread) => (await thread.ended()).status,
  watch: async (thread) => {
    const last = (await collected(thread.watch({ until: 'ended' }))).at(-1);
    return last?.type === 'status' ? last.status : 'nothing';
  },
  send: async (thread) => {
    await thread.send('go');
    return 'taken';
  },
};

/** Whoever does something to the thread. */
interface Doer {
  readonly kept: Store;
  readonly cairn: Cairn;
  readonly thread: Handle;
  readonly clock: VirtualClock;
}

interface Deed {
  readonly act: (doer: Doer) => Promise<unknown>;
  /** What waits may come to, where the thread was known before it. */
  readonly ends: Readonly<Record<keyof typeof waits, readonly string[]>>;
}

const over = { ended: ['done'], watch: ['done'], send: ['taken', 'thread/over'] };
const gone = { ended: ['thread/not-found'], watch: ['thread/not-found'], send: ['thread/not-found'] };

const deeds: Readonly<Record<string, Deed>> = {
  'is cancelled': {
    act: ({ thread }) => thread.cancel('enough'),
    ends: { ended: ['cancelled'], watch: ['cancelled'], send: ['taken', 'thread/over'] },
  },
  'goes on to its end': {
    act: async ({ thread }) => {
      await thread.send('go').catch(() => undefined);
      await thread.send('stop');
    },
    ends: { ...over, send: ['taken', 'event/unknown', 'event/not-accepted', 'thread/over'] },
  },
  'is taken by one who dies, and then ends': {
    act: async ({ kept, thread, clock }) => {
      await kept.claim('t', 'somebody who was never heard of', clock.now());
      await thread.send('stop');
    },
    ends: over,
  },
  'is taken from one who has it, and then ends': {
    act: async ({ kept, thread, clock }) => {
      await kept.heartbeat({ id: 'other', pid: 1, host: 'elsewhere' }, 60_000, clock.now());
      await kept.claim('t', 'other', clock.now());
      await thread.cancel('enough', { onBusy: 'replace' });
    },
    ends: { ended: ['cancelled'], watch: ['cancelled'], send: ['taken', 'thread/over'] },
  },
  'is sent back, and then ends': {
    act: async ({ thread }) => {
      await thread.rewind(1);
      await thread.send('stop');
    },
    ends: over,
  },
  'is deleted': { act: async ({ kept }) => kept.remove(['t']), ends: gone },
  'is deleted, and another gets its id': {
    act: async ({ kept, cairn, clock }) => {
      await kept.remove(['t']);
      await clock.advance(1);
      await cairn.start(talk, {}, { id: 't' });
    },
    ends: gone,
  },
  'is taken up for what was left': {
    act: ({ cairn }) => cairn.drive('t'),
    ends: { ended: [], watch: [], send: ['taken'] },
  },
};

/** A wait in which a deed is done before or after its `at`th call of the store, and what it came to. */
async function waited(wait: string, { act }: Deed, at: number, when: 'before' | 'after') {
  const kept = memory();
  const clock = virtualClock();
  const theirs = open({ store: keptOpen(kept), graphs: [talk], clock, recover: false });
  const doer: Doer = { kept, cairn: theirs, thread: theirs.thread(talk, 't'), clock };
  await theirs.start(talk, {}, { id: 't' });
  let calls = 0;
  let looks = 0;
  let doing: Promise<unknown> | undefined;
  let isDone = false;
  const before: string[] = [];
  const deed = (): Promise<unknown> => (doing = act(doer).finally(() => (isDone = true)));
  const store = new Proxy(keptOpen(kept), {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || name === 'close' || name === 'plan' || name === 'keepPlan') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        calls += 1;
        const isNow = calls === at;
        if (isNow && when === 'before') await deed();
        if (!isDone) before.push(String(name));
        if (isDone && name === 'version') {
          looks += 1;
          // What is left is taken by and by; who waits for another than was meant waits until that ends.
          await theirs.drive('t').catch(() => undefined);
          if (looks === 4) await doer.thread.cancel('over').catch(() => undefined);
        }
        const answer: unknown = await Reflect.apply(member, target, given);
        if (isNow && when === 'after') await deed();
        return answer;
      };
    },
  });
  const mine = open({ store: later(store, 1), graphs: [talk], drive: false, clock });
  const waiting = waits[wait]?.(mine.thread(talk, 't')) ?? Promise.reject(new Error(wait));
  const end = await waiting.catch((error: unknown) => (isProblem(error) ? error.code : Promise.reject(error)));
  await doing;
  await mine.close();
  await theirs.close();
  return { end, looks, isDone, before };
}

describe.each(Object.keys(waits))('%s() misses nothing where the thread', (wait) => {
  test.each(Object.entries(deeds))('%s, at any moment of it', async (_, deed) => {
    const moments = Array.from({ length: 10 }, (_each, index) => index + 1).flatMap((at) =>
      (['before', 'after'] as const).map((when) => ({ at, when })),
    );
    const all = await Promise.all(
      moments.map(async ({ at, when }) => ({ at, when, ...(await waited(wait, deed, at, when)) })),
    );
    const allowed = deed.ends[wait] ?? [];
    const wrong = all.filter(({ end, looks, isDone, before }) => {
      // It is known by then which thread is meant, and which message is waited for.
      const isKnown = before.includes('changed') || (wait !== 'send' && before.includes('version'));
      return !isDone || (isKnown && allowed.length > 0 && (!allowed.includes(end) || looks > 3));
    });
    expect(wrong).toEqual([]);
  });
});
