import { follow, isJump, outputsKept } from '../contract/accept.ts';
import { outside, within, type Span } from '../contract/shared-past.ts';
import type {
  Commit,
  Message,
  NewThread,
  StoredOutput,
  StoredRow,
  StoredSnapshot,
  ThreadRecord,
  ThreadUpdate,
} from '../contract/store.ts';

/** A thread as {@link memory} keeps it. */
export interface KeptThread {
  /** In the order of creation; never used twice. */
  readonly number: number;
  /** Its head is counted up in place, at each commit: give copies away. */
  record: Omit<ThreadRecord, 'head'> & { head: number };
  readonly origin: { readonly thread: KeptThread; readonly seq: number } | null;
  /** Made with the first: most threads have none, and in memory there may be many threads. */
  forks: Set<KeptThread> | undefined;
  rows: StoredRow[];
  /** Those of its rows that the row before does not lead to. */
  jumps: StoredRow[];
  snapshots: StoredSnapshot[];
  uses: BlobUse[];
  messages: KeptMessage[];
  /** Those that are not consumed yet, in the order in which they were left. */
  unread: KeptMessage[];
  /** Those with a key; made with the first. */
  keys: Map<string, KeptMessage> | undefined;
  /** The first checkpoint that can still be read. */
  floor: number;
  /** The newest message its driver has read. */
  seen: number;
  removed: boolean;
  /** What it showed lately; made with the first. */
  outputs: StoredOutput[] | undefined;
}

/** A message, and the checkpoint that consumed it. */
export interface KeptMessage {
  message: Message;
  consumedBy?: number;
}

/** A blob, used somewhere in a span of checkpoints. */
export interface BlobUse extends Span {
  readonly hash: string;
}

/** A new thread as it is kept; its rows and blobs are still to be added. */
export function keptThread(thread: NewThread, number: number, origin: KeptThread['origin']): KeptThread {
  // Each by its name: what is left of an object is copied ten times more slowly.
  const { id, graph, fingerprint, status, due, owner, summary, brings, tags, created } = thread;
  const record: ThreadRecord = {
    id,
    graph,
    fingerprint,
    status,
    due,
    owner,
    summary,
    head: thread.origin?.seq ?? 0,
    created,
    updated: brings?.updated ?? created,
    fence: 1,
    takeovers: 0,
    tags: [...tags],
    origin: saysOf(thread.origin ?? brings?.origin ?? null),
  };
  const noMessages = { messages: [], unread: [], keys: undefined, seen: 0, outputs: undefined };
  const empty = { rows: [], jumps: [], snapshots: [], uses: [], ...noMessages, removed: false };
  return { number, record, origin, forks: undefined, floor: brings?.first ?? origin?.thread.floor ?? 1, ...empty };
}

function saysOf(origin: ThreadRecord['origin']): ThreadRecord['origin'] {
  return origin && { thread: origin.thread, seq: origin.seq };
}

/** A row to give away: to freeze each that is kept takes as long as all else that is done to it. */
export function given(row: StoredRow): StoredRow {
  return { ...row };
}

/** Adds rows and a snapshot, which are known to follow, and notes the blobs that they use. */
export function add(kept: KeptThread, { rows, snapshot, blobs }: Pick<Commit, 'rows' | 'snapshot' | 'blobs'>): void {
  for (const row of rows) {
    const own = { ...row };
    kept.rows.push(own);
    if (isJump(row)) kept.jumps.push(own);
  }
  const head = rows.at(-1)?.seq ?? kept.record.head;
  kept.record.head = head;
  if (snapshot !== undefined) {
    kept.snapshots = kept.snapshots.filter(({ seq }) => seq !== snapshot.seq);
    kept.snapshots.push(Object.freeze({ ...snapshot }));
    kept.snapshots.sort((left, right) => left.seq - right.seq);
  }
  if (blobs === undefined) return;
  const span = usedIn(rows, snapshot, head);
  for (const { hash } of blobs) kept.uses.push({ ...span, hash });
}

