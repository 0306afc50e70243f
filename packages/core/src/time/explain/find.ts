import { load } from '../../store/load.ts';
import { readUntil } from '../read/read-until.ts';
import { blobsIn } from '../../store/text/row-text.ts';
import type { Store, StoredRow, ThreadQuery, ThreadRecord } from '../../store/contract/store.ts';
import { editsText, textsInTime } from './texts-in-time.ts';
import { bare } from '../read/part-of-log.ts';

/** Which threads to find; each fact that is given narrows the search. */
export interface FindQuery extends ThreadQuery {
  /** A node that one of its lanes is at. */
  readonly node?: string;
  /** Text in its id, in any value that it ever had, in an event, an error or an answer; capitals do not count. */
  readonly text?: string;
  /** Ends it with its reason when it aborts. */
  readonly signal?: AbortSignal;
}

/** A thread that was found. */
export interface Found {
  readonly thread: ThreadRecord;
  /** The newest checkpoint that holds the text, and what stands around it there; absent where its id holds it. */
  readonly match?: { readonly seq: number; readonly excerpt: string };
}

/** A page of threads that were found. */
export interface FoundPage {
  readonly found: readonly Found[];
  /** Absent on the last page. */
  readonly cursor?: string;
  /** The ids of threads whose records are damaged, where a query skips them. */
  readonly damaged?: readonly string[];
}

/**
 * Finds threads, newest first, a page at a time; needs no graph.
 *
 * A cursor is the store's own: the place of the last thread that was looked at. So threads that start or go meanwhile change
 * nothing of the pages that follow.
 */
export async function find(kept: Store, query: FindQuery = {}): Promise<FoundPage> {
  const { node: _node, text: _text, cursor: first, limit = 100, signal, ...facts } = query;
  const store = readUntil(kept, signal);
  const found: Found[] = [];
  let cursor = first;
  const damaged: string[] = [];
  let end: string | undefined;
  for (;;) {
    // A page is as large as the number that is missing, so none of it is left over; once there are enough, it is only asked whether another is left.
    const page = await store.threads({
      ...facts,
      limit: end === undefined ? limit - found.length : ahead,
      ...(cursor !== undefined && { cursor }),
    });
    damaged.push(...(page.damaged ?? []));
    for (const thread of page.threads) {
      const match = await matchOf(store, thread, query);
      if (match === undefined) continue;
      if (end !== undefined) return { found, cursor: end, ...(damaged.length > 0 && { damaged }) };
      found.push({ thread, ...match });
    }
    cursor = page.cursor;
    if (cursor === undefined) return { found, ...(damaged.length > 0 && { damaged }) };
    if (found.length === limit) end ??= cursor;
  }
}

/** How many threads are read at a time to see whether another one matches. */
const ahead = 100;

async function matchOf(
  store: Store,
  thread: ThreadRecord,
  query: FindQuery,
): Promise<Omit<Found, 'thread'> | undefined> {
  const { node, text } = query;
  if (node !== undefined && !(await isAt(store, thread, node))) return undefined;
  if (text === undefined || thread.id.toLowerCase().includes(text.toLowerCase())) return {};
  const match = await newestWith(store, thread, text);
  return match && { match };
}

async function isAt(store: Store, { id, summary }: ThreadRecord, node: string): Promise<boolean> {
  const { at = [] } = summary === null ? {} : (JSON.parse(summary) as { at?: readonly { node: string }[] });
  if (at.some((lane) => lane.node === node)) return true;
  const { snapshot } = await load(store, id, bare);
  return snapshot.lanes.all().some((lane) => lane.node === node && (lane.phase !== 'closed' || lane.path === ''));
}

/** How many rows are searched at a time. */
const pageSize = 500;

async function newestWith(store: Store, { id, head }: ThreadRecord, text: string): Promise<Found['match'] | undefined> {
  const needle = JSON.stringify(text).slice(1, -1).toLowerCase();
  let found: Found['match'];
  let edited: number | undefined;
  for (let to = head; to >= 1 && found === undefined;) {
    const rows = await store.rows(id, { to, limit: pageSize, newestFirst: true });
    for (const row of rows) {
      found ??= await matchIn(store, row, needle);
      if (found !== undefined) break;
      if (editsText(row)) edited = row.seq;
    }
    to = (rows.at(-1)?.seq ?? 1) - 1;
  }
  return edited === undefined ? found : ((await newestInTime(store, { id, head }, edited, needle)) ?? found);
}

async function matchIn(store: Store, row: StoredRow, needle: string): Promise<Found['match']> {
  const { seq, label, changes, detail } = row;
  for (const part of [changes, detail, label]) {
    const excerpt = part === null ? undefined : await excerptOf(store, part, needle);
    if (excerpt !== undefined) return { seq, excerpt };
  }
  return undefined;
}

/** Looks in the values themselves: a text that grew by edits may hold what no row does. */
async function newestInTime(
  store: Store,
  thread: Pick<ThreadRecord, 'id' | 'head'>,
  from: number,
  needle: string,
): Promise<Found['match']> {
  let found: Found['match'];
  for await (const { seq, text } of textsInTime(store, thread, from)) {
    const at = text.toLowerCase().indexOf(needle);
    if (at >= 0) found = { seq, excerpt: around(text, at, needle.length) };
  }
  return found;
}

async function excerptOf(store: Store, text: string, needle: string): Promise<string | undefined> {
  const at = text.toLowerCase().indexOf(needle);
  if (at >= 0) return around(text, at, needle.length);
  for (const { body } of await store.blobs(blobsIn(text))) {
    const inBody = body.toLowerCase().indexOf(needle);
    if (inBody >= 0) return around(body, inBody, needle.length);
  }
  return undefined;
}

/** How many characters are shown on each side. */
const side = 30;

function around(text: string, at: number, length: number): string {
  const from = Math.max(0, at - side);
  const to = at + length + side;
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}
