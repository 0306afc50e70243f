import type { Status, StoredOutput, ThreadCount } from '@cairn/core/store';
import type { Database, Statement } from 'better-sqlite3';
import { ItemFinds } from './item-finds.ts';
import { ItemSayings } from './item-sayings.ts';
import type { ItemStatements } from './item-row.ts';
import { withRows } from './made-rows.ts';
import type { KeptRow } from '../sums/sound.ts';
import * as sql from './sql.ts';
import type { Writing } from './writing.ts';
import { statementOf } from '../file/sqlite-problem.ts';

/** A thread as its row in the file has it. */
export interface ThreadRow {
  readonly number: number;
  readonly id: string;
  readonly graph: string;
  readonly fingerprint: string;
  readonly status: Status;
  readonly due: number | null;
  readonly head: number;
  readonly created: number;
  readonly updated: number;
  readonly fence: number;
  readonly owner: string | null;
  readonly takeovers: number;
  readonly seen: number;
  readonly floor: number;
  readonly reached: number;
  readonly tags: string | null;
  readonly origin: number | null;
  readonly origin_id: string | null;
  readonly origin_seq: number | null;
  readonly summary: string | null;
  readonly sum: number | null;
}

/** A thread as its row has it, and whether its owner is alive: 1 or 0. */
export type OwnedRow = ThreadRow & { readonly alive: number };

/** Where a thread's rows are: its number, its first readable checkpoint, and its origin. */
export interface LineRow {
  readonly number: number;
  readonly floor: number;
  readonly reached: number;
  readonly origin: number | null;
  readonly origin_seq: number | null;
  /** 1 for a thread that was removed and is kept for its forks. */
  readonly hidden: number;
}

/** What a commit has to fit. */
export interface StandingRow {
  readonly number: number;
  readonly fence: number;
  readonly head: number;
  readonly created: number;
}

/** A message as its row in the file has it. */
export interface MessageRow {
  readonly id: number;
  readonly thread: string;
  readonly body: string;
  readonly at: number;
  readonly queued: number;
  readonly key: string | null;
  readonly outcome: string | null;
  readonly sum: number | null;
  readonly outcome_sum: number | null;
}

/** Which threads of a graph with something to do are read. */
export interface WorkOf {
  readonly graph: string;
  readonly now: number;
  readonly limit: number;
  /** The owners that are alive, a JSON list. */
  readonly alive: string;
}

/** The same of several graphs, a JSON list of names. */
export type WorkOfAll = Omit<WorkOf, 'graph'> & { readonly graphs: string };

/** A thread with something to do, and since when. */
export interface WaitingRow {
  readonly id: string;
  readonly number: number;
  readonly since: number;
}

/** The bounds of a list; where a query gives none, they let everything through. */
export interface ListValues {
  readonly statuses: string;
  readonly status: Status;
  readonly graph: string | null;
  readonly tag: string | null;
  /** The other tags that a thread has to have, a JSON list. */
  readonly others: string | null;
  readonly createdAfter: number;
  readonly createdBefore: number;
  readonly updatedAfter: number;
  readonly updatedBefore: number;
  readonly time: number;
  readonly number: number;
  /** 1 where what comes has no `due`. */
  readonly undated: 0 | 1;
  readonly limit: number;
}

/** A text with its sum. */
type Kept = { body: string; sum: number | null };
type AfterId<Values> = Values extends [number, ...infer Rest] ? Rest : never;
type Identity = [number: number, fence: number, id: string, created: number | null];
type Range = [from: number, to: number];
type OwnerRow = { id: string; until: number; pid: number; host: string; born: string | null };

