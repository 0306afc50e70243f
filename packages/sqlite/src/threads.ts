import {
  acceptBounds,
  limitOf,
  newestFirst,
  orderOf,
  pageOf,
  placeOf,
  statuses,
  type Listed,
  type Store,
  type ThreadQuery,
  type ThreadRecord,
} from '@cairn/core/store';
import type { Walk } from './sql.ts';
import type { ListValues, Statements, ThreadRow } from './statements.ts';

/** Reads the records of threads, one or a page of them. */
export function threadReads(store: string, statements: Statements): Pick<Store, 'thread' | 'threads'> {
  return {
    thread(id) {
      const row = statements.thread.get(id);
      return row && recordOf(row);
    },
    threads(query) {
      acceptBounds(store, { ...query });
      return pageOf(query, listed(statements, query, valuesOf(store, query)));
    },
  };
}

/** A thread's record out of its row. */
export function recordOf({ number: _, origin_id, origin_seq, tags, ...rest }: ThreadRow): ThreadRecord {
  const origin = origin_id === null || origin_seq === null ? null : { thread: origin_id, seq: origin_seq };
  return { ...rest, tags: tags === null ? [] : (JSON.parse(tags) as string[]), origin };
}

/** One walk for a tag; for the rest a walk for each status, merged. */
function listed(statements: Statements, query: ThreadQuery, values: Omit<ListValues, 'status'>): readonly Listed[] {
  const order = orderOf(query) === 'created' ? 'Created' : 'Updated';
  const read = (walk: Walk, status: ListValues['status']) =>
    statements
      .list(walk)
      .all({ ...values, status })
      .map((row) => ({ number: row.number, record: recordOf(row) }));
  if (query.tag !== undefined) return read(`tagBy${order}`, 'running');
  const walk =
    order === 'Updated' ? 'statusByUpdated' : query.graph === undefined ? 'statusByCreated' : 'graphByCreated';
  const asked = statuses.filter((status) => query.status?.includes(status) ?? true);
  return asked.flatMap((status) => read(walk, status)).toSorted(newestFirst(query));
}

function valuesOf(store: string, query: ThreadQuery): Omit<ListValues, 'status'> {
  const [time, number] = placeOf(store, query) ?? [latest, latest];
  return {
    statuses: JSON.stringify(query.status ?? statuses),
    graph: query.graph ?? null,
    tag: query.tag ?? null,
    createdAfter: query.createdAfter ?? earliest,
    createdBefore: query.createdBefore ?? latest,
    updatedAfter: query.updatedAfter ?? earliest,
    updatedBefore: query.updatedBefore ?? latest,
    time,
    number,
    limit: limitOf(query) + 1,
  };
}

const latest = Number.MAX_SAFE_INTEGER;
const earliest = Number.MIN_SAFE_INTEGER;
