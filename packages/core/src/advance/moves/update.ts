import { ownValue } from '../../base/value/own-value.ts';
import { applyOne, type Change, type Changes, type Values } from '../../base/change.ts';
import { newsOf } from '../../base/told-change.ts';
import type { Codec } from '../../base/value/codec.ts';
import { kindOf } from '../../base/value/kind.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { problem } from '../../base/problem/problem.ts';
import { seal } from '../../base/value/seal.ts';
import { decide, parse } from '../../compile/author.ts';
import type { Author, GraphPlan, KeyPlan } from '../../compile/plan.ts';
import { isReplace } from '../../definition/replace.ts';
import { changed, view, type Lane } from '../state/lane.ts';
import { changeOf, transientOf, wordFor, type Writer } from './key-change.ts';
import { Recorded } from './recorded.ts';
import { ToldMoment } from './told-moment.ts';

/** What an update comes to: changes to store, and values that are never stored. */
export interface Parsed {
  readonly changes?: Changes;
  readonly transient?: Values;
}

const nothing: Parsed = {};

/**
 * Checks an update against the graph's keys and turns it into changes.
 *
 * A problem `update/not-an-object` or `update/unknown-key` where the shape is wrong, `update/undeclared-key` where its node
 * says that it does not write a key, `value/invalid` where a schema refuses, `value/refused` where a value would not survive
 * being stored.
 */
export function parseUpdate(graph: GraphPlan, update: unknown, from: string, codec: Codec, by: Writer): Parsed {
  if (update === undefined || update === null) return nothing;
  if (update instanceof Recorded) return recordedChanges(graph, update.value as Changes | undefined, from);
  if (typeof update !== 'object' || !isUpdate(update))
    throw problem('update/not-an-object', { from, found: wordFor(update) });
  let changes: Record<string, Change> | undefined;
  let transient: Record<string, unknown> | undefined;
  for (const key in update) {
    const plan = graph.keys[key];
    if (plan === undefined) throw unknownKey(graph, key, from);
    const { writes } = by;
    if (writes?.includes(key) === false) throw problem('update/undeclared-key', { from, key, writes });
    const value = (update as Values)[key];
    if (plan.kind === 'transient') (transient ??= {})[key] = transientOf(plan, value, codec, by);
    else (changes ??= {})[key] = changeOf(plan, value, codec, by);
  }
  if (transient !== undefined) return changes === undefined ? { transient } : { changes, transient };
  return changes === undefined ? nothing : { changes };
}

function recordedChanges(graph: GraphPlan, changes: Changes | undefined, from: string): Parsed {
  for (const key in changes) if (graph.keys[key] === undefined) throw unknownKey(graph, key, from);
  return changes === undefined ? nothing : { changes };
}

function unknownKey(graph: GraphPlan, key: string, from: string): Error {
  return problem('update/unknown-key', { from, key, graph: graph.name, hint: suggest(key, graph.keyNames) });
}

/** Whether an object can be read as an update: a record, or an instance of a class with properties, neither iterable nor a `replace`. */
function isUpdate(update: object): boolean {
  if (Object.getPrototypeOf(update) === Object.prototype) return true;
  const kind = kindOf(update);
  if (kind !== undefined) return kind === 'record';
  return (
    !isReplace(update) &&
    !(Symbol.iterator in update || Symbol.asyncIterator in update) &&
    Object.keys(update).length > 0
  );
}

/**
 * What changes come to for a lane: the results of `reduce` keys, their reducers applied to what the lane has, and of items
 * and entries those that are not as they were.
 */
export function reduceChanges(
  graph: GraphPlan,
  values: Values,
  changes: Changes | undefined,
  codec: Codec,
): Changes | undefined {
  if (changes === undefined) return undefined;
  let reduced: Record<string, Change> | undefined;
  for (const key in changes) {
    const change = changes[key] as Change;
    if ('reduce' in change) {
      const set = reduceAll(graph.keys[key], values[key], change.reduce, codec);
      (reduced ??= { ...changes })[key] = { reduce: change.reduce, set };
      continue;
    }
    const news = newsOf(change, values[key]);
    if (news === change) continue;
    reduced ??= { ...changes };
    if (news === undefined) delete reduced[key];
    else reduced[key] = news;
  }
  return reduced ?? changes;
}

