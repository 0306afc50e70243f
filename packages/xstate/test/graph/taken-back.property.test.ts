import { memory, open, type AnyGraph, type Thread } from '@cairn/core';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { alike, within, type Waits } from './taken-back.ts';

type Act =
  | { readonly type: 'pass'; readonly seconds: number }
  | { readonly type: 'look' }
  | { readonly type: 'fork' | 'rewind' | 'recorded'; readonly to: number };

interface Story {
  readonly waits: Waits;
  readonly depth: number;
  readonly acts: readonly Act[];
}

const seconds = fc.integer({ min: 1, max: 200 });
const by = fc.constantFrom('after' as const, 'sent' as const, 'child' as const);

const story: fc.Arbitrary<Story> = fc.record({
  waits: fc.array(fc.record({ first: seconds, then: seconds, by }), { minLength: 2, maxLength: 4 }),
  depth: fc.integer({ min: 0, max: 2 }),
  acts: fc.array(
    fc.oneof(
      fc.record({ type: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 500 }) }),
      fc.record({ type: fc.constant('look' as const) }),
      fc.record({
        type: fc.constantFrom('fork' as const, 'rewind' as const, 'recorded' as const),
        to: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    ),
    { maxLength: 7 },
  ),
});

/** The times at which something came by itself, in milliseconds since the thread began. */
async function timesOf(graph: AnyGraph, { acts }: Story): Promise<readonly number[]> {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [graph], clock });
  onTestFinished(() => cairn.close());
  const begun = clock.now();
  let thread: Thread = await cairn.start(graph, {}, { id: 't' });
  for (const [at, act] of acts.entries()) {
    // What is recorded beyond a rewind came later than anything in the fork waits for.
    const isBack = act.type === 'recorded' && acts.slice(0, at).some(({ type }) => type === 'rewind');
    thread = await after(thread, isBack ? { type: 'fork', to: act.to } : act, { at, begun, clock });
  }
  await clock.advance('1d');
  expect((await thread.ended()).status).toBe('done');
  const times: number[] = [];
  for (const { cause, time, changes } of await thread.history()) {
    if (cause !== 'timer') continue;
    // A machine takes what is due at one time together, and says it line by line; lines of children are their own.
    const { did } = (changes ?? {}) as { did?: { set: readonly string[] } };
    const taken =
      did === undefined ? 1 : did.set.filter((line) => /^(?:xstate\.(?:after|timer|done)|T\d)/u.test(line)).length;
    times.push(...Array.from({ length: taken }, () => time - begun));
  }
  return times;
}

interface Place {
  readonly at: number;
  readonly begun: number;
  readonly clock: VirtualClock;
}

async function after(thread: Thread, act: Act, { at, begun, clock }: Place): Promise<Thread> {
  if (act.type === 'pass') {
    await clock.advance(act.seconds * 1_000);
    return thread;
  }
  const { status } = await thread.settled();
  if (act.type === 'look') {
    if (status === 'waiting') await thread.send('LOOK' as never, undefined);
    return thread;
  }
  // The last checkpoint until some time: graphs that wait alike stand alike there, however many rows they have.
  const rows = await thread.history();
  const until = begun + Math.floor(((clock.now() - begun) / 1_000) * act.to) * 1_000;
  const { seq } = rows.findLast(({ time }) => time <= until) ?? rows[0]!;
  if (act.type === 'rewind') {
    await thread.rewind(seq);
    return thread;
  }
  return thread.fork(seq, { id: `t${at}`, ...(act.type === 'recorded' && { recorded: true }) });
}

test.each(['v5', 'v6', 'scxml'] as const)(
  'a machine (%s) that is forked and sent back waits for all of its timers as an equal graph of Cairn does',
  async (engine) => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const [machine, lanes] = [alike[engine], alike.lanes].map((make) => within(make(told.waits), told.depth));
        expect(await timesOf(machine!, told)).toEqual(await timesOf(lanes!, told));
      }),
      { numRuns: 12 },
    );
  },
);
