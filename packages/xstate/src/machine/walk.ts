import {
  activitiesOf,
  advance,
  codecOf,
  codecsOf,
  compile,
  emptySnapshot,
  fatal,
  statusOf,
  timersOf,
  type AnyGraph,
  type DueTimer,
  type Input,
  type Plan,
  type Row,
  type Snapshot,
  type Status,
} from '@cairn/core';
import { bareGraph } from './bare-graph.ts';
import { meaningsOf, type Meaning } from './model-events.ts';
import { modelLanes, movesOf, type Move } from './moves.ts';
import type { StateValue } from './state-config.ts';

/** An event of a model. */
export interface ModelEvent {
  readonly type: string;
  /** What an activity returned. */
  readonly update?: unknown;
  /** What an activity failed by. */
  readonly error?: {
    readonly name?: string;
    readonly message: string;
    readonly code?: string;
    readonly fatal?: boolean;
  };
  /** What an event carries. */
  readonly payload?: unknown;
  /** The path of the lane that it is for, where several are at one node. */
  readonly lane?: string;
}

/** Where an event leads. */
export interface Taken {
  readonly walk: Walk;
  /** The names of the states around the lane that took it, joined by dots. */
  readonly at: string;
  /** The node that lane was at. */
  readonly node: string;
  readonly kind: Meaning['kind'];
}

/** Where the time of a model begins, in milliseconds since 1970, as that of `virtualClock` does. */
export const newYear: number = Date.UTC(2026, 0, 1);

/** A graph that is walked through by Cairn's own pure code. */
export class Walked {
  readonly plan: Plan;
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly codec: ReturnType<typeof codecOf>;

  constructor(graph: AnyGraph) {
    const bare = bareGraph(graph);
    this.codec = codecOf(codecsOf(bare));
    this.plan = compile(bare, this.codec);
    this.meanings = meaningsOf(this.plan);
  }

  /** A thread that has begun; the problem where its input is refused. */
  begin(input: unknown, thread: string, now: number): Walk {
    const before = emptySnapshot(thread);
    const { snapshot, rows, refused } = advance(
      this.plan,
      before,
      { type: 'start', input },
      { now, codec: this.codec },
    );
    if (refused !== undefined) throw refused;
    return new Walk(this, snapshot, now, rows, movesOf(this.plan, before, rows));
  }
}

/** A thread of a model at one moment. */
export class Walk {
  readonly of: Walked;
  readonly snapshot: Snapshot;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The rows that led here from the moment before. */
  readonly rows: readonly Row[];
  /** What the machine's states have still to follow. */
  readonly moves: readonly Move[];
  readonly #known = new WeakMap<ModelEvent, { readonly taken: Taken | undefined }>();

  constructor(of: Walked, snapshot: Snapshot, now: number, rows: readonly Row[], moves: readonly Move[]) {
    this.of = of;
    this.snapshot = snapshot;
    this.now = now;
    this.rows = rows;
    this.moves = moves;
  }

  /** The same moment, with so many moves followed. */
  after(moves: number): Walk {
    return new Walk(this.of, this.snapshot, this.now, this.rows, this.moves.slice(moves));
  }

  /** Where an event leads; undefined where nothing takes it now. An update or a payload that fits no schema is a problem. */
  take(event: ModelEvent): Taken | undefined {
    let known = this.#known.get(event);
    if (known === undefined) this.#known.set(event, (known = { taken: this.#take(event) }));
    return known.taken;
  }

  get status(): Status {
    return statusOf(this.snapshot);
  }

  /** What the value of the machine's state has to be. */
  get value(): StateValue {
    return modelLanes(this.of.plan, this.snapshot).value;
  }

  /** The timers that are due next: one, or all that are due at its time. */
  get timers(): readonly DueTimer[] {
    return timersOf(this.of.plan, this.snapshot);
  }

  /** Whether a timer is due at this moment, which is taken before anything else. */
  get isDue(): boolean {
    const [first] = this.timers;
    return first !== undefined && first.at <= this.now;
  }

