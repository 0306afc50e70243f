import fc from 'fast-check';
import { z } from 'zod';
import { nothingDone, saga, type Doing, type Saga, type Undoing, type WorkerContext } from '@cairn/patterns';

/** How a step goes. */
type Way = 'good' | 'slow' | 'fails before' | 'fails after' | 'did nothing' | 'hangs' | 'hangs after';

/** One step of a random saga. */
interface RandomStep {
  readonly way: Way;
  readonly needs: readonly number[];
  /** How often undoing it fails before it does. */
  readonly stubborn: number;
}

/** A random saga, and when it is called off, in seconds. */
export interface RandomSaga {
  readonly steps: readonly RandomStep[];
  readonly limit: number;
  readonly callOff: number | undefined;
}

const ways: readonly Way[] = ['fails before', 'fails after', 'did nothing', 'hangs', 'hangs after'];

const step = fc.record({
  way: fc.oneof({ weight: 8, arbitrary: fc.constantFrom<Way>('good', 'slow') }, fc.constantFrom(...ways)),
  needs: fc.array(fc.nat(4), { maxLength: 2 }),
  stubborn: fc.nat(2),
});

export const randomSaga: fc.Arbitrary<RandomSaga> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 5 }),
  limit: fc.integer({ min: 1, max: 4 }),
  callOff: fc.option(fc.nat(60), { nil: undefined }),
});

/** The world outside: effects by their idempotency keys. */
export class World {
  readonly made = new Set<string>();
  /** What was taken back, in order. */
  readonly takenBack: string[] = [];
  readonly #refused = new Set<string>();
  readonly #stubborn = new Map<string, number>();

  make(key: string): void {
    // What was taken back before it was made is not made any more.
    if (!this.#refused.has(key)) this.made.add(key);
  }

  takeBack(key: string, stubborn: number): void {
    const before = this.#stubborn.get(key) ?? 0;
    this.#stubborn.set(key, before + 1);
    if (before < stubborn) throw new Error('not now');
    this.#refused.add(key);
    if (this.made.delete(key)) this.takenBack.push(key);
  }
}

const task = z.object({});

/** The graph of a random saga in a world. */
export function sagaIn(world: World, { steps, limit }: RandomSaga): Saga<'random', typeof task, {}> {
  const named = steps.map((given, at) => {
    const needs = [...new Set(given.needs.filter((need) => need < at))].map((need) => `s${need}`);
    const undo = {
      run: async ({ key }: Undoing<object, object, unknown>, ctx: WorkerContext) =>
        ctx.step('take back', () => world.takeBack(key, given.stubborn)),
      retry: { attempts: 5, backoff: '1s' as const },
    };
    const doing = { run: doer(world, given), retry: { attempts: 2 }, timeout: '40s' as const };
    return [`s${at}`, { needs, do: doing, undo }] as const;
  });
  return saga({ name: 'random', task, limit, grace: '20s', steps: Object.fromEntries(named) as {} });
}

function doer(world: World, { way }: RandomStep) {
  return async ({ key }: Doing<object, object>, { step: once, sleep }: WorkerContext): Promise<void> => {
    if (way === 'slow') await sleep('a while', '15s');
    if (way === 'did nothing') throw nothingDone('there is none');
    if (way === 'fails before') throw new Error('it fails');
    if (way === 'hangs') await new Promise(() => undefined);
    await once('make', () => world.make(key));
    if (way === 'fails after') throw new Error('it fails, and it is done');
    if (way === 'hangs after') await new Promise(() => undefined);
  };
}
