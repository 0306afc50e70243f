import type { Codec } from '../base/value/codec.ts';
import { toMilliseconds, type Duration } from '../base/duration.ts';
import { callable, flag, length, listOf, mustChoose, number, oneOf, text, type Shapes } from '../base/problem/given.ts';
import { noClasses } from '../base/value/codec.ts';
import { isProblem } from '../base/problem/problem.ts';
import { ask, type Patience } from './ask.ts';
import { everyThread, isDamage, isUnlisted, recordOr, type Unlisted } from './records.ts';
import { load } from './load.ts';
import { writeSnapshot } from './text/snapshot-text.ts';
import { asksFor, statuses } from './contract/thread-list.ts';
import type { Blob, Commit, Status, Store, ThreadQuery, ThreadRecord } from './contract/store.ts';

/** What to prune. */
export interface PruneOptions {
  /** Threads that nothing happened to for so long; all by default. */
  readonly olderThan?: Duration;
  /** So many of the newest threads that match are kept whatever their age. */
  readonly keep?: number;
  /** Threads in these states; by default those that ended well or were cancelled, and whatever state named ones are in. */
  readonly status?: readonly Status[];
  readonly graph?: string;
  /** Those that have all of these tags. */
  readonly tags?: readonly string[];
  /** These threads alone, as far as they match the rest. */
  readonly threads?: readonly string[];
  /**
   * `threads` deletes the threads; `history` keeps them with their newest checkpoint only. A thread that may still go on is
   * never deleted, whatever `status` says, and its history is cut only where that is asked for.
   */
  readonly drop?: 'threads' | 'history';
  /** Says what would go, and leaves everything as it is. */
  readonly dryRun?: boolean;
  /** Called after each thread. */
  readonly onProgress?: (pruned: Pruned) => void;
}

/** What was pruned, or would be. */
export interface Pruned {
  /** Threads looked at that match. */
  readonly matched: number;
  /** Threads deleted. */
  readonly deleted: number;
  /** Threads whose history was cut. */
  readonly cut: number;
  /** Checkpoints that cut histories had and have no more; a fork keeps those that it shares. */
  readonly rows: number;
  /** Threads that may still go on, and so were not deleted. */
  readonly spared: number;
  /** Threads that somebody was driving; they were left alone. */
  readonly busy: readonly string[];
  /** Threads whose state cannot be told without a codec or a key; their histories were left as they are. */
  readonly unread: readonly string[];
  /** Threads of which something is damaged that pruning them takes; they were left alone. `store.remove()` takes them whatever is stored of them. */
  readonly damaged: readonly string[];
}

/** What pruning needs to know of the process. */
export interface Pruning {
  readonly now: number;
  /** Claims a thread that nobody drives. */
  readonly claim: (thread: string) => Promise<ThreadRecord | 'busy' | undefined>;
  /** How long what may pass is waited for. */
  readonly patience: Patience;
  readonly codec?: Codec;
  /** Lets go of a thread that was claimed and could not be pruned. */
  readonly release: (claimed: Pick<Commit, 'thread' | 'fence' | 'update'>) => Promise<void>;
}

const over: readonly Status[] = ['done', 'cancelled'];

const shapes: Shapes<PruneOptions> = {
  olderThan: length,
  keep: number,
  status: listOf(oneOf(...statuses)),
  graph: text,
  tags: listOf(text),
  threads: listOf(text),
  drop: oneOf('threads', 'history'),
  dryRun: flag,
  onProgress: callable,
};

/** Deletes threads that are over, or cuts histories to their newest checkpoint. Forks keep what they share. */
export async function prune(store: Store, options: PruneOptions, pruning: Pruning): Promise<Pruned> {
  mustChoose('options', options, shapes);
  const count = { matched: 0, deleted: 0, cut: 0, rows: 0, spared: 0 };
  const alone = { busy: [] as string[], unread: [] as string[], damaged: [] as string[] };
  const goes = pruner(options, pruning);
  const pruned = (): Pruned => ({
    ...count,
    busy: [...alone.busy],
    unread: [...alone.unread],
    damaged: [...alone.damaged],
  });
  const deletes = options.drop !== 'history';
  for await (const record of matching(store, options, pruning.now)) {
    if (isUnlisted(record)) {
      alone.damaged.push(record.id);
      continue;
    }
    count.matched += 1;
    if (deletes && !over.includes(record.status)) {
      count.spared += 1;
      options.onProgress?.(pruned());
      continue;
    }
    const went = await goes(store, record).catch(damaged);
    if (typeof went === 'string') alone[went].push(record.id);
    else if (deletes) count.deleted += went;
    else if (went > 0) {
      count.cut += 1;
      count.rows += went;
    }
    options.onProgress?.(pruned());
  }
  return pruned();
}

/** What is damaged of one thread stops no other. */
function damaged(error: unknown): 'damaged' {
  if (isDamage(error)) return 'damaged';
  throw error;
}

