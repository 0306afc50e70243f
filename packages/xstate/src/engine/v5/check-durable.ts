import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { problem } from '@cairn/core/store';
import { nodesOf, placedIn } from './addresses.ts';
import { actorsOf, logicNamed, nameOf } from './logic-at.ts';
import { isMachine, workOf } from './work.ts';

interface Mistake {
  readonly path: string;
  readonly message: string;
}

/** A problem `machine/undurable` that lists what of a machine, and of those that it begins, can be seen to be begun never again. */
export function checkDurable(machine: AnyStateMachine): void {
  const mistakes = [...mistakesIn(machine, new Set())];
  if (mistakes.length > 0) throw problem('machine/undurable', { machine: machine.id, mistakes });
}

function* mistakesIn(machine: AnyStateMachine, seen: Set<unknown>): Iterable<Mistake> {
  if (seen.has(machine)) return;
  seen.add(machine);
  for (const node of nodesOf(machine.root)) {
    for (const [index, { src }] of node.invoke.entries()) {
      yield* mistakesOf(logicNamed(machine, src as string), `${node.id}/invoke/${index}`, src as string, seen);
    }
  }
  for (const { address, action } of placedIn(machine)) {
    const { type, src } = (typeof action === 'function' ? action : {}) as {
      readonly type?: string;
      readonly src?: unknown;
    };
    if (type !== 'xstate.spawnChild') continue;
    if (typeof src === 'string') yield* mistakesOf(logicNamed(machine, src), address, src, seen);
    else if (nameOf(machine, src) === undefined) {
      yield { path: address, message: 'It begins an actor from logic without a name. Name it in setup({ actors }).' };
    }
  }
  for (const [name, logic] of Object.entries(actorsOf(machine)))
    yield* mistakesOf(logic, `${machine.id}/actors/${name}`, name, seen);
}

function* mistakesOf(
  logic: AnyActorLogic | undefined,
  path: string,
  name: string,
  seen: Set<unknown>,
): Iterable<Mistake> {
  if (logic === undefined)
    yield { path, message: `There is no actor "${name}". Give it in setup({ actors }) or provide({ actors }).` };
  else if (isMachine(logic)) yield* mistakesIn(logic, seen);
  else if (!seen.has(logic) && workOf(logic) === undefined) {
    yield { path, message: `Actor "${name}" begins something of its own. Use logic of XState, or a promise.` };
  }
  seen.add(logic);
}
