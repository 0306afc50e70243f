import { applyOne, type Change, type Changes, type Values } from '../base/change.ts';
import type { Codec } from '../base/codec.ts';
import { suggest } from '../base/nearest.ts';
import { problem } from '../base/problem.ts';
import { seal, sealList } from '../base/seal.ts';
import { decide, parse } from '../compile/author.ts';
import type { GraphPlan, KeyPlan } from '../compile/plan.ts';
import { isReplace } from '../definition/replace.ts';
import { Recorded } from './recorded.ts';

/** What an update comes to: changes to store, and values that are never stored. */
export interface Parsed {
  readonly changes?: Changes;
  readonly transient?: Values;
}

const nothing: Parsed = {};

/**
 * Checks an update against the graph's keys and turns it into changes.
 *
 * A problem `update/not-an-object` or `update/unknown-key` where the shape is wrong, `value/invalid` where a schema
 * refuses, `value/refused` where a value would not survive being stored.
 */
export function parseUpdate(graph: GraphPlan, update: unknown, from: string, codec: Codec): Parsed {
  if (update === undefined || update === null) return nothing;
  if (update instanceof Recorded) return recordedChanges(graph, update.value as Changes | undefined, from);
  if (typeof update !== 'object' || Array.isArray(update))
    throw problem('update/not-an-object', { from, found: kindOf(update) });
  let changes: Record<string, Change> | undefined;
  let transient: Record<string, unknown> | undefined;
  for (const key in update) {
    const plan = graph.keys[key];
    if (plan === undefined) throw unknownKey(graph, key, from);
    const value = (update as Values)[key];
    if (plan.kind === 'transient') (transient ??= {})[key] = parse(plan.schema as never, value, `state.${key}`);
    else (changes ??= {})[key] = changeOf(plan, value, codec);
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

function changeOf(plan: KeyPlan, value: unknown, codec: Codec): Change {
  const path = `state.${plan.name}`;
  if (isReplace(value)) return { set: seal(value.value, path, codec) };
  switch (plan.kind) {
    case 'append':
      return { append: sealItems(plan, value, path, codec) };
    case 'union':
      return { union: sealItems(plan, value, path, codec) };
    case 'sum':
      return { add: numberOf(value, path) };
    case 'merge':
      return { merge: sealEntries(plan, value, path, codec) };
    case 'upsert':
      return upsertOf(plan, value, path, codec);
    case 'reduce':
      return { reduce: [sealed(plan, value, path, codec)], set: undefined };
    case 'local':
      return { local: sealed(plan, value, path, codec) };
    default:
      return { set: sealed(plan, value, path, codec) };
  }
}

function sealed(plan: KeyPlan, value: unknown, path: string, codec: Codec): unknown {
  return seal(plan.schema === undefined ? value : parse(plan.schema, value, path), path, codec);
}

function sealItems(plan: KeyPlan, value: unknown, path: string, codec: Codec): readonly unknown[] {
  if (!Array.isArray(value))
    throw problem('value/invalid', { path, issues: [expected(path, 'a list of items', value)] });
  const items: unknown[] = [];
  for (let index = 0; index < value.length; index++) {
    if (!(index in value)) return seal(value, path, codec);
    items.push(sealed(plan, value[index], `${path}[${index}]`, codec));
  }
  return sealList(items, path, codec);
}

function sealEntries(plan: KeyPlan, value: unknown, path: string, codec: Codec): Values {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw problem('value/invalid', { path, issues: [expected(path, 'an object', value)] });
  }
  const entries: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    entries[key] = sealed(plan, (value as Values)[key], `${path}.${key}`, codec);
  }
  return seal(entries, path, codec);
}

function upsertOf(plan: KeyPlan, value: unknown, path: string, codec: Codec): Change {
  const by = plan.by as string;
  if (Array.isArray(value)) return { upsert: sealItems(plan, value, path, codec), by };
  const { upsert = [], remove = [] } = (value ?? {}) as { upsert?: unknown; remove?: readonly unknown[] };
  const items = sealItems(plan, upsert, path, codec);
  return remove.length === 0 ? { upsert: items, by } : { upsert: items, by, remove: Object.freeze([...remove]) };
}

function numberOf(value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  throw problem('value/invalid', { path, issues: [expected(path, 'a number', value)] });
}

function expected(path: string, what: string, found: unknown): { path: string; message: string } {
  return { path, message: `Expected ${what}, found ${kindOf(found)}.` };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}

/** Fills in the results of `reduce` keys: their reducers applied to what the lane has. */
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
    if (!('reduce' in change)) continue;
    const set = reduceAll(graph.keys[key], values[key], change.reduce, codec);
    reduced ??= { ...changes };
    reduced[key] = { reduce: change.reduce, set };
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

/** The changes a thread or a subgraph starts with: what keys start as, then its input. */
export function parseInput(graph: GraphPlan, input: unknown, codec: Codec): Parsed {
  const { changes, transient } = parseUpdate(graph, input ?? {}, 'the input', codec);
  const all: Record<string, Change> = {};
  for (const key of graph.keyNames) {
    const plan = graph.keys[key] as KeyPlan;
    const given = changes?.[key];
    if (plan.initial !== undefined && (given === undefined || !('set' in given))) all[key] = { set: plan.initial };
    if (given !== undefined) all[key] = started(plan, given);
    else if (plan.initial === undefined && plan.kind === 'set') requireAbsent(plan, all, codec);
  }
  return { changes: reduceChanges(graph, initialValues(graph), all, codec) ?? all, ...(transient && { transient }) };
}

function initialValues(graph: GraphPlan): Values {
  const values: Record<string, unknown> = {};
  for (const key of graph.keyNames) values[key] = graph.keys[key]?.initial;
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
