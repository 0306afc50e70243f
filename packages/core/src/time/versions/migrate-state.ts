import type { Values } from '../../base/change.ts';
import type { Codec } from '../../base/value/codec.ts';
import { handOut } from '../../base/value/hand-out.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { isProblem } from '../../base/problem/problem.ts';
import { seal } from '../../base/value/seal.ts';
import { decide, parse } from '../../compile/author.ts';
import { canonical, schemaEssence } from '../../compile/essence.ts';
import { ownWords, ownWordsIn } from '../../compile/schema-data.ts';
import type { GraphPlan, KeyPlan, MigrationPlan } from '../../compile/plan.ts';
import type { GraphData } from '../../compile/plan-data.ts';
import type { MigrationMoment } from '../../definition/migration.ts';
import type { Schema } from '../../definition/schema.ts';
import { isRecord, isSame } from '../../base/value/same.ts';

/** What a state is brought from and to. */
export interface Bringing {
  readonly graph: GraphPlan;
  /** The graph that the state was made by, where it was kept. */
  readonly before: GraphData | undefined;
  /** The names of keys that are what they were then. */
  readonly unchanged: ReadonlySet<string>;
  readonly migration: MigrationPlan | undefined;
  readonly codec: Codec;
  /** When it is brought, in milliseconds since 1970. */
  readonly now: number;
}

/** What a state is of. */
type Of = Omit<MigrationMoment, 'now'>;

const ofLane: Of = { of: 'lane', putOff: 0 };

/** A state that fits today's keys, or what stands in the way. */
export interface MigratedState {
  readonly values: Values;
  readonly local: Values;
  readonly obstacles: readonly string[];
}

/**
 * Brings a state to today's keys.
 *
 * 1. What a key holds fits its schema: it was stored under the same one, or is parsed by today's.
 * 2. A key that was added starts as it would in a new thread; one that is gone is dropped where it held nothing.
 */
export function migrateState(bringing: Bringing, values: Values, local: Values, of: Of = ofLane): MigratedState {
  const { graph } = bringing;
  const old: Values = { ...values, ...local };
  const given = givenBy(bringing, old, of);
  const brought: Record<string, unknown> = {};
  const locals: Record<string, unknown> = {};
  const obstacles: string[] = [];
  for (const key in given) {
    const plan = graph.keys[key];
    if (plan === undefined) {
      if (given[key] !== undefined) obstacles.push(`key "${key}" is gone. ${suggest(key, graph.keyNames)}`);
      continue;
    }
    const isOld = Object.hasOwn(old, key) && isSame(given[key], old[key]);
    const value = attempt(obstacles, () => bringValue(bringing, plan, given[key], isOld));
    if (plan.kind === 'local') locals[key] = value;
    else if (plan.kind !== 'transient') brought[key] = value;
  }
  for (const key of graph.keyNames) {
    const plan = graph.keys[key] as KeyPlan;
    if (Object.hasOwn(given, key)) continue;
    const value = attempt(obstacles, () => startOf(bringing, plan));
    if (value !== undefined) brought[key] = value;
  }
  return { values: Object.freeze(brought), local: Object.freeze(locals), obstacles };
}

/** What the graph's `migrate` makes of a state, or the state as it is. */
function givenBy({ migration, codec, now }: Bringing, old: Values, of: Of): Values {
  const state = migration?.state;
  if (state === undefined) return old;
  const handed = Object.freeze(Object.fromEntries(Object.entries(old).map(([key, value]) => [key, handOut(value)])));
  try {
    const made = decide(state, 'migrate.state', handed, Object.freeze({ now, ...of }));
    if (!isRecord(made)) throw new Obstacle('"migrate" gave a state that is no object');
    return seal(made, 'state', codec);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Obstacle(error.message);
  }
}

/** Why a state cannot be brought to today's keys. */
export class Obstacle extends Error {}

function attempt(obstacles: string[], bring: () => unknown): unknown {
  try {
    return bring();
  } catch (error) {
    if (!(error instanceof Obstacle) && !isProblem(error)) throw error;
    obstacles.push(error.message);
    return undefined;
  }
}

