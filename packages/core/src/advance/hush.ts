/**
 * Words in which no protected value stands.
 *
 * 1. What a failure or a reason says is text that anybody may read: of what a protected key holds, nothing is in it.
 * 2. It is so from the moment it is recorded, so that what is live and what is read back are the same.
 * 3. What is short is too common to be told from other text, and stays.
 */

import type { Change } from '../base/change.ts';
import type { Codec } from '../base/codec.ts';
import { encode } from '../base/encode.ts';
import { instanceOf } from '../base/instances.ts';
import { NativeDate } from '../base/native-date.ts';
import type { Failure, Reason } from '../definition/context.ts';
import type { Lane } from './lane.ts';
import type { Row } from './row.ts';
import type { Snapshot } from './snapshot.ts';

/** Texts that stand in what protected keys hold. */
export type Secrets = ReadonlySet<string>;

/** Stands in a text for what a protected key holds. */
const hidden = '[protected]';

/** A text shorter than this is not looked for. */
const shortest = 4;

type Protects = (key: string) => boolean;

/** A fact without what protected keys hold, or are about to: in its words, and marked where its value has some of it. */
export function hushed<Fact extends Partial<Row>>(snapshot: Snapshot, fact: Fact, codec: Codec): Fact {
  const { note } = fact;
  if (codec.protects === undefined || note === undefined) return fact;
  const { failure, reason, value } = note;
  if (failure === undefined && reason === undefined && value === undefined) return fact;
  const secrets = new Set(secretsOf(snapshot, codec));
  ofChanges(fact.changes, codec.protects, secrets);
  ofChanges(note.unreduced, codec.protects, secrets);
  const next = {
    ...note,
    ...(failure !== undefined && { failure: hushedFailure(failure, secrets, codec.protects) }),
    ...(reason !== undefined && { reason: hush(reason, secrets) }),
    ...(value !== undefined && holds(value, secrets, codec) && ({ guarded: true } as const)),
  };
  return { ...fact, note: next };
}

/** What the protected keys of a thread hold, in all its lanes. */
function secretsOf(snapshot: Snapshot, { protects }: Codec): Secrets {
  const secrets = new Set<string>();
  if (protects === undefined) return secrets;
  for (const lane of snapshot.lanes.all()) ofLane(lane, protects, secrets);
  return secrets;
}

/** Whether a value has some of it. */
function holds(value: unknown, secrets: Secrets, codec: Codec): boolean {
  if (secrets.size === 0) return false;
  const text = encode(value, codec);
  for (const secret of secrets) if (text.includes(secret) || text.includes(inJson(secret))) return true;
  return false;
}

function hushedFailure(failure: Failure, known: Secrets, protects: Protects): Failure {
  const secrets = new Set(known);
  const { update } = failure.refused ?? {};
  if (typeof update === 'object' && update !== null) {
    for (const [key, value] of Object.entries(update)) if (protects(key)) collect(value, secrets);
  }
  const { refused, stack } = failure;
  return {
    ...failure,
    ...hushedReason(failure, secrets),
    ...(stack !== undefined && { stack: hush(stack, secrets) }),
    ...(refused !== undefined && { refused: { ...refused, reason: hush(refused.reason, secrets) } }),
  };
}

function hushedReason({ name, message, code, cause, errors, thrown }: Reason, secrets: Secrets): Reason {
  return {
    name: hush(name, secrets),
    message: hush(message, secrets),
    ...(code !== undefined && { code: hush(code, secrets) }),
    ...(cause !== undefined && { cause: hushedReason(cause, secrets) }),
    ...(errors !== undefined && { errors: errors.map((each) => hushedReason(each, secrets)) }),
    ...(thrown !== undefined && { thrown: hush(thrown, secrets) }),
  };
}

/** A text without any of it; the longest go first, for a shorter one may be a part of them. */
function hush(text: string, secrets: Secrets): string {
  const found = [...secrets].flatMap((secret) => [secret, inJson(secret)]).filter((secret) => text.includes(secret));
  const longestFirst = found.toSorted((left, right) => right.length - left.length);
  return longestFirst.reduce((so, secret) => so.replaceAll(secret, () => hidden), text);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function ofLane(
  { values, local, transient, delta, unreduced, fork }: Lane,
  protects: Protects,
  into: Set<string>,
): void {
  for (const held of [values, local, transient, fork?.base]) {
    for (const key in held) if (protects(key)) collect(held[key], into);
  }
  ofChanges(delta, protects, into);
  ofChanges(unreduced, protects, into);
}

function ofChanges(changes: Readonly<Record<string, Change>> = {}, protects: Protects, into: Set<string>): void {
  for (const key in changes) {
    if (!protects(key)) continue;
    const { by: _, ...parts } = changes[key] as Change & { by?: string };
    for (const part of Object.values(parts)) collect(part, into);
  }
}

/** The texts in a value, each as it would stand in a message; names of properties are no secrets. */
function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') add(String(value), into);
  if (typeof value !== 'object' || value === null) return;
  for (const text of textsIn(value)) into.add(text);
}

function add(text: string, into: Set<string>): void {
  if (text.length >= shortest) into.add(text);
}

const known = new WeakMap<object, Secrets>();

/** The texts in an object, looked for once: what state holds does not change. */
function textsIn(value: object): Secrets {
  const before = known.get(value);
  if (before !== undefined) return before;
  const texts = new Set<string>();
  for (const part of partsOf(value)) collect(part, texts);
  if (value instanceof NativeDate && !Number.isNaN(value.getTime())) add(value.toISOString(), texts);
  if (value instanceof URL || value instanceof RegExp) add(String(value), texts);
  if (Object.isFrozen(value)) known.set(value, texts);
  return texts;
}

function* partsOf(value: object): Iterable<unknown> {
  const data = instanceOf(value)?.data;
  if (data !== undefined) yield data;
  else if (value instanceof Map) yield* [...value.keys(), ...value.values()];
  else if (value instanceof Set) yield* value;
  else if (value instanceof Error) yield* [value.message, value.cause, ...Object.values(value)];
  else if (!ArrayBuffer.isView(value)) yield* Object.values(value);
}
