import { cosine, type FoundItem, type ItemPlace, type ItemSearch, type ItemTies } from '@cairn/core/store';
import type { Database, Statement } from 'better-sqlite3';
import { textSum } from '../sums/sum.ts';
import { statementOf } from '../file/sqlite-problem.ts';
import { hasVectorExtension } from './vector-extension.ts';
import { inSpan, itemColumns, itemsWithBlobs, type ItemEnd, type ItemRow } from './item-row.ts';

/**
 * The tables by which items are found, and which say what goes with what. They are made with the first item that asks for them,
 * and whatever drops an item has it dropped there: its words too, which the index would keep until much is written beside them.
 */
const tables = `
CREATE VIRTUAL TABLE item_words USING fts5(words, tokenize = 'ascii');
INSERT INTO item_words (item_words, rank) VALUES ('secure-delete', 1);
CREATE TABLE item_vector (item INTEGER NOT NULL, vector BLOB NOT NULL, sum INTEGER NOT NULL) STRICT;
CREATE INDEX item_vector_by_item ON item_vector (item);
CREATE TABLE item_tie (source TEXT NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (source, item)) STRICT, WITHOUT ROWID;
CREATE INDEX item_tie_by_item ON item_tie (item);
CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN
  DELETE FROM item_words WHERE rowid = old.number;
  DELETE FROM item_vector WHERE item = old.number;
  DELETE FROM item_tie WHERE item = old.number;
END;
`;

const isThere = '(until IS NULL OR until > ?)';
/** Chooses the best hits, and reads the bodies of those alone. */
const best = (hits: string): string => `SELECT ${itemColumns}, score
  FROM (${hits} ORDER BY score DESC, hit DESC LIMIT ?) CROSS JOIN ${itemsWithBlobs} WHERE item.number = hit ORDER BY score DESC, hit DESC`;

/** Drops items, and what needs them. */
const withNeeding = (first: string): string => `
WITH RECURSIVE gone (number) AS (
  SELECT number FROM item WHERE ${first}
  UNION
  SELECT item_tie.item FROM gone CROSS JOIN item USING (number) CROSS JOIN item_tie ON source = name || '/' || key
    WHERE thread = ''
)
DELETE FROM item WHERE number IN (SELECT number FROM gone) RETURNING blob`;

/** What needs an item, however far. */
const needing = `
WITH RECURSIVE later (number) AS (
  SELECT item FROM item_tie WHERE source = ?
  UNION
  SELECT item_tie.item FROM later CROSS JOIN item USING (number) CROSS JOIN item_tie ON source = name || '/' || key
)
SELECT ${itemColumns}, later.number AS number FROM later CROSS JOIN ${itemsWithBlobs}
  WHERE item.number = later.number AND (until IS NULL OR until > ?)`;

const texts = {
  needing,
  endSooner: 'UPDATE item SET until = ?, sum = ? WHERE number = ?',
  threadsOf: `SELECT (SELECT json_group_array(source) FROM item_tie
    WHERE item = number AND source >= '@' AND source < 'A') FROM item WHERE thread = '' AND name = ? AND key = ? AND ${isThere}`,
  isMade: `SELECT 1 FROM sqlite_schema WHERE name = 'item_words'`,
  addWords: 'INSERT INTO item_words (rowid, words) VALUES (?, ?)',
  addVector: 'INSERT INTO item_vector (item, vector, sum) VALUES (?, ?, ?)',
  addTie: 'INSERT OR IGNORE INTO item_tie (source, item) VALUES (?, ?)',
  end: `SELECT coalesce(until, 9e999) FROM item WHERE thread = '' AND name = ? AND key = ? AND ${isThere}`,
  drop: withNeeding(inSpan),
  release: 'DELETE FROM item_tie WHERE source = ? RETURNING item',
  dropReleased: withNeeding(
    `number = ? AND NOT EXISTS (SELECT 1 FROM item_tie WHERE item = number AND source >= '@' AND source < 'A')`,
  ),
  newest: best(`SELECT number AS hit, 0.0 AS score FROM item INDEXED BY item_by_place WHERE ${inSpan} AND ${isThere}`),
  // To as many places as the score in memory has.
  byWords: best(`SELECT item.number AS hit, CAST(-1e10 * bm25(item_words) + 0.5 AS INTEGER) / 1e10 AS score
    FROM item_words CROSS JOIN item ON item.number = item_words.rowid
    WHERE item_words MATCH ? AND ${inSpan} AND ${isThere}`),
} as const;

/** Chooses the best by `quickly`, and scores those by `likeness`, as the memory store does. */
const byLikeness = (quickly: string): string => `SELECT ${itemColumns}, score
  FROM (SELECT hit, (SELECT max(likeness(vector, ?)) FROM item_vector WHERE item = hit AND length(vector) = ?) AS score
    FROM (SELECT item.number AS hit, max(${quickly}) AS near
      FROM item INDEXED BY item_by_place CROSS JOIN item_vector ON item_vector.item = item.number
      WHERE length(vector) = ? AND ${inSpan} AND ${isThere} GROUP BY item.number ORDER BY near DESC, hit DESC LIMIT ?))
  CROSS JOIN ${itemsWithBlobs} WHERE item.number = hit ORDER BY score DESC, hit DESC`;

type Span = readonly [...from: readonly [string, string, string], ...to: ItemEnd];

interface NumberOf {
  readonly number: number;
}

