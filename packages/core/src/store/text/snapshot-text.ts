/**
 * Snapshots as text, and back.
 *
 * 1. A lane of a fork is written by what it changed: its values follow from the opening. One that needs others saw what
 *    they had changed when it began, so it is written by its values; of an `each`, by those that do not follow.
 * 2. What is read equals what was written, transient values aside.
 * 3. What is as it is in nearly every state is left out: a snapshot is due when there is as much to fold as it holds, so a
 *    longer one makes every read longer.
 * 4. A state with a value that could not be read here (see unread.ts) is not written: it would take the place of the rows
 *    that say what the value is.
 */

import { apply, type Change, type Changes, type Values } from '../../base/change.ts';
import type { Codec } from '../../base/value/codec.ts';
import { decode } from '../../base/value/decode.ts';
import { encode } from '../../base/value/encode.ts';
import { keyOf, keyText } from '../../base/value/key-text.ts';
import { problem } from '../../base/problem/problem.ts';
import { isSame } from '../../base/value/same.ts';
import { isUnread } from '../../base/value/unread.ts';
import { Entries, type Entry } from '../../advance/state/entries.ts';
import { sharedValues } from '../../advance/state/opening.ts';
import type { Fork, KeptSteps, Lane } from '../../advance/state/lane.ts';
import { hasBegun } from '../../advance/state/needed.ts';
import { Lanes } from '../../advance/state/lanes.ts';
import { mainLane, treeOf, type Snapshot } from '../../advance/state/snapshot.ts';
import { withBlobs, writeValue, type ReadBlob } from './row-text.ts';
import type { Blob } from '../contract/store.ts';

/** The first key whose value could not be read here; undefined where the whole state is known. */
export function unreadKey(snapshot: Snapshot): string | undefined {
  for (const { values, delta, fork } of snapshot.lanes.all()) {
    for (const key in values) if (isUnread(values[key])) return key;
    for (const key in fork?.base) if (isUnread(fork.base[key])) return key;
    for (const key in delta) {
      const change = delta[key] as Change;
      if ('set' in change && isUnread(change.set)) return key;
    }
  }
  return undefined;
}

/** A snapshot as text; values kept apart are added to `blobs`. A problem `value/unreadable` where {@link unreadKey} finds one. */
export function writeSnapshot(snapshot: Snapshot, codec: Codec, blobs: Blob[]): string {
  const unread = unreadKey(snapshot);
  if (unread !== undefined) {
    const found = 'it has changes that only its codec, or the key it is protected by, can apply';
    throw problem('value/unreadable', { path: `state.${unread}`, found });
  }
  const { time, transitions, spent, lately, rewinds, input, parent, hasChildren, late, cancelled } = snapshot;
  const there = {
    ...(hasKeys(spent) && { spent }),
    ...(lately !== undefined && { lately }),
    ...(rewinds > 0 && { rewinds }),
    ...(input !== undefined && { input }),
    ...(parent && { parent }),
    ...(hasChildren && { hasChildren }),
    ...(late && { late }),
    ...(cancelled !== undefined && { cancelled }),
  };
  const head = encode({ time, transitions, ...there }, codec);
  const lanes = treeOf(snapshot, mainLane(snapshot)).map((lane) => writeLane(lane, snapshot, codec, blobs));
  return `${head.slice(0, -1)},"lanes":[${lanes.join(',')}]}`;
}

function writeLane(lane: Lane, { lanes }: Snapshot, codec: Codec, blobs: Blob[]): string {
  const {
    values,
    transient: _,
    fork,
    parent,
    delta,
    journal,
    kept,
    rounds,
    transitions,
    local,
    attempt,
    failures,
    ...facts
  } = lane;
  const text = encode(
    {
      ...facts,
      ...(parent !== undefined && { parent }),
      ...(rounds > 0 && { rounds }),
      ...(transitions > 0 && { transitions }),
      ...(hasKeys(local) && { local }),
      ...(attempt > 1 && { attempt }),
      ...(failures.length > 0 && { failures }),
      ...(journal !== undefined && { journal: journalText(journal) }),
      ...(kept !== undefined && { kept: keptText(kept) }),
      ...(delta !== undefined && { delta, sums: sumsOf(lane, delta) }),
      ...(fork !== undefined && { fork: withoutBase(fork) }),
    },
    codec,
  );
  const told = ownValues(lane, lanes);
  const own = told === undefined ? '' : `,"values":${writeValues(told, codec, blobs)}`;
  const base = fork === undefined || fork.base === values ? '' : `,"base":${writeValues(fork.base, codec, blobs)}`;
  return `${text.slice(0, -1)}${own}${base}}`;
}

function hasKeys(record: object): boolean {
  for (const _ in record) return true;
  return false;
}

/** Stands before a key that is no key like any other in an object: `__proto__`, and what is a number, which has an order of its own. */
const oddMark = '\u0000';

const isOddKey = (key: string): boolean => key === '__proto__' || key.startsWith(oddMark) || /^\d+$/u.test(key);

/** A journal by its keys, in their order; whoever protects a key finds the entry by it. */
function journalText(journal: Entries): JournalText {
  const text: Record<string, Entry> = {};
  for (const [key, entry] of journal) text[isOddKey(key) ? `${oddMark}${key}` : key] = entry;
  return text;
}

function readJournal(text: JournalText): Entries {
  return Entries.of(Object.entries(text).map(([key, entry]) => [withoutMark(key), entry] as const));
}

