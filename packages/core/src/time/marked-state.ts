/**
 * A state of marks: the same lanes as a thread's, with the checkpoint that wrote each part in the place of the part.
 *
 * 1. It is folded by the very function that folds the thread, from the same rows with marks for values.
 * 2. What a join, a subgraph's input or its output moves unchanged keeps its mark, and the mark remembers the way.
 * 3. Marks that a lane only adds are put to the others once somebody looks: a sum has as many as there were additions, and a
 *    list that is copied for each costs the square of that.
 */

import { foldRow } from '../advance/fold.ts';
import type { Fork, Lane } from '../advance/lane.ts';
import { closedLanes } from '../advance/joined.ts';
import type { Note, Opened, Row } from '../advance/row.ts';
import { draftOf, emptySnapshot, type Draft, type Snapshot } from '../advance/snapshot.ts';
import { apply, type Change, type Changes, type Values } from '../base/change.ts';
import type { GraphData, PlanData } from '../compile/plan-data.ts';
import { mapItem, mapMarks, type Mark, type Marked, type Marks } from './mark.ts';
import { markedChanges, markedValue, type Writing } from './marked-changes.ts';
import { isSame } from './same.ts';
import { Source } from './source.ts';

interface Both {
  readonly real: Lane;
  readonly marked: Lane;
}

/** Follows a thread's rows, and knows who wrote what. */
export class MarkedState {
  readonly #plan: PlanData | undefined;
  #real: Draft;
  #marked: Draft;
  /** What lanes have added to their keys, and is not among their marks yet. */
  readonly #added = new Map<string, Map<string, unknown[]>>();

  constructor(thread: string, plan: PlanData | undefined) {
    this.#plan = plan;
    this.#real = draftOf(emptySnapshot(thread));
    this.#marked = draftOf(emptySnapshot(thread));
  }

  /** A lane as it is, and as its marks; undefined where there is none. */
  laneAt(path: string): Both | undefined {
    this.#putAdded();
    return this.#bothAt(path);
  }

