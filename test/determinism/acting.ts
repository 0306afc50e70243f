import type { z } from 'zod';
import type { Context } from '@cairn/core';
import type { Work } from './parts.ts';
import { hire, sendErrand, tell } from './peers.ts';
import type { Schedule } from './schedule.ts';
import { updateOf } from './updates.ts';
import type { State } from './views.ts';

/** What an activity does, and which answers it takes. */
export interface Acting extends Work {
  readonly answer: z.ZodType<string>;
}

/** Where an activity is done. */
export interface Stage {
  readonly schedule: Schedule;
  /** Called whenever a step does what it does. */
  readonly effect?: ((context: Context, key: string) => void) | undefined;
}

/** Does what an activity does; gives its update, at once where nothing of it takes time. */
export function act(work: Acting, stage: Stage, s: State, context: Context): unknown {
  const { node, visit, attempt } = context;
  const pause = stage.schedule.pause();
  const result = (): object => {
    const tries = work.mends === true ? context.failures.length + 1 : attempt;
    if (tries <= work.fails) throw new Error(`attempt ${attempt} of ${node} failed`);
    // What was saved is in the state of a run from the top, and in no other's.
    return updateOf(saves(work) ? {} : s, work.writes, `${node}.${visit}`);
  };
  const {
    steps,
    asks,
    naps,
    spends,
    hangs,
    snoozes,
    tells,
    hires,
    races = false,
    outruns = false,
    leaves = false,
  } = work;
  const isSlow = [asks, naps, spends, hangs, snoozes, tells, hires, races, outruns, leaves].includes(true);
  if (pause === undefined && steps === 0 && !isSlow) return result();
  return actSlowly(work, stage, context, pause).then(result);
}

async function actSlowly(
  work: Acting,
  stage: Stage,
  context: Context,
  pause: Promise<void> | undefined,
): Promise<void> {
  const { answer } = work;
  const { schedule, effect } = stage;
  await pause;
  if (work.spends && context.attempt === 1) for (const name of ['coins', 'steam', 'bread']) context.spend(name, 1);
  const kept = { per: work.atOnce ? 'turn' : 'thread' } as const;
  const step = async (index: number): Promise<unknown> => {
    const isKept = index === 1;
    const take = async (): Promise<number> => {
      effect?.(context, `step ${index}`);
      // Which of several lanes takes a step that is kept for all of them is a matter of time.
      if (work.tells && !isKept) await tell(context, `step ${index}`);
      await schedule.pause();
      return index;
    };
    return context.step(`step ${index}`, take, isKept ? kept : {});
  };
  if (work.leaves === true) void step(work.steps);
  const indices = Array.from({ length: work.steps }, (_, index) => index);
  if (work.atOnce) await Promise.all(indices.map(step));
  else for (const index of indices) await step(index);
  if (saves(work)) await save(work, context);
  if (work.snoozes) await Promise.all([context.sleep('beside', 20), step(work.steps + 2)]);
  if (work.naps) await context.sleep('nap', 25);
  if (work.hires) await hire(context);
  if (work.races === true) {
    await Promise.race([context.ask('first', { answer }), context.sleep('too long', 15)]);
  }
  if (work.outruns === true) await Promise.race([step(work.steps + 1), context.sleep('far too long', 60_000)]);
  if (work.asks) await context.ask('name', { answer });
  if (work.hangs && context.attempt === 1) await new Promise(() => undefined);
  if (work.tells) {
    await tell(context, 'end');
    await sendErrand(context);
  }
  // A question that lost its race is open still, and beside a wait only steps count as work.
  if (work.races !== true && work.outruns !== true) await schedule.pause();
}

/** Whether an activity saves something on its way. */
function saves({ steps, atOnce }: Work): boolean {
  return steps === 2 && atOnce;
}

async function save({ tells }: Work, context: Context): Promise<void> {
  const { node, visit } = context;
  if (tells) await tell(context, 'save');
  await context.save('so far', {
    log: [`${node}.${visit} saves`],
    total: 1,
    digest: 'saved',
    items: [{ id: `of ${node}`, v: 0, notes: [] }],
  });
}
