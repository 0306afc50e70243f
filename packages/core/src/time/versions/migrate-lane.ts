import { apply, type Change, type Changes, type Values } from '../../base/change.ts';
import type { Codec } from '../../base/value/codec.ts';
import { countOf, type Fork, type Lane } from '../../advance/state/lane.ts';
import { putOffOf } from '../../advance/state/waits.ts';
import { sharedValues } from '../../advance/state/opening.ts';
import { hasBegun, neededBy } from '../../advance/state/needed.ts';
import { stepsMoved } from '../../advance/state/kept-steps.ts';
import type { GraphPlan, MigrationPlan, NodePlan, Plan } from '../../compile/plan.ts';
import type { GraphData, PlanData } from '../../compile/plan-data.ts';
import type { MigrationMoment } from '../../definition/migration.ts';
import { namesOf } from '../../base/problem/listed.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { fingerprintAt } from '../../compile/fingerprint.ts';
import { isSame } from '../../base/value/same.ts';
import { migrateState, Obstacle, unchangedKeys, type Bringing, type MigratedState } from './migrate-state.ts';
import { laneChanges } from './lane-changes.ts';

/** What a thread ran with before. */
export interface Version {
  readonly fingerprint: string;
  /** Its plan, where that was kept. */
  readonly plan: PlanData | undefined;
}

/** A lane as today's plan has it. */
export interface BroughtLane {
  readonly lane: Lane;
  /** Whether it has to enter its node anew. */
  readonly enters: boolean;
}

/** A graph of before and what became of it. */
interface Place extends Bringing {
  readonly before: GraphData | undefined;
}

/**
 * Brings the lanes of one thread to today's plan, parents first.
 *
 * 1. A lane keeps its path, so that keys for the outside world and lanes that need it still name it.
 * 2. What a lane of a fork has equals the opening with its own changes, before and after.
 * 3. A lane that cannot be where it is tells what else is in its way, and so do the lanes below it.
 */
export class LaneBringer {
  readonly #plan: Plan;
  readonly #from: Version;
  readonly #now: number;
  readonly #codec: Codec;
  readonly #places = new Map<string, Place | undefined>();
  readonly #old = new Map<string, Lane>();
  readonly #brought = new Map<string, Lane>();
  /** What stands in the way so far, and of which lanes. */
  readonly #obstacles = new Map<string, Set<string>>();

  constructor(plan: Plan, from: Version, { now, codec }: { readonly now: number; readonly codec: Codec }) {
    this.#plan = plan;
    this.#from = from;
    this.#now = now;
    this.#codec = codec;
  }

