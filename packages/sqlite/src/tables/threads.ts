import {
  acceptBounds,
  inOrder,
  limitOf,
  orderOf,
  pageOf,
  placeIn,
  placeOf,
  problem,
  statuses,
  type Listed,
  type Place,
  type Store,
  type ThreadOrder,
  type ThreadQuery,
  type ThreadRecord,
} from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { asOfOneMoment } from '../file/at-once.ts';
import { missingWords } from './missing.ts';
import { isRecordSound } from '../sums/record-sum.ts';
import type { Walk } from './sql.ts';
import type { ListValues, Statements, ThreadRow } from './statements.ts';

/** Reads the records of threads, one or a page of them, and counts them. */
export function threadReads(
  db: Database,
  store: string,
  statements: Statements,
): Pick<Required<Store>, 'thread' | 'threads' | 'counts'> {
  /** What several walks find is of one moment. */
  const read = asOfOneMoment(db, (list: () => readonly Listed[]) => list());
  return {
    thread(id) {
      const row = statements.thread.get(id);
      return row && soundRecord(store, row);
    },
    counts({ versions = false, tags = [] }) {
      return statements[versions ? 'countsByVersion' : 'counts'].all(JSON.stringify(tags));
    },
    threads(query) {
      acceptBounds(store, { ...query });
      const values = valuesOf(store, statements, query);
      const page = pageOf(
        query,
        read(() => listed(store, statements, query, values)),
      );
      const lost = query.cursor === undefined ? statements.ofNoStatus.all() : [];
      if (lost.length === 0) return page;
      if (query.skipDamaged !== true) throw problem('store/corrupt', { store, found: notWritten(lost[0] as string) });
      return { ...page, damaged: [...(page.damaged ?? []), ...lost] };
    },
  };
}

/** A thread's record out of its row, where that is what was written; else a problem `store/corrupt`. */
export function soundRecord(store: string, row: ThreadRow): ThreadRecord {
  const found = damageIn(row);
  if (found !== undefined) throw problem('store/corrupt', { store, found });
  return recordOf(row);
}

/** What is wrong with a thread's row. */
function damageIn(row: ThreadRow): string | undefined {
  const { id, head, reached, sum } = row;
  if (!isRecordSound(row, sum)) return notWritten(id);
  return head < reached ? missingWords(id, { from: head + 1, to: reached }) : undefined;
}

function notWritten(id: string): string {
  return `the record of thread "${id}" is not what was written`;
}

function recordOf(row: ThreadRow): ThreadRecord {
  const { id, graph, fingerprint, status, due, head, created, updated, fence, owner, takeovers, summary } = row;
  const { origin_id, origin_seq } = row;
  const origin = origin_id === null || origin_seq === null ? null : { thread: origin_id, seq: origin_seq };
  const tags = row.tags === null ? [] : (JSON.parse(row.tags) as string[]);
  const facts = { id, graph, fingerprint, status, due, head, created, updated, fence, owner, takeovers };
  return { ...facts, tags, origin, summary };
}

type Values = Omit<ListValues, 'status'>;

/** One walk for a tag; for the rest a walk for each status, or for each graph, or for each status of each graph. */
function listed(store: string, statements: Statements, query: ThreadQuery, values: Values): readonly Listed[] {
  const order = orderOf(query);
  const walked = (walk: Walk, of: Partial<ListValues>): Part => {
    return (limit, after) =>
      statements
        .list(walk)
        .all({ ...values, status: 'running', ...of, ...(after && placeValues(placeIn(order, after))), limit })
        .map((row) => listedOf(store, row, query.skipDamaged));
  };
  if (values.tag !== null) return walked(byTag[order], {})(values.limit);
  const asked = statuses.filter((status) => query.status?.includes(status) ?? true);
  const graphs = (): readonly string[] => (query.graph === undefined ? statements.graphs.all() : [query.graph]);
  if (order === 'created') {
    const walks = graphs().flatMap((graph) => asked.map((status) => walked('graphByCreated', { graph, status })));
    return merged(walks, query, values.limit);
  }
  if (order === 'updated') {
    const walks = asked.map((status) => walked('statusByUpdated', { status }));
    return merged(walks, query, values.limit);
  }
  const isPast = values.undated === 1;
  const dated = isPast ? [] : graphs().map((graph) => walked('graphByDue', { graph }));
  const found = merged(dated, query, values.limit);
  if (found.length >= values.limit) return found;
  const undated = asked.map((status) => walked('statusUndated', { status, ...(!isPast && fromFirst) }));
  return [...found, ...merged(undated, query, values.limit - found.length)];
}

