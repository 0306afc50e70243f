/** The text of every statement. Names are those of {@link Statements}. */

import { statuses } from '@cairn/core/store';
import { addedTo, isSummed, sumAfter, sumWith } from '../sums/record-sum.ts';
import { rowColumns } from '../sums/sound.ts';
import { inSpan, itemColumns, itemsWithBlobs, itemVersion } from './item-row.ts';

/** How many rows one call adds: a call costs a third of what it takes to add one. */
export const rowsAtOnce = 8;

/** The newest checkpoint of `thread`, found at the end of its rows; a fork without rows of its own is where it began. */
const head = `coalesce(
  (SELECT id FROM checkpoint WHERE id BETWEEN thread.number << 26 AND (thread.number << 26) | 67108863
   ORDER BY id DESC LIMIT 1) & 67108863, thread.origin_seq, 0) AS head`;

const threadColumns = `number, id, graph, fingerprint, status, due, ${head}, created, updated, fence, owner, takeovers,
  seen, floor, reached, tags, origin, origin_id, origin_seq, summary, sum`;

const isAlive = `EXISTS (SELECT 1 FROM owner
  WHERE owner.id = thread.owner AND until > @now AND NOT process_is_gone(pid, host, born))`;

/**
 * The number alone does not say whose row it is: one that was remembered from a transaction that was taken back is given to
 * another thread. Where the thread is another, the fence is old or the row before is missing, the time is null, which the
 * column refuses and the row is ignored.
 * A WHERE would do it too, but reads the table that it writes, for which SQLite copies the row first: twice the time.
 */
