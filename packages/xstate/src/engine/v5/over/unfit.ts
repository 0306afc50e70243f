import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { suggest } from '@cairn/core/store';
import type { ActorRecord, MachineState } from '../../machine-state.ts';
import { nodesOf } from '../addresses.ts';
import { actorsOf, logicAt, logicNamed } from '../logic-at.ts';
import { pendingIn } from '../pending.ts';
import { kindOf } from '../record-of.ts';
import { isMachine, workOf } from '../work.ts';
import { nodesIn } from './value-paths.ts';

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
  const whys = [...unfitPlace(record, logic, ids), ...unfitHistory(held['history'], ids)];
  return [
    ...whys.map((why) => ({ actor, why })),
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

/** Why a machine has no place for what an actor rests in, or would not go on from there: nothing is entered where it is brought over. */
function* unfitPlace(
  { held, children, status }: ActorRecord,
  { id, root }: AnyStateMachine,
  ids: readonly string[],
): Iterable<string> {
  const rested = (held['nodes'] ?? []) as readonly string[];
  const was = rested.length === 0 || rested.includes(id) ? id : outermost(rested);
  if (was !== id) {
    yield `machine "${was}" is called "${id}" now: "states" of "migrate" is to have ${JSON.stringify({ [was]: id })}`;
    return;
  }
  const whys = [...unfitValue(held['value'], root, ids)];
  const gone = rested.filter((each) => !ids.includes(each));
  if (whys.length === 0) whys.push(...gone.map((each) => `state "${each}" is gone. ${suggest(each, ids)}`));
  yield* whys;
  if (whys.length > 0 || status !== 'active') return;
  yield* unbegun(nodesIn(held['value'], root), children);
  yield* unended(held['value'], root);
}

/** The id of the machine among those of the states that an actor is in. */
function outermost(ids: readonly string[]): string {
  const byLength = ids.toSorted((one, other) => one.length - other.length);
  return byLength.find((id) => ids.some((each) => each.startsWith(`${id}.`))) ?? byLength[0] ?? '';
}

/** What a state invokes began when it was entered, and is there for as long as it is not left. */
function* unbegun(nodes: readonly Node[], children: ActorRecord['children']): Iterable<string> {
  for (const node of nodes) {
    for (const { id, src: logic } of node.invoke) {
      if (children[id] !== undefined) continue;
      const src = logic as string;
      const given = `"${id}": { src: "${src}", snapshot: { status: "active", input } }`;
      yield `state "${node.id}" invokes "${src}", and there is no child "${id}". Give it in "snapshot" of "migrate", children: { ${given} }, or with the status "stopped" where it is not to run`;
    }
  }
}

/** A state that came to its end led on by that. */
function* unended(value: unknown, root: Node): Iterable<string> {
  if (isAtEnd(value, root)) {
    yield `it would rest at the end of machine "${root.id}". Say in "snapshot" of "migrate" how it ended, { status: "done", output }, or by "states" where it is`;
    return;
  }
  for (const node of nodesIn(value, root)) {
    const done = node.transitions.get(`xstate.done.state.${node.id}`) ?? [];
    if (done.some(({ guard }) => guard === undefined) && isAtEnd(valueAt(value, node.path), node))
      yield `it would rest at the end of state "${node.id}", whose "onDone" leads on as that is entered. Say by "states" of "migrate" where it is`;
  }
}

function isAtEnd(value: unknown, node: Node): boolean {
  const keys = typeof value === 'string' ? [value] : Object.keys(value ?? {});
  if (node.type === 'compound') return keys.some((key) => node.states[key]?.type === 'final');
  if (node.type !== 'parallel') return false;
  return regionsOf(node).every((key) => isAtEnd(valueAt(value, [key]), node.states[key] as Node));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

/** A history is a state of no value. */
function regionsOf({ states }: Node): readonly string[] {
  return Object.keys(states).filter((key) => states[key]?.type !== 'history');
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
    const missing = regionsOf(node).filter((key) => !keys.includes(key));
    for (const key of missing) yield `nothing says where in region "${node.id}.${key}" it is`;
  } else if (node.type === 'compound' && keys.length !== 1) {
    yield keys.length === 0
      ? `nothing says where in state "${node.id}" it is, which has states of its own`
      : `it is in ${keys.length} states of "${node.id}" at once, which is not parallel`;
  }
}
