import type { Cause, Row } from '../../advance/state/row.ts';
import { list as aList, mustBe, mustFit, name, number } from '../../base/problem/given.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { problem } from '../../base/problem/problem.ts';
import { keptPlan } from '../read/kept-diagram.ts';
import { load, loadRows, type Reading } from '../../store/load.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import { fingerprintIn, jumpsOf, lineTo, type Jump } from '../read/jumps.ts';
import { Mark, marksIn, type Marks } from './mark.ts';
import { MarkedState } from './marked-state.ts';
import { bare, firstSeq, seqOf } from '../read/part-of-log.ts';
import { lineOf } from '../../store/line.ts';
import { recordOf } from '../../store/records.ts';
import { isRecord } from '../../base/value/same.ts';
import { markAt } from './shaped-marks.ts';
import type { Path } from '../read/value-difference.ts';

/** A part of a value, and the checkpoint that wrote it. */
export interface BlamedPart {
  /** Where in the value: an item's place, an entry's key; empty for the whole, or for what was added to it. */
  readonly path: Path;
  /**
   * The thread in whose own log the checkpoint is: another one where the past is shared. Where a thread on the way there was deleted,
   * the nearest that has the checkpoint still.
   */
  readonly thread: string;
  readonly seq: number;
  /** The checkpoint of what came from outside and led to it: an event, a result, an edit; itself where that is what it is. */
  readonly input: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly lane: string;
  /** The node the lane was at. */
  readonly node: string;
  readonly cause: Cause;
  readonly label?: string;
  /** What it added to a sum. */
  readonly amount?: number;
  /** The part is older than this checkpoint, the first that is kept: the one that wrote it was cut off. */
  readonly cut?: true;
  /** The checkpoints through which it came here: joins, inputs and outputs of subgraphs. */
  readonly via: readonly number[];
}

/** The checkpoints that wrote a value, part by part. */
export interface Blame {
  readonly thread: string;
  readonly seq: number;
  readonly lane: string;
  readonly key: string;
  readonly value: unknown;
  /** Its parts in order; several of one path where a sum or a reducer took them all. */
  readonly parts: readonly BlamedPart[];
}

/** Which value, or part of one, is blamed. */
export interface BlameOptions {
  /** The checkpoint that the value is of, the newest by default; negative numbers count from there, which is -1. */
  readonly seq?: number;
  /** The lane's path; the first lane by default. */
  readonly lane?: string;
  /** A part of the value: an item's place or an entry's key, and what is below it. */
  readonly path?: Path;
}

/**
 * The checkpoints that wrote a value, part by part: each item that was added, each entry, the whole that was set; of a part that is asked
 * for, the newest at which it came to be what it is. Needs no graph.
 *
 * A problem `lane/not-found` or `checkpoint/unknown-key` where there is no such value.
 */
export async function blameOf(
  store: Store,
  thread: string,
  key: string,
  options: BlameOptions = {},
  reading: Reading = bare,
): Promise<Blame> {
  mustBe('key', key, name);
  mustFit('options', options, { seq: number, lane: name, path: aList });
  const { seq = -1, lane = '', path = [] } = options;
  const record = await recordOf(store, thread);
  const at = await seqOf(store, record, seq);
  const jumps = await jumpsOf(store, record);
  const state = new MarkedState(thread);
  await follow(state, { store, record, reading, jumps, first: await firstSeq(store, thread) }, at);
  const found = state.laneAt(lane);
  if (found === undefined) {
    const open = state.lanes.filter(({ phase }) => phase !== 'closed');
    throw problem('lane/not-found', { lane, lanes: open.map((each) => each.path) });
  }
  const values = { ...found.real.values, ...found.real.local };
  const marks = { ...found.marked.values, ...found.marked.local } as Record<string, Marks>;
  if (!Object.hasOwn(values, key)) {
    throw problem('checkpoint/unknown-key', { thread, seq: at, lane, key, hint: suggest(key, Object.keys(values)) });
  }
  const owners = await ownersOf(store, record);
  const first = await firstSeq(store, thread);
  const kind = state.keyOf(found.real.graph, key)?.kind;
  const isFolded = kind === 'sum' || kind === 'reduce';
  // A part that is not there has no writers, not even those of the value that it would be in.
  const marked =
    isFolded || hasPart(values[key], path) ? partsOf(isFolded ? undefined : values[key], marks[key], path) : [];
  const parts = marked.map(([where, mark]) => blamed(where, mark, owners, first));
  return { thread, seq: at, lane, key, value: values[key], parts };
}

