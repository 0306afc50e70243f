import { problem } from '../../base/problem/problem.ts';
import { acceptItems } from './accept-items.ts';
import { acceptText, acceptWhole } from './accept-text.ts';
import type { Brings, Commit, NewThread, StoredRow, ThreadOrder } from './store.ts';
import { threadOrders } from './thread-list.ts';

/** Whether rows come one after the other, the first right after `head`. */
export function follow(rows: readonly StoredRow[], head: number): boolean {
  return rows.every((row, index) => row.seq === head + index + 1);
}

/** Whether the state after a row may be one that does not follow from the state before it. */
export function isJump({ cause }: StoredRow): boolean {
  return cause === 'rewind' || cause === 'migrate';
}

/** Refuses a row with a time or with text that would not come back as it was. */
function acceptRow(store: string, row: StoredRow): void {
  acceptWhole(store, 'The time of a row', row.time);
  acceptText(store, 'A row', row.lane);
  acceptText(store, 'A row', row.from);
  acceptText(store, 'A row', row.to);
  acceptText(store, 'A row', row.label);
  acceptText(store, 'A row', row.changes);
  acceptText(store, 'A row', row.detail);
}

/** Refuses tags that cannot be stored as they are. */
export function acceptTags(store: string, tags: readonly string[]): void {
  for (const tag of tags) acceptText(store, 'A tag', tag);
}

/** How much is kept of what a thread shows: so many of its newest outputs, and of those as many as have no more characters together. */
export const outputsKept = { count: 1_000, characters: 262_144 } as const;

/** Refuses a commit that cannot be stored as it is; with `isThere`, see {@link acceptSent}. */
export function acceptCommit(store: string, commit: Commit, isThere?: (id: string) => boolean): void {
  for (const row of commit.rows) acceptRow(store, row);
  acceptText(store, 'A snapshot', commit.snapshot?.body);
  acceptWhole(store, 'The time that a thread is due', commit.update?.due);
  acceptText(store, 'A summary', commit.update?.summary);
  for (const blob of commit.blobs ?? []) acceptText(store, 'A blob', blob.body);
  for (const { outcome } of commit.consumed ?? []) acceptText(store, 'An outcome', outcome);
  for (const { body } of commit.outputs ?? []) acceptText(store, 'An output', body);
  if (commit.items !== undefined) acceptItems(store, commit.items);
  if (isThere !== undefined && (commit.begins ?? commit.posts) !== undefined) acceptSent(store, commit, isThere);
}

/** Refuses a commit of which something goes to a thread that is not there, or begins one that is: `isThere` tells of those before it. */
export function acceptSent(store: string, { begins = [], posts = [] }: Commit, isThere: (id: string) => boolean): void {
  const begun = new Set<string>();
  for (const thread of begins) {
    const { id, graph } = thread;
    if (begun.has(id) || isThere(id)) throw problem('thread/exists', { thread: id, graph, why: 'started by others' });
    acceptThread(store, thread, [1, 0]);
    begun.add(id);
  }
  for (const { thread, body, at, key, ifThere } of posts) {
    if (ifThere !== true && !begun.has(thread) && !isThere(thread))
      throw problem('thread/not-found', { thread, store });
    acceptMessage(store, body, at, key);
  }
}

