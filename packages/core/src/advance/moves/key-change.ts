/**
 * What an update of one key comes to as a change: whatever goes into the state passes here, item by item, through its schema.
 */

import { applyOne, idOf, type Change, type Values } from '../../base/change.ts';
import type { Codec } from '../../base/value/codec.ts';
import { named } from '../../base/value/found.ts';
import { keepId } from '../../base/value/instances.ts';
import { ownValue } from '../../base/value/own-value.ts';
import { kindOf } from '../../base/value/kind.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { problem } from '../../base/problem/problem.ts';
import { seal, sealList } from '../../base/value/seal.ts';
import { decide, parse } from '../../compile/author.ts';
import type { KeyPlan } from '../../compile/plan.ts';
import { isReplace, type Replace } from '../../definition/replace.ts';
import { handOut } from '../../base/value/hand-out.ts';
import type { Lane } from '../state/lane.ts';
import { ToldMoment, type ToldAt } from './told-moment.ts';

/** Facts of the node or the decision that writes an update. */
export interface Writer {
  /** The lane that the writer sees, whose values a key's `from` is told; absent where that is older than the state. */
  readonly lane?: Lane | undefined;
  /** What the moment of a decision is made from; absent for an activity. */
  readonly at?: ToldAt;
  /** The keys that it says it writes. */
  readonly writes?: readonly string[] | undefined;
}

/** The change that a value means for a key; `value/invalid` where its shape or its schema refuses, with the path. */
export function changeOf(plan: KeyPlan, value: unknown, codec: Codec, by: Writer): Change {
  if (codec.protects?.(plan.name) !== true) return checkedChange(plan, value, codec, by);
  try {
    return checkedChange(plan, value, codec, by);
  } catch {
    throw untold(plan);
  }
}

/** What is wrong with the value of a protected key, without what a schema, or a path, says of it. */
function untold({ name }: KeyPlan): Error {
  return invalid(`state.${name}`, 'It was refused. The key is protected, so nothing is said of its value.');
}

