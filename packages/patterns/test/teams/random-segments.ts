import fc from 'fast-check';
import { z } from 'zod';
import type { Graph } from '@cairn/core';
import { segments, type WorkerContext } from '@cairn/patterns';

const ways = ['good', 'slow', 'contradicts', 'is of another', 'babbles', 'throws', 'hangs'] as const;

/** How an agent writes. */
type Way = (typeof ways)[number];

/** An agent, by what it does call by call, the last of it ever after. */
interface RandomAgent {
  readonly needs: readonly number[];
  readonly ways: readonly Way[];
}

/** What happens outside: time that passes, what people say, and what nobody can take. */
export type Happening =
  | { readonly is: 'time'; readonly seconds: number }
  | { readonly is: 'rollback'; readonly of: number }
  | { readonly is: 'accept' | 'giveUp' | 'of nobody' | 'by nobody' | 'unheard of' };

/** Random agents, and what happens to them. */
export interface RandomSegments {
  readonly agents: readonly RandomAgent[];
  readonly tries: number;
  readonly script: readonly Happening[];
}

const agent: fc.Arbitrary<RandomAgent> = fc.record({
  needs: fc.array(fc.nat(3), { maxLength: 2 }),
  ways: fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Way>('good', 'slow', 'contradicts') }, fc.constantFrom(...ways)),
    { minLength: 1, maxLength: 3 },
  ),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('time' as const), seconds: fc.nat(50) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('rollback' as const), of: fc.nat(3) }) },
  fc.record({ is: fc.constantFrom('accept', 'giveUp', 'of nobody', 'by nobody', 'unheard of') }),
);

export const randomSegments: fc.Arbitrary<RandomSegments> = fc.record({
  agents: fc.array(agent, { minLength: 1, maxLength: 4 }),
  tries: fc.integer({ min: 1, max: 3 }),
  script: fc.array(happening, { maxLength: 8 }),
});

/** The agents that each needs, by name; a circle there is none. */
export function needsIn({ agents }: RandomSegments): Readonly<Record<string, readonly string[]>> {
  const names = agents.map(({ needs }, at) => [
    `a${at}`,
    [...new Set(needs.filter((need) => need < at))].map((need) => `a${need}`),
  ]);
  return Object.fromEntries(names) as Record<string, readonly string[]>;
}

const words = z.object({
  /** Which call of its agent wrote it. */
  call: z.number(),
  /** By which calls that was written which it was written from. */
  from: z.record(z.string(), z.number()),
  /** Whom it contradicts. */
  against: z.string().optional(),
});

/** A segment: the one key of an agent, `w0` of `a0`. */
export type Words = Readonly<Record<string, z.infer<typeof words>>>;

/** Segments of a state, by agent. */
export type Segments = Readonly<Record<string, Words | undefined>>;

/** What cannot both be true: whoever says so of another. */
export function contradictionsIn(written: Segments): { between: [string, string]; why: string }[] {
  return Object.entries(written).flatMap(([name, segment]) => {
    const against = Object.values(segment ?? {})[0]?.against;
    return against === undefined || written[against] === undefined
      ? []
      : [{ between: [name, against], why: `${name} says so of ${against}` }];
  });
}

/** What a state of random segments has, whatever their names. */
export interface SegmentsState {
  readonly failed: Readonly<Record<string, string>>;
  readonly refusals: readonly { readonly agent: string; readonly against?: string }[];
  readonly rollbacks: readonly { readonly agent: string; readonly again: readonly string[] }[];
}

type Random = Graph<{
  readonly name: 'random';
  readonly state: SegmentsState;
  readonly stored: SegmentsState;
  readonly update: {};
  readonly input: { readonly task: string };
  readonly outcome: string;
  readonly nodes: string;
  readonly events: Readonly<Record<'rollback' | 'accept' | 'giveUp' | 'unheard', object>>;
  readonly questions: {};
  readonly services: {};
}>;

/** The graph of random agents; `called` hears of each call. */
export function segmentsOf(random: RandomSegments, called: (name: string) => number): Random {
  const needs = needsIn(random);
  const agents = random.agents.map((given, at) => {
    const name = `a${at}`;
    const work = writer(given, at, called);
    return [name, { writes: { [`w${at}`]: words }, needs: needs[name], work: { run: work, timeout: '40s' } }];
  });
  const made: unknown = segments({
    name: 'random',
    task: z.string(),
    agents: Object.fromEntries(agents) as {},
    contradictions: contradictionsIn as never,
    tries: random.tries,
    confirm: true,
  });
  return made as Random;
}

function writer({ ways: own }: RandomAgent, at: number, called: (name: string) => number) {
  return async ({ written }: { readonly written: Segments }, { sleep, step }: WorkerContext): Promise<object> => {
    const call = await step('call', () => called(`a${at}`));
    const way = own[Math.min(call, own.length) - 1];
    if (way === 'slow') await sleep('a while', '15s');
    if (way === 'throws') throw new Error('away');
    if (way === 'hangs') await new Promise(() => undefined);
    if (way === 'babbles') return { [`w${at}`]: 'words' };
    const from = Object.entries(written).map(([name, segment]) => [name, Object.values(segment ?? {})[0]?.call]);
    const against = way === 'contradicts' ? { against: `a${(at + 1) % 4}` } : {};
    const said = { call, from: Object.fromEntries(from), ...against };
    return { [`w${way === 'is of another' ? at + 1 : at}`]: said };
  };
}