/** Refuses a new thread that cannot be stored as it is; `past` is what its origin lets it share. */
export function acceptThread(store: string, thread: NewThread, past: readonly [first: number, last: number]): void {
  const what = `Thread "${thread.id}"`;
  const refuse = (found: string) => problem('store/refused', { store, what, found });
  const [first, last] = past;
  const seq = thread.origin?.seq;
  if (seq !== undefined && !(seq >= first && seq <= last)) {
    throw refuse(`forks checkpoint ${seq} of "${thread.origin?.thread}", which has ${first} to ${last}`);
  }
  const start = thread.brings?.first ?? 1;
  if (!follow(thread.rows, seq ?? start - 1)) {
    throw refuse(`starts with rows that do not follow ${seq === undefined ? `from ${start}` : `checkpoint ${seq}`}`);
  }
  if (start !== 1 && (seq !== undefined || thread.snapshot?.seq !== start || thread.rows.length === 0)) {
    throw refuse(`starts at ${start} without a state to start with`);
  }
  if (thread.brings !== undefined) acceptBrings(store, refuse, thread, thread.brings);
  acceptWhole(store, 'The time that a thread is due', thread.due);
  acceptWhole(store, 'The time that a thread was created', thread.created);
  for (const text of [
    thread.id,
    thread.fingerprint,
    thread.owner,
    thread.graph,
    thread.summary,
    thread.snapshot?.body,
    ...thread.tags,
  ]) {
    acceptText(store, what, text);
  }
  for (const row of thread.rows) acceptRow(store, row);
  for (const blob of thread.blobs ?? []) acceptText(store, 'A blob', blob.body);
}

function acceptBrings(
  store: string,
  refuse: (found: string) => Error,
  { rows }: NewThread,
  { first, updated, origin, more, messages, items = [] }: Brings,
): void {
  acceptText(store, 'The origin of a thread', origin?.thread);
  acceptWhole(store, 'The origin of a thread', origin?.seq);
  acceptWhole(store, 'The time that a thread was updated', updated);
  acceptWhole(store, 'The first checkpoint of a thread', first);
  let head = rows.at(-1)?.seq ?? first - 1;
  for (const part of more) {
    if (!follow(part.rows, head)) throw refuse(`brings rows that do not follow checkpoint ${head}`);
    head = part.rows.at(-1)?.seq ?? head;
    for (const row of part.rows) acceptRow(store, row);
    acceptText(store, 'A snapshot', part.snapshot?.body);
    for (const blob of part.blobs ?? []) acceptText(store, 'A blob', blob.body);
  }
  for (const { body, at, key, outcome } of messages) {
    acceptMessage(store, body, at, key);
    acceptText(store, 'What came of a message', outcome);
  }
  acceptItems(store, items);
}

/** Refuses a list of threads or rows that is bounded by what is no number, or in an order that there is not. */
export function acceptBounds(store: string, query: Readonly<Record<string, unknown>>): void {
  const { order } = query;
  if (order !== undefined && !threadOrders.includes(order as ThreadOrder))
    throw problem('store/refused', { store, what: 'The order of a list', found: 'is none that there is' });
  for (const name of ['limit', 'from', 'to', 'createdAfter', 'createdBefore', 'updatedAfter', 'updatedBefore']) {
    const bound = query[name];
    if (bound === undefined || (typeof bound === 'number' && !Number.isNaN(bound))) continue;
    throw problem('store/refused', {
      store,
      what: `The bound "${name}" of a list`,
      found: 'is no number',
    });
  }
}

/** Refuses a message that cannot be stored as it is. */
export function acceptMessage(store: string, body: string, at: number, key?: string | null): void {
  acceptText(store, 'A message', body);
  acceptText(store, 'The key of a message', key);
  acceptWhole(store, 'The time of a message', at);
}

/** Refuses a plan that cannot be stored as it is. */
export function acceptPlan(store: string, body: string): void {
  acceptText(store, 'A plan', body);
}

/** Refuses a result that cannot be kept as it is. */
export function acceptCached(store: string, key: string, body: string, until: number): void {
  acceptText(store, 'The key of a cached result', key);
  acceptText(store, 'A cached result', body);
  acceptWhole(store, 'The end of a cached result', until);
}

/** A thread's fence after a commit: that of the commit, which rises where the commit takes the thread. */
export function fenceAfter({ fence, takes }: Pick<Commit, 'fence' | 'takes'>): number {
  return takes === undefined ? fence : fence + (takes.raises ?? 1);
}
