import type { Mistake } from '../base/problem/mistake.ts';
import type { AnyGraph } from '../definition/facts.ts';
import { circularNeeds } from './checks/circular-needs.ts';
import { deadEnd } from './checks/dead-end.ts';
import { defaultNotLast } from './checks/default-not-last.ts';
import { duplicateEntry } from './checks/duplicate-entry.ts';
import { emptyList } from './checks/empty-list.ts';
import { endlessLoop } from './checks/endless-loop.ts';
import { finalNotAlone } from './checks/final-not-alone.ts';
import { forksTooDeep } from './checks/forks-too-deep.ts';
import { invalidDuration } from './checks/invalid-duration.ts';
import { invalidName } from './checks/invalid-name.ts';
import { invalidNumber } from './checks/invalid-number.ts';
import { laneIsMeeting } from './checks/lane-is-meeting.ts';
import { laneLeavesJoin } from './checks/lane-leaves-join.ts';
import { laneNeverMeets } from './checks/lane-never-meets.ts';
import { misplacedProperty } from './checks/misplaced-property.ts';
import { neverWaits } from './checks/never-waits.ts';
import { noStartValue } from './checks/no-start-value.ts';
import { parallelWriters } from './checks/parallel-writers.ts';
import { twoActivities } from './checks/two-activities.ts';
import { unknownEvent } from './checks/unknown-event.ts';
import { unknownKey } from './checks/unknown-key.ts';
import { unknownLane } from './checks/unknown-lane.ts';
import { unknownNode } from './checks/unknown-node.ts';
import { unreachableNode } from './checks/unreachable-node.ts';
import { unlikeKeys } from './checks/unlike-keys.ts';
import type { GraphOutline } from './outline/outline.ts';
import { readGraphs, type Outlines } from './outline/read-graph.ts';

type Rule = (graph: GraphOutline) => readonly Mistake[];

const rules: readonly Rule[] = [
  invalidName,
  invalidDuration,
  invalidNumber,
  emptyList,
  duplicateEntry,
  defaultNotLast,
  misplacedProperty,
  twoActivities,
  finalNotAlone,
  unknownNode,
  unknownEvent,
  unknownKey,
  unknownLane,
  noStartValue,
  unlikeKeys,
  unreachableNode,
  deadEnd,
  endlessLoop,
  neverWaits,
  forksTooDeep,
  laneIsMeeting,
  laneLeavesJoin,
  laneNeverMeets,
  circularNeeds,
  parallelWriters,
];

/**
 * Every mistake in a graph and its subgraphs at once; an empty list means that it compiles.
 *
 * It never throws, whatever it is given. What only follows from another mistake is left out.
 */
export function check(graph: AnyGraph): readonly Mistake[] {
  return mistakesIn(readGraphs(graph));
}

/** The mistakes in graphs that were read. */
export function mistakesIn({ graphs, mistakes }: Outlines): readonly Mistake[] {
  return Object.freeze([...mistakes, ...graphs.flatMap((each) => rules.flatMap((rule) => rule(each)))]);
}
