import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { check, local, memory, open, type Context, type Graph } from '@cairn/core';
import { powerCuts, virtualClock, type Cut } from '@cairn/testing';
import { nothingDone, undoable, type Undo } from '@cairn/patterns';
import { World } from './random-saga.ts';

const bad = ['fails before', 'fails after', 'did nothing', 'hangs', 'hangs after'] as const;

type Way = 'good' | 'slow' | (typeof bad)[number];

/** A part of a random graph: a node that is undone, one with two steps that are, or two lanes with one each. */
interface Stage {
  readonly form: 'node' | 'steps' | 'lanes';
  readonly way: Way;
  /** How often undoing it fails before it does. */
  readonly stubborn: number;
}

interface RandomGraph {
  readonly stages: readonly Stage[];
  readonly callOff: number | undefined;
}

const random: fc.Arbitrary<RandomGraph> = fc.record({
  stages: fc.array(
    fc.record({
      form: fc.constantFrom('node' as const, 'steps' as const, 'lanes' as const),
      way: fc.oneof({ weight: 8, arbitrary: fc.constantFrom<Way>('good', 'slow') }, fc.constantFrom<Way[]>(...bad)),
      stubborn: fc.nat(2),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  callOff: fc.option(fc.nat(60), { nil: undefined }),
});

async function act(world: World, way: Way, { sleep, step }: Pick<Context, 'sleep' | 'step'>, key: string) {
  if (way === 'slow') await sleep('a while', '15s');
  if (way === 'did nothing') throw nothingDone('there is none');
  if (way === 'fails before') throw new Error('it fails');
  if (way === 'hangs') await new Promise(() => undefined);
  await step('make', () => world.make(key));
  if (way === 'fails after') throw new Error('it fails, and it is done');
  if (way === 'hangs after') await new Promise(() => undefined);
}

type Making = Context & {
  step(key: string, action: (key: string) => unknown, options: { readonly undo: string }): Promise<unknown>;
};

/** Two steps, or one where it is a lane's; the last goes as the stage goes. */
async function steps(world: World, { form, way }: Stage, ctx: Making, name: string): Promise<void> {
  if (way === 'slow') await ctx.sleep('a while', '15s');
  if (form === 'steps') await ctx.step('first', (key) => world.make(key), { undo: name });
  const last = async (key: string): Promise<void> => {
    if (way === 'did nothing') throw nothingDone('there is none');
    if (way === 'fails before') throw new Error('it fails');
    if (way === 'hangs') await new Promise(() => undefined);
    world.make(key);
    if (way === 'fails after') throw new Error('it fails, and it is done');
    if (way === 'hangs after') await new Promise(() => undefined);
  };
  await ctx.step('last', last, { undo: name });
}

type Random = Graph<{
  readonly name: 'random';
  readonly state: {};
  readonly stored: {};
  readonly update: {};
  readonly input: {};
  readonly outcome: string;
  readonly nodes: string;
  readonly events: { readonly callOff: { readonly by: string } };
  readonly questions: {};
  readonly services: {};
}>;

function graphOf(world: World, { stages }: RandomGraph): Random {
  const undo = ({ stubborn }: Stage) => ({
    run: async ({ key }: Undo, ctx: Pick<Context, 'step'>) =>
      ctx.step('take back', () => world.takeBack(key, stubborn)),
    retry: { attempts: 5, backoff: '1s' },
  });
  const policy = { retry: { attempts: 2 }, timeout: '40s' };
  const nodes = stages.flatMap((stage, at) => {
    const next = at + 1 < stages.length ? `s${at + 1}` : 'booked';
    const run = async (_s: unknown, ctx: Making) => {
      if (stage.form === 'node') await act(world, stage.way, ctx, ctx.key());
      else await steps(world, stage, ctx, `u${at}`);
    };
    if (stage.form === 'node') return [[`s${at}`, { ...policy, run, undo: undo(stage), next }]];
    if (stage.form === 'steps') return [[`s${at}`, { ...policy, run, next }]];
    const each = () => [{ n: 0 }, { n: 1 }];
    return [
      [`s${at}`, { next: { each, to: `l${at}`, then: next } }],
      [`l${at}`, { ...policy, run, next }],
    ];
  });
  const literal: object = {
    name: 'random',
    state: { n: local(z.number()) },
    events: { callOff: z.object({ by: z.string() }) },
    on: { callOff: 'calledOff' },
    undo: Object.fromEntries(stages.map((stage, at) => [`u${at}`, undo(stage)])),
    start: 's0',
    nodes: { ...Object.fromEntries(nodes), booked: { final: true }, calledOff: { final: true, undo: true } },
  };
  const made: unknown = undoable(literal as never);
  return made as Random;
}

/** How a graph ended that lost its power at a write, and went on in another process. */
async function played(world: World, graph: RandomGraph, cut: Cut | undefined): Promise<string> {
  const made = graphOf(world, graph);
  expect(check(made)).toEqual([]);
  const store = memory();
  const clock = virtualClock();
  const dying = powerCuts(store, cut);
  const first = open({ store: dying, graphs: [made], clock });
  const starting = first.start(made, {}, { id: 'a' }).catch(() => undefined);
  await clock.advance(`${graph.callOff ?? 0}s`);
  const thread = await starting;
  const callOff = async (of: typeof thread): Promise<void> => {
    if (graph.callOff !== undefined) await of?.send('callOff', { by: 'ada' }, { id: 'off' }).catch(() => undefined);
  };
  void callOff(thread);
  await clock.advance('1h');
  const later = virtualClock(clock.now() + 60_000);
  const second = open({ store, graphs: [made], clock: later });
  const again = await second.start(made, {}, { id: 'a' });
  if (dying.isOut) void callOff(again);
  await later.advance('1h');
  const ended = await again.settled();
  await second.close();
  return ended.status === 'done' ? ended.outcome : ended.status;
}

/** The stage that a key is of. */
const stageOf = (key: string): number => Number(/\/[sl](\d+)\.1(#|$)/.exec(key)?.[1] ?? Number.NaN);

const effects = { node: 1, steps: 2, lanes: 2 } as const;

const cuts = fc.option(
  fc.record({ at: fc.integer({ min: 1, max: 60 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined },
);

test('what a graph did is undone, in reverse and each once, whatever fails, whenever it is called off or the power goes', async () => {
  await fc.assert(
    fc.asyncProperty(random, cuts, async (graph, cut) => {
      const world = new World();
      const outcome = await played(world, graph, cut);
      const isBad = graph.stages.some(({ way }) => way !== 'good' && way !== 'slow');
      const possible = [isBad ? 'undone' : 'booked', ...(graph.callOff === undefined ? [] : ['calledOff'])];
      expect(outcome).toBeOneOf(possible);
      const all = graph.stages.reduce((sum, { form }) => sum + effects[form], 0);
      expect(world.made.size).toBe(outcome === 'booked' ? all : 0);
      expect(new Set(world.takenBack).size).toBe(world.takenBack.length);
      const stages = world.takenBack.map(stageOf);
      expect(stages.every(Number.isInteger)).toBe(true);
      expect(stages).toEqual(stages.toSorted((one, other) => other - one));
    }),
    { numRuns: 120 },
  );
});
