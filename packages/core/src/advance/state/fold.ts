/**
 * Folding rows into a snapshot.
 *
 * 1. Every change of a snapshot is made here, by a row: what `advance` returns is what reading the rows back gives.
 * 2. Folding needs no plan and no author's code, so any tool can show any checkpoint.
 */

import { apply, type Change, type Changes, type Values } from '../../base/change.ts';
import { wholeChanges } from '../../base/told-change.ts';
import type { Writable } from '../../base/writable.ts';
import { countInParent, countMove, countSpent, movesOf, spentAfter } from './counts.ts';
import { changed, countOf, type Lane } from './lane.ts';
import { keptOnMove, withStepsOfLanes } from './kept-steps.ts';
import { changesAtEnd, joinedChanges, writtenAfter } from './joined.ts';
import { hasBegun } from './needed.ts';
import { begun, closeTree, opened, seeded, withoutGone } from './opening.ts';
import { postpone } from './postpone.ts';
import { countAnew, isRound, roundsOf } from './rounds.ts';
import type { Note, Row } from './row.ts';
import { childrenOf, draftOf, standIn, type Draft, type Snapshot } from './snapshot.ts';
import { endsFork, stayed } from './stayed.ts';
import { waitsAfterMove, withWaits } from './waits.ts';

/** The snapshot after these rows. */
export function fold(snapshot: Snapshot, rows: readonly Row[]): Snapshot {
  const draft = draftOf(snapshot);
  for (const row of rows) foldRow(draft, row);
  return draft;
}

/** Changes a draft by one row; `after` is the row's lane with its changes, where that was made already. */
export function foldRow(draft: Draft, row: Row, after?: Lane): void {
  if (row.note?.left === true) {
    foldSpentByLeft(draft, row);
    return;
  }
  const lane = draft.lanes.get(row.lane) ?? firstLane(row);
  const rounds = row.to === undefined ? 0 : roundsOf(draft, lane) + Number(isRound(lane, row.to, row.cause));
  const isMade = after !== undefined && row.note?.beside !== true;
  const own = isMade ? undefined : row.changes && wholeChanges(row.changes, lane.values);
  const changes = isMade ? undefined : broughtTogether(draft, lane, row, own);
  const kept = lane.fork === undefined ? lane.kept : keptAfter(draft, lane, row);
  if (lane.fork !== undefined && endsFork(row)) closeTree(draft, lane);
  let next = after ?? changed(lane, changes, row.transient);
  if (kept !== lane.kept) next = { ...next, ...(kept && { kept }) };
  next = row.to === undefined ? stayed(next, row) : moved(draft, next, row, { to: row.to, rounds });
  if (row.note?.context !== undefined) next = { ...next, context: Object.freeze(row.note.context) };
  if (lane.fork?.came !== undefined && row.to === undefined) next = goneOn(draft, lane, next, row);
  if (row.note?.beside === true) next = wroteBeside(draft, next, row, own ?? noChanges);
  draft.seq = row.seq;
  draft.time = row.time;
  draft.lanes.put(row.opened === undefined ? next : opened(draft, next, row.opened, row));
  if (row.cause === 'begin' && lane.pending === undefined) draft.lanes.put(begun(draft, next, row));
  countInParent(draft, lane, next);
  countAnew(draft, row);
  if (row.to !== undefined) countMove(draft, next);
  else if (row.cause === 'spend') countSpent(draft, next, row);
  foldThread(draft, row);
  const { waits } = row;
  // After all that moves the lane's own times.
  if (waits !== undefined) draft.lanes.put(withWaits(draft.lanes.get(row.lane) as Lane, waits, row));
}

/** A lane whose lanes come and go, after a row by which one met it or some are over. */
function goneOn(draft: Draft, lane: Lane, next: Lane, row: Row): Lane {
  if (endsFork(row)) return next;
  const met = row.cause === 'join' ? row.note?.lane : undefined;
  const rounds = met === undefined ? 0 : (draft.lanes.get(met)?.rounds ?? 0) + 1;
  const gone = [...(met === undefined ? [] : [met]), ...(row.note?.cancelled ?? [])];
  return { ...withoutGone(draft, next, gone), rounds: Math.max(lane.rounds, rounds) };
}

/** The steps that a lane keeps after a row: those of its lanes too where they met there. */
function keptAfter(draft: Draft, lane: Lane, row: Row): Lane['kept'] {
  const isMet = row.cause === 'join' || (row.cause === 'done' && endsFork(row));
  return isMet ? withStepsOfLanes(draft, lane) : lane.kept;
}

/** What a row changes in its lane, what lanes or a subgraph that met there changed included. */
function broughtTogether(draft: Draft, lane: Lane, row: Row, own: Changes | undefined): Changes | undefined {
  if (row.cause === 'join') return joinedChanges(draft, lane, own, row.note);
  return row.cause === 'done' && lane.fork !== undefined && endsFork(row) ? changesAtEnd(draft, lane, own) : own;
}

