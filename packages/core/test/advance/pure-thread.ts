import { expect } from 'vitest';
import { advance } from '../../src/advance/advance.ts';
import type { Entry } from '../../src/advance/state/entries.ts';
import { failureOf } from '../../src/advance/state/failure.ts';
import { fold } from '../../src/advance/state/fold.ts';
import type { Input } from '../../src/advance/moves/input.ts';
import type { Lane } from '../../src/advance/state/lane.ts';
import { viewOf } from '../../src/advance/moves/turn.ts';
import { Lanes } from '../../src/advance/state/lanes.ts';
import type { Row } from '../../src/advance/state/row.ts';
import { emptySnapshot, mainLane, treeOf, type Snapshot } from '../../src/advance/state/snapshot.ts';
import { statusOf, type Status } from '../../src/advance/status.ts';
import { timersOf } from '../../src/advance/timers.ts';
import { parseUpdate } from '../../src/advance/moves/update.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { compile } from '../../src/compile/compile.ts';
import type { GraphPlan, Plan } from '../../src/compile/plan.ts';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { readRows, writeRow } from '../../src/store/text/row-text.ts';
import { readSnapshot, writeSnapshot } from '../../src/store/text/snapshot-text.ts';
import type { Blob } from '../../src/store/contract/store.ts';

/**
 * A thread with no runtime: what happens to it is told by hand, and goes straight to `advance`.
 *
 * Every input is checked against what the pure core promises: see {@link PureThread.give}.
 */
export class PureThread {
  readonly plan: Plan;
  readonly rows: Row[] = [];
  snapshot: Snapshot = emptySnapshot('t');
  /** Milliseconds since 1970. */
  now = 0;

  constructor(graph: AnyGraph) {
    this.plan = compile(graph);
  }

  /** Hands an input over; throws the problem where it is refused. */
  give(input: Input): this {
    const before = this.snapshot;
    const shown = shownOf(before);
    const { snapshot, rows, refused } = advance(this.plan, before, input, { now: this.now, codec: noClasses });
    expectSame('the snapshot that went in stays as it was', shownOf(before), shown);
    if (refused !== undefined) {
      expectSame('a refused input leaves nothing', [snapshot, rows], [before, []]);
      throw refused;
    }
    expectSame(
      'seq counts on',
      rows.map(({ seq }) => seq),
      rows.map((_, index) => before.seq + 1 + index),
    );
    expectSame('the rows lead to the snapshot', shownOf(fold(before, rows)), shownOf(snapshot));
    expectKept(snapshot, rows);
    expectSame(
      'the lanes that are halted follow from the lanes',
      haltsIn(snapshot.lanes),
      haltsIn(anew(snapshot.lanes)),
    );
    this.snapshot = snapshot;
    this.rows.push(...rows);
    return this;
  }

  start(input: unknown = {}): this {
    return this.give({ type: 'start', input });
  }

  /** A lane's activity ended well and returned an update. */
  done(lane: string, update?: unknown): this {
    const at = this.lane(lane);
    const graph = this.plan.graphs[at.graph] as GraphPlan;
    return this.give({
      type: 'done',
      lane,
      ...parseUpdate(graph, update, `node "${lane}"`, noClasses, { lane: at }),
    });
  }

  /** An attempt of a lane's activity threw. */
  fails(lane: string, error: unknown = new Error('no'), final = false): this {
    const failure = failureOf(error, this.lane(lane).attempt, this.now);
    return this.give({ type: 'failed', lane, failure, ...(final && { final }) });
  }

  send(name: string, payload?: unknown, lane?: string): this {
    return this.give({ type: 'event', name, payload, ...(lane !== undefined && { lane }) });
  }

  edit(update: unknown, place: { lane?: string; as?: string } = {}): this {
    return this.give({ type: 'edit', update, ...place });
  }

  resume(lane?: string): this {
    return this.give({ type: 'resume', ...(lane !== undefined && { lane }) });
  }

  /** Lets time pass; what falls due is fired at its time. */
  pass(milliseconds: number): this {
    const until = this.now + milliseconds;
    for (let due = this.#due(until); due !== undefined; due = this.#due(until)) {
      this.now = Math.max(this.now, due.at);
      this.give({ type: 'timer', lane: due.lane, name: due.name });
    }
    this.now = until;
    return this;
  }