const byTag = { created: 'tagByCreated', updated: 'tagByUpdated', due: 'tagByDue' } as const;

function listedOf(store: string, row: ThreadRow, skipDamaged = false): Listed {
  return skipDamaged && damageIn(row) !== undefined
    ? { number: row.number, record: recordOf({ ...row, tags: null }), isDamaged: true }
    : { number: row.number, record: soundRecord(store, row) };
}

function placeValues({ time, number, isUndated }: Place): Pick<ListValues, 'time' | 'number' | 'undated'> {
  return { time, number, undated: isUndated ? 1 : 0 };
}

/** Reads so many records of a walk, from its beginning or after one. */
type Part = (limit: number, after?: Listed) => readonly Listed[];

/** A page of what several walks find. Each is read in parts, so that many of them read little more than one does. */
function merged(walks: readonly Part[], query: ThreadQuery, wanted: number): readonly Listed[] {
  const part = Math.ceil(wanted / walks.length) + 8;
  const order = inOrder(query);
  const found: Listed[] = [];
  let unread: { readonly walk: Part; readonly last?: Listed }[] = walks.map((walk) => ({ walk }));
  while (unread.length > 0) {
    const more = unread.map(({ walk, last }) => ({ walk, read: walk(part, last) }));
    for (const { read } of more) for (const each of read) found.push(each);
    found.sort(order);
    const end = found[wanted - 1];
    unread = more.flatMap(({ walk, read }) => {
      const last = read.length === part ? read.at(-1) : undefined;
      return last !== undefined && (end === undefined || order(last, end) < 0) ? [{ walk, last }] : [];
    });
  }
  return found;
}

function valuesOf(store: string, statements: Statements, query: ThreadQuery): Values {
  const [tag = null, ...others] = rarestFirst(statements, query.tags ?? []);
  const place = placeOf(store, query);
  return {
    statuses: JSON.stringify(query.status ?? statuses),
    graph: query.graph ?? null,
    tag,
    others: others.length === 0 ? null : JSON.stringify(others),
    createdAfter: query.createdAfter ?? earliest,
    createdBefore: query.createdBefore ?? latest,
    updatedAfter: query.updatedAfter ?? earliest,
    updatedBefore: query.updatedBefore ?? latest,
    ...(place === undefined ? firstOf(orderOf(query)) : placeValues(place)),
    limit: limitOf(query) + 1,
  };
}

/** How far the threads of a tag are counted, to choose the rarest tag: that is walked, and the others are looked up for each of its threads. */
const countedTo = 1_000;

function rarestFirst({ tagCount }: Statements, tags: readonly string[]): readonly string[] {
  const [first, ...others] = new Set(tags);
  if (first === undefined || others.length === 0) return first === undefined ? [] : [first];
  const counts = new Map([first, ...others].map((tag) => [tag, tagCount.get(tag, countedTo) ?? 0]));
  return [...counts].toSorted(([, left], [, right]) => left - right).map(([tag]) => tag);
}

/** Before all that there are in an order. */
function firstOf(order: ThreadOrder): typeof fromFirst {
  return order === 'due' ? fromFirst : { time: latest, number: latest, undated: 0 };
}

const latest = Number.MAX_SAFE_INTEGER;
const earliest = Number.MIN_SAFE_INTEGER;
const fromFirst: Pick<ListValues, 'time' | 'number' | 'undated'> = { time: earliest, number: 0, undated: 0 };
