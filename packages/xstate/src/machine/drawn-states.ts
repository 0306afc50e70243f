import type { Drawing } from '@cairn/core';
import { eventType } from './model-events.ts';
import type { StateConfig, StateValue, TransitionConfig } from './state-config.ts';

/*
 * The states that a node has drawn within it, as states of the machine that its graph is drawn as: the outermost are side by side where none alone
 * is come to first. What their transitions are taken for is told as text, so that is the name of their events.
 */

type State = Drawing['nodes'][number];
type Move = Drawing['edges'][number];

/** The states within a node, and the transitions from any of them; `root` is the target of what holds them. */
export function drawnStates(drawing: Drawing, root: string): StateConfig {
  const targets = targetsIn(drawing, root);
  const on = movesFrom(drawing, '', targets);
  return { ...held(drawing, undefined, targets), ...(on !== undefined && { on }) };
}

/** The value of the states within a node, of which these are active by their ids; where these do not tell, the first. Undefined where it has none. */
export function drawnValue(drawing: Drawing, active: ReadonlySet<string>, parent?: string): StateValue | undefined {
  const states = statesIn(drawing, parent);
  if (states.length === 0) return undefined;
  const inner = (state: State): StateValue | undefined => drawnValue(drawing, active, state.id);
  if (isParallel(drawing, parent)) return Object.fromEntries(states.map((state) => [state.name, inner(state) ?? {}]));
  const at = states.find(({ id }) => active.has(id)) ?? firstOf(states);
  const value = inner(at);
  return value === undefined ? at.name : { [at.name]: value };
}

function held(drawing: Drawing, parent: string | undefined, targets: ReadonlyMap<string, string>): StateConfig {
  const all = drawing.nodes.filter((state) => state.parent === parent);
  const states = statesIn(drawing, parent);
  if (states.length === 0) return {};
  return {
    ...(isParallel(drawing, parent) ? { type: 'parallel' } : { initial: firstOf(states).name }),
    states: Object.fromEntries(all.map((state) => [state.name, stateOf(drawing, state, targets)])),
  };
}

function stateOf(
  drawing: Drawing,
  { id, kind, label, deep }: State,
  targets: ReadonlyMap<string, string>,
): StateConfig {
  if (kind === 'history') return historyOf(drawing, id, deep, targets);
  const said = label !== undefined && { description: label };
  if (kind === 'final') return { type: 'final', ...said };
  const on = movesFrom(drawing, id, targets);
  return { ...said, ...held(drawing, id, targets), ...(on !== undefined && { on }) };
}

function historyOf(
  { edges }: Drawing,
  id: string,
  deep: State['deep'],
  targets: ReadonlyMap<string, string>,
): StateConfig {
  const [target] = edges.flatMap(({ from, to }) => (from === id ? (targets.get(to) ?? []) : []));
  return { type: 'history', ...(deep === true && { history: 'deep' }), ...(target !== undefined && { target }) };
}

/** Those that can be active. */
function statesIn({ nodes }: Drawing, parent: string | undefined): readonly State[] {
  return nodes.filter((state) => state.parent === parent && state.kind !== 'history');
}

function firstOf(states: readonly State[]): State {
  return states.find(({ start }) => start === true) ?? (states[0] as State);
}

function isParallel(drawing: Drawing, parent: string | undefined): boolean {
  if (parent !== undefined) return drawing.nodes.find(({ id }) => id === parent)?.kind === 'parallel';
  const states = statesIn(drawing, undefined);
  return states.length > 1 && !states.some(({ start }) => start === true);
}

function movesFrom(drawing: Drawing, from: string, targets: ReadonlyMap<string, string>): StateConfig['on'] {
  const on: Record<string, readonly TransitionConfig[]> = {};
  for (const move of drawing.edges) {
    if (move.from !== from) continue;
    const type = eventOf(move);
    const target = targets.get(move.to);
    const isStaying = target === undefined || move.to === from;
    on[type] = [...(on[type] ?? []), isStaying ? {} : { target }];
  }
  return Object.keys(on).length === 0 ? undefined : on;
}

function eventOf({ kind, label }: Move): string {
  return eventType(label === undefined || label === '' ? kind : label);
}

/** The targets of states by their ids. */
function targetsIn({ nodes }: Drawing, root: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  const addBelow = (parent: string | undefined, holder: string): void => {
    for (const state of nodes.filter((each) => each.parent === parent)) {
      const target = `${holder}.${state.name.replaceAll('.', String.raw`\.`)}`;
      targets.set(state.id, target);
      addBelow(state.id, target);
    }
  };
  addBelow(undefined, root);
  return targets;
}