/** Every statement of the store, prepared once. */
export interface Statements extends ItemStatements {
  /** One row of a thread at rest, if it is that thread, the fence holds and the row before it is there. */
  readonly append: Writing<[id: number, ...Identity, before: number, ...AfterId<KeptRow>]>;
  readonly addRow: Writing<[values: KeptRow[number][]]>;
  /** As many rows as {@link sql.rowsAtOnce} says. */
  readonly addRows: Writing<[values: KeptRow[number][]]>;
  readonly addSnapshot: Writing<[id: number, body: string, sum: number]>;
  readonly addBlob: Writing<[hash: string, body: string]>;
  readonly useBlob: Writing<[thread: number, first: number, last: number, hash: string]>;
  readonly hasBlob: Statement<[hash: string], number>;
  /** The sum is without the thread's number. */
  readonly addThread: Writing<[values: (string | number | null)[]]>;
  readonly addTag: Writing<[tag: string, created: number, thread: number]>;
  readonly dropTags: Writing<[thread: number]>;
  readonly tagCount: Statement<[tag: string, most: number], number>;

  readonly thread: Statement<[id: string], ThreadRow>;
  readonly pulse: Statement<[id: string], Pick<ThreadRow, 'fence' | 'head' | 'status' | 'owner' | 'created'>>;
  readonly numberOf: Statement<[id: string], number>;
  readonly standing: Statement<[id: string], StandingRow>;
  readonly line: Statement<[id: string], LineRow>;
  readonly ofNoStatus: Statement<[], string>;
  readonly lineOf: Statement<[number: number], LineRow>;
  readonly rowsUp: Statement<[...Range, limit: number], KeptRow>;
  readonly rowsDown: Statement<[...Range, limit: number], KeptRow>;
  readonly jumps: Statement<[...Range, limit: number], KeptRow>;
  readonly snapshot: Statement<Range, Kept & { id: number }>;
  readonly blob: Statement<[hash: string], string>;
  readonly usedBlobs: Statement<[thread: number, to: number], { last: number; hash: string; body: string }>;

  readonly beat: Writing<[OwnerRow]>;
  readonly forgetOwner: Writing<[id: string]>;
  readonly forgetGone: Writing<[]>;
  readonly letGo: Writing<[owner: string]>;
  readonly owned: Statement<[{ id: string; now: number }], OwnedRow>;
  readonly own: Writing<[{ number: number; owner: string; died: number }]>;
  readonly counts: Statement<[tags: string], ThreadCount>;
  readonly countsByVersion: Statement<[tags: string], ThreadCount>;
  readonly graphs: Statement<[], string>;
  readonly alive: Statement<[now: number], string>;
  readonly stranded: Statement<[WorkOf], WaitingRow>;
  readonly due: Statement<[WorkOf], WaitingRow>;
  readonly orphaned: Statement<[WorkOfAll], WaitingRow>;
  readonly addressed: Statement<[WorkOfAll], WaitingRow>;
  readonly nextDue: Statement<[{ graph: string; after: number }], number>;

  readonly leave: Writing<
    [{ thread: string; body: string; at: number; queued: number; key: string | null; sum: number }]
  >;
  readonly leftUnder: Statement<[thread: string, key: string], number>;
  readonly unread: Statement<[{ thread: string; after: number }], MessageRow>;
  readonly consumed: Statement<[{ thread: string; limit: number }], MessageRow>;
  readonly message: Statement<[id: number], MessageRow>;
  readonly consume: Writing<[outcome: string, by: number, sum: number, id: number, thread: number]>;

  readonly firstOutput: Statement<[thread: number], { n: number; before: number }>;
  readonly lastOutput: Statement<[thread: number], { n: number; before: number; body: string }>;
  readonly addOutput: Writing<[thread: number, n: number, seq: number, body: string, before: number, sum: number]>;
  readonly dropOutput: Writing<[thread: number, n: number]>;
  readonly dropOutputs: Writing<[thread: number]>;
  readonly outputs: Statement<[thread: string, after: number], StoredOutput & { thread: number; sum: number }>;
  readonly shown: Statement<[thread: string], number>;

  readonly addPlan: Writing<[fingerprint: string, graph: string, body: string, sum: number]>;
  readonly plan: Statement<[fingerprint: string], Kept & { graph: string }>;
  readonly plans: Statement<[graph: string], string>;
  readonly cached: Statement<[key: string], Kept & { until: number }>;
  readonly keepCached: Writing<[key: string, body: string, until: number, sum: number]>;
  readonly dropCached: Writing<[now: number]>;