/** A run spent whose lane went elsewhere: that counts where the lane was, and changes no lane's way. */
function foldSpentByLeft(draft: Draft, row: Row): void {
  draft.seq = row.seq;
  draft.time = row.time;
  countSpent(draft, standIn(draft, row.lane), row);
  foldThread(draft, row);
}

function foldThread(draft: Draft, row: Row): void {
  if (row.cause === 'start' && row.note !== undefined) foldStart(draft, row.note);
  if (row.cause === 'ask' && row.note?.child !== undefined) draft.hasChildren = true;
  if (row.cause === 'fork') postpone(draft, row.note?.later ?? 0);
  if (row.note?.came !== undefined) draft.late = { came: row.note.came, since: row.time };
  if (row.cause === 'spend' && row.label !== undefined) Object.assign(draft, spentAfter(draft, row));
  if (row.cause === 'cancel') draft.cancelled = row.note?.reason ?? '';
}

function foldStart(draft: Draft, { input, parent }: Note): void {
  if (input !== undefined) draft.input = input;
  if (parent !== undefined) draft.parent = Object.freeze(parent);
}

const noValues: Values = Object.freeze({});

const noChanges: Changes = Object.freeze({});

/** A thread's first lane before its first row. */
export function firstLane(row: Pick<Row, 'lane' | 'from' | 'phase' | 'time'>): Lane {
  return {
    path: row.lane,
    parent: undefined,
    graph: '',
    node: row.from,
    phase: row.phase,
    visits: {},
    entered: row.time,
    values: noValues,
    local: noValues,
    transient: noValues,
    delta: undefined,
    attempt: 1,
    failures: [],
    rounds: 0,
    transitions: 0,
  };
}

/** The lane enters a node: whatever belonged to its last visit is gone, the lanes it had opened included. */
function moved(draft: Draft, lane: Lane, row: Row, { to, rounds }: { to: string; rounds: number }): Lane {
  closeTree(draft, lane);
  draft.transitions += 1;
  const error = row.cause === 'error' ? row.note?.failure : undefined;
  const next: Writable<Lane> = {
    path: lane.path,
    parent: lane.parent,
    graph: lane.graph,
    node: to,
    phase: row.phase,
    visits: withVisit(lane.visits, to),
    entered: row.time,
    values: lane.values,
    local: lane.local,
    transient: lane.transient,
    delta: lane.delta,
    attempt: 1,
    failures: noFailures,
    rounds,
    transitions: movesOf(lane),
  };
  if (error !== undefined) next.error = error;
  if (row.due !== undefined) next.due = row.due;
  if (lane.context !== undefined) next.context = lane.context;
  if (lane.spent !== undefined) next.spent = lane.spent;
  if (lane.lately !== undefined) next.lately = lane.lately;
  if (lane.opened !== undefined) next.opened = lane.opened;
  if (lane.named !== undefined) next.named = lane.named;
  if (lane.needs !== undefined) next.needs = lane.needs;
  if (lane.seed !== undefined) next.seed = lane.seed;
  if (lane.shares !== undefined) next.shares = lane.shares;
  if (lane.kept !== undefined) next.kept = keptOnMove(lane.kept);
  return lane.began === undefined ? next : { ...next, ...waitsAfterMove(lane, row) };
}

/** One visit more; to assign to a copy costs half of what a literal with a computed key does. */
function withVisit(visits: Lane['visits'], node: string): Lane['visits'] {
  const next = { ...visits };
  next[node] = countOf(visits, node) + 1;
  return next;
}

const noFailures: Lane['failures'] = Object.freeze([]);

/** Something was written to a lane whose lanes are at work. Those that begin after a fork see what that set; no others do. */
function wroteBeside(draft: Draft, lane: Lane, row: Row, own: Changes): Lane {
  const { fork } = lane;
  if (fork === undefined) return lane;
  if (row.cause === 'fork') {
    for (const child of childrenOf(draft, lane)) {
      if (hasBegun(child)) continue;
      const seed = { ...changedOf(fork.base, own), ...child.seed };
      draft.lanes.put({ ...child, seed, values: apply(seeded(fork.base, seed), child.delta ?? noChanges) });
    }
  }
  return { ...lane, fork: { ...fork, written: writtenAfter(fork, row, own) } };
}

/** What changes make of the keys that they change. */
function changedOf(values: Values, changes: Changes): Values {
  const after = apply(values, changes);
  const keys = Object.keys(changes).filter((key) => !('local' in (changes[key] as Change)));
  return Object.fromEntries(keys.map((key) => [key, after[key]]));
}