  #bothAt(path: string): Both | undefined {
    const real = this.#real.lanes.get(path);
    const marked = this.#marked.lanes.get(path);
    return real === undefined || marked === undefined ? undefined : { real, marked };
  }

  get lanes(): readonly Lane[] {
    return this.#real.lanes.all();
  }

  /** How a key of a lane's graph is written, where the plan is known. */
  keyOf(graph: string, key: string): GraphData['keys'][string] | undefined {
    return this.#plan?.graphs[graph]?.keys[key];
  }

  take(row: Row): void {
    const isAlone = this.#isAlone(row);
    if (!isAlone) this.#putAdded();
    const marked = isAlone ? this.#withoutAdded(this.#markedRow(row)) : this.#markedRow(row);
    if (row.cause === 'join') this.#sendThrough(row);
    foldRow(this.#marked, marked);
    foldRow(this.#real, row);
  }

  /** Whether a row concerns its lane alone, which has no lanes and whose changes nobody waits for. */
  #isAlone({ lane: path, opened }: Row): boolean {
    const lane = this.#real.lanes.get(path);
    return lane !== undefined && opened === undefined && lane.fork === undefined && lane.delta === undefined;
  }

  /** A row whose additions are kept for later; where a key is written in another way too, all come before that. */
  #withoutAdded(row: Row): Row {
    if (row.changes === undefined) return row;
    const added = Object.entries(row.changes).flatMap(([key, change]) =>
      'append' in change ? [[key, change.append] as const] : [],
    );
    const rest = Object.entries(row.changes).filter(([, change]) => !('append' in change));
    if (rest.some(([key]) => this.#added.get(row.lane)?.has(key) === true)) this.#putAdded();
    for (const [key, marks] of added) {
      const keys = this.#added.get(row.lane) ?? new Map<string, unknown[]>();
      const list = keys.get(key) ?? [];
      for (const mark of marks) list.push(mark);
      this.#added.set(row.lane, keys.set(key, list));
    }
    return { ...row, changes: Object.fromEntries(rest) };
  }

  #putAdded(): void {
    for (const [path, keys] of this.#added) {
      const lane = this.#marked.lanes.get(path);
      const changes = Object.fromEntries([...keys].map(([key, append]) => [key, { append }]));
      if (lane !== undefined) this.#marked.lanes.put({ ...lane, values: apply(lane.values, changes) });
    }
    this.#added.clear();
  }

  /** Takes a state that does not follow from the one before: what it has in common with that keeps its marks. */
  jump(snapshot: Snapshot, row: Row): void {
    this.#putAdded();
    const marked = draftOf(emptySnapshot(snapshot.thread));
    for (const lane of snapshot.lanes.all()) marked.lanes.put(this.#broughtLane(lane, row));
    this.#real = draftOf(snapshot);
    this.#marked = { ...marked, seq: snapshot.seq, time: snapshot.time };
  }

  #markedRow(row: Row): Row {
    const { changes, opened, transient: _, note, ...rest } = row;
    const lane = this.#bothAt(row.lane);
    const writing = this.#writing(row, lane?.real.graph ?? '', lane?.real.values ?? {}, this.#sourcesOf(row));
    return {
      ...rest,
      ...(note && { note: withoutReduced(note) }),
      ...(changes && { changes: this.#joined(row, markedChanges(changes, writing)) }),
      ...(opened && { opened: this.#markedOpening(row, opened) }),
    };
  }

  #writing(row: Row, graph: string, before: Values, sources: readonly Source[]): Writing {
    return { row, before, sources, keyOf: (key) => this.keyOf(graph, key) };
  }

  #markedOpening(row: Row, opened: Opened): Opened {
    const sources = opened.by === 'graph' ? this.#sourcesAt([row.lane]) : [];
    const parent = this.#real.lanes.get(row.lane)?.values ?? {};
    const writing = this.#writing(row, opened.graph, opened.by === 'graph' ? {} : parent, sources);
    const lanes = opened.lanes.map(({ transient: _, changes, seed, ...lane }) => ({
      ...lane,
      ...(changes && { changes: markedChanges(changes, writing) }),
      ...(seed && { seed: mapValues(seed, (value, key) => markedValue(key, value, writing)) }),
    }));
    return { ...opened, lanes };
  }

  /** The states that a row's changes were made of by a function: those of a subgraph that ended, or of lanes that met. */
  #sourcesOf({ cause, lane: path, note }: Row): readonly Source[] {
    const lane = this.#real.lanes.get(path);
    const isMerge = cause === 'join' && note?.merged === true;
    const isOutput = cause === 'done' && lane?.fork?.by === 'graph';
    if (lane?.fork === undefined || (!isMerge && !isOutput)) return [];
    return this.#sourcesAt(isMerge ? [...lane.fork.lanes, path] : lane.fork.lanes);
  }

  #sourcesAt(paths: readonly string[]): readonly Source[] {
    return paths.flatMap((path) => {
      const lane = this.#bothAt(path);
      return lane === undefined ? [] : [new Source(lane.real.values, lane.marked.values)];
    });
  }

  /** At a join, what was decided by hand was written by the edit, and what lanes gave to a reducer by the lanes. */
  #joined(row: Row, marked: Changes): Changes {
    const lane = this.#bothAt(row.lane);
    if (row.cause !== 'join' || row.note?.merged === true || lane === undefined) return marked;
    const own: Record<string, Change> = {};
    for (const key in marked) {
      const isDecided = lane.real.decided?.includes(key) === true && key in lane.marked.values;
      if (isDecided) own[key] = { set: lane.marked.values[key] };
      else if (!('reduce' in (row.changes?.[key] ?? {}))) own[key] = marked[key] as Change;
    }
    return own;
  }

  /** What lanes changed comes to their parent through the join. */
  #sendThrough(row: Row): void {
    const parent = this.#marked.lanes.get(row.lane);
    const through = (mark: Mark): Mark => mark.through(row.seq);
    const members = new Map<string, Set<string>>();
    for (const lane of parent === undefined ? [] : closedLanes(this.#marked, parent)) {
      const real = this.#real.lanes.get(lane.path)?.delta;
      const delta: Record<string, Change> = {};
      for (const key in lane.delta) {
        const change = mapChange(lane.delta[key] as Change, through);
        const isUnion = 'union' in (real?.[key] ?? {}) && 'merge' in change;
        delta[key] = isUnion ? { merge: firstOnly(change.merge, setOf(members, key)) } : change;
      }
      this.#marked.lanes.put({ ...lane, delta });
    }
  }

  #broughtLane(lane: Lane, row: Row): Lane {
    const before = this.#bothAt(lane.path);
    const brought = (values: Values, old: Values, marks: Values): Values => {
      const writing = this.#writing(row, lane.graph, {}, []);
      const source = new Source(old, marks);
      return mapValues(values, (value, key) => source.whole(key, value) ?? markedValue(key, value, writing));
    };
    const of = (pick: (lane: Lane) => Values): [Values, Values] => [
      before === undefined ? {} : pick(before.real),
      before === undefined ? {} : pick(before.marked),
    ];
    const isSameDelta = before !== undefined && isSame(before.real.delta, lane.delta);
    const delta = isSameDelta
      ? before.marked.delta
      : lane.delta && markedChanges(lane.delta, this.#writing(row, lane.graph, {}, []));
    const base = lane.fork && brought(lane.fork.base, ...of(({ fork }) => fork?.base ?? {}));
    return {
      ...lane,
      values: brought(lane.values, ...of(({ values }) => values)),
      local: brought(lane.local, ...of(({ local }) => local)),
      delta,
      ...(lane.fork && base && { fork: { ...lane.fork, base } satisfies Fork }),
    };
  }
}

/** What lanes before gave to a reducer was written by those lanes. */
function withoutReduced({ reduced: _, ...note }: Note): Note {
  return note;
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
  const found = sets.get(key) ?? new Set();
  sets.set(key, found);
  return found;
}

/** The members of a union that no lane before had. */
function firstOnly(members: Values, seen: Set<string>): Values {
  const fresh = Object.entries(members).filter(([name]) => !seen.has(name));
  for (const [name] of fresh) seen.add(name);
  return Object.fromEntries(fresh);
}

function mapChange(change: Change, map: (mark: Mark) => Mark): Change {
  if ('set' in change) return { set: mapMarks(change.set as Marks, map) };
  if ('append' in change) return { append: (change.append as readonly Marked[]).map((item) => mapItem(item, map)) };
  if ('merge' in change) return { merge: mapMarks(change.merge as Marks, map) as unknown as Values };
  if ('upsert' in change)
    return { ...change, upsert: (change.upsert as readonly Marked[]).map((item) => mapItem(item, map)) };
  return change;
}
