import { openChildren, type OpenChild } from '../../advance/journal.ts';
import type { Parent } from '../../advance/state/row.ts';
import type { Lane } from '../../advance/state/lane.ts';
import { hasBegun } from '../../advance/state/needed.ts';
import { mainLane, treeOf, type Snapshot } from '../../advance/state/snapshot.ts';
import { statusOf, type Status } from '../../advance/status.ts';
import type { Values } from '../../base/change.ts';
import { handOut } from '../../base/value/hand-out.ts';

/** A lane at a checkpoint. */
export interface LaneAt {
  /** Its path; empty for the first. */
  readonly lane: string;
  /** Where its graph is: empty for the thread's own. */
  readonly graph: string;
  readonly node: string;
  readonly phase: Lane['phase'];
  readonly state: Values;
  /** The attempt that ran or was next, counted from 1. */
  readonly attempt: number;
  readonly failures: Lane['failures'];
  /** The failure that nothing handled, of a failed lane: of its activity, or of a decision, for which no attempt stands. */
  readonly stopped?: NonNullable<Lane['stopped']>;
  /** The lanes that have to close before it begins. */
  readonly waitsFor?: readonly string[];
}

/** A thread at a checkpoint: every lane, parents first. */
export interface Checkpoint {
  readonly thread: string;
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly status: Status;
  /** The first lane's state. */
  readonly state: Values;
  readonly lanes: readonly LaneAt[];
  readonly spent: Readonly<Record<string, number>>;
  readonly transitions: number;
  /** The question of another thread that its end answers; absent for a fork of the one that is waited for. */
  readonly parent?: Parent;
  /** The threads that it waits for; absent where there are none. */
  readonly children?: readonly OpenChild[];
}

/** A snapshot as it is shown. */
export function checkpointOf(snapshot: Snapshot): Checkpoint {
  const { thread, seq, time, spent, transitions, parent } = snapshot;
  const lanes = treeOf(snapshot, mainLane(snapshot)).map((lane) => laneAt(snapshot, lane));
  const children = openChildren(snapshot);
  const family = { ...(parent?.child === thread && { parent }), ...(children.length > 0 && { children }) };
  const facts = { thread, seq, time, status: statusOf(snapshot), state: lanes[0]?.state ?? {} };
  return { ...facts, lanes, spent, transitions, ...family };
}

function laneAt({ lanes }: Snapshot, lane: Lane): LaneAt {
  const { path, graph, node, phase, attempt, failures, stopped } = lane;
  const values = Object.entries({ ...lane.values, ...lane.local });
  const state = Object.fromEntries(values.map(([key, value]) => [key, handOut(value)]));
  const needs = hasBegun(lane) ? [] : (lane.needs ?? []);
  const waitsFor = needs.filter((needed) => lanes.get(needed)?.phase !== 'closed');
  return {
    lane: path,
    graph,
    node,
    phase,
    state,
    attempt,
    failures,
    ...(stopped !== undefined && { stopped }),
    ...(waitsFor.length > 0 && { waitsFor }),
  };
}