/** The checkpoints that a commit's blobs are used in. */
function usedIn(rows: readonly StoredRow[], snapshot: StoredSnapshot | undefined, head: number): Span {
  const from = Math.min(rows[0]?.seq ?? head, snapshot?.seq ?? head);
  return { from, to: Math.max(head, snapshot?.seq ?? head) };
}

/** Adds what was shown, and drops what is too old by then; the newest stays, however large it is. */
export function show(kept: KeptThread, outputs: readonly StoredOutput[]): void {
  const all = (kept.outputs ??= []);
  for (const output of outputs) if (output.n > shownBy(kept)) all.push(Object.freeze({ ...output }));
  let characters = 0;
  const gone = all.findLastIndex(({ n, body }) => {
    characters += body.length;
    const count = shownBy(kept) - n + 1;
    return count > 1 && (count > outputsKept.count || characters > outputsKept.characters);
  });
  all.splice(0, gone + 1);
}

/** How many outputs a thread had. */
export function shownBy(kept: KeptThread | undefined): number {
  return kept?.outputs?.at(-1)?.n ?? 0;
}

/** Whether a thread is the one that a commit names, as it was when the commit was made. */
export function isHeldBy(kept: KeptThread, { fence, rows, takes, created = kept.record.created }: Commit): boolean {
  const { record } = kept;
  if (record.fence !== fence || record.created !== created || !follow(rows, record.head)) return false;
  if (takes === undefined) return true;
  const isFree = record.owner === null && record.created === takes.created;
  return isFree && (takes.seen === undefined || unreadAfter(kept, takes.seen).length === 0);
}

/** The rows of a thread in a span; its own only. */
export function rowsIn({ rows }: KeptThread, { from, to }: Span): readonly StoredRow[] {
  return rows.slice(indexOf(rows, from), to === Infinity ? undefined : indexOf(rows, to + 1));
}

