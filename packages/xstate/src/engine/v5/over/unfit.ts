import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { suggest } from '@cairn/core/store';
import type { ActorRecord, MachineState } from '../../machine-state.ts';
import { nodesOf } from '../addresses.ts';
import { actorsOf, logicAt, logicNamed } from '../logic-at.ts';
import { kindOf } from '../record-of.ts';
import { isMachine, workOf } from '../work.ts';

type Node = AnyStateMachine['root'];

/** What of a state does not fit a machine: of which actor, and why. */
export interface Unfit {
  readonly actor: string;
  readonly why: string;
}

/** All that a machine has no place for: states, what they are made of, and the logic of actors. */
export function unfitIn({ root, strays }: MachineState, machine: AnyStateMachine): readonly Unfit[] {
  return [
    ...unfitOf(root, machine),
    ...strays.flatMap(({ record, logic }) => unfitOf(record, logicAt(machine, logic))),
  ];
}

function unfitOf(record: ActorRecord, logic: AnyActorLogic | undefined): readonly Unfit[] {
  const { id: actor, src, kind, held, children } = record;
  if (logic === undefined) return [{ actor, why: `logic "${src}" is gone` }];
  const wasMachine = 'nodes' in held;
  if (wasMachine !== isMachine(logic) || (!wasMachine && kind !== kindOf(workOf(logic) ?? 'inside')))
    return [{ actor, why: `logic "${src}" is of another kind now` }];
  if (!isMachine(logic)) return [];
  const ids = nodesOf(logic.root).map(({ id }) => id);
  return [
    ...[...unfitValue(held['value'], logic.root, ids)].map((why) => ({ actor, why })),
    ...Object.values(children).flatMap((child) => {
      const below = logicNamed(logic, child.src);
      if (below === undefined && isNamed(child.src))
        return [
          { actor: child.id, why: `logic "${child.src}" is gone. ${suggest(child.src, Object.keys(actorsOf(logic)))}` },
        ];
      return unfitOf(child, below);
    }),
  ];
}

function isNamed(src: string): boolean {
  return !src.startsWith('xstate.invoke.');
}

function* unfitValue(value: unknown, node: Node, ids: readonly string[]): Iterable<string> {
  const given = typeof value === 'string' ? { [value]: undefined } : value;
  if (typeof given !== 'object' || given === null) {
    yield `state "${node.id}" has no value, but ${typeof value}`;
    return;
  }
  const keys = Object.keys(given);
  for (const key of keys) {
    const child = node.states[key];
    const id = `${node.id}.${key}`;
    if (child === undefined) yield `state "${id}" is gone. ${suggest(id, ids)}`;
    else yield* unfitValue((given as Readonly<Record<string, unknown>>)[key] ?? {}, child, ids);
  }
  if (keys.some((key) => node.states[key] === undefined)) return;
  if (node.type === 'parallel') {
    const missing = Object.keys(node.states).filter((key) => !keys.includes(key));
    for (const key of missing) yield `nothing says where in region "${node.id}.${key}" it is`;
  } else if (node.type === 'compound' && keys.length !== 1) {
    yield keys.length === 0
      ? `nothing says where in state "${node.id}" it is, which has states of its own`
      : `it is in ${keys.length} states of "${node.id}" at once, which is not parallel`;
  }
}
