/**
 * Takes protected values out of the texts of a row: failures, reasons and baggage.
 *
 * 1. These texts are stored unsealed, so nothing that a protected key holds may stand in them.
 * 2. They are changed before the row is recorded, so a live state and one that is read back are the same.
 * 3. A value shorter than {@link shortest} is too common to be told from other text, and stays.
 * 4. A value is found also where it is escaped, once or several times, as in JSON within JSON.
 */

import type { Change, Changes } from '../../base/change.ts';
import { latePattern } from '../../base/problem/late-pattern.ts';
import type { Codec } from '../../base/value/codec.ts';
import { encode } from '../../base/value/encode.ts';
import { instanceOf } from '../../base/value/instances.ts';
import { NativeDate } from '../../base/value/native-date.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Baggage } from '../../definition/baggage.ts';
import type { Failure, Reason } from '../../definition/context.ts';
import { inJson, isWritten, shortest } from './escaped.ts';
import type { Lane } from './lane.ts';
import type { Row } from './row.ts';
import type { Snapshot } from './snapshot.ts';

/** Texts that stand in what protected keys hold. */
export type Secrets = ReadonlySet<string>;

/** A line of a text that is as long is looked for by itself. */
const longLine = 16;

/** Stands in a text for what a protected key holds. */
const hidden = '[protected]';

/** The protected keys of a graph; those of `merge` hold records, whose names are the author's data. */
type Protects = (key: string) => 'value' | 'record' | undefined;

/** What {@link hushed} needs of the turn that records a fact. */
interface Place {
  readonly plan: Plan;
  readonly draft: Snapshot;
  readonly codec: Codec;
}

/** A fact without what protected keys hold, or are about to: in its words, and marked where its value has some of it. */
export function hushed<Fact extends Omit<Partial<Row>, 'changes'> & { readonly changes?: Changes }>(
  { plan, draft, codec }: Place,
  fact: Fact,
): Fact {
  const { note } = fact;
  if (codec.protects === undefined || note === undefined) return fact;
  const { failure, reason, value, context } = note;
  if ((failure ?? reason ?? context) === undefined && value === undefined) return fact;
  const secrets = new Set<string>();
  for (const lane of draft.lanes.all()) ofLane(lane, protectedIn(plan, lane.graph, codec), secrets);
  const protects = protectedIn(plan, draft.lanes.get(fact.lane ?? '')?.graph ?? '', codec);
  ofChanges(fact.changes, protects, secrets);
  ofChanges(note.unreduced, protects, secrets);
  const next = {
    ...note,
    ...(failure !== undefined && { failure: hushedFailure(failure, secrets, protects, codec) }),
    ...(reason !== undefined && { reason: hush(reason, secrets) }),
    ...(context !== undefined && { context: hushedBaggage(context, secrets) }),
    ...(value !== undefined && holds(value, secrets, codec) && ({ guarded: true } as const)),
  };
  return { ...fact, note: next };
}

function hushedBaggage(context: Baggage, secrets: Secrets): Baggage {
  return Object.fromEntries(Object.entries(context).map(([name, text]) => [name, hush(text, secrets)]));
}

function protectedIn(plan: Plan, graph: string, { protects }: Codec): Protects {
  const keys = plan.graphs[graph]?.keys;
  return (key) => (protects?.(key) !== true ? undefined : keys?.[key]?.kind === 'merge' ? 'record' : 'value');
}

/** Whether any of the secrets stands in a value. */
function holds(value: unknown, secrets: Secrets, codec: Codec): boolean {
  return secrets.size > 0 && isWritten(secrets, encode(value, codec));
}

function hushedFailure(failure: Failure, known: Secrets, protects: Protects, codec: Codec): Failure {
  const { refused, stack } = failure;
  const secrets = new Set(known);
  const others: Record<string, unknown> = {};
  if (typeof refused?.update === 'object' && refused.update !== null) {
    for (const [key, value] of Object.entries(refused.update)) {
      if (protects(key) === undefined) others[key] = value;
      else collect(value, secrets, protects(key));
    }
  }
  return {
    ...failure,
    ...hushedReason(failure, secrets),
    ...(stack !== undefined && { stack: hush(stack, secrets) }),
    ...(refused !== undefined && {
      refused: {
        ...refused,
        reason: hush(refused.reason, secrets),
        ...(holds(others, secrets, codec) && ({ guarded: true } as const)),
      },
    }),
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

/** A text with the secrets replaced; the longest go first, for a shorter one may be a part of them. */
function hush(text: string, secrets: Secrets): string {
  const found = [...secrets].flatMap((secret) => [secret, inJson(secret)]).filter((secret) => text.includes(secret));
  const longestFirst = found.toSorted((left, right) => right.length - left.length);
  const next = longestFirst.reduce((so, secret) => so.replaceAll(secret, () => hidden), text);
  // A secret that is left is written with escapes, and cannot be cut out: nothing of the text is kept.
  return isWritten(
    secrets,
    next.replaceAll(hidden, () => ''),
  )
    ? hidden
    : next;
}

function ofLane(
  { values, local, transient, delta, unreduced, fork }: Lane,
  protects: Protects,
  into: Set<string>,
): void {
  for (const held of [values, local, transient, fork?.base]) {
    for (const key in held) if (protects(key) !== undefined) collect(held[key], into, protects(key));
  }
  ofChanges(delta, protects, into);
  ofChanges(unreduced, protects, into);
}

function ofChanges(changes: Readonly<Record<string, Change>> = {}, protects: Protects, into: Set<string>): void {
  for (const key in changes) {
    if (protects(key) === undefined) continue;
    const { by: _, ...parts } = changes[key] as Change & { by?: string };
    for (const part of Object.values(parts)) collect(part, into, protects(key));
  }
}

/** The texts in a value, each as it would stand in a message. */
function collect(value: unknown, into: Set<string>, as: ReturnType<Protects>): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') add(String(value), into);
  if (typeof value !== 'object' || value === null) return;
  if (as === 'record') for (const name of Object.keys(value)) add(name, into);
  for (const text of textsIn(value)) into.add(text);
}

/** Adds a text without the spaces around it, and each of its long lines: a message may quote it so. */
function add(text: string, into: Set<string>): void {
  const inner = text.trim();
  if (inner.length < shortest) return;
  into.add(inner);
  if (inner.includes('\n'))
    for (const line of inner.split('\n')) if (line.trim().length >= longLine) into.add(line.trim());
}

const known = new WeakMap<object, Secrets>();

/** The texts in an object, looked for once: what state holds does not change. */
function textsIn(value: object): Secrets {
  const before = known.get(value);
  if (before !== undefined) return before;
  const texts = new Set<string>();
  for (const part of partsOf(value)) collect(part, texts, 'value');
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
  else if (Array.isArray(value)) yield* value;
  else if (!ArrayBuffer.isView(value)) yield* [...Object.values(value), ...Object.keys(value).filter(isNoWord)];
}

const word = latePattern(String.raw`^[\p{L}_$-]*\d?$`);

/** Whether a property's name is more than a word, as an id or an address is: other names are the author's, and no secrets. */
function isNoWord(name: string): boolean {
  return !word().test(name);
}