/** The threads that match, the newest first, but for the newest that are kept; and those of which that cannot be told. */
async function* matching(
  store: Store,
  options: PruneOptions,
  now: number,
): AsyncGenerator<ThreadRecord | Unlisted, void, undefined> {
  const { olderThan, keep = 0, threads } = options;
  const before = olderThan === undefined ? Infinity : now - toMilliseconds(olderThan);
  const query = queryOf(options);
  const asked = threads === undefined ? everyThread(store, { ...query, limit: 500 }) : named(store, threads, query);
  let seen = 0;
  for await (const record of asked) {
    if (isUnlisted(record)) yield record;
    else {
      seen += 1;
      if (seen > keep && record.updated < before) yield record;
    }
  }
}

/** Threads that are named are meant whatever their status is, unless that is said too. */
function queryOf({ status, graph, tags, threads }: PruneOptions): ThreadQuery {
  const asked = status ?? (threads === undefined ? over : undefined);
  return {
    ...(asked !== undefined && { status: asked }),
    ...(graph !== undefined && { graph }),
    ...(tags !== undefined && { tags }),
  };
}

/** Those of the named that a query asks for. */
async function* named(
  store: Store,
  threads: readonly string[],
  query: ThreadQuery,
): AsyncGenerator<ThreadRecord | Unlisted, void, undefined> {
  const records: ThreadRecord[] = [];
  for (const id of new Set(threads)) {
    const record = await recordOr(store, id);
    if (record === undefined) continue;
    if (isUnlisted(record)) yield record;
    else if (asksFor(query, record)) records.push(record);
  }
  yield* records.toSorted((one, other) => other.created - one.created);
}

/** What is done to a thread: how many threads or checkpoints go, or why none does. */
type Prune = (store: Store, record: ThreadRecord) => Promise<number | 'busy' | 'unread'>;

function pruner({ drop, dryRun = false }: PruneOptions, pruning: Pruning): Prune {
  const deletes = drop !== 'history';
  if (!dryRun) return (store, record) => (deletes ? remove : cut)(store, record, pruning);
  return async (store, record) => {
    const would = deletes ? 1 : await cuttable(store, record);
    if (would === 0) return 0;
    if (await isDriven(store, record, pruning.now)) return 'busy';
    return deletes || (await newest(store, record, pruning.codec)) !== undefined ? would : 'unread';
  };
}

/** More threads than a store has. */
const all = 1_000_000_000;

/** Whether a living owner has a thread: one that had a dead one would be up for being driven. */
async function isDriven(store: Store, { id, graph, owner }: ThreadRecord, now: number): Promise<boolean> {
  return owner !== null && !(await store.runnable(now, all, [graph])).includes(id);
}

/** Deletes a thread that is over and that nobody drives; how many went. */
async function remove(
  store: Store,
  record: ThreadRecord,
  { claim, patience, release }: Pruning,
): Promise<number | 'busy'> {
  const claimed = await claim(record.id);
  if (claimed === 'busy' || claimed === undefined) return claimed ?? 0;
  try {
    if (over.includes(claimed.status)) {
      return await ask(patience, async (isAgain) => (await store.remove([record.id])) || Number(isAgain));
    }
  } catch (error) {
    await release({ thread: record.id, fence: claimed.fence, ...left(record) });
    throw error;
  }
  // Somebody has taken it up again since it was listed.
  await release({ thread: record.id, fence: claimed.fence, ...left(record) });
  return 'busy';
}

/** Cuts a thread's history to its newest checkpoint; how many it had before that. */
async function cut(
  store: Store,
  record: ThreadRecord,
  { claim, patience, codec, release }: Pruning,
): Promise<number | 'busy' | 'unread'> {
  if ((await cuttable(store, record)) === 0) return 0;
  const claimed = await claim(record.id);
  if (claimed === 'busy' || claimed === undefined) return claimed ?? 0;
  const freed = { thread: record.id, fence: claimed.fence, ...left(record) };
  try {
    const last = await newest(store, claimed, codec);
    if (last === undefined) {
      await release(freed);
      return 'unread';
    }
    const written = await ask(patience, () => store.commit({ ...freed, rows: [], ...last }));
    if (written === 'stale') return 'busy';
    const went = await cuttable(store, claimed);
    await store.trim(record.id, claimed.head);
    return went;
  } catch (error) {
    await release(freed);
    throw error;
  }
}

/** How many checkpoints a thread has before its newest. */
async function cuttable(store: Store, { id, head }: ThreadRecord): Promise<number> {
  const [first] = await store.rows(id, { limit: 1 });
  return head - (first?.seq ?? head);
}

/** A thread's newest state as it is written; undefined where it cannot be told without a codec or a key. */
async function newest(
  store: Store,
  { id }: ThreadRecord,
  codec: Codec = noClasses,
): Promise<Pick<Commit, 'snapshot' | 'blobs'> | undefined> {
  try {
    const { snapshot } = await load(store, id, { codec, lenient: true });
    const blobs: Blob[] = [];
    const body = writeSnapshot(snapshot, codec, blobs);
    return { snapshot: { seq: snapshot.seq, body }, ...(blobs.length > 0 && { blobs }) };
  } catch (error) {
    if (isProblem(error, 'value/unreadable')) return undefined;
    throw error;
  }
}

/** Pruning is no takeover: what is counted of those stays as it was. */
function left({ takeovers }: ThreadRecord): Pick<Commit, 'update'> {
  return { update: { owner: null, takeovers } };
}