export const append: string = `INSERT OR IGNORE INTO checkpoint (id, ${rowColumns}, sum) VALUES (?,
  CASE WHEN EXISTS (SELECT 1 FROM thread WHERE number = ? AND fence = ? AND id = ? AND created = coalesce(?, created))
    AND EXISTS (SELECT 1 FROM checkpoint WHERE id = ?) THEN ? END, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const rowValues = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
export const addRow: string = `INSERT INTO checkpoint (id, ${rowColumns}, sum) VALUES ${rowValues}`;
export const addRows: string = `${addRow}${`, ${rowValues}`.repeat(rowsAtOnce - 1)}`;
export const addSnapshot: string = `INSERT INTO snapshot (id, body, sum) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET body = excluded.body, sum = excluded.sum`;
export const addBlob = 'INSERT INTO blob (hash, body) VALUES (?, ?)';
export const hasBlob = 'SELECT 1 FROM blob WHERE hash = ?';
export const useBlob: string = `INSERT INTO blob_use (thread, first, last, blob) SELECT ?, ?, ?, number FROM blob WHERE hash = ?
  ON CONFLICT DO NOTHING`;
/** The number that the next thread gets, which is in its sum and known to SQLite alone. */
const nextNumber = "(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'thread'), 0) + 1)";
export const addThread: string = `INSERT INTO thread
  (id, graph, fingerprint, status, due, created, updated, owner, reached, floor, tags, origin, origin_id, origin_seq, summary, sum)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${addedTo('?', 'number', nextNumber)})
  ON CONFLICT DO NOTHING`;
export const addTag = 'INSERT INTO tag (tag, created, thread) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
export const dropTags: string = `DELETE FROM tag
  WHERE (tag, created, thread) IN (SELECT value, created, number FROM thread, json_each(tags) WHERE number = ?)`;

export const tagCount = 'SELECT count(*) FROM (SELECT 1 FROM tag WHERE tag = ? LIMIT ?)';

export const thread: string = `SELECT ${threadColumns} FROM thread WHERE id = ?`;
export const numberOf = 'SELECT number FROM thread WHERE id = ?';
export const pulse: string = `SELECT fence, ${head}, status, owner, created FROM thread WHERE id = ?`;
export const standing: string = `SELECT number, fence, created, ${head} FROM thread WHERE id = ?`;
const lineColumns = "number, floor, reached, origin, origin_seq, status = 'removed' AS hidden";
export const line: string = `SELECT ${lineColumns} FROM thread WHERE id = ?`;
export const lineOf: string = `SELECT ${lineColumns} FROM thread WHERE number = ?`;
const rows = `SELECT id, ${rowColumns}, sum FROM checkpoint WHERE id BETWEEN ? AND ? ORDER BY id`;
export const rowsUp: string = `${rows} LIMIT ?`;
export const rowsDown: string = `${rows} DESC LIMIT ?`;
export const jumps: string = `SELECT id, ${rowColumns}, sum FROM checkpoint INDEXED BY checkpoint_jump
  WHERE id BETWEEN ? AND ? AND cause IN ('rewind', 'migrate') ORDER BY id LIMIT ?`;
export const snapshot = 'SELECT id, body, sum FROM snapshot WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1';
export const blob = 'SELECT body FROM blob WHERE hash = ?';
export const usedBlobs: string = `SELECT last, hash, body FROM blob_use CROSS JOIN blob ON number = blob
  WHERE thread = ? AND first <= ? ORDER BY first DESC, last DESC`;

const page = `thread.created > @createdAfter AND thread.created < @createdBefore
  AND thread.updated > @updatedAfter AND thread.updated < @updatedBefore`;
const listColumns = threadColumns.replace('created,', 'thread.created,');
const ofTag = `SELECT ${listColumns} FROM tag CROSS JOIN thread ON number = tag.thread
  WHERE tag = @tag AND (@graph IS NULL OR graph = @graph) AND (@others IS NULL OR NOT EXISTS (SELECT 1 FROM json_each(@others)
    WHERE NOT EXISTS (SELECT 1 FROM tag AS other
      WHERE other.tag = value AND other.created = thread.created AND other.thread = number)))
  AND status IN (SELECT value FROM json_each(@statuses)) AND ${page}`;

/** What a list walks: an index of a status, of a graph, or of a tag, in the order of a column. */
export type Walk =
  | 'statusByUpdated'
  | 'graphByCreated'
  | 'graphByDue'
  | 'statusUndated'
  | 'tagByCreated'
  | 'tagByUpdated'
  | 'tagByDue';

/** Pages of threads, in their order, by what is walked: an index of a status, of a graph, or of a tag, in its own order. */
export const lists: Readonly<Record<Walk, string>> = {
  statusByUpdated: `SELECT ${listColumns} FROM thread INDEXED BY thread_by_update
    WHERE status = @status AND (@graph IS NULL OR graph = @graph) AND ${page} AND (updated, number) < (@time, @number)
    ORDER BY updated DESC, number DESC LIMIT @limit`,
  graphByCreated: `SELECT ${listColumns} FROM thread INDEXED BY thread_by_graph
    WHERE graph = @graph AND status = @status AND ${page} AND (created, number) < (@time, @number)
    ORDER BY created DESC, number DESC LIMIT @limit`,
  graphByDue: `SELECT ${listColumns} FROM thread INDEXED BY thread_by_due
    WHERE graph = @graph AND due IS NOT NULL AND status IN (SELECT value FROM json_each(@statuses)) AND ${page}
    AND (due, number) > (@time, @number) ORDER BY due, number LIMIT @limit`,
  statusUndated: `SELECT ${listColumns} FROM thread INDEXED BY thread_by_update
    WHERE status = @status AND due IS NULL AND (@graph IS NULL OR graph = @graph) AND ${page}
    AND (updated, number) > (@time, @number) ORDER BY updated, number LIMIT @limit`,
  tagByCreated: `${ofTag} AND (tag.created, tag.thread) < (@time, @number)
    ORDER BY tag.created DESC, tag.thread DESC LIMIT @limit`,
  tagByUpdated: `${ofTag} AND (updated, number) < (@time, @number) ORDER BY updated DESC, number DESC LIMIT @limit`,
  tagByDue: `${ofTag} AND (due IS NULL, coalesce(due, updated), number) > (@undated, @time, @number)
    ORDER BY due IS NULL, coalesce(due, updated), number LIMIT @limit`,
};

/** Threads whose status is none that there is, so that no list walks them: what lies between those in the index, at a step each. */
const words = [...statuses, 'removed'].toSorted();
const between = ['', ...words].map((word, at) => {
  const next = words[at];
  return `SELECT id FROM thread INDEXED BY thread_by_update
    WHERE status > '${word}' ${next === undefined ? '' : `AND status < '${next}'`} AND id IS NOT NULL`;
});
export const ofNoStatus: string = `${between.join(' UNION ALL ')} UNION ALL
  SELECT id FROM thread INDEXED BY thread_by_update WHERE status = '' AND id IS NOT NULL LIMIT 100`;

/** What columns are set to, and with them the sum. */
function changed(changes: Readonly<Record<string, string>>): string {
  const set = Object.keys(changes).some(isSummed) ? { ...changes, sum: sumAfter(changes) } : changes;
  return Object.entries(set)
    .map(([column, value]) => `${column} = ${value}`)
    .join(', ');
}

/**
 * Changes columns of a thread, and its sum by what they add to that; where it has to be free, only of one that nobody owns, that
 * was created then and that no newer message waits for. Given are the values, see `partSum` for what they add, the number, when it
 * was created, twice, and the newest message that was seen: by name, of which there are many, all takes a fifth longer.
 */
export function update(columns: readonly string[]): string {
  const set = columns.map((column) => `${column} = ?`);
  return `UPDATE thread SET ${[...set, `sum = ${sumWith('?', columns)}`].join(', ')}
    WHERE number = ? AND (? IS NULL OR (owner IS NULL AND created = ? AND NOT EXISTS
      (SELECT 1 FROM message INDEXED BY message_unread
        WHERE message.thread = thread.number AND outcome IS NULL AND message.id > ?)))`;
}

export const beat: string = `INSERT INTO owner (id, until, pid, host, born) VALUES (@id, @until, @pid, @host, @born)
  ON CONFLICT DO UPDATE SET until = @until, pid = @pid, host = @host, born = @born`;
export const forgetOwner = 'DELETE FROM owner WHERE id = ?';
export const forgetGone = 'DELETE FROM owner WHERE process_is_gone(pid, host, born)';
export const letGo = 'UPDATE thread SET owner = NULL WHERE owner = ?';
/** A thread, and whether its owner is alive; in one statement, as a process may end between two. */
export const owned: string = `SELECT ${threadColumns}, owner IS NOT NULL AND ${isAlive} FROM thread WHERE id = @id`;
export const own: string = `UPDATE thread
  SET ${changed({ owner: '@owner', fence: 'fence + 1', takeovers: 'takeovers + @died' })} WHERE number = @number`;

const countedAmong = `WHERE status IN (${statuses.map((status) => `'${status}'`).join(', ')})
  AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE NOT EXISTS
    (SELECT 1 FROM tag WHERE tag.tag = value AND tag.created = thread.created AND tag.thread = number))
  GROUP BY graph, status`;
/** The index has all that this needs. */
export const counts: string = `SELECT graph, status, count(*) AS threads FROM thread INDEXED BY thread_by_graph ${countedAmong}`;
/** No index has the versions, and to look each thread up takes twice as long as to read them in order. */
export const countsByVersion: string = `SELECT graph, status, fingerprint, count(*) AS threads FROM thread NOT INDEXED
  ${countedAmong}, fingerprint`;

/** Every name of a graph, a step of the index each. */
export const graphs: string = `
WITH RECURSIVE named (graph) AS (
  SELECT min(graph) FROM thread
  UNION ALL
  SELECT (SELECT min(graph) FROM thread WHERE thread.graph > named.graph) FROM named WHERE graph IS NOT NULL
)
SELECT graph FROM named WHERE graph IS NOT NULL`;
export const alive = 'SELECT id FROM owner WHERE until > ? AND NOT process_is_gone(pid, host, born)';

const isFree = '(owner IS NULL OR owner NOT IN (SELECT value FROM json_each(@alive)))';

/** Threads of one graph that have something to do, in the order of an index: they run and have no owner, or their `due` has passed. */
export const stranded: string = `SELECT id, number, updated AS since FROM thread INDEXED BY thread_stranded
  WHERE owner IS NULL AND status = 'running' AND graph = @graph ORDER BY updated LIMIT @limit`;
export const due: string = `SELECT id, number, due AS since FROM thread INDEXED BY thread_by_due
  WHERE graph = @graph AND due <= @now AND ${isFree} ORDER BY due LIMIT @limit`;

const ofGraphs = 'graph IN (SELECT value FROM json_each(@graphs))';

/** Threads of some graphs that have something to do, of which there are few: their owner died, or messages came for them. */
export const orphaned: string = `SELECT id, number, updated AS since FROM thread INDEXED BY thread_by_owner
  WHERE owner IS NOT NULL AND status = 'running' AND ${isFree} AND ${ofGraphs} ORDER BY updated, number LIMIT @limit`;
export const addressed: string = `
WITH RECURSIVE addressee (thread) AS (
  SELECT min(thread) FROM message INDEXED BY message_unread WHERE outcome IS NULL
  UNION ALL
  SELECT (SELECT min(message.thread) FROM message INDEXED BY message_unread
    WHERE outcome IS NULL AND message.thread > addressee.thread)
  FROM addressee WHERE thread IS NOT NULL
)
SELECT thread.id, number, (SELECT min(at) FROM message INDEXED BY message_unread
    WHERE message.thread = number AND outcome IS NULL AND message.id > seen) AS since
  FROM addressee CROSS JOIN thread ON number = addressee.thread
  WHERE since IS NOT NULL AND ${isFree} AND ${ofGraphs} ORDER BY since, number LIMIT @limit`;

export const nextDue: string = `SELECT due FROM thread INDEXED BY thread_by_due
  WHERE graph = @graph AND due > @after AND owner IS NULL ORDER BY due LIMIT 1`;

export const leave: string = `INSERT INTO message (thread, body, at, queued, key, sum)
  SELECT number, @body, @at, @queued, @key, @sum FROM thread WHERE id = @thread
  ON CONFLICT (thread, key) WHERE key IS NOT NULL DO NOTHING`;
export const leftUnder: string =
  'SELECT id FROM message WHERE thread = (SELECT number FROM thread WHERE id = ?) AND key = ?';
/** The number is looked up first: a join of the two tables takes four times as long. */
export const unread: string = `SELECT id, @thread AS thread, body, at, queued, key, outcome, sum, outcome_sum FROM message
  WHERE thread = (SELECT number FROM thread WHERE id = @thread) AND outcome IS NULL AND id > @after ORDER BY id`;
export const consumed: string = `SELECT id, @thread AS thread, body, at, queued, key, outcome, sum, outcome_sum FROM message
  WHERE thread = (SELECT number FROM thread WHERE id = @thread) AND outcome IS NOT NULL
  ORDER BY consumed_by DESC, id DESC LIMIT @limit`;
export const message: string = `SELECT message.id, thread.id AS thread, body, at, queued, key, outcome, message.sum, outcome_sum
  FROM message JOIN thread ON number = message.thread WHERE message.id = ?`;
export const consume: string = `UPDATE message SET outcome = ?, consumed_by = ?, outcome_sum = ?
  WHERE id = ? AND thread = ? AND outcome IS NULL`;

export const firstOutput = 'SELECT n, before FROM output WHERE thread = ? ORDER BY n LIMIT 1';
export const lastOutput = 'SELECT n, before, body FROM output WHERE thread = ? ORDER BY n DESC LIMIT 1';
export const addOutput = 'INSERT INTO output (thread, n, seq, body, before, sum) VALUES (?, ?, ?, ?, ?, ?)';
export const dropOutput = 'DELETE FROM output WHERE thread = ? AND n = ?';
export const dropOutputs = 'DELETE FROM output WHERE thread = ?';
export const outputs: string = `SELECT thread, n, seq, body, sum FROM output
  WHERE thread = (SELECT number FROM thread WHERE id = ?) AND n > ? ORDER BY n`;
export const shown: string = `SELECT coalesce(max(n), 0) FROM output
  WHERE thread = (SELECT number FROM thread WHERE id = ?)`;

export const addPlan = 'INSERT INTO plan (fingerprint, graph, body, sum) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
export const plan = 'SELECT graph, body, sum FROM plan WHERE fingerprint = ?';
export const plans = 'SELECT fingerprint FROM plan WHERE graph = ? ORDER BY rowid';
export const cached = 'SELECT body, until, sum FROM cache WHERE key = ?';
export const keepCached: string = `INSERT INTO cache (key, body, until, sum) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET body = excluded.body, until = excluded.until, sum = excluded.sum`;
export const dropCached = 'DELETE FROM cache WHERE until <= ?';

const atPlace = 'thread = ? AND name = ? AND key = ?';
const listedItems = `SELECT ${itemColumns} FROM ${itemsWithBlobs}
  WHERE ${inSpan} AND name = coalesce(?, name) AND (until IS NULL OR until > ?) ORDER BY`;
export const item: string = `SELECT ${itemColumns} FROM ${itemsWithBlobs} WHERE ${atPlace} AND (until IS NULL OR until > ?)`;
export const newestItem: string = `SELECT coalesce(max(${itemVersion}), 0) FROM item WHERE ${inSpan} AND (until IS NULL OR until > ?)`;
export const itemsUp: string = `${listedItems} thread, name, key LIMIT ?`;
export const itemsDown: string = `${listedItems} thread DESC, name DESC, key DESC LIMIT ?`;
export const addItem: string = `INSERT INTO item (thread, name, key, body, blob, until, sum)
  VALUES (?, ?, ?, ?, (SELECT number FROM blob WHERE hash = ?), ?, ?)`;
/** Writes an item where it stands, with the next number as its version. */
export const replaceItem: string = `UPDATE item SET body = ?, sum = ?, version = (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'item')
  WHERE ${atPlace} AND blob IS NULL AND until IS NULL`;
export const countItem = "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'item'";
export const dropItem: string = `DELETE FROM item WHERE ${atPlace} RETURNING blob`;
export const dropItems: string = `DELETE FROM item WHERE ${inSpan} RETURNING blob`;
/** Up to ten items that have ended: each write adds at most one. */
export const dropOverItems: string = `DELETE FROM item
  WHERE number IN (SELECT number FROM item WHERE until <= ? ORDER BY until LIMIT 10) RETURNING blob`;

export const setFloor: string = `UPDATE thread SET ${changed({ floor: '@floor' })} WHERE number = @number`;
const hidden = { status: "'removed'", due: 'NULL', owner: 'NULL', fence: 'fence + 1', tags: 'NULL', summary: 'NULL' };
export const hide: string = `UPDATE thread SET ${changed({ id: 'NULL', ...hidden })} WHERE number = ?`;
/** What a thread and those that share its past still read of it. */
export const readers: string = `
WITH RECURSIVE sharer (number, cap) AS (
  SELECT @thread, 67108863
  UNION ALL
  SELECT thread.number, min(cap, origin_seq) FROM sharer CROSS JOIN thread ON origin = sharer.number WHERE origin IS NOT NULL
)
SELECT floor AS "from", cap AS "to" FROM sharer CROSS JOIN thread USING (number) WHERE status <> 'removed' AND floor <= cap`;
export const forkCount = 'SELECT count(*) FROM thread WHERE origin = ?';
export const dropThread = 'DELETE FROM thread WHERE number = ?';
export const dropRows = 'DELETE FROM checkpoint WHERE id BETWEEN ? AND ?';
export const dropSnapshots = 'DELETE FROM snapshot WHERE id BETWEEN ? AND ?';
export const dropUses = 'DELETE FROM blob_use WHERE thread = ? AND first >= ? AND last <= ? RETURNING blob';
export const dropUnread = 'DELETE FROM message WHERE thread = ? AND outcome IS NULL';
export const dropConsumed = 'DELETE FROM message WHERE thread = ? AND outcome IS NOT NULL';
export const trimConsumed: string = `DELETE FROM message
  WHERE thread = ? AND outcome IS NOT NULL AND consumed_by < ? AND (key IS NULL OR key LIKE '@%')`;
export const dropBlob: string = `DELETE FROM blob
  WHERE number = ? AND NOT EXISTS (SELECT 1 FROM blob_use WHERE blob_use.blob = blob.number)
  AND NOT EXISTS (SELECT 1 FROM item WHERE item.blob = blob.number)`;

export const pages: string = `SELECT page_count AS pages, freelist_count AS free, page_size AS size
  FROM pragma_page_count, pragma_freelist_count, pragma_page_size`;
export const dataVersion = 'PRAGMA data_version';
