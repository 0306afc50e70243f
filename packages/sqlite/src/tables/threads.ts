import {
  acceptBounds,
  limitOf,
  newestFirst,
  orderOf,
  pageOf,
  placeOf,
  problem,
  statuses,
  type Listed,
  type Store,
  type ThreadQuery,
  type ThreadRecord,
} from '@cairn/core/store';
import { missingWords } from './missing.ts';
import { isRecordSound } from '../sums/record-sum.ts';
import type { Walk } from './sql.ts';
import type { ListValues, Statements, ThreadRow } from './statements.ts';

/** Reads the records of threads, one or a page of them. */
export function threadReads(store: string, statements: Statements): Pick<Store, 'thread' | 'threads'> {
  return {
    thread(id) {
      const row = statements.thread.get(id);
      return row && soundRecord(store, row);
    },
    threads(query) {
      acceptBounds(store, { ...query });
      const page = pageOf(query, listed(store, statements, query, valuesOf(store, query)));
      const lost = query.cursor === undefined && query.tag === undefined ? statements.ofNoStatus.all() : [];
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

/** One walk for a tag; for the rest a walk for each status, merged. */
function listed(
  store: string,
  statements: Statements,
  query: ThreadQuery,
  values: Omit<ListValues, 'status'>,
): readonly Listed[] {
  const order = orderOf(query) === 'created' ? 'Created' : 'Updated';
  const read = (walk: Walk, status: ListValues['status']) =>
    statements
      .list(walk)
      .all({ ...values, status })
      .map((row) =>
        query.skipDamaged === true && damageIn(row) !== undefined
          ? { number: row.number, record: recordOf({ ...row, tags: null }), isDamaged: true }
          : { number: row.number, record: soundRecord(store, row) },
      );
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
