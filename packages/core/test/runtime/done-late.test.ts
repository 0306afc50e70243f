// A call that was given up may do yet what it was asked: whatever that is, threads are driven, timers come, and what was said of it holds.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, isProblem, memory, open, type Cairn, type FactsOf, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { keptOpen } from './kept-open.ts';

/** Shorter than the tests have patience for. */
const lease = '100ms';

/** Longer than anybody tries what fails. */
const outage = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2_500));

/** Longer than anybody waits who is not forgotten. */
const forEver = 120_000;

const talk = graph({
  name: 'talk',
  state: { got: append(z.string()), ticks: z.number().default(0) },
  events: { say: z.string(), stop: z.undefined() },
  start: 'wait',
  on: { stop: 'end', say: { update: (_s, said) => ({ got: [said] }) } },
  nodes: {
    wait: { after: { '30ms': { to: 'again', update: ({ ticks }) => ({ ticks: ticks + 1 }) } } },
    again: { after: { '30ms': { to: 'wait', update: ({ ticks }) => ({ ticks: ticks + 1 }) } } },
    end: { final: true },
  },
});

/** Has its runtime live on: one that drives nothing is taken for dead soon. */
const long = graph({
  name: 'long',
  state: {},
  start: 'work',
  nodes: {
    work: {
      run: (_s, ctx) =>
        new Promise<void>((_resolve, reject) => {
          ctx.signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      next: 'end',
    },
    end: { final: true },
  },
});

type Handle = Thread<FactsOf<typeof talk>>;

interface Held {
  readonly store: Store;
  /** Whether all calls of that name are held, as while a line is down. */
  readonly isOutage: boolean;
  /** Calls are counted from now on. */
  begin(): void;
  /** Answers the call that is held, and does it where that is still to do. */
  letGo(): Promise<void>;
}

/** What becomes of the call that is held: it is done at once, or once it is let go on, alone, or with all of its name that came after it. */
type Fate = 'done at once' | 'done later' | 'done later with all after it';

/** A line to a store on which one call, that of a name and number, is not answered before it is let go on. */
function heldAt(kept: Store, call: keyof Store, number: number, fate: Fate): Held {
  const isOutage = fate === 'done later with all after it';
  let count = -Infinity;
  let isLetGo = false;
  let letGo = (): void => undefined;
  const goesOn = new Promise<void>((resolve) => (letGo = resolve));
  const answered: Promise<unknown>[] = [];
  const store = new Proxy(kept, {
    get(target, name) {
      const member: unknown = name === 'close' ? () => undefined : Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      const make = async (...given: unknown[]): Promise<unknown> => {
        await Promise.resolve();
        return Reflect.apply(member, target, given) as unknown;
      };
      const makeHeld = async (...given: unknown[]): Promise<unknown> => {
        const made = fate === 'done at once' ? await make(...given) : undefined;
        await goesOn;
        return fate === 'done at once' ? made : make(...given);
      };
      return (...given: unknown[]): Promise<unknown> => {
        if (name !== call || isLetGo) return make(...given);
        count += 1;
        const isHeld = count === number || (count > number && isOutage);
        if (!isHeld) return make(...given);
        answered.push(makeHeld(...given));
        return answered.at(-1) as Promise<unknown>;
      };
    },
  });
  return {
    store,
    isOutage,
    begin: () => void (count = 0),
    letGo: async () => {
      isLetGo = true;
      letGo();
      await Promise.allSettled(answered);
    },
  };
}

/** What each command came to, by what it said. */
async function commands(thread: Handle): Promise<ReadonlyMap<string, unknown>> {
  const said = new Map<string, unknown>();
  const say = async (what: string, options: { readonly id?: string; readonly queue?: boolean } = {}): Promise<void> => {
    said.set(
      what,
      await thread.send('say', what, options).then(
        () => 'taken',
        (error: unknown) => error,
      ),
    );
  };
  await say('plain');
  await say('once', { id: 'once' });
  await Promise.all([say('queued', { queue: true }), say('beside'), thread.edit({ ticks: 0 }).catch(() => undefined)]);
  await thread.rewind(1).catch(() => undefined);
  await say('last');
  return said;
}

async function play(call: keyof Store, number: number, fate: Fate): Promise<void> {
  const kept = memory();
  const held = heldAt(kept, call, number, fate);
  const mine = open({ store: held.store, graphs: [talk, long], lease });
  const theirs = open({ store: keptOpen(kept), graphs: [talk], lease });
  try {
    await hear(mine, theirs, held);
  } finally {
    await Promise.allSettled([mine.close(), theirs.close()]);
  }
}

async function hear(mine: Cairn, theirs: Cairn, held: Held): Promise<void> {
  await mine.start(long, {});
  held.begin();
  await mine.start(talk, {}, { id: 't' }).catch(() => undefined);
  const saying = commands(mine.thread(talk, 't'));
  // While nothing can be written somebody may wait for that.
  await (held.isOutage ? outage() : saying);
  await held.letGo();
  const said = await saying;
  await theirs.start(talk, {}, { id: 't' });
  const thread = theirs.thread(talk, 't');
  const signal = AbortSignal.timeout(forEver);
  // Time goes on, and others are heard.
  let ticks = 0;
  for await (const event of thread.watch({ until: 'ended', signal })) {
    if (event.type === 'checkpoint' && event.cause === 'timer') ticks += 1;
    if (ticks === 3) break;
  }
  await thread.send('stop', undefined, { signal });
  expect(await thread.ended({ signal })).toMatchObject({ status: 'done' });
  const rows = await thread.history();
  for (const [what, end] of said) {
    const times = rows.filter(({ changes }) => JSON.stringify(changes ?? '').includes(what)).length;
    expect({ what, end, isPossible: possible(end).includes(times) }).toMatchObject({ isPossible: true });
  }
}

/** How often what came to that may have been taken. */
function possible(end: unknown): readonly number[] {
  if (end === 'taken') return [1];
  return isProblem(end, 'thread/outcome-unknown') ? [0, 1] : [0];
}

const few = [1, 2];
const calls: readonly (readonly [call: keyof Store, numbers: readonly number[]])[] = [
  ['create', [1]],
  ['commit', [1, 2, 3, 4, 5, 6, 7, 8]],
  ['claim', few],
  ['take', [1, 2, 3, 4, 5]],
  ['heartbeat', [1, 2, 3]],
  ['leave', few],
  ['left', few],
  ['message', few],
  ['messages', few],
  ['thread', few],
  ['state', few],
  ['rows', few],
  ['version', few],
  ['runnable', few],
  ['nextDue', few],
];

describe.concurrent.each(calls)('%s, answered after it was given up', (call, numbers) => {
  test.each<Fate>(['done at once', 'done later', 'done later with all after it'])(
    'leaves no thread to nobody, and nothing said untrue: %s',
    async (fate) => {
      const all = await Promise.allSettled(numbers.map((number) => play(call, number, fate)));
      expect(all.map((each) => (each.status === 'rejected' ? each.reason : undefined))).toEqual(
        numbers.map(() => undefined),
      );
    },
  );
});
