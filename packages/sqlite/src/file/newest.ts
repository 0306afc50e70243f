/**
 * What all formats of `schema.ts`, one after the other, lead to: a new file is made by this at once.
 *
 * It is kept in the file as it is given to SQLite, so without line breaks: it takes less room then.
 */
export const newest: string = `
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
  summary TEXT,
  reached INTEGER NOT NULL DEFAULT 0,
  sum INTEGER
) STRICT;
CREATE INDEX thread_by_update ON thread (status, updated);
CREATE INDEX thread_by_graph ON thread (graph, status, created);
CREATE INDEX thread_by_due ON thread (graph, due) WHERE due IS NOT NULL;
CREATE INDEX thread_by_owner ON thread (owner) WHERE owner IS NOT NULL;
CREATE INDEX thread_stranded ON thread (graph, updated) WHERE owner IS NULL AND status = 'running';
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
  seq INTEGER AS (id & 67108863) VIRTUAL,
  sum INTEGER
) STRICT;
CREATE INDEX checkpoint_jump ON checkpoint (id) WHERE cause IN ('rewind', 'migrate');
CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  thread INTEGER AS (id >> 26) VIRTUAL,
  seq INTEGER AS (id & 67108863) VIRTUAL,
  sum INTEGER
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
  consumed_by INTEGER,
  sum INTEGER,
  outcome_sum INTEGER,
  key TEXT
) STRICT;
CREATE INDEX message_unread ON message (thread, id, at) WHERE outcome IS NULL;
CREATE INDEX message_consumed ON message (thread, consumed_by) WHERE outcome IS NOT NULL;
CREATE UNIQUE INDEX message_by_key ON message (thread, key) WHERE key IS NOT NULL;
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
  body TEXT NOT NULL,
  sum INTEGER
) STRICT;
CREATE TABLE cache (
  key TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  body TEXT NOT NULL,
  sum INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX cache_by_age ON cache (until);
CREATE TABLE output (
  thread INTEGER NOT NULL,
  n INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL,
  before INTEGER NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (thread, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE item (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  thread TEXT NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT,
  blob INTEGER,
  until INTEGER,
  sum INTEGER NOT NULL,
  version INTEGER
) STRICT;
CREATE UNIQUE INDEX item_by_place ON item (thread, name, key);
CREATE INDEX item_by_end ON item (until) WHERE until IS NOT NULL;
CREATE INDEX item_by_blob ON item (blob) WHERE blob IS NOT NULL;
`.replaceAll(/\n */gu, '');
