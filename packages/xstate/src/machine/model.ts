import type { Plan } from '@cairn/core';
import {
  extra,
  forkOf,
  heldPath,
  laneLevels,
  levelOf,
  placeIn,
  shapeOf,
  targetIn,
  type Level,
  type Place,
} from './level.ts';
import { eventType, graphTimerType, hasBackoff, hasTimeout, timerType } from './model-events.ts';
import type { Dress } from './skeleton.ts';
import type { StateConfig, TransitionConfig } from './state-config.ts';
import type { Taken, Walk, ModelEvent } from './walk.ts';

/**
 * A machine whose guards ask Cairn. What happens is decided once, by Cairn's own pure code, from what an event brings; the transitions of the machine
 * are those that Cairn's graph has, and each is taken where Cairn took it.
 *
 * 1. `leads`: the event is taken, and the first thing that it leads to is this transition.
 * 2. `takes`: the event is taken here, and leads elsewhere, or nowhere.
 * 3. `follows`: it is the next thing that what was taken last led to.
 */
export function modelDress(plan: Plan): Dress {
  return {
    profile: 'model',
    node: (place) => nodeState(plan, place),
    work: () => ({}),
    lanes: () => ({}),
    whole: (level) => wholeState(plan, level),
    begins: ({ path, entry }) => [follows(plan, [...path, extra.notBegun], [...path, entry])],
  };
}

const target = (plan: Plan, path: readonly string[]): string => ['#' + plan.name, ...path].join('.');

function follows(plan: Plan, from: readonly string[], to: readonly string[]): TransitionConfig {
  const params = { from: from.join('.'), to: to.join('.') };
  const reenter = params.from === params.to ? { reenter: true as const } : {};
  return { target: target(plan, to), guard: { type: 'follows', params }, actions: [{ type: 'follow' }], ...reenter };
}

/** The transitions of an event at a node: to where it may lead, and one that stays for all else that takes it. */
function taking(plan: Plan, { path, level, node }: Place, targets: readonly (readonly string[])[]): TransitionConfig[] {
  const from = path.join('.');
  const leads = targets.map((to): TransitionConfig => {
    const params = { from, to: to.join('.') };
    const reenter = params.from === params.to ? { reenter: true as const } : {};
    return { target: target(plan, to), guard: { type: 'leads', params }, actions: [{ type: 'take' }], ...reenter };
  });
  return [...leads, takes({ at: level.path.join('.'), node: node.name })];
}

function takes(params: Readonly<Record<string, unknown>>): TransitionConfig {
  return { guard: { type: 'takes', params }, actions: [{ type: 'takeAll' }] };
}

function nodeState(plan: Plan, place: Place): StateConfig {
  const { node, id, level } = place;
  if (node.kind === 'final') return meta(place);
  const on: Record<string, TransitionConfig[]> = {};
  const hear = (type: string, targets: readonly (readonly string[])[]) => (on[type] = taking(plan, place, targets));
  const errors = errorTargets(place);
  const handled = (handlers: readonly { readonly to?: string }[]) => {
    return distinct(handlers.flatMap(({ to }) => (to === undefined ? [] : [targetIn(level, to)])));
  };
  for (const type of inEach(plan, place)) hear(type, []);
  if (node.kind === 'run') {
    hear(`done.${id}`, nextTargets(place));
    hear(`error.${id}`, errors);
  }
  for (const [name, handlers] of Object.entries(node.on)) hear(eventType(name), handled(handlers));
  for (const { name, handlers } of node.after) hear(timerType(level.graph, node, name), handled(handlers));
  if (hasBackoff(node)) hear(`retry.${id}`, []);
  if (hasTimeout(node)) hear(`timeout.${id}`, errors);
  const always = alwaysOf(plan, place, errors);
  return { ...meta(place), ...(Object.keys(on).length > 0 && { on }), ...(always.length > 0 && { always }) };
}

function meta({ id, node }: Place): StateConfig {
  return { meta: { node: id, kind: node.kind } };
}

/** What a node's state does without an event: what its lane comes to once an event was taken. */
function alwaysOf(plan: Plan, place: Place, errors: readonly (readonly string[])[]): readonly TransitionConfig[] {
  const { node, path } = place;
  const held = heldPath(place, 'model');
  const child = node.kind === 'graph' ? levelOf(plan, node.child as string, held) : undefined;
  const inner =
    child === undefined
      ? []
      : [
          [...held, child.entry],
          [...held, extra.notBegun],
        ];
  const isDoneByEvent = node.kind === 'run' && Object.keys(node.on).length + node.after.length === 0;
  const next =
    isDoneByEvent && forkOf(node, 'model') === undefined && node.next?.kind !== 'each' ? [] : nextTargets(place);
  const then = node.next !== undefined && 'then' in node.next ? [targetIn(place.level, node.next.then)] : [];
  return distinct([...inner, ...next, ...then, ...errors]).map((to) => follows(plan, path, to));
}

