// Whatever won a race wins it again: random functions that race and look at flags, whose processes end anywhere.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Context } from '@cairn/core';
import { virtualClock, type VirtualClock } from '@cairn/testing';

/** What may be in a race: one of the questions that were asked at the top, or something that the race itself begins. */
type Racer =
  | { readonly is: 'top'; readonly at: number }
  | { readonly is: 'ask' }
  | { readonly is: 'sleep' | 'step'; readonly takes: number };

/** One thing that the function does; its key is its place. */
type Part =
  | { readonly kind: 'race'; readonly racers: readonly Racer[] }
  /** Reminds by mail until an answer comes, a few times. */
  | { readonly kind: 'remind'; readonly at: number; readonly times: number; readonly every: number }
  | { readonly kind: 'step'; readonly takes: number }
  /** A step that never works, and that the function does without. */
  | { readonly kind: 'fails'; readonly takes: number }
  /** Looks whether an answer has come by now, as its own `AbortSignal` says. */
  | { readonly kind: 'look' }
  | { readonly kind: 'hops'; readonly count: number };

interface Program {
  readonly tops: number;
  readonly parts: readonly Part[];
}

const text = { answer: z.string() };

function acting({ tops, parts }: Program, clock: VirtualClock, runs: string[][]) {
  const taking = (takes: number): Promise<void> =>
    takes === 0 ? Promise.resolve() : new Promise((resolve) => clock.after(takes, resolve));
  const racing = (racer: Racer, key: string, context: Context, top: readonly Promise<string>[]): Promise<string> => {
    if (racer.is === 'top') return top[racer.at % Math.max(1, tops)] ?? context.ask(key, text).then(() => key);
    if (racer.is === 'ask') return context.ask(key, text).then(() => key);
    if (racer.is === 'sleep') return context.sleep(key, racer.takes).then(() => key);
    return context.step(key, () => taking(racer.takes)).then(() => key);
  };
  const act = async (part: Part, at: number, context: Context, top: readonly Promise<string>[]): Promise<string> => {
    const key = `${part.kind}${at}`;
    if (part.kind === 'race') {
      return Promise.race(part.racers.map((racer, index) => racing(racer, `${key}.${index}`, context, top)));
    }
    if (part.kind === 'remind') {
      for (let time = 0; time < part.times; time += 1) {
        const answer = top[part.at % Math.max(1, tops)] ?? new Promise<never>(() => undefined);
        const first = await Promise.race([answer, context.sleep(`${key}.${time}`, part.every).then(() => 'late')]);
        if (first !== 'late') return `${key}: ${first}, ${time} times`;
        await context.step(`${key}.mail${time}`, () => undefined);
      }
      return `${key}: nobody`;
    }
    if (part.kind === 'step') await context.step(key, () => taking(part.takes));
    if (part.kind === 'fails') {
      const failing = (): Promise<never> => taking(part.takes).then(() => Promise.reject(new Error('never works')));
      await context.step(key, failing).catch(() => undefined);
    }
    if (part.kind === 'hops') for (let hop = 0; hop < part.count; hop += 1) await Promise.resolve();
    return key;
  };
  return graph({
    name: 'acting',
    state: { log: append(z.string()) },
    start: 'act',
    nodes: {
      act: {
        run: async (_s, context) => {
          const log: string[] = [];
          runs.push(log);
          const came = new AbortController();
          const top = Array.from({ length: tops }, (_each, at) => context.ask(`top${at}`, text).then(() => `top${at}`));
          for (const each of top) void each.then(() => came.abort());
          for (const [at, part] of parts.entries()) {
            const said = await act(part, at, context, top);
            log.push(part.kind === 'look' ? `${said} ${came.signal.aborted}` : said);
          }
          return { log };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
}

/** The keys of all questions that the function may ask. */
function questionsOf({ tops, parts }: Program): readonly string[] {
  const inRaces = parts.flatMap((part, at) =>
    part.kind === 'race' ? part.racers.map((_racer, index) => `race${at}.${index}`) : [],
  );
  return [...Array.from({ length: tops }, (_each, at) => `top${at}`), ...inRaces];
}

/** What happens to a thread from outside. */
type Happening =
  | { readonly what: 'restart' }
  | { readonly what: 'answer'; readonly which: number }
  | { readonly what: 'pass'; readonly time: number };

/** Lives through all that happens, then through as much as it takes to come to an end; gives what each run of the function saw. */
async function lived(
  program: Program,
  happenings: readonly Happening[],
  isAnswered = true,
): Promise<readonly (readonly string[])[]> {
  const runs: string[][] = [];
  const [store, clock] = [memory(), virtualClock(0)];
  const it = acting(program, clock, runs);
  let cairn = open({ store, graphs: [it], clock });
  await cairn.start(it, {}, { id: 'T' });
  const answer = async (which: number): Promise<void> => {
    const keys = questionsOf(program);
    const key = keys[which % Math.max(1, keys.length)];
    if (key === undefined) return;
    const answering = cairn.thread(it, 'T').answer(key, 'yes');
    await Promise.allSettled([answering, clock.advance(0)]);
  };
  const happen = async (happening: Happening): Promise<void> => {
    if (happening.what === 'pass') await clock.advance(happening.time);
    if (happening.what === 'answer') await answer(happening.which);
    if (happening.what !== 'restart') return;
    await cairn.close();
    cairn = open({ store, graphs: [it], clock });
    await clock.advance(0);
  };
  for (const happening of happenings) await happen(happening);
  for (let left = 100; left > 0 && (await cairn.thread(it, 'T').status()) !== 'done'; left -= 1) {
    await clock.advance('1s');
    if (isAnswered) await answer(left);
  }
  expect(await cairn.thread(it, 'T').settled()).toMatchObject({ status: 'done', state: { log: runs.at(-1) } });
  await cairn.close();
  return runs;
}

const takes = fc.integer({ min: 0, max: 400 });
const racer: fc.Arbitrary<Racer> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ is: fc.constant('top' as const), at: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.constant({ is: 'ask' as const }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('sleep' as const), takes }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('step' as const), takes }) },
);
const race = fc.record({ kind: fc.constant('race' as const), racers: fc.array(racer, { minLength: 1, maxLength: 3 }) });
const remind = fc.record({
  kind: fc.constant('remind' as const),
  at: fc.nat(2),
  times: fc.integer({ min: 1, max: 3 }),
  every: fc.integer({ min: 50, max: 400 }),
});
const step = fc.record({ kind: fc.constant('step' as const), takes });
const hops = fc.record({ kind: fc.constant('hops' as const), count: fc.integer({ min: 1, max: 40 }) });
const look = fc.constant({ kind: 'look' as const });
const fails = fc.record({ kind: fc.constant('fails' as const), takes });

/** What a step that failed looked like is recorded nowhere: a function may do without it, and not look around meanwhile. */
const parts: fc.Arbitrary<readonly Part[]> = fc.oneof(
  fc.array(fc.oneof(race, race, remind, step, hops, look), { minLength: 1, maxLength: 6 }),
  fc.array(fc.oneof(race, race, remind, step, hops, fails), { minLength: 1, maxLength: 6 }),
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constant({ what: 'restart' as const }),
  fc.record({ what: fc.constant('answer' as const), which: fc.nat(5) }),
  fc.record({ what: fc.constant('pass' as const), time: fc.integer({ min: 0, max: 300 }) }),
);

test('each run of a function sees what the runs before it saw, and goes on from there', async () => {
  const law = fc.asyncProperty(
    fc.record({ tops: fc.nat(3), parts }),
    fc.array(happening, { maxLength: 25 }),
    async (program, happenings) => {
      const runs = await lived(program, happenings);
      const last = runs.at(-1) ?? [];
      for (const run of runs) expect(run).toEqual(last.slice(0, run.length));
    },
  );
  await fc.assert(law, { numRuns: 200, seed: 20260104 });
});

/** A race that time ends by itself. */
const timed: fc.Arbitrary<Part> = fc.record({
  kind: fc.constant('race' as const),
  racers: fc
    .tuple(
      fc.array(racer, { maxLength: 2 }),
      fc.record({ is: fc.constantFrom('step' as const, 'sleep' as const), takes }),
      fc.array(racer, { maxLength: 1 }),
    )
    .map(([before, ends, after]) => [...before, ends, ...after]),
});

test('a function that time takes on comes to its end without an answer, wherever its processes end', async () => {
  const silent = fc.oneof(
    fc.constant({ what: 'restart' as const }),
    fc.record({ what: fc.constant('pass' as const), time: fc.integer({ min: 0, max: 300 }) }),
  );
  const law = fc.asyncProperty(
    fc.record({
      tops: fc.nat(3),
      parts: fc.array(fc.oneof(timed, timed, remind, step, hops), { minLength: 1, maxLength: 6 }),
    }),
    fc.array(silent, { maxLength: 12 }),
    async (program, happenings) => {
      const runs = await lived(program, happenings, false);
      const last = runs.at(-1) ?? [];
      for (const run of runs) expect(run).toEqual(last.slice(0, run.length));
    },
  );
  await fc.assert(law, { numRuns: 150, seed: 20260106 });
});