function checkedChange(plan: KeyPlan, given: unknown, codec: Codec, by: Writer): Change {
  const path = `state.${plan.name}`;
  const value = takenFrom(plan, given, path, by);
  if (isReplace(value)) return { set: wholeOf(plan, value, path, codec) };
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

/** What a key's `from` makes of what was written; else that itself. */
function takenFrom(plan: KeyPlan, given: unknown, path: string, { lane, at }: Writer): unknown {
  if (plan.from === undefined || isReplace(given)) return given;
  const current = lane === undefined ? undefined : heldBy(lane, plan);
  const moment = lane === undefined || at === undefined ? undefined : new ToldMoment(at, lane);
  return decide(plan.from, `${path}.from`, given, current, moment);
}

function heldBy(lane: Lane, { name, kind, unwritten }: KeyPlan): unknown {
  const values = kind === 'local' ? lane.local : kind === 'transient' ? lane.transient : lane.values;
  const value = ownValue(values, name);
  return handOut(value === undefined ? unwritten : value);
}

/** What a transient key is given; it is never stored, so it is not sealed. */
export function transientOf(plan: KeyPlan, value: unknown, codec: Codec, by: Writer): unknown {
  if (codec.protects?.(plan.name) !== true) return checkedTransient(plan, value, by);
  try {
    return checkedTransient(plan, value, by);
  } catch {
    throw untold(plan);
  }
}

function checkedTransient(plan: KeyPlan, given: unknown, by: Writer): unknown {
  const path = `state.${plan.name}`;
  const value = takenFrom(plan, given, path, by);
  if (isReplace(value)) throw notReplaced(plan, path);
  return plan.schema === undefined ? value : parse(plan.schema, value, path);
}

/** What {@link replace} holds, checked as what is added is. A `reduce` key's schema is of its updates, not of its value. */
function wholeOf(plan: KeyPlan, { value }: Replace, path: string, codec: Codec): unknown {
  switch (plan.kind) {
    case 'append':
      return sealItems(plan, value, path, codec);
    case 'union':
      return applyOne(undefined, { union: sealItems(plan, value, path, codec) });
    case 'sum':
      return numberOf(value, path);
    case 'merge':
      return sealEntries(plan, value, path, codec);
    case 'upsert':
      return applyOne(undefined, { upsert: itemsWithIds(plan, value, path, codec), by: plan.by as string });
    case 'reduce':
      return seal(value, path, codec);
    default:
      throw notReplaced(plan, path);
  }
}

function notReplaced({ kind }: KeyPlan, path: string): Error {
  const of = kind === 'set' ? 'This key' : `A ${kind} key`;
  return invalid(path, `${of} is replaced by each write: return the value itself, without "replace".`);
}

function sealed(plan: KeyPlan, value: unknown, path: string, codec: Codec): unknown {
  return seal(plan.schema === undefined ? value : parse(plan.schema, value, path), path, codec);
}

function sealItems(plan: KeyPlan, value: unknown, path: string, codec: Codec): readonly unknown[] {
  if (!Array.isArray(value)) throw expected(path, 'a list of items', value);
  const items: unknown[] = [];
  for (let index = 0; index < value.length; index++) {
    if (!Object.hasOwn(value, index)) return seal(value, path, codec);
    items.push(sealed(plan, value[index], `${path}[${index}]`, codec));
  }
  return sealList(items, path, codec);
}

function sealEntries(plan: KeyPlan, value: unknown, path: string, codec: Codec): Values {
  if (typeof value !== 'object' || value === null || kindOf(value) !== 'record') {
    throw expected(path, 'an object with entries', value);
  }
  const entries: Record<string, unknown> = {};
  for (const key of Reflect.ownKeys(value)) {
    // What cannot be a key of a record is refused in the words that hold everywhere.
    if (typeof key === 'symbol' || key === '__proto__') return seal(value as Values, path, codec);
    entries[key] = sealed(plan, (value as Values)[key], `${path}.${key}`, codec);
  }
  return seal(entries, path, codec);
}

const parts: readonly string[] = ['upsert', 'remove'];

function upsertOf(plan: KeyPlan, value: unknown, path: string, codec: Codec): Change {
  const by = plan.by as string;
  if (Array.isArray(value)) return { upsert: itemsWithIds(plan, value, path, codec), by };
  const shape = 'a list of items, or { upsert, remove }';
  if (typeof value !== 'object' || value === null || kindOf(value) !== 'record') throw expected(path, shape, value);
  const unknown = Object.keys(value).find((key) => !parts.includes(key));
  if (unknown !== undefined) {
    const hint = unknown === by ? `Put the item into a list.` : suggest(unknown, parts);
    throw invalid(path, `Expected ${shape}, found an object with the key "${unknown}". ${hint}`);
  }
  const { upsert = [], remove = [] } = value as { upsert?: unknown; remove?: unknown };
  const items = itemsWithIds(plan, upsert, path, codec);
  const gone = idsOf(remove, `${path}.remove`);
  return gone.length === 0 ? { upsert: items, by } : { upsert: items, by, remove: gone };
}

function idsOf(remove: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(remove)) throw expected(path, 'a list of ids', remove);
  const wrong = remove.findIndex((id) => !isId(id));
  if (wrong !== -1) throw expected(`${path}[${wrong}]`, 'an id, which is a text or a number', remove[wrong]);
  return Object.freeze([...(remove as unknown[])]);
}

/** Items that all have an id; it is kept beside each, for readers without a codec for its class. */
function itemsWithIds(plan: KeyPlan, value: unknown, path: string, codec: Codec): readonly unknown[] {
  const by = plan.by as string;
  const items = sealItems(plan, value, path, codec);
  for (const [index, item] of items.entries()) {
    const id = idOf(item, by);
    if (!isId(id)) throw expected(`${path}[${index}].${by}`, 'an id, which is a text or a number', id);
    keepId(item as object, id);
  }
  return items;
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || typeof id === 'number';
}

function numberOf(value: unknown, path: string): number {
  if (Number.isFinite(value)) return value as number;
  throw expected(path, 'a finite number', value);
}

function expected(path: string, what: string, found: unknown): Error {
  return invalid(path, `Expected ${what}, found ${found === null ? 'null' : wordFor(found)}.`);
}

function invalid(path: string, message: string): Error {
  return problem('value/invalid', { path, issues: [{ path, message }] });
}

/** What was found in place of what is expected, in words. */
export function wordFor(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null && kindOf(value) === 'record' ? 'an object' : named(value);
}
