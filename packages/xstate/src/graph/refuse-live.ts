import type { AnyStateMachine } from 'xstate';
import { problem } from '@cairn/core/store';
import { actorsOf } from '../engine/v5/logic-at.ts';
import { isMachine, workOf } from '../engine/v5/work.ts';

/** A problem `machine/undurable` where a machine, or one that it begins, has logic that goes on in one process and tells things from there. */
export function refuseLive(machine: AnyStateMachine): void {
  const mistakes = [...liveIn(machine, new Set())];
  if (mistakes.length > 0) throw problem('machine/undurable', { machine: machine.id, mistakes });
}

function* liveIn(
  machine: AnyStateMachine,
  seen: Set<unknown>,
): Iterable<{ readonly path: string; readonly message: string }> {
  if (seen.has(machine)) return;
  seen.add(machine);
  for (const [name, logic] of Object.entries(actorsOf(machine))) {
    if (isMachine(logic)) yield* liveIn(logic, seen);
    else {
      const work = workOf(logic);
      if (work === 'callback' || work === 'observable')
        yield {
          path: `${machine.id}/actors/${name}`,
          message: `It is ${work === 'callback' ? 'a callback' : 'an observable'}, which goes on in one process. Make a promise of it, or run it outside and send what it tells.`,
        };
    }
  }
}
