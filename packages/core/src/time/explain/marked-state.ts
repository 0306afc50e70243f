/**
 * A state of marks: the same lanes as a thread's, with the checkpoint that wrote each part in the place of the part.
 *
 * 1. It is folded by the very function that folds the thread, from the same rows with marks for values.
 * 2. What a join, a subgraph's input or its output moves unchanged keeps its mark, and the mark remembers the way.
 * 3. What a row sets as it was keeps its mark, part by part: a part's mark is of the row at which it came to be what it is.
 * 4. What rows change in their lane alone is put off until somebody looks, in values as in marks: what is copied for each row
 *    costs the square of them.
 */

import { foldRow } from '../../advance/state/fold.ts';
import { tellsByEdits, wholeRow, type WholeOpened, type WholeRow } from '../../advance/state/whole-row.ts';
import type { Fork, Lane } from '../../advance/state/lane.ts';
import { closedLanes } from '../../advance/state/joined.ts';
import type { Note, Row } from '../../advance/state/row.ts';
import { draftOf, emptySnapshot, type Snapshot } from '../../advance/state/snapshot.ts';
import type { Change, Changes, Values } from '../../base/change.ts';
import { ownValue } from '../../base/value/own-value.ts';
import type { GraphData, PlanData } from '../../compile/plan-data.ts';
import { partsIn, type Before } from './kept-parts.ts';
import { isNone, type Mark, type Marks } from './mark.ts';
import { keptChange, mapChange, markedChanges, markedValue, type Writing } from './marked-changes.ts';
import { memberName, membersIn } from './member-name.ts';
import { PartsOfLanes } from './parts-of-lanes.ts';
import { PutOff, staysInLane } from './put-off.ts';
import { isSame } from '../../base/value/same.ts';
import { shapedFor } from './shaped-marks.ts';
import { Source } from './source.ts';

/**
 * Follows a thread's rows for `blame`, in two states that are folded side by side: the real one, and one in which each part of a value is
 * the mark of the checkpoint that wrote it.
 */
export class MarkedState {
  #plan: PlanData | undefined;
  #real: PutOff;
  #marked: PutOff;
  /** The members of unions by lane and key, while nothing but unions changes them. */
  readonly #members = new Map<string, Map<string, Set<string>>>();
  /** The entries and the items by lane and key, while each row adds to them. */
  readonly #parts = new PartsOfLanes();

  constructor(thread: string) {
    this.#real = new PutOff(draftOf(emptySnapshot(thread)));
    this.#marked = new PutOff(draftOf(emptySnapshot(thread)));
  }

  /** What comes from now on was made by this plan, if it is known. */
  ranWith(plan: PlanData | undefined): void {
    this.#plan = plan;
  }

  /** A lane as it is, and as its marks; undefined where there is none. */
  laneAt(path: string): { readonly real: Lane; readonly marked: Lane } | undefined {
    this.#bringUp();
    const real = this.#real.draft.lanes.get(path);
    const marked = this.#marked.draft.lanes.get(path);
    return real === undefined || marked === undefined ? undefined : { real, marked };
  }

  get lanes(): readonly Lane[] {
    return this.#real.draft.lanes.all();
  }