  #take(event: ModelEvent): Taken | undefined {
    const meaning = this.of.meanings.get(event.type);
    if (meaning === undefined || this.status === 'done' || this.status === 'cancelled') return undefined;
    const due = this.timers[0];
    if (meaning.kind !== 'timer' && this.isDue) return undefined;
    const input = meaning.kind === 'timer' ? this.#timer(meaning, event, due) : this.#input(meaning, event);
    if (input === undefined) return undefined;
    const now = meaning.kind === 'timer' ? Math.max(this.now, due?.at ?? 0) : this.now;
    const { plan, codec } = this.of;
    const { snapshot, rows, refused } = advance(plan, this.snapshot, input, { now, codec });
    const [row] = rows;
    if (refused !== undefined || row === undefined) return undefined;
    const walk = new Walk(this.of, snapshot, now, rows, movesOf(plan, this.snapshot, rows));
    return { walk, ...this.#placeOf(row.lane), kind: meaning.kind };
  }

  #input(meaning: Exclude<Meaning, { kind: 'timer' }>, event: ModelEvent): Input | undefined {
    const { lane, payload } = event;
    if (meaning.kind === 'event')
      return { type: 'event', name: meaning.name, payload, ...(lane !== undefined && { lane }) };
    const due = activitiesOf(this.of.plan, this.snapshot, this.of.codec).find((each) => {
      return each.graph === meaning.graph && each.node === meaning.node && each.lane === (lane ?? each.lane);
    });
    if (meaning.kind === 'done') return due?.done(event.update, this.of.codec);
    return due?.failed(errorFrom(event), this.now);
  }

  #timer(
    meaning: Extract<Meaning, { kind: 'timer' }>,
    { lane }: ModelEvent,
    due: DueTimer | undefined,
  ): Input | undefined {
    if (due === undefined || due.name !== meaning.name || due.lane !== (lane ?? due.lane)) return undefined;
    const at = this.snapshot.lanes.get(due.lane);
    if (at?.graph !== meaning.graph || (meaning.node !== undefined && at.node !== meaning.node)) return undefined;
    return { type: 'timer', lane: due.lane, name: due.name };
  }

  /** The states around a lane, and its node; of a lane of an `each`, which has none, those of whoever holds it. */
  #placeOf(path: string): Pick<Taken, 'at' | 'node'> {
    const lanes = modelLanes(this.of.plan, this.snapshot);
    for (let lane = lanes.get(path); lane !== undefined; lane = lanes.parentOf(lane)) {
      const around = lanes.pathOf(lane);
      if (around !== undefined) return { at: around.join('.'), node: lane.node };
    }
    return { at: '', node: '' };
  }

  /** What of it decides where it may go: its lanes, what they hold, and which timers are next. Counts and times are left out. */
  situation(by: (state: Readonly<Record<string, unknown>>) => unknown = (state) => state): unknown {
    const lanes = this.snapshot.lanes
      .all()
      .map(({ path, graph, node, phase, values, local, transient, attempt, fork }) => ({
        lane: unvisited(path),
        graph,
        node,
        phase,
        attempt,
        state: by({ ...values, ...local, ...transient }),
        ...(fork && { closed: fork.closed }),
      }));
    return { lanes, timers: this.timers.map(({ lane, name }) => `${unvisited(lane)} ${name}`) };
  }

  /** For `xstate/graph`, which tells situations apart by their JSON. */
  toJSON(): unknown {
    return this.situation();
  }
}

/** A lane's path without how often its nodes were visited. */
export function unvisited(path: string): string {
  return path.replaceAll(/(?<=^|\/)(?<node>[^/.]+)\.\d+(?=\/|$)/gu, '$<node>');
}

/** The error that an activity throws by an event of a model. */
export function errorFrom({ error = { message: 'failed' } }: ModelEvent): Error {
  const { message, fatal: isFatal = false, ...rest } = error;
  const made = Object.assign(new Error(message), rest);
  return isFatal ? fatal(made) : made;
}