  /** What stands in the way, all of it. */
  get obstacles(): readonly string[] {
    return [...this.#obstacles].map(([why, lanes]) => {
      const of = `(${lanes.size === 1 ? 'lane' : 'lanes'} ${namesOf([...lanes])})`;
      return lanes.has('') ? why : `${why} ${of}`;
    });
  }

  /** A lane as today's plan has it; undefined where something is in the way, or a lane above it enters its node anew. */
  bring(lane: Lane): BroughtLane | undefined {
    this.#old.set(lane.path, lane);
    if (lane.parent !== undefined && !this.#brought.has(lane.parent)) return undefined;
    const place = this.#placeOf(lane.graph);
    if (place === undefined) {
      // The node that held it is in the way already, and says more.
      return this.#obstacles.size > 0 ? undefined : this.#hinder(lane, `the subgraph at "${lane.graph}" is gone`);
    }
    const node = place.migration?.nodes[lane.node] ?? lane.node;
    const why = this.#misfit(lane, place, node);
    const enters =
      why !== undefined && place.migration?.nodes[lane.node] !== undefined && Object.hasOwn(place.graph.nodes, node);
    if (why !== undefined && !enters) this.#hinder(lane, why);
    const kept = lane.kept && { kept: stepsMoved(lane.kept, (graph, name) => this.#nodeNow(graph, name)) };
    const visits = renamed(lane.visits, place.migration);
    const moved: Lane = { ...lane, graph: place.graph.at, node, visits, ...kept };
    try {
      const next = this.#withState(lane, moved, place);
      if (!enters) this.#brought.set(lane.path, next);
      return { lane: next, enters };
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      return this.#hinder(lane, error.message);
    }
  }

  #hinder({ path }: Lane, why: string): undefined {
    const lanes = this.#obstacles.get(why) ?? new Set();
    this.#obstacles.set(why, lanes.add(path));
  }

  /** Where a graph of before is today, with what its lanes need to get there. */
  #placeOf(at: string): Place | undefined {
    if (this.#places.has(at)) return this.#places.get(at);
    const graph = this.#plan.graphs[this.#newPlaceOf(at) ?? '?'];
    const before = this.#from.plan?.graphs[at];
    const place = graph && {
      graph,
      before,
      unchanged: unchangedKeys(graph, before),
      migration: this.#migrationOf(graph, at, before),
      codec: this.#codec,
      now: this.#now,
    };
    this.#places.set(at, place);
    return place;
  }

  /** Where a node of before is today; undefined where it is gone. */
  #nodeNow(at: string, name: string): Pick<Lane, 'graph' | 'node'> | undefined {
    const place = this.#placeOf(at);
    const node = place?.migration?.nodes[name] ?? name;
    return place !== undefined && Object.hasOwn(place.graph.nodes, node) ? { graph: place.graph.at, node } : undefined;
  }

  #newPlaceOf(at: string): string | undefined {
    if (at === '') return at;
    const dot = at.lastIndexOf('.');
    const node = at.slice(dot + 1);
    const holder = this.#placeOf(dot === -1 ? '' : at.slice(0, dot));
    return holder?.graph.nodes[holder.migration?.nodes[node] ?? node]?.child;
  }

  #migrationOf({ migrations }: GraphPlan, at: string, before: GraphData | undefined): MigrationPlan | undefined {
    const { plan, fingerprint } = this.#from;
    const own = at === '' ? fingerprint : plan && fingerprintAt(plan.graphs, at);
    const version = before?.version ?? (at === '' ? plan?.version : undefined);
    const named = migrations.find(({ from }) => from !== undefined && (from === own || from === version));
    return named ?? migrations.find(({ from }) => from === undefined);
  }

  /** Why a lane cannot be where it is any more, by what its node has become. */
  #misfit(lane: Lane, { graph, before, migration }: Place, name: string): string | undefined {
    const node = graph.nodes[name];
    if (node === undefined) return `node "${lane.node}" is gone. ${suggest(lane.node, Object.keys(graph.nodes))}`;
    const was = before?.nodes[lane.node]?.kind ?? node.kind;
    const isApart = lane.phase === 'queued' || (lane.phase === 'closed' && lane.parent !== undefined);
    const again = `List "${lane.node}: '${node.name}'" in "migrate" to have it entered anew`;
    if (was !== node.kind && !isApart) {
      return `node "${lane.node}" was of the kind "${was}" and is of the kind "${node.kind}" now. ${again}`;
    }
    if (lane.fork === undefined) return undefined;
    if (lane.fork.by === 'graph') return this.#whySharedElse(lane, { graph, before, node }, again);
    const { by, then = '' } = lane.fork;
    const next = node.next;
    const doCome = next?.kind === 'each' && next.until !== undefined;
    if (
      next?.kind === by &&
      next.then === (migration?.nodes[then] ?? then) &&
      doCome === (lane.fork.came !== undefined)
    )
      return undefined;
    return `the lanes of node "${lane.node}" are open and meet at "${then}", which its "next" says no more. ${again}`;
  }

  /**
   * Why a subgraph that is at work cannot go on: it began with other keys of its holder's than it shares today. A key that is gone from the holder, or
   * that neither of them had, is no such key.
   */
  #whySharedElse(
    { graph: at, node: was, fork }: Lane,
    { graph, before, node }: Pick<Place, 'graph' | 'before'> & { readonly node: NodePlan },
    again: string,
  ): string | undefined {
    const [{ shares = [] }, { share = [], name }] = [fork as Fork, node];
    const child = this.#from.plan?.graphs[at === '' ? was : `${at}.${was}`];
    const isNew = (key: string): boolean =>
      [before, child].every((each) => each !== undefined && !Object.hasOwn(each.keys, key));
    const dropped = shares.find((key) => !share.includes(key) && Object.hasOwn(graph.keys, key));
    const added = share.find((key) => !shares.includes(key) && !isNew(key));
    if (dropped === undefined && added === undefined) return undefined;
    const what =
      dropped === undefined
        ? `shares "${added}" with it, which began with a value of its own`
        : `shares "${dropped}" with it no more`;
    return `the subgraph of node "${name}" is at work, and the node ${what}. ${again}`;
  }

  #withState(old: Lane, moved: Lane, place: Place): Lane {
    const state = this.#state(old, place, old.values, old.local);
    const { fork } = old;
    const isBase = fork?.base === old.values;
    const base = fork === undefined || isBase ? state.values : this.#state(old, place, fork.base, {}, ofOpening).values;
    const then = fork?.then === undefined ? undefined : (place.migration?.nodes[fork.then] ?? fork.then);
    const share = fork?.shares && place.graph.nodes[moved.node]?.share;
    const next = {
      ...moved,
      ...state,
      ...(fork && { fork: { ...fork, then, base, ...(share && { shares: share }) } satisfies Fork }),
    };
    const parent = old.parent === undefined ? undefined : this.#brought.get(old.parent);
    if (old.delta === undefined || parent?.fork === undefined) return next;
    return old.shares === undefined
      ? this.#inFork(old, next, parent.fork, place)
      : this.#inHolder(old, next, parent.fork, place);
  }

  /** A subgraph's lane has of what it shares what it began with and its own changes, which are brought by themselves. */
  #inHolder(old: Lane, next: Lane, { base, shares }: Fork, place: Place): Lane {
    const before = sharedValues(this.#old.get(old.parent ?? '')?.fork?.base ?? {}, old.shares);
    const start = sharedValues(base, shares);
    const values = sharedValues(next.values, shares);
    const delta = this.#changes(old, place.graph, { before, start, values });
    const reached = withComputed({ ...next.values, ...apply(start, delta) }, [delta], next.values);
    return { ...next, ...(shares && { shares }), delta, values: reached };
  }

  /** A lane of a fork: what it was opened with and what it changed are brought each by itself. */
  #inFork(old: Lane, next: Lane, fork: Fork, place: Place): Lane {
    const { base } = fork;
    const before = this.#old.get(old.parent ?? '')?.fork?.base ?? {};
    const seeded = old.seed && this.#state(old, place, { ...before, ...old.seed }, {}, ofOpening).values;
    const seed =
      seeded && Object.fromEntries(Object.entries(seeded).filter(([key, value]) => !isSame(value, base[key])));
    const needs = hasBegun(old) ? neededBy(this.#old, fork, old).map(({ path }) => path) : [];
    const start = startOf({ ...base, ...seed }, needs, this.#brought);
    const oldStart = startOf({ ...before, ...old.seed }, needs, this.#old);
    const delta = this.#changes(old, place.graph, { before: oldStart, start, values: next.values });
    return {
      ...next,
      ...(seed && { seed }),
      delta,
      values: withComputed(
        apply(start, delta),
        [...needs.map((path) => this.#brought.get(path)?.delta ?? {}), delta],
        next.values,
      ),
    };
  }

  #changes(old: Lane, graph: GraphPlan, at: { before: Values; start: Values; values: Values }): Changes {
    const before = { start: at.before, values: old.values, changes: old.delta ?? {} };
    try {
      return laneChanges(graph, { before, start: at.start, values: at.values });
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      this.#hinder(old, error.message);
      return {};
    }
  }

  #state(
    lane: Lane,
    place: Place,
    values: Values,
    local: Values,
    of: Omit<MigrationMoment, 'now'> = { of: 'lane', putOff: putOffBefore(lane, place) },
  ): Omit<MigratedState, 'obstacles'> {
    const { obstacles, ...state } = migrateState(place, values, local, of);
    for (const obstacle of obstacles) this.#hinder(lane, obstacle);
    return state;
  }
}

const ofOpening = { of: 'opening', putOff: 0 } as const;

/** How much later than its state said it waits. */
function putOffBefore({ waits, ...lane }: Lane, { before, graph }: Place): number {
  if (waits === undefined) return 0;
  const { nodes, after = [] } = before ?? graph;
  return putOffOf({ ...lane, waits }, [...(nodes[lane.node]?.after ?? []), ...after]) ?? 0;
}

function renamed(visits: Lane['visits'], migration: MigrationPlan | undefined): Lane['visits'] {
  const next: Record<string, number> = {};
  for (const [name, count] of Object.entries(visits)) {
    const now = migration?.nodes[name] ?? name;
    next[now] = Math.max(countOf(next, now), count);
  }
  return next;
}

/** What a lane starts with: the opening, then what the lanes it needs changed. */
function startOf(opening: Values, needs: readonly string[], lanes: ReadonlyMap<string, Lane>): Values {
  return needs.map((path) => lanes.get(path)?.delta ?? {}).reduce(apply, opening);
}

/** Sums and what reducers made as the lane has them: they depend on the order, and on the author's code. */
function withComputed(values: Values, all: readonly Changes[], had: Values): Values {
  const keys = all.flatMap((changes) =>
    Object.keys(changes).filter((key) => 'add' in (changes[key] as Change) || 'reduce' in (changes[key] as Change)),
  );
  return keys.length === 0 ? values : { ...values, ...Object.fromEntries(keys.map((key) => [key, had[key]])) };
}