/** Where the lane goes when its node is done: to other nodes, or into the lanes that it opens. */
function nextTargets({ node, level, path }: Place): readonly (readonly string[])[] {
  const { next } = node;
  const to = (name: string) => targetIn(level, name);
  switch (next?.kind) {
    case undefined:
    case 'each':
      return [];
    case 'to':
      return [to(next.to)];
    case 'cases':
      return distinct([
        ...next.cases.map((each) => to(each.to)),
        ...(next.otherwise === undefined ? [] : [to(next.otherwise)]),
      ]);
    case 'choose':
      return distinct(next.among.map(to));
    default:
      return shapeOf(node, 'model') === 'forks' ? [] : [[...path, extra.lanes]];
  }
}

function errorTargets({ node, level }: Place): readonly (readonly string[])[] {
  const ofFork = node.next !== undefined && 'then' in node.next ? (node.next.onError ?? []) : [];
  return distinct([...ofFork, ...(node.onError ?? [])].map(({ to }) => targetIn(level, to)));
}

/** What holds wherever in a graph its lane is. */
function wholeState(plan: Plan, { graph, path }: Level): StateConfig {
  const on: Record<string, TransitionConfig[]> = {};
  const at = path.join('.');
  const hear = (type: string, handlers: readonly { readonly to?: string }[]) => {
    const leads = distinct(handlers.flatMap(({ to }) => (to === undefined ? [] : [[...path, to]])));
    on[type] = [...leads.map((to) => leadsFromAnywhere(plan, at, to)), takes({ at })];
  };
  for (const [name, handlers] of Object.entries(graph.on)) hear(eventType(name), handlers);
  for (const { name, handlers } of graph.after) hear(graphTimerType(graph, name), handlers);
  return Object.keys(on).length === 0 ? {} : { on };
}

function leadsFromAnywhere(plan: Plan, at: string, to: readonly string[]): TransitionConfig {
  const guard = { type: 'leads', params: { at, to: to.join('.') } };
  return { target: target(plan, to), guard, actions: [{ type: 'take' }] };
}

/** The events of all that the lanes of an `each` may be at: they have no states of their own. */
function inEach(plan: Plan, { node, level, path }: Place): readonly string[] {
  if (node.next?.kind !== 'each') return [];
  const lanes = laneLevels({ node, level, path, id: '' }, 'viz');
  return [...new Set(lanes.flatMap((each) => eventsWithin(plan, each)))];
}

function eventsWithin(plan: Plan, level: Level): readonly string[] {
  return level.nodes.flatMap((node) => {
    const place = placeIn(level, node);
    const own = Object.keys(nodeState(plan, place).on ?? {});
    const lanes = laneLevels(place, 'viz').flatMap((each) => eventsWithin(plan, each));
    if (node.kind !== 'graph') return [...own, ...lanes];
    const held = levelOf(plan, node.child as string, []);
    return [...own, ...lanes, ...Object.keys(wholeState(plan, held).on ?? {}), ...eventsWithin(plan, held)];
  });
}

function distinct(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}

/** What a model's machine keeps: the thread as it is now. */
export interface ModelContext {
  readonly walk: Walk;
}

interface Asked {
  readonly context: ModelContext;
  readonly event: ModelEvent;
}

type Params = Readonly<Record<string, unknown>>;

/** The guards of a model. */
export const modelGuards: {
  readonly leads: (asked: Asked, params: Params) => boolean;
  readonly takes: (asked: Asked, params: Params) => boolean;
  readonly follows: (asked: Asked, params: Params) => boolean;
} = {
  leads: ({ context, event }: Asked, { at, from, to }: Params): boolean => {
    const head = headOf(context.walk.take(event));
    return head !== undefined && head.to === to && (from === undefined ? head.at === at : head.from === from);
  },
  takes: ({ context, event }: Asked, { at, node }: Params): boolean => {
    const taken = context.walk.take(event);
    if (taken === undefined || taken.at !== at || (node !== undefined && taken.node !== node)) return false;
    const head = headOf(taken);
    return head === undefined || head.at !== at;
  },
  follows: ({ context }: Pick<Asked, 'context'>, { from, to }: Params): boolean => {
    const [move] = context.walk.moves;
    return move?.from === from && move?.to === to;
  },
};

/** What an event leads to directly: where the lane that takes it goes by its own row, or by the failure that it is. */
function headOf(taken: Taken | undefined): Walk['moves'][number] | undefined {
  const { moves: [head] = [], rows: [row] = [] } = taken?.walk ?? {};
  if (taken === undefined || head === undefined || head.lane !== row?.lane) return undefined;
  return directly[taken.kind].has(head.cause) ? head : undefined;
}

const directly: Readonly<Record<Taken['kind'], ReadonlySet<string>>> = {
  event: new Set(['event']),
  timer: new Set(['timer', 'error']),
  done: new Set(['done']),
  error: new Set(['error']),
};

/** What the actions of a model make of its context. */
export const modelSteps: {
  readonly take: (asked: Asked) => ModelContext;
  readonly takeAll: (asked: Asked) => ModelContext;
  readonly follow: (asked: Asked) => ModelContext;
} = {
  take: ({ context, event }: Asked): ModelContext => ({ walk: (context.walk.take(event) as Taken).walk.after(1) }),
  takeAll: ({ context, event }: Asked): ModelContext => ({ walk: (context.walk.take(event) as Taken).walk }),
  follow: ({ context }: Pick<Asked, 'context'>): ModelContext => ({ walk: context.walk.after(1) }),
};