  readonly finds: ItemFinds;
  readonly sayings: ItemSayings;

  readonly setFloor: Writing<[{ floor: number; number: number }]>;
  readonly hide: Writing<[thread: number]>;
  readonly readers: Statement<[{ thread: number }], { from: number; to: number }>;
  readonly forkCount: Statement<[thread: number], number>;
  readonly dropThread: Writing<[thread: number]>;
  readonly dropRows: Writing<Range>;
  readonly dropSnapshots: Writing<Range>;
  readonly dropUses: Writing<[thread: number, first: number, last: number], number>;
  readonly dropUnread: Writing<[thread: number]>;
  readonly dropConsumed: Writing<[thread: number]>;
  readonly trimConsumed: Writing<[thread: number, before: number]>;
  readonly dropBlob: Writing<[blob: number]>;

  readonly dataVersion: Statement<[], number>;
  readonly pages: Statement<[], { pages: number; free: number; size: number }>;
  /** Changes the named columns of a thread. */
  update(columns: readonly string[]): Writing<[values: (string | number | null)[]]>;
  /** Pages of threads, by what is walked. */
  list(walk: sql.Walk): Statement<[ListValues], ThreadRow>;
}

/** Statements whose rows have one column, which stands for them. */
const plucked: ReadonlySet<string> = new Set<keyof Statements>([
  'hasBlob',
  'numberOf',
  'tagCount',
  'blob',
  'graphs',
  'alive',
  'nextDue',
  'ofNoStatus',
  'leftUnder',
  'shown',
  'plans',
  'forkCount',
  'dropUses',
  'newestItem',
  'dropItem',
  'dropItems',
  'dropOverItems',
  'dataVersion',
]);

/** Statements whose rows are lists of values. */
const listed: ReadonlySet<string> = new Set<keyof Statements>(['rowsUp', 'rowsDown', 'jumps']);

/** The statements of a database. Each is prepared when it is first asked for: what reads one thread needs few of them. */
export function prepareStatements(db: Database, store: string): Statements {
  const prepare = preparing(db, store);
  const lists = cache((walk: sql.Walk) => prepare('list', sql.lists[walk]) as Statement<[ListValues], ThreadRow>);
  const updates = cache((columns: string) => prepare('update', sql.update(columns.split(' '))));
  const own: Pick<Prepared, 'prepare'> & Pick<Statements, 'update' | 'list' | 'finds' | 'sayings'> = {
    prepare,
    finds: new ItemFinds(db, store),
    sayings: new ItemSayings(db, store),
    update: (columns) => updates(columns.join(' ')),
    list: (walk) => lists(walk),
  };
  return Object.assign(Object.create(prepared) as object, own) as unknown as Statements;
}

/** Prepares a statement by its name; what writes cannot be read with `get()`, see {@link Writing}. */
function preparing(db: Database, store: string): (name: string, text: string) => Statement {
  return (name, text) => {
    const statement = statementOf(db, store, text);
    if (!statement.readonly) Object.defineProperty(statement, 'get', { value: undefined });
    if (listed.has(name)) return statement.raw();
    return plucked.has(name) ? statement.pluck() : withRows(name, statement);
  };
}

/** What statements are prepared with. */
interface Prepared {
  prepare: (name: string, text: string) => Statement;
}

/** What the statements of every database inherit: each makes itself when it is first asked for. To define them for each costs as much as to prepare two. */
const prepared: object = Object.defineProperties(
  {},
  Object.fromEntries(
    Object.entries(sql).flatMap(([name, text]) => (typeof text === 'string' ? [[name, madeLater(name, text)]] : [])),
  ),
);

/** A property that is made when it is first asked for. */
function madeLater(name: string, text: string): PropertyDescriptor & ThisType<Prepared> {
  return {
    get() {
      const value = this.prepare(name, text);
      Object.defineProperty(this, name, { value });
      return value;
    },
  };
}

function cache<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