/** What a key that is not there starts as. */
function startOf({ unchanged }: Bringing, plan: KeyPlan): unknown {
  if (plan.initial !== undefined || plan.kind !== 'set' || plan.schema === undefined) return plan.initial;
  if (unchanged.has(plan.name)) return undefined;
  try {
    return parse(plan.schema, undefined, `state.${plan.name}`);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Obstacle(`key "${plan.name}" needs a value, and the thread has none`);
  }
}

function bringValue({ before, unchanged, codec }: Bringing, plan: KeyPlan, value: unknown, isOld: boolean): unknown {
  if (isOld && unchanged.has(plan.name)) return value;
  const { name, kind, schema } = plan;
  const wasKind = before?.keys[name]?.kind;
  if (value === undefined && kind !== 'set') return plan.initial;
  if (
    isOld &&
    wasKind !== undefined &&
    wasKind !== kind &&
    (kind === 'reduce' || kind === 'local' || kind === 'transient')
  ) {
    throw new Obstacle(`key "${name}" is a "${kind}" key now, and the thread has a value of it from before`);
  }
  mustHaveShape(plan, value);
  if (schema === undefined || kind === 'reduce') return value;
  const part = (each: unknown): unknown => bringPart(name, schema, each, isOld);
  const brought =
    Array.isArray(value) && isList(kind) ? value.map(part) : kind === 'merge' ? entries(value, part) : part(value);
  return seal(brought, `state.${name}`, codec);
}

function isList(kind: KeyPlan['kind']): boolean {
  return kind === 'append' || kind === 'union' || kind === 'upsert';
}

function entries(value: unknown, bring: (part: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, bring(part)]));
}

function mustHaveShape({ name, kind, by = '' }: KeyPlan, value: unknown): void {
  const expect = (holds: boolean, what: string): void => {
    if (!holds) throw new Obstacle(`the value of "${name}" is not ${what}, which a "${kind}" key holds`);
  };
  if (isList(kind)) expect(Array.isArray(value), 'a list');
  if (kind === 'sum') expect(typeof value === 'number', 'a number');
  if (kind === 'merge') expect(isRecord(value), 'a record');
  if (kind !== 'upsert') return;
  const ids = (value as readonly unknown[]).map((item) => (isRecord(item) ? item[by] : undefined));
  expect(
    ids.every((id) => typeof id === 'string' || typeof id === 'number'),
    `a list of items with a "${by}"`,
  );
}

/**
 * A value as today's schema gives it. One that was stored is parsed twice: a schema that makes something else of its own
 * result would change it with every version, so that is the author's to decide.
 */
function bringPart(name: string, schema: Schema, value: unknown, isOld: boolean): unknown {
  const once = parsed(name, schema, value);
  if (!isOld || isSame(once, value)) return isOld ? value : once;
  if (isSame(parsed(name, schema, once), once)) return once;
  throw new Obstacle(`the schema of "${name}" has changed, and makes something else of the thread's value each time`);
}

function parsed(name: string, schema: Schema, value: unknown): unknown {
  try {
    return parse(schema, value, `state.${name}`);
  } catch (error) {
    if (!isProblem(error, 'value/invalid')) throw error;
    const [issue] = error.facts.issues;
    throw new Obstacle(`the value of "${name}" does not fit its schema any more (${issue?.path}: ${issue?.message})`);
  }
}

/** The keys that are what they were when the thread last ran, as far as their schemas can tell. */
export function unchangedKeys(graph: GraphPlan, before: GraphData | undefined): ReadonlySet<string> {
  const text = (schema: unknown): string => canonical({ schema: schemaEssence(schema) });
  const isUnchanged = ({ name, kind, by, schema }: KeyPlan): boolean => {
    const was = before?.keys[name];
    if (was === undefined || was.kind !== kind || was.by !== by) return false;
    return text(ownWordsIn(was.schema)) === text(schema && ownWords(schema));
  };
  return new Set(
    Object.values(graph.keys)
      .filter(isUnchanged)
      .map(({ name }) => name),
  );
}
