import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, memory, open, type Store } from '@cairn/core';
import { powerCuts, virtualClock, type Cut, type VirtualClock } from '@cairn/testing';
import { contradictionsIn, needsIn, randomSegments, segmentsOf } from './random-segments.ts';
import type { Happening, RandomSegments, Segments, SegmentsState, Words } from './random-segments.ts';

type Random = ReturnType<typeof segmentsOf>;
type Said = readonly [event: 'rollback' | 'accept' | 'giveUp' | 'unheard', payload: object];

const nonsense: Readonly<Record<string, Said>> = {
  'of nobody': ['rollback', { agent: 'a9', by: 'ada' }],
  'by nobody': ['rollback', { agent: 'a0' }],
  'unheard of': ['unheard', {}],
};

function saidBy(happening: Happening, { agents }: RandomSegments): Said | undefined {
  if (happening.is === 'time') return undefined;
  if (happening.is === 'rollback') return ['rollback', { agent: `a${happening.of % agents.length}`, by: 'ada' }];
  return nonsense[happening.is] ?? [happening.is as 'accept', { by: 'ada' }];
}

/** Opens a runtime in which all of a script happens, until nothing more does; what of it was taken, by its places there. */
async function play(store: Store, made: Random, random: RandomSegments, clock: VirtualClock) {
  const cairn = open({ store, graphs: [made], clock });
  const taken = new Set<number>();
  const starting = cairn.start(made, { task: 't' }, { id: 'a' }).catch(() => undefined);
  await clock.advance(0);
  const thread = await starting;
  for (const [at, happening] of random.script.entries()) {
    const said = saidBy(happening, random);
    if (happening.is === 'time') await clock.advance(`${happening.seconds}s`);
    if (said === undefined || thread === undefined) continue;
    // Nobody waits for it: where the power is out nothing is heard of it any more.
    void thread.send(...said, { id: `${at}` }).then(
      () => taken.add(at),
      () => undefined,
    );
    await clock.advance(0);
  }
  await clock.advance('1h');
  return { cairn, thread, taken };
}

type State = SegmentsState & Segments;

/** How it stands where the power goes out at a write, and the same script happens in another process. */
async function played(random: RandomSegments, cut: Cut | undefined) {
  const calls: Record<string, number> = {};
  const made = segmentsOf(random, (name) => (calls[name] = (calls[name] ?? 0) + 1));
  expect(check(made)).toEqual([]);
  const store = memory();
  const clock = virtualClock();
  const first = await play(powerCuts(store, cut), made, random, clock);
  const { cairn, thread, taken } = await play(store, made, random, virtualClock(clock.now() + 60_000));
  if (thread === undefined) throw new Error('it did not begin');
  const rows = (await thread.history()).filter(({ cause, label }) => cause === 'event' && label === 'rollback');
  const rollbacks = await Promise.all(
    rows.map(async ({ seq }) => {
      const [before, after] = [await thread.at(seq - 1), await thread.at(seq)];
      return { before: before.state as unknown as State, after: after.state as unknown as State };
    }),
  );
  const now = await thread.now();
  await cairn.close();
  return { calls, now, state: now.state as unknown as State, rollbacks, taken: new Set([...first.taken, ...taken]) };
}

/** An agent and all that have to write anew with it: who needs one of them, and who failed as it contradicts one. */
function withDependents(agent: string, needs: ReturnType<typeof needsIn>, { failed, refusals }: State): string[] {
  const names = Object.keys(needs);
  const depends = (name: string, on: ReadonlySet<string>): boolean => {
    const last = refusals.filter((each) => each.agent === name).at(-1);
    const stumbled = name in failed && last?.against !== undefined && on.has(last.against);
    return stumbled || (needs[name] ?? []).some((need) => on.has(need));
  };
  let found = new Set([agent]);
  for (let round = 0; round < names.length; round += 1)
    found = new Set(names.filter((name) => found.has(name) || depends(name, found)));
  return names.filter((name) => found.has(name));
}

const callOf = (segment: Words | undefined): number | undefined => Object.values(segment ?? {})[0]?.call;

const cuts = fc.option(
  fc.record({ at: fc.integer({ min: 1, max: 60 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined },
);

type Played = Awaited<ReturnType<typeof played>>;

/** What makes no sense is refused, and all that was taken is there, once. */
function expectWhatWasSaid({ script }: RandomSegments, { now, state, rollbacks, taken }: Played): void {
  const said = (of: string) => script.some(({ is }, at) => is === of && taken.has(at));
  for (const nothing of Object.keys(nonsense)) expect(said(nothing)).toBe(false);
  const ends = [...(said('accept') ? ['accepted'] : []), ...(said('giveUp') ? ['abandoned'] : [])];
  expect(now.status === 'done' ? now.outcome : now.status).toBeOneOf(['waiting', ...ends]);
  expect(state.rollbacks).toHaveLength(rollbacks.length);
}

/** Each has written, was given up, or lacks what it needs; what it wrote is its own, made of what is there, and contradicts nothing. */
function expectSegments(random: RandomSegments, { state }: Played): void {
  const needs = needsIn(random);
  const names = Object.keys(needs);
  const written = Object.fromEntries(names.flatMap((name) => (state[name] === undefined ? [] : [[name, state[name]]])));
  expect(contradictionsIn(written)).toEqual([]);
  for (const name of names) {
    const lacks = (needs[name] ?? []).some((need) => !(need in written));
    expect([name in written, name in state.failed, lacks].filter(Boolean)).toHaveLength(1);
    if (!(name in written)) continue;
    expect(Object.keys(written[name] ?? {})).toEqual([`w${name.slice(1)}`]);
    const from = (needs[name] ?? []).map((need) => [need, callOf(written[need])]);
    expect(Object.values(written[name] ?? {})[0]?.from).toEqual(Object.fromEntries(from));
  }
}

/** A rollback takes back what an agent wrote and what depends on it, and nothing else; who was not taken back does not write anew. */
function expectRollbacks(random: RandomSegments, { state, rollbacks, calls }: Played, spare: number): void {
  const needs = needsIn(random);
  for (const [at, { before, after }] of rollbacks.entries()) {
    const { agent, again } = after.rollbacks[at] ?? { agent: '', again: [] };
    expect(again).toEqual(withDependents(agent, needs, before));
    for (const name of Object.keys(needs)) {
      const isTaken = again.includes(name);
      expect(after[name]).toEqual(isTaken ? undefined : before[name]);
      expect(after.failed[name]).toEqual(isTaken ? undefined : before.failed[name]);
    }
  }
  const areAtOdds = random.agents.some(({ ways }) => ways.includes('contradicts'));
  for (const [at, { ways }] of random.agents.entries()) {
    const times = 1 + state.rollbacks.filter(({ again }) => again.includes(`a${at}`)).length;
    const isSound = !areAtOdds && ways.every((way) => way === 'good');
    expect(calls[`a${at}`] ?? 0).toBeLessThanOrEqual((isSound ? 1 : random.tries) * times + spare);
  }
}

test('each agent writes its own keys alone, nothing that is accepted contradicts, and a rollback leaves the work of others, whatever they do and whenever the power goes', async () => {
  await fc.assert(
    fc.asyncProperty(randomSegments, cuts, async (random, cut) => {
      const found = await played(random, cut);
      expectWhatWasSaid(random, found);
      expectSegments(random, found);
      // A call whose result was lost with the power is made again.
      expectRollbacks(random, found, cut === undefined ? 0 : 1);
    }),
    { numRuns: 50 },
  );
});
