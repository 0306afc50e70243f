import { flag, listOf, oneOf, text, type Shape, type Shapes } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Status, ThreadOrder, ThreadPage, ThreadQuery, ThreadRecord } from './store.ts';

/** Every status a thread can have. */
export const statuses: readonly Status[] = ['running', 'waiting', 'done', 'failed', 'cancelled'];

/** Every order that a list can have. */
export const threadOrders: readonly ThreadOrder[] = ['created', 'updated', 'due'];

/** What is looked at where it is used. */
const bound: Shape = { expected: 'a bound', fits: () => true };

/** What a query is made of. */
export const queryShapes: Required<Shapes<ThreadQuery>> = {
  status: listOf(oneOf(...statuses)),
  graph: text,
  tags: listOf(text),
  order: oneOf(...threadOrders),
  cursor: text,
  skipDamaged: flag,
  createdAfter: bound,
  createdBefore: bound,
  updatedAfter: bound,
  updatedBefore: bound,
  limit: bound,
};

/** A thread's place in a list. */
export interface Place {
  /** By what the list is ordered; of a thread without a `due`, in the order of that, when it was updated. */
  readonly time: number;
  /** The thread's number in the order of creation, among threads of that time. */
  readonly number: number;
  /** It has no `due` in a list in the order of that, and so comes after those that have. */
  readonly isUndated: boolean;
}

/** A thread as it is listed, with its number in the order of creation. */
export interface Listed {
  readonly number: number;
  readonly record: ThreadRecord;
  /** Its record is not what was written. */
  readonly isDamaged?: boolean;
}

/** What a list is ordered by: `updated` where one of its bounds is given and nothing is said, `created` otherwise. */
export function orderOf(query: ThreadQuery): ThreadOrder {
  const byDefault = query.updatedAfter === undefined && query.updatedBefore === undefined ? 'created' : 'updated';
  return query.order ?? byDefault;
}

/** At most how many threads a page has. */
export function limitOf(query: ThreadQuery): number {
  return Math.min(Math.max(1, Math.floor(query.limit ?? 100)), Number.MAX_SAFE_INTEGER - 1);
}

/** What the cursors of each order begin with, and of threads without a `due` in the order of that. */
const marks = { created: 'c', updated: 'u', due: 'd', undated: 'w' } as const;

/** The place that a query's cursor stands for; undefined for the first page. */
export function placeOf(store: string, query: ThreadQuery): Place | undefined {
  if (query.cursor === undefined) return undefined;
  const [, mark, time, number] = /^([cudw])(-?\d+)\.(\d+)$/u.exec(query.cursor) ?? [];
  const order = orderOf(query);
  const isUndated = order === 'due' && mark === marks.undated;
  if (mark !== marks[order] && !isUndated) throw problem('store/invalid-cursor', { store, cursor: query.cursor });
  return { time: Number(time), number: Number(number), isUndated };
}

/** Where a thread stands in a list of an order. */
export function placeIn(order: ThreadOrder, { number, record }: Listed): Place {
  const time = record[order];
  return { time: time ?? record.updated, number, isUndated: time === null };
}

/** Which of two places in a list of an order comes first: negative where the left one does. */
export function comparePlaces(order: ThreadOrder, left: Place, right: Place): number {
  const after = left.time - right.time || left.number - right.number;
  return Number(left.isUndated) - Number(right.isUndated) || (order === 'due' ? after : -after);
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
  const { time, number, isUndated } = placeIn(order, last);
  return { ...found, cursor: `${marks[isUndated ? 'undated' : order]}${time}.${number}` };
}

/** The order that a query asks for. */
export function inOrder(query: ThreadQuery): (left: Listed, right: Listed) => number {
  const order = orderOf(query);
  return (left, right) => comparePlaces(order, placeIn(order, left), placeIn(order, right));
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