  /** How a key of a lane's graph is written, where the plan is known. */
  keyOf(graph: string, key: string): GraphData['keys'][string] | undefined {
    return ownValue(ownValue(this.#plan?.graphs, graph)?.keys, key);
  }

  take(told: Row): void {
    if (tellsByEdits(told)) this.#bringUp();
    const row = wholeRow(told, this.#real.draft);
    if (staysInLane(this.#real.draft, row)) {
      const marked = this.#markedRow(row);
      this.#marked.putOff(marked);
      this.#real.putOff(row);
      this.#countMembers(row);
      this.#parts.take(row, marked);
      return;
    }
    this.#bringUp();
    const marked = this.#markedRow(row);
    if (row.cause === 'join' || this.#endsSharing(row)) this.#sendThrough(row);
    foldRow(this.#marked.draft, marked);
    foldRow(this.#real.draft, row);
    this.#forget();
  }

  #forget(): void {
    this.#members.clear();
    this.#parts.clear();
  }

  /** Whether a subgraph ends here that shares keys with its holder. */
  #endsSharing({ cause, lane }: Row): boolean {
    return cause === 'done' && this.#real.draft.lanes.get(lane)?.fork?.shares !== undefined;
  }

  /** Applies what was put off, in both states. */
  #bringUp(): void {
    this.#real.bringUp();
    this.#marked.bringUp();
  }

  /** Takes a state that does not follow from the one before: what it has in common with that keeps its marks. */
  jump(snapshot: Snapshot, row: Row): void {
    const marked = draftOf(emptySnapshot(snapshot.thread));
    for (const lane of snapshot.lanes.all()) marked.lanes.put(this.#broughtLane(lane, row));
    this.#real = new PutOff(draftOf(snapshot));
    this.#marked = new PutOff({ ...marked, seq: snapshot.seq, time: snapshot.time });
    this.#forget();
  }

  #markedRow(row: WholeRow): WholeRow {
    const { changes, opened, transient: _, note, ...rest } = row;
    const lane = this.#real.draft.lanes.get(row.lane);
    const known = (key: string) => this.#membersOf(row.lane, key);
    const writing = {
      ...this.#writing(row, lane?.graph ?? '', known, this.#sourcesOf(row)),
      ...this.#before(row.lane),
    };
    return {
      ...rest,
      ...(note && { note: withoutReduced(note) }),
      ...(changes && { changes: this.#joined(row, markedChanges(changes, writing)) }),
      ...(opened && { opened: this.#markedOpening(row, opened) }),
    };
  }

  #writing(row: Row, graph: string, known: Writing['known'], sources: readonly Source[]): Writing {
    return { row, known, sources, keyOf: (key) => this.keyOf(graph, key), ...nothingBefore };
  }

  /** What a lane has, for what is written over it. */
  #before(path: string): Pick<Writing, 'before' | 'parts'> {
    const before = (key: string): Before | undefined => {
      const real = this.#real.valueOf(path, key);
      const marked = this.#marked.valueOf(path, key);
      return real && marked && { value: real.value, marks: marked.value as Marks };
    };
    return { before, parts: (key, written) => this.#parts.of(path, key, () => partsIn(written, before(key))) };
  }

  /** The members that a union of a lane has; they are not told anew for each row that adds some. */
  #membersOf(path: string, key: string): ReadonlySet<string> {
    const ofLane = this.#members.get(path) ?? new Map<string, Set<string>>();
    this.#members.set(path, ofLane);
    const members = ofLane.get(key) ?? membersIn(ownValue(this.laneAt(path)?.real.values, key));
    ofLane.set(key, members);
    return members;
  }

  #countMembers({ lane, changes }: Row): void {
    const known = this.#members.get(lane);
    if (known === undefined || changes === undefined) return;
    for (const [key, members] of known) {
      const change = Object.hasOwn(changes, key) ? changes[key] : undefined;
      if (change === undefined) continue;
      if ('union' in change) for (const member of change.union) members.add(memberName(member));
      else known.delete(key);
    }
  }

  #markedOpening(row: WholeRow, opened: WholeOpened): WholeOpened {
    const sources = opened.by === 'graph' ? this.#sourcesAt([row.lane]) : [];
    const known = opened.by === 'graph' ? none : (key: string) => this.#membersOf(row.lane, key);
    const before = opened.by === 'graph' ? nothingBefore : this.#before(row.lane);
    const writing = { ...this.#writing(row, opened.graph, known, sources), ...before };
    const lanes = opened.lanes.map(({ transient: _, changes, seed, ...lane }) => ({
      ...lane,
      ...(changes && { changes: markedChanges(changes, writing) }),
      ...(seed && { seed: mapValues(seed, (value, key) => markedValue(key, value, writing)) }),
    }));
    return { ...opened, lanes };
  }

  /** The states that a row's changes were made of by a function: those of a subgraph that ended, or of lanes that met. */
  #sourcesOf({ cause, lane: path, note }: Row): readonly Source[] {
    const lane = this.#real.draft.lanes.get(path);
    const isMerge = cause === 'join' && note?.merged === true;
    const isOutput = cause === 'done' && lane?.fork?.by === 'graph';
    if (lane?.fork === undefined || (!isMerge && !isOutput)) return [];
    if (isMerge && note.lane !== undefined) return this.#sourcesAt([note.lane, path]);
    return this.#sourcesAt(isMerge ? [...lane.fork.lanes, path] : lane.fork.lanes);
  }

  #sourcesAt(paths: readonly string[]): readonly Source[] {
    return paths.flatMap((path) => {
      const lane = this.laneAt(path);
      return lane === undefined ? [] : [new Source(lane.real.values, lane.marked.values)];
    });
  }

  /** At a join, what was decided by hand was written by the edit, and what lanes gave to a reducer by the lanes. */
  #joined(row: Row, marked: Changes): Changes {
    const isJoin = row.cause === 'join';
    const lane = isJoin || this.#endsSharing(row) ? this.laneAt(row.lane) : undefined;
    if (row.note?.merged === true || lane === undefined) return marked;
    const own: Record<string, Change> = {};
    for (const key in marked) {
      const isDecided = lane.real.decided?.includes(key) === true && Object.hasOwn(lane.marked.values, key);
      if (isDecided) own[key] = { set: lane.marked.values[key] };
      else if (!isJoin || !('reduce' in (row.changes?.[key] ?? {}))) own[key] = marked[key] as Change;
    }
    return own;
  }

  /** What lanes changed comes to their parent through the join, and what a subgraph shares through its end. */
  #sendThrough(row: Row): void {
    const { draft } = this.#marked;
    const parent = draft.lanes.get(row.lane);
    const through = (mark: Mark): Mark => mark.through(row.seq);
    const members = new Map<string, Set<string>>();
    const over = this.#before(row.lane);
    for (const lane of parent === undefined ? [] : closedLanes(draft, parent)) {
      const real = this.#real.draft.lanes.get(lane.path)?.delta;
      const delta: Record<string, Change> = {};
      for (const key in lane.delta) {
        const came = mapChange(lane.delta[key] as Change, through);
        const change = keptChange(key, came, real?.[key], over);
        const isUnion = 'union' in (real?.[key] ?? {}) && 'merge' in change;
        delta[key] = isUnion ? { merge: firstOnly(change.merge, setOf(members, key)) } : change;
      }
      draft.lanes.put({ ...lane, delta });
    }
  }

  #broughtLane(lane: Lane, row: Row): Lane {
    const before = this.laneAt(lane.path);
    const brought = (values: Values, old: Values, marks: Values): Values => {
      const over = (key: string) =>
        Object.hasOwn(old, key) && Object.hasOwn(marks, key)
          ? { value: old[key], marks: marks[key] as Marks }
          : undefined;
      const writing = { ...this.#writing(row, lane.graph, none, []), before: over };
      const source = new Source(old, marks);
      return mapValues(
        values,
        (value, key) => foundIn(source, key, value, writing) ?? markedValue(key, value, writing),
      );
    };
    const of = (pick: (lane: Lane) => Values): [Values, Values] => [
      before === undefined ? {} : pick(before.real),
      before === undefined ? {} : pick(before.marked),
    ];
    const isSameDelta = before !== undefined && isSame(before.real.delta, lane.delta);
    const delta = isSameDelta
      ? before.marked.delta
      : lane.delta && markedChanges(lane.delta, this.#writing(row, lane.graph, none, []));
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

const nobody: ReadonlySet<string> = new Set();

const none = (): ReadonlySet<string> => nobody;

const nothingBefore: Pick<Writing, 'before' | 'parts'> = { before: () => undefined, parts: () => new Map() };

/** A note without reduced values: those have no marks, as the lanes that gave the updates wrote them. */
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

/** The marks that a value had before it was brought to another graph, as its key folds them today. */
function foundIn(source: Source, key: string, value: unknown, writing: Writing): Marks | undefined {
  const marks = source.whole(key, value);
  const written = writing.keyOf(key);
  if (marks === undefined || isNone(marks)) return undefined;
  return written === undefined ? marks : shapedFor(written, value, marks);
}
