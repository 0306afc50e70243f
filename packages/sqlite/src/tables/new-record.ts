import type { NewThread } from '@cairn/core/store';
import { recordSum } from '../sums/record-sum.ts';

/** The values of a new thread's record, in the order in which the statement takes them. */
export function newRecord(
  thread: NewThread,
  shared: { readonly number: number; readonly floor: number } | undefined,
): (string | number | null)[] {
  // A fork has no more of the past than its origin had then.
  const { number: origin = null, floor = 1 } = shared ?? {};
  const { id, graph, fingerprint, status, due, created, owner, summary, rows } = thread;
  const said = thread.origin ?? thread.brings?.origin;
  const origin_id = said?.thread ?? null;
  const origin_seq = said?.seq ?? null;
  const tags = thread.tags.length === 0 ? null : JSON.stringify(thread.tags);
  const reached = rows.at(-1)?.seq ?? thread.origin?.seq ?? 0;
  const sum = recordSum({
    number: null,
    id,
    graph,
    fingerprint,
    status,
    due,
    created,
    updated: created,
    fence: 1,
    takeovers: 0,
    seen: 0,
    floor,
    reached,
    origin,
    origin_id,
    origin_seq,
    tags,
    summary,
  });
  const made = [id, graph, fingerprint, status, due, created, created, owner, reached, floor];
  made.push(tags, origin, origin_id, origin_seq, summary, sum);
  return made;
}
