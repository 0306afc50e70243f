/** Marks a file as Cairn's, in SQLite's `application_id`: "CAIR". */
export const applicationId = 0x43_41_49_52;

/**
 * The format of the file, one string a version; `user_version` counts those that were applied. A string that was released
 * is never changed: the next change is a new string.
 *
 * 1. A checkpoint's `id` is its thread's number times 2^26 plus its seq, so rows of one thread lie together with no second tree.
 * 2. A thread number is never used twice.
 * 3. A removed thread that forks still read has no id and the status `removed`.
 * 4. `floor` is the first checkpoint of a thread that can be read.
 * 5. A blob is used by the checkpoints `first` to `last` of a thread as a whole.
 * 6. A `sum` says what the row held when it was written (`sum.ts`, `record-sum.ts`). Rows of formats that had none got theirs
 *    when the file was brought to this one: a row without is damaged.
 * 7. A thread has every checkpoint up to `reached`: it was the newest when its record was last written with one.
 * 8. `before` an output its thread showed so many characters, so what is kept is known by the first and the last.
 * 9. An item's number is its version, and is never used twice, until it is written again where it stands: then it has one of the same
 *    sequence. That of no thread has the empty name. Its body is in a blob where it is long.
 */
export const schema: readonly string[] = [
  `
CREATE TABLE thread (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  fence INTEGER NOT NULL DEFAULT 1,
  id TEXT UNIQUE,
  graph TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status TEXT NOT NULL,
  due INTEGER,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  owner TEXT,
  takeovers INTEGER NOT NULL DEFAULT 0,
  seen INTEGER NOT NULL DEFAULT 0,
  floor INTEGER NOT NULL DEFAULT 1,
  origin INTEGER,
  origin_id TEXT,
  origin_seq INTEGER,
  tags TEXT,
  summary TEXT
) STRICT;

CREATE INDEX thread_by_status ON thread (status, created);
CREATE INDEX thread_by_update ON thread (status, updated);
CREATE INDEX thread_by_graph ON thread (graph, status, created);
CREATE INDEX thread_by_due ON thread (due) WHERE due IS NOT NULL;
CREATE INDEX thread_by_owner ON thread (owner) WHERE owner IS NOT NULL;
CREATE INDEX thread_stranded ON thread (updated) WHERE owner IS NULL AND status = 'running';
CREATE INDEX thread_by_origin ON thread (origin) WHERE origin IS NOT NULL;

CREATE TABLE tag (
  tag TEXT NOT NULL,
  created INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  PRIMARY KEY (tag, created, thread)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  lane TEXT NOT NULL,
  cause TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT,
  phase TEXT NOT NULL,
  label TEXT,
  changes TEXT,
  detail TEXT,
  thread INTEGER AS (id >> 26) VIRTUAL,
  seq INTEGER AS (id & 67108863) VIRTUAL
) STRICT;

CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  thread INTEGER AS (id >> 26) VIRTUAL,
  seq INTEGER AS (id & 67108863) VIRTUAL
) STRICT;

CREATE TABLE blob (
  number INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE blob_use (
  thread INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  blob INTEGER NOT NULL,
  PRIMARY KEY (thread, first, last, blob)
) STRICT, WITHOUT ROWID;

CREATE INDEX blob_use_by_blob ON blob_use (blob);

CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  thread INTEGER NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  queued INTEGER NOT NULL,
  outcome TEXT,
  consumed_by INTEGER
) STRICT;

CREATE INDEX message_unread ON message (thread, id, at) WHERE outcome IS NULL;
CREATE INDEX message_consumed ON message (thread, consumed_by) WHERE outcome IS NOT NULL;

CREATE TABLE owner (
  id TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  born TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE plan (
  fingerprint TEXT PRIMARY KEY,
  graph TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE cache (
  key TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX cache_by_age ON cache (until);
`,
  `
CREATE INDEX checkpoint_jump ON checkpoint (id) WHERE cause IN ('rewind', 'migrate');
`,
  `
DROP INDEX thread_by_due;
DROP INDEX thread_stranded;
CREATE INDEX thread_by_due ON thread (graph, due) WHERE due IS NOT NULL;
CREATE INDEX thread_stranded ON thread (graph, updated) WHERE owner IS NULL AND status = 'running';
`,
  `
ALTER TABLE thread ADD COLUMN reached INTEGER NOT NULL DEFAULT 0;
ALTER TABLE thread ADD COLUMN sum INTEGER;
UPDATE thread SET floor = max(floor, coalesce((
  WITH RECURSIVE part (number, first, last, parent) AS (
    SELECT each.number, coalesce(each.origin_seq, 0) + 1, thread.origin_seq, each.origin
      FROM thread AS each WHERE each.number = thread.origin
    UNION ALL
    SELECT each.number, coalesce(each.origin_seq, 0) + 1, min(last, first - 1), each.origin
      FROM part JOIN thread AS each ON each.number = part.parent
  ), shared (seq) AS (
    SELECT id & 67108863 FROM part JOIN checkpoint ON id BETWEEN (number << 26) + first AND (number << 26) + last
  )
  SELECT max(seq) FROM shared WHERE seq > 1 AND seq - 1 NOT IN (SELECT seq FROM shared)), 1))
  WHERE origin IS NOT NULL AND EXISTS (SELECT 1 FROM thread WHERE floor > 1);
UPDATE thread SET reached = coalesce((SELECT max(id) FROM checkpoint
  WHERE id BETWEEN number << 26 AND (number << 26) | 67108863) & 67108863, origin_seq, 0);
UPDATE thread SET sum = record_sum(number, id, graph, fingerprint, status, due, created, updated, fence, takeovers, seen,
  floor, reached, origin, origin_id, origin_seq, tags, summary);
ALTER TABLE checkpoint ADD COLUMN sum INTEGER;
ALTER TABLE snapshot ADD COLUMN sum INTEGER;
ALTER TABLE message ADD COLUMN sum INTEGER;
ALTER TABLE message ADD COLUMN outcome_sum INTEGER;
ALTER TABLE message ADD COLUMN key TEXT;
CREATE UNIQUE INDEX message_by_key ON message (thread, key) WHERE key IS NOT NULL;
ALTER TABLE plan ADD COLUMN sum INTEGER;
ALTER TABLE cache ADD COLUMN sum INTEGER;
UPDATE checkpoint SET sum = row_sum(id, time, lane, cause, "from", "to", phase, label, changes, detail);
UPDATE snapshot SET sum = text_sum(body, id);
UPDATE message SET sum = text_sum(body, at, queued);
UPDATE message SET outcome_sum = text_sum(outcome, id) WHERE outcome IS NOT NULL;
UPDATE plan SET sum = text_sum(body, fingerprint, graph);
UPDATE cache SET sum = text_sum(body, key, until);
`,
  `
-- Rows tell by edits what grows: who knows the formats before would take these for something else.
DROP INDEX thread_by_status;
CREATE TEMP TABLE kept AS SELECT key, until, body, sum FROM main.cache;
DROP TABLE cache;
CREATE TABLE cache (
  key TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  body TEXT NOT NULL,
  sum INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO cache (key, until, body, sum) SELECT key, until, body, sum FROM temp.kept;
DROP TABLE temp.kept;
CREATE INDEX cache_by_age ON cache (until);
`,
  `
CREATE TABLE output (
  thread INTEGER NOT NULL,
  n INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL,
  before INTEGER NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (thread, n)
) STRICT, WITHOUT ROWID;
`,
  `
CREATE TABLE item (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  thread TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT,
  blob INTEGER,
  until INTEGER,
  sum INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX item_by_place ON item (thread, name, key);
CREATE INDEX item_by_end ON item (until) WHERE until IS NOT NULL;
CREATE INDEX item_by_blob ON item (blob) WHERE blob IS NOT NULL;
`,
  `
ALTER TABLE item ADD COLUMN version INTEGER;
`,
];
