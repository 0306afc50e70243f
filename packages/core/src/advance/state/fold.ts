/**
 * Folding rows into a snapshot.
 *
 * 1. Every change of a snapshot is made here, by a row: what `advance` returns is what reading the rows back gives.
 * 2. Folding needs no plan and no author's code, so any tool can show any checkpoint.
 */

import { apply, applyAll, combine, type Change, type Changes, type Values } from '../../base/change.ts';
import { wholeOpening } from '../../base/opening-change.ts';
import { wholeChanges } from '../../base/told-change.ts';
import type { Writable } from '../../base/writable.ts';
import { countInParent, countMove, countSpent, movesOf, spentAfter } from './counts.ts';
import { countOf, localsAfter, type Fork, type Lane } from './lane.ts';
import { keptOnMove, withStepsOfLanes } from './kept-steps.ts';
import { changesAtEnd, joinedChanges, writtenAfter } from './joined.ts';
import { hasBegun, neededBy } from './needed.ts';
import { postpone } from './postpone.ts';
import { countAnew, isRound, roundsOf } from './rounds.ts';
import type { Note, Opened, OpenedLane, Row } from './row.ts';
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

/** A lane with changes applied. */
export function changed(lane: Lane, changes: Changes | undefined, transient: Values | undefined): Lane {
  if (changes === undefined && transient === undefined) return lane;
  const next: Writable<Lane> = { ...lane };
  if (changes !== undefined) {
    next.values = apply(lane.values, changes);
    next.local = localsAfter(lane.local, changes);
    next.delta = lane.delta && deltaAfter(lane.delta, changes, lane.shares);
  }
  if (transient !== undefined) next.transient = { ...lane.transient, ...transient };
  return next;
}

/** What a lane changed, after these changes; where it shares keys with its holder, of those alone. */
export function deltaAfter(delta: Changes, changes: Changes, shares: Lane['shares']): Changes {
  if (shares === undefined) return combine([delta, changes]);
  const shared = Object.entries(changes).filter(([key]) => shares.includes(key));
  return shared.length === 0 ? delta : combine([delta, Object.fromEntries(shared)]);
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

function closeTree(draft: Draft, lane: Lane): void {
  for (const child of childrenOf(draft, lane)) {
    closeTree(draft, child);
    draft.lanes.drop(child);
  }
}

function opened(draft: Draft, parent: Lane, facts: Opened, row: Row): Lane {
  const fork: Fork = {
    by: facts.by,
    at: row.time,
    then: facts.then,
    need: facts.need,
    lanes: facts.lanes.map((lane) => lane.path),
    closed: facts.lanes.filter((lane) => lane.phase === 'closed').length,
    queued: facts.lanes.filter((lane) => lane.phase === 'queued').length,
    queue: firstQueued(facts.lanes),
    base: parent.values,
    ...(facts.by === 'each' && facts.lanes.some(({ needs }) => needs !== undefined) && { hasNeeds: true }),
    ...(facts.limit !== undefined && { limit: facts.limit }),
    ...(facts.shares && { shares: facts.shares }),
  };
  for (const lane of facts.lanes) draft.lanes.put(openedLane(parent, facts, lane, row));
  return { ...parent, fork };
}

function firstQueued(lanes: readonly OpenedLane[]): number {
  const at = lanes.findIndex((lane) => lane.phase === 'queued');
  return at === -1 ? lanes.length : at;
}

/** A lane as it is when it is opened. */
export function openedLane(
  parent: Lane,
  { by, graph, shares }: Pick<Opened, 'by' | 'graph' | 'shares'>,
  lane: OpenedLane,
  row: Pick<Row, 'seq' | 'time' | 'asOf' | 'cause'>,
): Lane {
  const fresh: Writable<Lane> = {
    path: lane.path,
    parent: parent.path,
    graph,
    node: lane.node,
    phase: lane.phase,
    visits: { [lane.node]: 1 },
    entered: row.time,
    values: by === 'graph' ? sharedValues(parent.values, shares) : seeded(parent.values, lane.seed),
    local: noValues,
    transient: by === 'graph' ? noValues : parent.transient,
    delta: by === 'graph' && shares === undefined ? undefined : noChanges,
    attempt: 1,
    failures: noFailures,
    rounds: parent.rounds,
    transitions: 0,
  };
  // In the order in which a lane that moves has them.
  fresh.opened = row.seq;
  const named = namedBelow(parent, lane.path, by);
  if (named !== lane.path) fresh.named = named;
  if (lane.needs !== undefined) fresh.needs = lane.needs;
  if (lane.seed !== undefined) fresh.seed = lane.seed;
  if (shares !== undefined) fresh.shares = shares;
  const first = changed(fresh, lane.changes && wholeOpening(lane.changes, parent.values), lane.transient);
  return lane.waits === undefined ? first : withWaits(first, lane.waits, row);
}

/** A path as idempotency keys have it: each attempt at a subgraph has keys of its own. */
function namedBelow(parent: Lane, path: string, by: Opened['by']): string {
  const again = by === 'graph' ? parent.failures.length : 0;
  if (parent.named === undefined && again === 0) return path;
  return `${parent.named ?? parent.path}${path.slice(parent.path.length)}${again === 0 ? '' : `~${again}`}`;
}

/** What a subgraph begins with of what it shares with its holder. */
export function sharedValues(values: Values, shares: Lane['shares']): Values {
  if (shares === undefined) return noValues;
  return Object.fromEntries(shares.filter((key) => Object.hasOwn(values, key)).map((key) => [key, values[key]]));
}

function seeded(values: Values, seed: Values | undefined): Values {
  return seed === undefined ? values : { ...values, ...seed };
}

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

/** A queued lane begins: it sees the opening, what the lanes it needs changed, and its own first changes. */
export function begun(draft: Snapshot, lane: Lane, { time, note }: Pick<Row, 'time' | 'note'>): Lane {
  const parent = lane.parent === undefined ? undefined : draft.lanes.get(lane.parent);
  if (parent?.fork === undefined) return lane;
  const before = neededBy(draft.lanes, parent.fork, lane).map(({ delta }) => delta ?? {});
  const values = applyAll(seeded(parent.fork.base, lane.seed), [...before, lane.delta ?? {}]);
  const reduced = note?.reduced;
  return { ...lane, values: reduced === undefined ? values : { ...values, ...reduced }, entered: time };
}