/** How many rows are read at a time. */
const pageSize = 2_000;

/** The thread whose rows are followed, and how they are read. */
interface Followed {
  readonly store: Store;
  readonly record: ThreadRecord;
  readonly reading: Reading;
  readonly jumps: readonly Jump[];
  /** The first checkpoint that is kept. */
  readonly first: number;
}

async function follow(state: MarkedState, of: Followed, seq: number): Promise<void> {
  const { store, record, reading, jumps, first } = of;
  for (const { from, to } of lineTo(jumps, seq)) {
    await tellPlan(state, of, Math.max(from, first));
    for (let next = Math.max(from, first); next <= to;) {
      const rows = await loadRows(store, record.id, reading, { from: next, to, limit: pageSize });
      for (const row of rows) await take(state, of, row);
      next = (rows.at(-1)?.seq ?? to) + 1;
    }
  }
}

async function tellPlan(state: MarkedState, { store, record, jumps }: Followed, seq: number): Promise<void> {
  state.ranWith(await keptPlan(store, fingerprintIn(jumps, record, seq)));
}

async function take(state: MarkedState, of: Followed, row: Row): Promise<void> {
  const { store, record, reading, first } = of;
  const isMigration = row.cause === 'migrate' && row.to === undefined;
  if (isMigration) await tellPlan(state, of, row.seq);
  if (isMigration || (row.seq === first && first > 1)) {
    state.jump((await load(store, record.id, reading, row.seq)).snapshot, row);
  } else if (row.cause !== 'rewind') state.take(row);
}

/** Whether a value has a part at a path. */
function hasPart(value: unknown, [first, ...below]: Path): boolean {
  if (first === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Map) return value.has(first) && hasPart(value.get(first), below);
  if (Array.isArray(value) && typeof first !== 'number') return false;
  return Object.hasOwn(value, first) && hasPart(partAt(value, first), below);
}

function partAt(value: unknown, at: string | number): unknown {
  return value instanceof Map ? value.get(at) : (value as Readonly<Record<string, unknown>>)[at];
}

/** Which part of a value each mark stands for; where a part is asked for, who wrote that. */
function partsOf(value: unknown, marks: Marks | undefined, path: Path): readonly (readonly [Path, Mark])[] {
  if (marks === undefined) return [];
  if (marks instanceof Mark) return [[path, markBelow(marks, value, path)]];
  const isApart = Array.isArray(marks) && !(Array.isArray(value) && marks.length === value.length);
  if (isApart) return marksIn(marks).map((mark) => [[], mark]);
  const [first, ...below] = path;
  if (first !== undefined) {
    const part = markAt(marks, value, first);
    return part === undefined ? [] : [[path, markBelow(part, partAt(value, first), below)]];
  }
  const places = Array.isArray(value) ? [...value.keys()] : isRecord(value) ? Object.keys(marks) : [];
  return places.flatMap((place: string | number) => {
    const mark = markAt(marks, value, place);
    return mark === undefined ? [] : [[[place], mark] as const];
  });
}

/** Who wrote what is below a value that a mark stands for. */
function markBelow(mark: Mark, value: unknown, [first, ...below]: Path): Mark {
  if (first === undefined) return mark;
  return markBelow(mark.part(isRecord(value) ? String(first) : first), partAt(value, first), below);
}

function blamed(path: Path, { row, via, amount }: Mark, owners: readonly Owner[], first: number): BlamedPart {
  const { seq, turn, time, lane, from, cause, label } = row;
  return {
    path,
    thread: owners.find((owner) => seq >= owner.from)?.thread ?? '',
    seq,
    input: Math.max(turn, Math.min(first, seq)),
    time,
    lane,
    node: from,
    cause,
    ...(label !== undefined && { label }),
    ...(amount !== undefined && { amount }),
    ...(first > 1 && seq === first && { cut: true as const }),
    via,
  };
}

/** A thread, and the first checkpoint of its own log. */
interface Owner {
  readonly thread: string;
  readonly from: number;
}

/** The threads whose logs a thread reads, its own first. */
async function ownersOf(store: Store, record: ThreadRecord): Promise<readonly Owner[]> {
  const owners: Owner[] = [];
  let from = Infinity;
  for await (const { id, origin } of lineOf(store, record)) {
    from = Math.min(from, (origin?.seq ?? 0) + 1);
    owners.push({ thread: id, from });
  }
  // What the last of them has of one that is gone, it alone has.
  if (from > 1) owners.push({ thread: owners.at(-1)?.thread ?? '', from: 1 });
  return owners;
}
