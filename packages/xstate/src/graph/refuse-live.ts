import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { problem } from '@cairn/core/store';
import { nodesOf } from '../engine/v5/addresses.ts';
import { actorsOf, logicNamed } from '../engine/v5/logic-at.ts';
import { isMachine, workOf } from '../engine/v5/work.ts';

/** A problem `machine/undurable` where a machine, or one that it begins, has logic that goes on in one process and tells things from there. */
export function refuseLive(machine: AnyStateMachine): void {
  refuseOther(machine);
  const mistakes = [...liveIn(machine, new Set())];
  if (mistakes.length > 0) throw problem('machine/undurable', { machine: machine.id, mistakes });
}

/** What comes from JavaScript, or as another type, may be a machine of another XState, or none. */
function refuseOther(machine: Partial<AnyStateMachine>): void {
  if (typeof machine === 'object' && machine.implementations !== undefined && machine.root !== undefined) return;
  const message = 'It is no machine of XState 5. One of XState 6 is hosted by "fromDurable" of "@cairn/xstate/v6".';
  throw problem('machine/undurable', { machine: machine?.id ?? '', mistakes: [{ path: machine?.id ?? '', message }] });
}

function* liveIn(
  machine: AnyStateMachine,
  seen: Set<unknown>,
): Iterable<{ readonly path: string; readonly message: string }> {
  if (seen.has(machine)) return;
  seen.add(machine);
  for (const [path, logic] of begunBy(machine)) {
    if (isMachine(logic)) yield* liveIn(logic, seen);
    else if (!seen.has(logic)) {
      seen.add(logic);
      const work = workOf(logic);
      if (work === 'callback' || work === 'observable')
        yield {
          path,
          message: `It is ${work === 'callback' ? 'a callback' : 'an observable'}, which goes on in one process. Make a promise of it, or run it outside and send what it tells.`,
        };
    }
  }
}

/** The logic that a machine begins, and where it has it: under a name, or in place where it is invoked. */
function begunBy(machine: AnyStateMachine): readonly (readonly [path: string, logic: AnyActorLogic])[] {
  const named = Object.entries(actorsOf(machine)).map(
    ([name, logic]) => [`${machine.id}/actors/${name}`, logic] as const,
  );
  const invoked = nodesOf(machine.root).flatMap(({ id, invoke }) =>
    invoke.flatMap(({ src }, index) => {
      const logic = logicNamed(machine, src as string);
      return logic === undefined ? [] : [[`${id}/invoke/${index}`, logic] as const];
    }),
  );
  return [...named, ...invoked];
}
