import { flag, listOf, oneOf, text, type Shape, type Shapes } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Status, ThreadPage, ThreadQuery, ThreadRecord } from './store.ts';

/** Every status a thread can have. */
export const statuses: readonly Status[] = ['running', 'waiting', 'done', 'failed', 'cancelled'];

/** What is looked at where it is used. */
const bound: Shape = { expected: 'a bound', fits: () => true };

/** What a query is made of. */
export const queryShapes: Required<Shapes<ThreadQuery>> = {
  status: listOf(oneOf(...statuses)),
  graph: text,
  tags: listOf(text),
  cursor: text,
  skipDamaged: flag,
  createdAfter: bound,
  createdBefore: bound,
  updatedAfter: bound,
  updatedBefore: bound,
  limit: bound,
};

/** A thread's place in a list: its time, then its number among threads of that time. */
export type Place = readonly [time: number, number: number];

/** A thread as it is listed, with its number in the order of creation. */
export interface Listed {
  readonly number: number;
  readonly record: ThreadRecord;
  /** Its record is not what was written. */
  readonly isDamaged?: boolean;
}

/** What a list is ordered by: `updated` where one of its bounds is given, `created` otherwise. */
export function orderOf(query: ThreadQuery): 'created' | 'updated' {
  return query.updatedAfter === undefined && query.updatedBefore === undefined ? 'created' : 'updated';
}

/** At most how many threads a page has. */
export function limitOf(query: ThreadQuery): number {
  return Math.min(Math.max(1, Math.floor(query.limit ?? 100)), Number.MAX_SAFE_INTEGER - 1);
}

/** The place that a query's cursor stands for; undefined for the first page. */
export function placeOf(store: string, query: ThreadQuery): Place | undefined {
  if (query.cursor === undefined) return undefined;
  const [, order, time, number] = /^([cu])(-?\d+)\.(\d+)$/u.exec(query.cursor) ?? [];
  if (order !== orderOf(query)[0]) throw problem('store/invalid-cursor', { store, cursor: query.cursor });
  return [Number(time), Number(number)];
}

/** A page out of threads in order: one more than the limit tells that there is another page. */
export function pageOf(query: ThreadQuery, listed: readonly Listed[]): ThreadPage {
  const limit = limitOf(query);
  const page = listed.slice(0, limit);
  const threads = page.filter(({ isDamaged }) => isDamaged !== true).map(({ record }) => ({ ...record }));
  const damaged = page.filter(({ isDamaged }) => isDamaged === true).map(({ record }) => record.id);
  const found = { threads, ...(damaged.length > 0 && { damaged }) };
  const last = page.at(-1);
  if (listed.length <= limit || last === undefined) return found;
  const order = orderOf(query);
  return { ...found, cursor: `${order.slice(0, 1)}${last.record[order]}.${last.number}` };
}

/** Newest first. */
export function newestFirst(query: ThreadQuery): (left: Listed, right: Listed) => number {
  const order = orderOf(query);
  return (left, right) => right.record[order] - left.record[order] || right.number - left.number;
}

/** Whether a query asks for this thread, its cursor aside. */
export function asksFor(query: ThreadQuery, thread: ThreadRecord): boolean {
  return (
    (query.status?.includes(thread.status) ?? true) &&
    (query.graph === undefined || query.graph === thread.graph) &&
    (query.tags?.every((tag) => thread.tags.includes(tag)) ?? true) &&
    thread.created > (query.createdAfter ?? -Infinity) &&
    thread.created < (query.createdBefore ?? Infinity) &&
    thread.updated > (query.updatedAfter ?? -Infinity) &&
    thread.updated < (query.updatedBefore ?? Infinity)
  );
}