/** Steps that are kept beyond visits, as journals are written. */
function keptText(kept: KeptSteps): KeptText {
  return mapped({ ...kept }, (steps) => mapped(steps, journalText));
}

function readKept(kept: KeptText): KeptSteps {
  return mapped(kept, (steps) => mapped(steps, readJournal));
}

function mapped<In, Out>(record: { readonly [name: string]: In }, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function withoutMark(key: string): string {
  return key.startsWith(oddMark) ? key.slice(1) : key;
}

/** The key of a journal's entry as it was given, out of a snapshot's text. */
export function entryKey(written: string): string {
  return withoutMark(keyOf(written));
}

/** The values of a lane that do not follow from its holder's and its own changes; undefined where all of them do. */
function ownValues(lane: Lane, lanes: Lanes): Values | undefined {
  const { values, delta, shares, needs, parent = '' } = lane;
  if (shares !== undefined) return valuesWhere(values, (key) => !shares.includes(key));
  if (delta === undefined) return values;
  if (needs === undefined || !hasBegun(lane)) return undefined;
  if (lanes.get(parent)?.fork?.by !== 'each') return values;
  const known = { ...valuesInFork(lane, lanes), ...sumsOf(lane, delta) };
  return valuesWhere(values, (key, value) => !Object.hasOwn(known, key) || !isSame(known[key], value));
}

function valuesWhere(values: Values, holds: (key: string, value: unknown) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => holds(key, value)));
}

function withoutBase({ base: _, ...fork }: Fork): Omit<Fork, 'base'> {
  return fork;
}

/** Sums as the lane has them: adding floating-point numbers in another order would not give the same. */
function sumsOf({ values }: Lane, delta: Changes): Values {
  const added = Object.keys(delta).filter((key) => 'add' in (delta[key] as Change));
  return Object.fromEntries(added.map((key) => [key, values[key]]));
}

function writeValues(values: Values, codec: Codec, blobs: Blob[]): string {
  return `{${Object.keys(values)
    .map((key) => `${keyText(key)}:${writeValue(values[key], codec, blobs)}`)
    .join(',')}}`;
}

/** Left out are counts of 0, a first attempt, and what is empty. */
type Usual = 'rounds' | 'transitions' | 'local' | 'attempt' | 'failures';

type JournalText = Readonly<Record<string, Entry>>;

type KeptText = Readonly<Record<string, Readonly<Record<string, JournalText>>>>;

interface LaneText extends Omit<Lane, 'values' | 'transient' | 'journal' | 'kept' | Usual>, Partial<Pick<Lane, Usual>> {
  readonly journal?: JournalText;
  readonly kept?: KeptText;
  readonly values?: Values;
  readonly sums?: Values;
  readonly base?: Values;
}

interface SnapshotText
  extends
    Pick<Snapshot, 'time' | 'transitions' | 'lately' | 'input' | 'parent' | 'hasChildren' | 'late' | 'cancelled'>,
    Partial<Pick<Snapshot, 'spent' | 'rewinds'>> {
  readonly lanes: readonly LaneText[];
}

/** A snapshot from its text. */
export function readSnapshot(
  thread: string,
  { seq, body }: { seq: number; body: string },
  codec: Codec,
  blob: ReadBlob,
  lenient = false,
): Snapshot {
  const unknown = lenient ? 'keep' : 'refuse';
  const read = decode(withBlobs(body, blob), codec, { path: 'snapshot', unknown }) as SnapshotText;
  const { lanes: texts, spent = nothing, rewinds = 0, ...rest } = read;
  const lanes = new Lanes().draft();
  for (const text of texts) lanes.put(readLane(text, lanes));
  return { thread, seq, ...rest, spent, rewinds, lanes: lanes.draft() };
}

function readLane(text: LaneText, lanes: Lanes): Lane {
  const { base, sums, journal, kept, ...facts } = text;
  const { rounds = 0, transitions = 0, local = noValues, attempt = 1, failures = none } = text;
  const isInFork = facts.delta !== undefined;
  const values = isInFork ? { ...valuesInFork(text, lanes), ...sums, ...text.values } : (text.values ?? noValues);
  const fork = facts.fork && { fork: { ...withoutLost(facts.fork), base: base ?? values } satisfies Fork };
  const entries = journal && { journal: readJournal(journal) };
  const usual = { rounds, transitions, local, attempt, failures };
  return {
    ...facts,
    values,
    transient: noValues,
    parent: facts.parent,
    delta: facts.delta,
    ...usual,
    ...fork,
    ...entries,
    ...(kept && { kept: readKept(kept) }),
  };
}

/** Snapshots once held a count that follows from the lanes. */
function withoutLost({ lost: _, ...fork }: Fork & { readonly lost?: number }): Fork {
  return fork;
}

const noValues: Values = Object.freeze({});
const nothing: Snapshot['spent'] = Object.freeze({});
const none: Lane['failures'] = Object.freeze([]);

/** What a lane of a fork sees: the opening and its own changes. */
function valuesInFork(lane: Pick<LaneText, 'parent' | 'seed' | 'shares' | 'delta'>, lanes: Lanes): Values {
  const { parent = '', seed, shares, delta = {} } = lane;
  const base = lanes.get(parent)?.fork?.base ?? noValues;
  return apply(shares === undefined ? { ...base, ...seed } : sharedValues(base, shares), delta);
}
