/**
 * Lanes as they are opened, and as they begin.
 *
 * Where lanes come and go, a row that opens some while others are open adds them to their fork, and each begins with what the fork began with.
 */

import { applyAll, type Changes, type Values } from '../../base/change.ts';
import { wholeOpening } from '../../base/opening-change.ts';
import type { Writable } from '../../base/writable.ts';
import { changed, type Fork, type Lane } from './lane.ts';
import { neededBy } from './needed.ts';
import type { Opened, OpenedLane, Row } from './row.ts';
import { childrenOf, type Draft, type Snapshot } from './snapshot.ts';
import { withWaits } from './waits.ts';

const noValues: Values = Object.freeze({});

const noFailures: Lane['failures'] = Object.freeze([]);

const noChanges: Changes = Object.freeze({});

/** A lane that opens others by a row: its fork, with those that it has already where lanes come and go. */
export function opened(draft: Draft, parent: Lane, facts: Opened, row: Row): Lane {
  if (facts.comes === true && parent.fork?.came !== undefined)
    return openedMore(draft, parent, parent.fork, facts, row);
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
    ...(facts.comes === true && { came: facts.lanes.length }),
  };
  put(draft, parent, facts, row);
  return { ...parent, fork };
}

function openedMore(draft: Draft, parent: Lane, fork: Fork, facts: Opened, row: Row): Lane {
  put(draft, parent, facts, row);
  const lanes = [...fork.lanes, ...facts.lanes.map((lane) => lane.path)];
  const came = (fork.came ?? 0) + facts.lanes.length;
  return { ...parent, fork: { ...fork, lanes, need: lanes.length, queue: lanes.length, came } };
}

function put(draft: Draft, parent: Lane, facts: Opened, row: Row): void {
  for (const [at, lane] of facts.lanes.entries()) draft.lanes.put(openedLane(parent, facts, lane, row, at));
}

/** A lane whose lanes come and go, without those that are gone; each is gone with all that it had opened. */
export function withoutGone(draft: Draft, holder: Lane, gone: readonly string[]): Lane {
  const { fork } = holder;
  if (fork === undefined || gone.length === 0) return holder;
  let closed = 0;
  for (const path of gone) {
    const lane = draft.lanes.get(path);
    if (lane === undefined) continue;
    if (lane.phase === 'closed') closed += 1;
    closeTree(draft, lane);
    draft.lanes.drop(lane);
  }
  const lanes = fork.lanes.filter((path) => !gone.includes(path));
  return {
    ...holder,
    fork: { ...fork, lanes, need: lanes.length, queue: lanes.length, closed: fork.closed - closed },
  };
}

/** All that a lane had opened is gone. */
export function closeTree(draft: Draft, lane: Lane): void {
  for (const child of childrenOf(draft, lane)) {
    closeTree(draft, child);
    draft.lanes.drop(child);
  }
}

/** What the lanes of a fork begin with: where they come and go, what the first of them began with. */
export function valuesToBeginWith({ values, fork }: Lane): Values {
  return fork?.came === undefined ? values : fork.base;
}

function firstQueued(lanes: readonly OpenedLane[]): number {
  const at = lanes.findIndex((lane) => lane.phase === 'queued');
  return at === -1 ? lanes.length : at;
}

/** A lane as it is when it is opened; where lanes come and go, it is the one at that place among those that are opened with it. */
export function openedLane(
  parent: Lane,
  { by, graph, shares, comes }: Pick<Opened, 'by' | 'graph' | 'shares' | 'comes'>,
  lane: OpenedLane,
  row: Pick<Row, 'seq' | 'time' | 'asOf' | 'cause'>,
  at = 0,
): Lane {
  const fresh: Writable<Lane> = {
    path: lane.path,
    parent: parent.path,
    graph,
    node: lane.node,
    phase: lane.phase,
    visits: { [lane.node]: 1 },
    entered: row.time,
    values: by === 'graph' ? sharedValues(parent.values, shares) : seeded(valuesToBeginWith(parent), lane.seed),
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
  const times = comes === true ? (parent.fork?.came ?? 0) + at + 1 : by === 'graph' ? parent.failures.length : 0;
  const named = namedBelow(parent, lane.path, times);
  if (named !== lane.path) fresh.named = named;
  if (lane.needs !== undefined) fresh.needs = lane.needs;
  if (lane.seed !== undefined) fresh.seed = lane.seed;
  if (shares !== undefined) fresh.shares = shares;
  const first = changed(fresh, lane.changes && wholeOpening(lane.changes, valuesToBeginWith(parent)), lane.transient);
  return lane.waits === undefined ? first : withWaits(first, lane.waits, row);
}

/** A path as idempotency keys have it: each attempt at a subgraph has keys of its own, and each lane of those that come and go. */
function namedBelow(parent: Lane, path: string, again: number): string {
  if (parent.named === undefined && again === 0) return path;
  return `${parent.named ?? parent.path}${path.slice(parent.path.length)}${again === 0 ? '' : `~${again}`}`;
}

/** What a subgraph begins with of what it shares with its holder. */
export function sharedValues(values: Values, shares: Lane['shares']): Values {
  if (shares === undefined) return noValues;
  return Object.fromEntries(shares.filter((key) => Object.hasOwn(values, key)).map((key) => [key, values[key]]));
}

export function seeded(values: Values, seed: Values | undefined): Values {
  return seed === undefined ? values : { ...values, ...seed };
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