/** The index of the first row at or after a seq. */
function indexOf(rows: readonly StoredRow[], seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.seq ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Changes the facts of a thread. */
export function update(kept: KeptThread, { seen, ...facts }: ThreadUpdate, rows: readonly StoredRow[]): void {
  const updated = rows.at(-1)?.time ?? kept.record.updated;
  kept.record = { ...kept.record, ...facts, updated };
  if (seen !== undefined) kept.seen = seen;
}

/** Gives a thread other tags, where it is as it was known. */
export function retag(
  kept: KeptThread | undefined,
  { created, tags: before }: Pick<ThreadRecord, 'created' | 'tags'>,
  tags: readonly string[],
): boolean {
  const record = kept?.record;
  if (kept === undefined || record?.created !== created || !isSameList(record.tags, before)) return false;
  kept.record = { ...record, tags: [...tags] };
  return true;
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

/** A thread and those it shares its past with, each with the span that is read of it, newest first. */
export function* line(kept: KeptThread): Generator<{ kept: KeptThread; span: Span }> {
  let to = Infinity;
  for (let at: KeptThread | undefined = kept; at !== undefined && kept.floor <= to; at = at.origin?.thread) {
    const from = Math.max(kept.floor, (at.origin?.seq ?? 0) + 1);
    if (from <= to) yield { kept: at, span: { from, to } };
    to = Math.min(to, at.origin?.seq ?? 0);
  }
}

/** The rows that the row before does not lead to, oldest first, the shared past included. */
export function jumpsIn(kept: KeptThread): readonly StoredRow[] {
  return [...line(kept)].toReversed().flatMap((part) => {
    return part.kept.jumps.filter(({ seq }) => seq >= part.span.from && seq <= part.span.to);
  });
}

/** The newest snapshot at or before a seq, the shared past included. */
export function newestSnapshot(kept: KeptThread, atMost: number): StoredSnapshot | undefined {
  for (const part of line(kept)) {
    const { from, to } = part.span;
    const found = part.kept.snapshots.findLast(({ seq }) => seq >= from && seq <= to && seq <= atMost);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A thread is deleted: what forks share of it is left. */
export function hide(kept: KeptThread): void {
  kept.messages = [];
  kept.unread = [];
  kept.keys = undefined;
  kept.outputs = undefined;
  kept.removed = true;
  collect(kept);
}

/** The hashes of the blobs that threads use, and those that they share their past with. */
export function blobsUsedBy(threads: Iterable<KeptThread>): ReadonlySet<string> {
  const used = new Set<string>();
  for (const thread of threads) {
    for (let kept: KeptThread | undefined = thread; kept !== undefined; kept = kept.origin?.thread) {
      for (const { hash } of kept.uses) used.add(hash);
    }
  }
  return used;
}

/** Drops what nobody reads any more of a thread and of its past; returns how many rows went. */
export function collect(kept: KeptThread): number {
  const gaps = outside({ from: 1, to: Infinity }, needed(kept, Infinity));
  const gone = (span: Span) => gaps.some((gap) => within(gap, span)?.from === span.from && gap.to >= span.to);
  const rows = kept.rows.filter(({ seq }) => !gone({ from: seq, to: seq }));
  const count = kept.rows.length - rows.length;
  kept.rows = rows;
  kept.jumps = kept.jumps.filter(({ seq }) => !gone({ from: seq, to: seq }));
  kept.snapshots = kept.snapshots.filter(({ seq }) => !gone({ from: seq, to: seq }));
  kept.uses = kept.uses.filter((use) => !gone(use));
  if (kept.removed && (kept.forks?.size ?? 0) === 0) kept.origin?.thread.forks?.delete(kept);
  return count + (kept.origin === null ? 0 : collect(kept.origin.thread));
}

/** The spans of a thread that it and its forks still read. */
function needed(kept: KeptThread, cap: number): Span[] {
  const forks = [...(kept.forks ?? [])].flatMap((fork) => needed(fork, Math.min(cap, fork.origin?.seq ?? 0)));
  return kept.removed || kept.floor > cap ? forks : [...forks, { from: kept.floor, to: cap }];
}

/** The messages of a thread that are not consumed yet and were left after one of them: it costs no more than they are. */
export function unreadAfter({ unread }: KeptThread, after: number): readonly KeptMessage[] {
  let from = unread.length;
  while (from > 0 && (unread[from - 1]?.message.id ?? 0) > after) from -= 1;
  return unread.slice(from);
}

/** Those of messages that were consumed, the last first. */
export function lastConsumed(messages: readonly KeptMessage[]): readonly KeptMessage[] {
  return messages
    .filter(({ consumedBy }) => consumedBy !== undefined)
    .toSorted((left, right) => by(right) - by(left) || right.message.id - left.message.id);
}

function by({ consumedBy = 0 }: KeptMessage): number {
  return consumedBy;
}

/** Drops the messages that checkpoints consumed which are gone, and gives them; what came under a key is kept. */
export function dropConsumed(kept: KeptThread): readonly KeptMessage[] {
  const goes = ({ consumedBy = Infinity, message: { key } }: KeptMessage): boolean =>
    consumedBy < kept.floor && (key === null || key.startsWith('@'));
  const gone = kept.messages.filter(goes);
  kept.messages = kept.messages.filter((each) => !goes(each));
  for (const { message } of gone) if (message.key !== null) kept.keys?.delete(message.key);
  return gone;
}

/** Since when a thread has something to do; infinity where it has nothing to do by `now`. */
export function waitingSince(kept: KeptThread, now: number): number {
  const { record, seen } = kept;
  const unseen = unreadAfter(kept, seen);
  return Math.min(
    record.status === 'running' ? record.updated : Infinity,
    record.due !== null && record.due <= now ? record.due : Infinity,
    ...unseen.map(({ message }) => message.at),
  );
}

/** Whether a commit consumes a message for a second time. */
export function isRepeated(consumed: readonly { readonly id: number }[], index: number): boolean {
  return consumed.findIndex(({ id }) => id === consumed[index]?.id) < index;
}
