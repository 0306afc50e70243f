import type { Baggage } from '../../definition/baggage.ts';
import type { Writable } from '../../base/writable.ts';
import type { Late } from './late.ts';
import { Lanes } from './lanes.ts';
import type { Lane, Lately } from './lane.ts';
import type { Parent } from './row.ts';

/** Where a thread stands: every lane, at one checkpoint. A value; advancing it makes another. */
export interface Snapshot {
  /** The thread's id. */
  readonly thread: string;
  /** The checkpoint this is the state of; 0 before the first. */
  readonly seq: number;
  /** When that was, in milliseconds since 1970. */
  readonly time: number;
  readonly lanes: Lanes;
  /** Moves from node to node so far. */
  readonly transitions: number;
  /** What was spent of each limit. */
  readonly spent: Readonly<Record<string, number>>;
  /** What of that was spent lately. */
  readonly lately?: Readonly<Record<string, Lately>>;
  /** How often it was sent back; part of idempotency keys, so that a rewound visit is a new one. */
  readonly rewinds: number;
  /** A hash of what it was started with. */
  readonly input?: string;
  /** The question of another thread that its end answers; set by its start. */
  readonly parent?: Parent;
  /** Whether it ever waited for a thread that it started. */
  readonly hasChildren?: true;
  /** For what deadlines were put off last: what was taken late, though it came in time. */
  readonly late?: Late;
  /** Why it was cancelled, if it was. */
  readonly cancelled?: string;
}

/** A snapshot under change by its one owner. */
export type Draft = Writable<Snapshot>;

/** The state before a thread's first row. */
export function emptySnapshot(thread: string): Snapshot {
  return emptyDraft(thread);
}

/** The state before a thread's first row, to be changed. */
export function emptyDraft(thread: string): Draft {
  return { thread, seq: 0, time: 0, lanes: new Lanes(), transitions: 0, spent: {}, rewinds: 0 };
}

/** A draft that shares with the snapshot all that it does not change. */
export function draftOf(snapshot: Snapshot): Draft {
  return { ...snapshot, lanes: snapshot.lanes.draft() };
}

/** The thread's first lane, which every thread has after its first row. */
export function mainLane(snapshot: Snapshot): Lane {
  const lane = snapshot.lanes.get('');
  if (lane === undefined) throw new Error(`Thread "${snapshot.thread}" has no first lane at ${snapshot.seq}.`);
  return lane;
}

/** How a thread that is over ended; undefined for one that may go on. */
export function endOf(snapshot: Snapshot): 'cancelled' | 'done' | undefined {
  if (snapshot.cancelled !== undefined) return 'cancelled';
  return mainLane(snapshot).phase === 'closed' ? 'done' : undefined;
}

/** The lane at a path, or the innermost of those that held it. */
export function standIn(snapshot: Snapshot, path: string): Lane {
  let lane = snapshot.lanes.get(path);
  for (let at = path; lane === undefined && at !== '';) {
    at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
    lane = snapshot.lanes.get(at);
  }
  return lane ?? mainLane(snapshot);
}

const nothing: Baggage = Object.freeze({});

/** What came along to a lane: with the last input for it, or for the nearest lane that holds it. */
export function baggageOf({ lanes }: Pick<Snapshot, 'lanes'>, lane: Lane): Baggage {
  for (let at: Lane | undefined = lane; at !== undefined; at = lanes.get(at.parent ?? '')) {
    if (at.context !== undefined) return at.context;
    if (at.parent === undefined) break;
  }
  return nothing;
}

/** The lanes that a lane opened and that are still there, in the order declared. */
export function childrenOf(snapshot: Snapshot, lane: Lane): readonly Lane[] {
  const children: Lane[] = [];
  for (const path of lane.fork?.lanes ?? []) {
    const child = snapshot.lanes.get(path);
    if (child !== undefined) children.push(child);
  }
  return children;
}

/** All lanes below a lane and itself, parents first. */
export function treeOf(snapshot: Snapshot, lane: Lane): readonly Lane[] {
  const tree = [lane];
  for (const child of childrenOf(snapshot, lane)) tree.push(...treeOf(snapshot, child));
  return tree;
}