/** Where an item was found, and how good it is. */
export type FoundRow = ItemRow & Pick<FoundItem, 'score'>;

/** How items of a database are found, and what goes with what. */
export class ItemFinds {
  readonly #db: Database;
  readonly #store: string;
  readonly #statements = new Map<string, Statement>();
  readonly #extend: (db: Database) => boolean;
  #byLikeness: Statement | undefined;

  constructor(db: Database, store: string, extend: (to: Database) => boolean = hasVectorExtension) {
    this.#db = db;
    this.#extend = extend;
    this.#store = store;
  }

  /** Whether any item has ever asked for these tables. */
  get isMade(): boolean {
    return this.#get('isMade') !== undefined;
  }

  /** Adds what an item is found by, and the items and threads that it is dropped with. */
  add(item: number, table: string, { words, vectors = [], needs = [], of = [] }: ItemTies): void {
    if (!this.isMade) this.#db.exec(tables);
    if (words !== undefined && words !== '') this.#run('addWords', item, words);
    for (const vector of vectors) {
      const bytes = bytesOf(vector);
      this.#run('addVector', item, bytes, vectorSum(item, bytes));
    }
    for (const key of needs) this.#run('addTie', `${table}/${key}`, item);
    for (const id of of) this.#run('addTie', `@${id}`, item);
  }

  /** When an item ends, in milliseconds since 1970, or `Infinity`; undefined where there is none. */
  endOf(table: string, key: string, now: number): number | undefined {
    return this.#get('end', table, key, now) as number | undefined;
  }

  /** What needs an item, however far, and is over later than a time, if ever. */
  needingLater({ table, key }: Omit<ItemPlace, 'thread'>, until: number): readonly (ItemRow & NumberOf)[] {
    return this.#prepared('needing').all(`${table}/${key}`, until) as (ItemRow & NumberOf)[];
  }

  endSooner(item: number, until: number, sum: number): void {
    this.#run('endSooner', until, sum, item);
  }

  /** The threads that an item is of; undefined where there is none. */
  threadsOf({ table, key }: Omit<ItemPlace, 'thread'>, now: number): readonly string[] | undefined {
    const found = this.#get('threadsOf', table, key, now) as string | undefined;
    return found === undefined ? undefined : (JSON.parse(found) as string[]).map((source) => source.slice(1));
  }

  /** Drops the items of a span and those that need them; gives the numbers of their blobs. */
  drop(span: Span): readonly (number | null)[] {
    return this.#all('drop', ...span) as (number | null)[];
  }

  /** Drops the items that go with a thread, and with no other; gives the numbers of their blobs. */
  dropOf(thread: string): readonly (number | null)[] {
    const released = this.#all('release', `@${thread}`) as number[];
    return released.flatMap((item) => this.#all('dropReleased', item) as (number | null)[]);
  }

  find({ words, vector, limit = Infinity }: ItemSearch, span: Span, now: number): readonly FoundRow[] {
    const count = limit === Infinity ? -1 : Math.floor(limit);
    if (words === undefined && vector === undefined) return this.#rows('newest', ...span, now, count);
    if (!this.isMade) return [];
    if (words !== undefined) {
      // No item has a word with a quote in it, or with what ends a text.
      const askable = [...new Set(words)].filter((word) => !/["\0]/u.test(word));
      if (askable.length === 0) return [];
      return this.#rows('byWords', askable.map((word) => `"${word}"`).join(' OR '), ...span, now, count);
    }
    const asked = bytesOf(vector ?? []);
    const statement = (this.#byLikeness ??= this.#prepareByLikeness());
    return statement.all(asked, asked.length, asked, asked.length, ...span, now, count) as FoundRow[];
  }

  #prepareByLikeness(): Statement {
    const likeness = (left: Buffer, right: Buffer): number => cosine(numbersOf(left), numbersOf(right));
    this.#db.function('likeness', { directOnly: true, deterministic: true }, likeness);
    const quickly = this.#extend(this.#db) ? 'coalesce(1 - vec_distance_cosine(vector, ?), 0)' : 'likeness(vector, ?)';
    return statementOf(this.#db, this.#store, byLikeness(quickly));
  }

  #rows(name: keyof typeof texts, ...given: readonly unknown[]): readonly FoundRow[] {
    return this.#prepared(name).all(...given) as FoundRow[];
  }

  #all(name: keyof typeof texts, ...given: readonly unknown[]): readonly unknown[] {
    return this.#prepared(name)
      .pluck()
      .all(...given);
  }

  #get(name: keyof typeof texts, ...given: readonly unknown[]): unknown {
    return this.#prepared(name)
      .pluck()
      .get(...given);
  }

  #run(name: keyof typeof texts, ...given: readonly unknown[]): void {
    this.#prepared(name).run(...given);
  }

  #prepared(name: keyof typeof texts): Statement {
    let statement = this.#statements.get(name);
    if (statement !== undefined) return statement;
    statement = statementOf(this.#db, this.#store, texts[name]);
    this.#statements.set(name, statement);
    return statement;
  }
}

/** The sum of a vector and of whose it is. */
export function vectorSum(item: number, bytes: Buffer): number {
  return textSum(bytes.toString('latin1'), item);
}

function bytesOf(vector: readonly number[]): Buffer {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [at, number] of vector.entries()) bytes.writeFloatLE(number, at * 4);
  return bytes;
}

function numbersOf(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
