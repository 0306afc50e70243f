import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { suggest } from '@cairn/core/store';
import type { ActorRecord, MachineState } from '../../machine-state.ts';
import { nodesOf } from '../addresses.ts';
import { actorsOf, logicAt, logicNamed } from '../logic-at.ts';
import { pendingIn } from '../pending.ts';
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

/** The actions that are still to be run and that neither a machine has, nor whoever runs it under their names. */
export function unfitActions(
  { actions }: MachineState,
  machine: AnyStateMachine,
  implemented: readonly string[],
): readonly Unfit[] {
  return actions.flatMap(({ actor, logic, actions: list }) =>
    list.flatMap((action) => {
      const found = implemented.includes(action.type) ? { run: undefined } : pendingIn(machine, logic, action);
      return 'why' in found ? [{ actor: actor === '' ? machine.id : actor, why: found.why }] : [];
    }),
  );
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
    ...[...unfitValue(held['value'], logic.root, ids), ...unfitHistory(held['history'], ids)].map((why) => ({
      actor,
      why,
    })),
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

/** What a history remembers is entered when the history is; XState would enter something else where that is gone. */
function* unfitHistory(history: unknown, ids: readonly string[]): Iterable<string> {
  for (const [id, remembered] of Object.entries((history ?? {}) as Readonly<Record<string, readonly string[]>>)) {
    if (!ids.includes(id))
      yield `history "${id}" is gone, and it remembers ${remembered.join(', ')}. ${suggest(id, ids)}`;
    for (const each of remembered) {
      if (!ids.includes(each)) yield `state "${each}" is gone, which history "${id}" remembers. ${suggest(each, ids)}`;
    }
  }
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