function reduceAll(plan: KeyPlan | undefined, value: unknown, updates: readonly unknown[], codec: Codec): unknown {
  const reducer = plan?.reducer;
  if (plan === undefined || reducer === undefined) return value;
  const what = `state.${plan.name}.apply`;
  return seal(
    updates.reduce((current, update) => decide(reducer, what, current, update), value),
    `state.${plan.name}`,
    codec,
  );
}

/**
 * The changes a thread or a subgraph starts with, whose lane is given: what keys start as, then its input. It has what it `shares` from
 * its holder.
 */
export function parseInput(
  graph: GraphPlan,
  input: unknown,
  codec: Codec,
  { lane, at }: Required<Pick<Writer, 'lane' | 'at'>>,
  shares: readonly string[] = noNames,
): Parsed {
  const values = initialValues(graph);
  const by = { lane: lane && { ...lane, graph: graph.at, values }, at };
  const { changes, transient } = parseUpdate(graph, input ?? {}, 'the input', codec, by);
  const all: Record<string, Change> = {};
  for (const key of graph.keyNames) {
    const plan = graph.keys[key] as KeyPlan;
    if (shares.length > 0 && shares.includes(key)) {
      if (ownValue(input as Values | undefined, key) === undefined) continue;
      throw problem('update/shared-key', { from: 'the input', key, graph: graph.name });
    }
    // A key may have the name of what every object inherits.
    const given = ownValue(changes, key);
    if (plan.initial !== undefined && (given === undefined || !('set' in given))) all[key] = { set: plan.initial };
    if (given !== undefined) all[key] = started(plan, given);
    else if (plan.initial === undefined && plan.kind === 'set') requireAbsent(plan, all, codec);
  }
  const first = { changes: reduceChanges(graph, values, all, codec) ?? all, ...(transient && { transient }) };
  // What was recorded has what was made of it.
  if (graph.begin === undefined || input instanceof Recorded) return first;
  return begunBy(graph, first, graph.begin, codec, by);
}

/** A first state with what its graph makes of that. */
function begunBy(
  graph: GraphPlan,
  first: Parsed,
  begin: Author,
  codec: Codec,
  by: Required<Pick<Writer, 'lane' | 'at'>>,
): Parsed {
  const lane = changed({ ...by.lane, values: {} } as Lane, first.changes, first.transient);
  const place = graph.at === '' ? 'begin' : `${graph.at}:begin`;
  const made = decide(begin, place, view(lane, graph), new ToldMoment(by.at, lane));
  const parsed = parseUpdate(graph, made, place, codec, { lane, at: by.at });
  const changes = reduceChanges(graph, lane.values, parsed.changes, codec);
  if (changes === undefined && parsed.transient === undefined) return first;
  const all: Record<string, Change> = { ...first.changes };
  for (const key in changes) all[key] = wholly(ownValue(lane.values, key), changes[key] as Change);
  return { changes: all, transient: { ...first.transient, ...parsed.transient } };
}

/** A change as one that needs nothing from before. */
function wholly(value: unknown, change: Change): Change {
  return 'local' in change || 'reduce' in change ? change : { set: applyOne(value, change) };
}

const noNames: readonly string[] = [];

const initials = new WeakMap<GraphPlan, Values>();

/** What the keys of a graph start as: made once, for every thread begins with it. */
function initialValues(graph: GraphPlan): Values {
  let values = initials.get(graph);
  if (values === undefined) {
    values = Object.freeze(Object.fromEntries(graph.keyNames.map((key) => [key, graph.keys[key]?.initial])));
    initials.set(graph, values);
  }
  return values;
}

/** One change that stands for what the key starts as and what it was given. */
function started(plan: KeyPlan, given: Change): Change {
  if ('local' in given || plan.initial === undefined || 'reduce' in given) return given;
  return { set: applyOne(plan.initial, given) };
}

function requireAbsent(plan: KeyPlan, all: Record<string, Change>, codec: Codec): void {
  if (plan.schema === undefined) return;
  const value = parse(plan.schema, undefined, `state.${plan.name}`);
  if (value !== undefined) all[plan.name] = { set: seal(value, `state.${plan.name}`, codec) };
}
