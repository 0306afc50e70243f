import { apply, type Change, type Changes, type Values } from '../../base/change.ts';
import { ownValue } from '../../base/value/own-value.ts';
import type { GraphPlan, KeyPlan } from '../../compile/plan.ts';
import { isRecord, isSame } from '../../base/value/same.ts';
import { Obstacle } from './migrate-state.ts';

/** A lane's state before and after it was brought to today's keys, and what the lane starts with today. */
export interface BroughtLane {
  /** What the lane started with, and what it had come to. */
  readonly before: { readonly start: Values; readonly values: Values; readonly changes: Changes };
  readonly start: Values;
  readonly values: Values;
}

/** The changes that take a lane from what it starts with today to what it has come to, for its join. */
export function laneChanges(graph: GraphPlan, lane: BroughtLane): Changes {
  const { before, start, values } = lane;
  const changes: Record<string, Change> = {};
  for (const key in values) {
    const plan = graph.keys[key];
    if (plan === undefined) continue;
    const was = ownValue(before.changes, key);
    const isAsBefore =
      isSame(values[key], ownValue(before.values, key)) && isSame(ownValue(start, key), ownValue(before.start, key));
    if (isAsBefore && (was === undefined || suits(plan, was))) {
      if (was !== undefined) changes[key] = was;
    } else if (!isSame(values[key], ownValue(start, key)))
      changes[key] = changeOf(plan, ownValue(start, key), values[key]);
  }
  const reached = apply(start, changes);
  for (const key in values) {
    // What was added to a sum may round to another one: a snapshot keeps it beside the changes.
    const isSum = graph.keys[key]?.kind === 'sum';
    if (!isSum && !isSame(reached[key], values[key])) throw cannotMerge(key);
  }
  return changes;
}

/** Whether a change is one that a key of this kind makes. */
function suits({ kind, by }: KeyPlan, change: Change): boolean {
  if ('reduce' in change) return kind === 'reduce';
  if ('set' in change) return true;
  if ('upsert' in change) return kind === 'upsert' && change.by === by;
  return kind === 'sum' ? 'add' in change : Object.hasOwn(change, kind);
}

function changeOf({ name, kind, by = '' }: KeyPlan, from: unknown, to: unknown): Change {
  switch (kind) {
    case 'append':
      return { append: listOf(to).slice(listOf(from).length) };
    case 'sum':
      return { add: Number(to) - Number(from ?? 0) };
    case 'union':
      return { union: listOf(to).filter((item) => !listOf(from).some((each) => isSame(each, item))) };
    case 'merge':
      return { merge: entriesThatDiffer(from, to) };
    case 'upsert':
      return { upsert: listOf(to).filter((item) => !listOf(from).some((each) => isSame(each, item))), by };
    case 'reduce':
      throw cannotMerge(name);
    default:
      return { set: to };
  }
}

function entriesThatDiffer(from: unknown, to: unknown): Values {
  const before = isRecord(from) ? from : {};
  return Object.fromEntries(Object.entries(to as Values).filter(([key, value]) => !isSame(value, before[key])));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function cannotMerge(key: string): Obstacle {
  return new Obstacle(`what an open lane changed of "${key}" cannot be told from what it started with any more`);
}
