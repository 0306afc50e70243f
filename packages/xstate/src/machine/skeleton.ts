import type { Plan } from '@cairn/core';
import { drawnStates } from './drawn-states.ts';
import {
  drawnIn,
  extra,
  forkOf,
  heldPath,
  laneLevels,
  lanesPath,
  levelOf,
  placeIn,
  shapeOf,
  type Level,
  type Place,
  type Profile,
} from './level.ts';
import type { MachineData, StateConfig, TransitionConfig } from './state-config.ts';

/** What a profile puts to the states of a graph's nodes. */
export interface Dress {
  readonly profile: Profile;
  /** What the state of a node has, whatever is inside. */
  node(place: Place): StateConfig;
  /** What its work has: the state of a node that opens no lanes, or the one within that comes before them. */
  work(place: Place): StateConfig;
  /** What the state that holds its lanes has. */
  lanes(place: Place): StateConfig;
  /** What holds wherever in a graph its lane is. */
  whole(level: Level): StateConfig;
  /** How a lane, or a subgraph, begins; undefined where it is under way as soon as its node is entered. */
  begins(level: Level): readonly TransitionConfig[] | undefined;
}

/** The states of a plan's graphs, as a profile dresses them. */
export function machineOf(plan: Plan, dress: Dress): MachineData {
  const { name, version } = plan;
  const level = levelOf(plan, '', []);
  const config = { ...dress.whole(level), initial: level.entry, states: nodeStates(plan, dress, level) };
  return { id: name, ...(version !== undefined && { version }), ...config };
}

function nodeStates(plan: Plan, dress: Dress, level: Level): Readonly<Record<string, StateConfig>> {
  return Object.fromEntries(level.nodes.map((node) => [node.name, nodeState(plan, dress, placeIn(level, node))]));
}

function nodeState(plan: Plan, dress: Dress, place: Place): StateConfig {
  const own = dress.node(place);
  if (place.node.kind === 'final') return { ...own, type: 'final' };
  switch (shapeOf(place.node, dress.profile)) {
    case 'plain':
      return together(own, dress.work(place), statesWithin(plan, dress, place) ?? {});
    case 'holds':
      return together(own, dress.work(place), heldStates(plan, dress, place));
    case 'forks':
      return together(own, dress.lanes(place), laneStates(plan, dress, place));
    case 'works, then forks': {
      const held = place.node.kind === 'graph' ? heldStates(plan, dress, place) : {};
      const states = {
        [extra.work]: together(dress.work(place), held),
        [extra.lanes]: together(dress.lanes(place), laneStates(plan, dress, place)),
      };
      return { ...own, initial: extra.work, states };
    }
  }
}

/** States inside of a node that has a subgraph. */
function heldStates(plan: Plan, dress: Dress, place: Place): StateConfig {
  const level = levelOf(plan, place.node.child as string, heldPath(place, dress.profile));
  return together(dress.whole(level), inside(plan, dress, level));
}

function laneStates(plan: Plan, dress: Dress, place: Place): StateConfig {
  const levels = laneLevels(place, dress.profile);
  const at = lanesPath(place, dress.profile).length;
  const isEach = forkOf(place.node, dress.profile)?.kind === 'each';
  const states = levels.map((level) => {
    const { initial, states: nodes } = inside(plan, dress, level);
    const met: StateConfig = { type: 'final' };
    // An each may have no lane at all.
    const none = isEach ? { [extra.notBegun]: {} } : {};
    return [
      level.path[at] as string,
      { ...(initial !== undefined && { initial }), states: { ...none, ...nodes, [extra.met]: met } },
    ];
  });
  const drawn =
    shapeOf(place.node, dress.profile) === 'forks' ? statesWithin(plan, dress, place, extra.drawn) : undefined;
  const all = [...states, ...(drawn === undefined ? [] : [[extra.drawn, drawn] as const])];
  return { type: 'parallel', states: Object.fromEntries(all) as NonNullable<StateConfig['states']> };
}

/** The states that a node has drawn within it, below its own state or one within. */
function statesWithin(
  plan: Plan,
  dress: Dress,
  { node, path }: Place,
  ...below: readonly string[]
): StateConfig | undefined {
  const drawing = drawnIn(node, dress.profile);
  return drawing && drawnStates(drawing, [`#${plan.name}`, ...path, ...below].join('.'));
}

function inside(plan: Plan, dress: Dress, level: Level): StateConfig {
  const states = nodeStates(plan, dress, level);
  const always = dress.begins(level);
  if (always === undefined) return { initial: level.entry, states };
  return { initial: extra.notBegun, states: { [extra.notBegun]: { always }, ...states } };
}

/** Parts of one state; of transitions on the same event those of the first part are tried first. */
function together(...parts: readonly StateConfig[]): StateConfig {
  const on = merged(parts.map((part) => part.on));
  const after = merged(parts.map((part) => part.after));
  const always = parts.flatMap((part) => part.always ?? []);
  return {
    ...Object.assign({}, ...parts),
    ...(on !== undefined && { on }),
    ...(after !== undefined && { after }),
    ...(always.length > 0 && { always }),
  } as StateConfig;
}

type ByName = Readonly<Record<string, readonly TransitionConfig[]>>;

function merged(all: readonly (ByName | undefined)[]): ByName | undefined {
  const found: Record<string, readonly TransitionConfig[]> = {};
  for (const each of all) {
    for (const [name, transitions] of Object.entries(each ?? {}))
      found[name] = [...(found[name] ?? []), ...transitions];
  }
  return Object.keys(found).length === 0 ? undefined : found;
}