  #due(until: number): { lane: string; name: string; at: number } | undefined {
    return timersOf(this.plan, this.snapshot).find(({ at }) => at <= until);
  }

  lane(path: string): Lane {
    const lane = this.snapshot.lanes.get(path);
    if (lane === undefined) throw new Error(`There is no lane "${path}".`);
    return lane;
  }

  /** What a lane's visit recorded, by key. */
  journal(path: string): Readonly<Record<string, Entry>> {
    return Object.fromEntries(this.lane(path).journal ?? []);
  }

  /** The state a lane's node would see. */
  state(path = ''): Readonly<Record<string, unknown>> {
    return viewOf(this, this.lane(path));
  }

  get status(): Status {
    return statusOf(this.snapshot);
  }

  /** Every lane that is there, parents first: its node and what it is about. */
  get where(): Readonly<Record<string, string>> {
    const lanes = treeOf(this.snapshot, mainLane(this.snapshot));
    return Object.fromEntries(lanes.map(({ path, node, phase }) => [path, `${node} ${phase}`]));
  }

  /** What the newest failure of a lane says. */
  stopped(path = ''): string | undefined {
    return this.lane(path).stopped?.message;
  }

  /** The rows as lines: lane, cause, where from and where to. */
  get trail(): readonly string[] {
    return this.rows.map(({ lane, cause, from, to, label }) =>
      [lane, cause, ...(label === undefined ? [] : [`(${label})`]), to === undefined ? from : `${from}->${to}`]
        .filter((part) => part !== '')
        .join(' '),
    );
  }
}

/** A started thread of a graph. */
export function started(graph: AnyGraph, input: unknown = {}): PureThread {
  return new PureThread(graph).start(input);
}

/** A snapshot as plain data, in an order of its own. */
function shownOf(snapshot: Snapshot): unknown {
  const { lanes, ...rest } = snapshot;
  const all = [...lanes.all()].toSorted((left, right) => (left.path < right.path ? -1 : 1));
  return structuredClone({ ...rest, lanes: all.map((lane) => ({ ...lane, journal: [...(lane.journal ?? [])] })) });
}

/** What is stored comes back as it was, transient values aside. */
function expectKept(snapshot: Snapshot, rows: readonly Row[]): void {
  const blobs: Blob[] = [];
  const blob = (hash: string): string => blobs.find((each) => each.hash === hash)?.body ?? '';
  const texts = rows.map((row) => writeRow(row, noClasses, blobs));
  expectSame('rows come back as they were', readRows(texts, noClasses, blob), rows.map(withoutTransient));
  const body = writeSnapshot(snapshot, noClasses, blobs);
  const read = readSnapshot(snapshot.thread, { seq: snapshot.seq, body }, noClasses, blob);
  expectSame('the snapshot comes back as it was', shownOf(read), shownOf(forgetful(snapshot)));
}

/** The same lanes, put one after the other. */
function anew(lanes: Lanes): Lanes {
  const draft = new Lanes();
  for (const lane of lanes.all()) draft.put(lane);
  return draft;
}

/** Which lanes are halted, by the lane that holds them. */
function haltsIn(lanes: Lanes): unknown {
  const sorted = lanes.all().map(({ path }) => [path, lanes.haltsOf(path)] as const);
  const named = sorted.map(([path, { lost, putOff }]) => [
    path,
    { lost: [...lost].toSorted(), putOff: [...putOff].toSorted() },
  ]);
  return Object.fromEntries(named);
}

function expectSame(claim: string, found: unknown, expected: unknown): void {
  expect({ [claim]: found }).toEqual({ [claim]: expected });
}

function withoutTransient({ transient: _, opened, ...row }: Row): Row {
  if (opened === undefined) return row;
  return { ...row, opened: { ...opened, lanes: opened.lanes.map(({ transient: _none, ...lane }) => lane) } };
}

function forgetful(snapshot: Snapshot): Snapshot {
  const lanes = snapshot.lanes.draft();
  for (const lane of lanes.all()) lanes.put({ ...lane, transient: {} });
  return { ...snapshot, lanes };
}
