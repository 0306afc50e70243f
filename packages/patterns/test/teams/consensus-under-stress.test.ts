import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { consensus, worker, type Reviewing } from '@cairn/patterns';

const task = z.object({ claim: z.string() });
const stance = z.enum(['pay', 'refuse']);

type Given = Reviewing<z.infer<typeof task>, z.infer<typeof stance>>;

const echo = graph({
  name: 'echo',
  state: { said: z.string() },
  start: 'end',
  nodes: { end: { final: true } },
});

/** How scripted reviewers behave. */
const behaviours = {
  pays: () => ({ stance: 'pay' as const }),
  refuses: () => ({ stance: 'refuse' as const, why: 'not covered' }),
  wavers: ({ round }: Given) => ({ stance: round % 2 === 0 ? ('pay' as const) : ('refuse' as const) }),
  follows: ({ others }: Given) => ({ stance: others[0]?.stance ?? ('pay' as const) }),
  throws: (): never => {
    throw new Error('no model');
  },
  babbles: () => ({ stance: 'perhaps' as never }),
  'says nothing': () => undefined as never,
  'says too much': () => ({ stance: 'pay' as const, verdict: 'refuse' }) as never,
  hangs: { run: async () => new Promise<never>(() => {}), timeout: '1m' as const },
  'babbles as a graph': worker(echo, { input: () => ({ said: 'x' }), output: ({ state }) => state.said as never }),
  'fails as a graph': worker(echo, {
    input: () => ({ said: 'x' }),
    output: () => {
      throw new Error('nothing to say');
    },
  }),
};

type Behaviour = keyof typeof behaviours;

const sound: readonly Behaviour[] = ['pays', 'refuses', 'wavers', 'follows'];

test('whatever others do, who is sound is heard in every round, and it ends by its quorum within its rounds', async () => {
  const team = fc.array(fc.constantFrom(...(Object.keys(behaviours) as Behaviour[])), { minLength: 1, maxLength: 5 });
  const quorum = fc.oneof(
    fc.constantFrom('majority' as const, 'all' as const, 0.5, 0.6),
    fc.integer({ min: 1, max: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(team, quorum, fc.integer({ min: 1, max: 3 }), async (behaving, wanted, rounds) => {
      // More than are asked are refused where it is defined.
      const needed = typeof wanted === 'number' ? Math.min(wanted, behaving.length) : wanted;
      const reviewers = Object.fromEntries(behaving.map((behaviour, place) => [`r${place}`, behaviours[behaviour]]));
      const reviewing = consensus({
        name: 'reviewing',
        task,
        stance,
        reviewers,
        quorum: needed,
        rounds,
        person: 'nobody',
      });
      const clock = virtualClock();
      const cairn = open({ store: memory(), graphs: [reviewing], clock });
      const thread = await cairn.start(reviewing, { task: { claim: 'c' } });
      await clock.advance('10m');
      const ended = await thread.ended();
      const { state } = ended;
      expect(ended.status === 'done' && ended.outcome).toBe(state.stance === undefined ? 'deadlocked' : 'agreed');
      expect(state.rounds).toBeLessThanOrEqual(rounds);
      for (let round = 1; round <= state.rounds; round += 1) {
        const heard = state.stances.filter((each) => each.round === round).map(({ by }) => by);
        const not = state.abstained.filter((each) => each.round === round).map(({ by }) => by);
        expect(heard).toEqual(
          Object.keys(reviewers).filter((_name, place) => sound.includes(behaving[place] as never)),
        );
        expect([...heard, ...not].toSorted()).toEqual(Object.keys(reviewers).toSorted());
      }
      const last = state.stances.filter((each) => each.round === state.rounds);
      const count = last.filter((each) => each.stance === state.stance).length;
      const share = typeof needed === 'number' && needed < 1 ? needed * behaving.length : needed;
      const least =
        { majority: Math.floor(behaving.length / 2) + 1, all: behaving.length }[String(share)] ?? Number(share);
      expect(state.stance === undefined || count >= least).toBe(true);
      await cairn.close();
    }),
    { numRuns: 25 },
  );
});

test.each(['before', 'after'] as const)(
  'wherever the power goes out %s a write, each is asked once a round and it ends the same',
  async (when) => {
    for (let at = 1; ; at += 1) {
      const asked: string[] = [];
      const review =
        (hold: (given: Given) => z.infer<typeof stance>) =>
        async (given: Given, { step }: { step: (key: string, ask: () => string) => Promise<string> }) => {
          const said = await step('ask', () => {
            asked.push(`${given.me} ${given.round}`);
            return hold(given);
          });
          return { stance: said as z.infer<typeof stance> };
        };
      const reviewing = consensus({
        name: 'reviewing',
        task,
        stance,
        reviewers: { ada: review(() => 'pay'), bob: review(({ round }) => (round === 1 ? 'refuse' : 'pay')) },
        quorum: 'all',
      });
      const store = memory();
      const clock = virtualClock();
      const dying = powerCuts(store, { at, when });
      const first = open({ store: dying, graphs: [reviewing], clock });
      await first.start(reviewing, { task: { claim: 'c' } }, { id: 'a' }).catch(() => undefined);
      await clock.advance(0);
      if (!dying.isOut) break;
      const later = virtualClock(clock.now() + 60_000);
      const second = open({ store, graphs: [reviewing], clock: later });
      const thread = await second.start(reviewing, { task: { claim: 'c' } }, { id: 'a' });
      await later.advance('1m');
      expect(await thread.settled()).toMatchObject({ outcome: 'agreed', state: { stance: 'pay', rounds: 2 } });
      const steps = (await thread.history()).filter(({ cause }) => cause === 'step');
      expect(new Set(steps.map(({ lane }) => lane)).size).toBe(4);
      expect(steps).toHaveLength(4);
      // A step whose result was lost with the power runs again: of each lane at most one was under way.
      expect(asked.length).toBeLessThanOrEqual(4 + 2);
      await second.close();
    }
  },
);
