import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { nodesOf } from './addresses.ts';
import { isMachine } from './work.ts';

/** The logic that the names lead to, from a machine down; undefined where there is none. */
export function logicAt(machine: AnyStateMachine, names: readonly string[]): AnyActorLogic | undefined {
  let logic: AnyActorLogic | undefined = machine;
  for (const name of names) {
    if (!isMachine(logic)) return undefined;
    logic = logicNamed(logic, name);
  }
  return logic;
}

/** The logic of a name in a machine; what an `invoke` has in place is named `xstate.invoke.<index>.<node id>`. */
export function logicNamed(machine: AnyStateMachine, name: string): AnyActorLogic | undefined {
  const [, index, nodeId] = /^xstate\.invoke\.(\d+)\.(.*)$/su.exec(name) ?? [];
  if (index === undefined || nodeId === undefined) return actorsOf(machine)[name];
  const given: unknown = nodeIn(machine, nodeId)?.config.invoke;
  const invoke: unknown = Array.isArray(given) ? given[Number(index)] : given;
  return (invoke as { readonly src: AnyActorLogic } | undefined)?.src;
}

function nodeIn(machine: AnyStateMachine, id: string): AnyStateMachine['root'] | undefined {
  return nodesOf(machine.root).find((node) => node.id === id);
}

/** The name that a machine has for logic that was given in place of one. */
export function nameOf(machine: AnyStateMachine, logic: unknown): string | undefined {
  return Object.entries(actorsOf(machine)).find(([, each]) => each === logic)?.[0];
}

export function actorsOf(machine: AnyStateMachine): Readonly<Record<string, AnyActorLogic>> {
  return machine.implementations.actors as Readonly<Record<string, AnyActorLogic>>;
}
