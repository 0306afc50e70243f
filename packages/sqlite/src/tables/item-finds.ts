import { cosine, mustBeAsLong, tellingWords, type FoundItem, type ItemSearch, type ItemTies } from '@cairn/core/store';
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
CREATE TABLE item_saying (number INTEGER PRIMARY KEY, item INTEGER NOT NULL, body TEXT NOT NULL, until INTEGER, since INTEGER NOT NULL, sum INTEGER NOT NULL) STRICT;
CREATE INDEX item_saying_by_item ON item_saying (item);
CREATE TABLE item_tie (source TEXT NOT NULL, saying INTEGER NOT NULL, PRIMARY KEY (source, saying)) STRICT, WITHOUT ROWID;
CREATE INDEX item_tie_by_saying ON item_tie (saying);
CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN
  DELETE FROM item_words WHERE rowid = old.number;
  DELETE FROM item_vector WHERE item = old.number;
  DELETE FROM item_saying WHERE item = old.number;
END;
CREATE TRIGGER saying_gone AFTER DELETE ON item_saying BEGIN
  DELETE FROM item_tie WHERE saying = old.number;
END;
`;

const isThere = '(until IS NULL OR until > ?)';
/** Chooses the best hits, and reads the bodies of those alone. */
const best = (hits: string): string => `SELECT ${itemColumns}, score
  FROM (${hits} ORDER BY score DESC, hit DESC LIMIT ?) CROSS JOIN ${itemsWithBlobs} WHERE item.number = hit ORDER BY score DESC, hit DESC`;

const texts = {
  isMade: `SELECT 1 FROM sqlite_schema WHERE name = 'item_words'`,
  addWords: 'INSERT INTO item_words (rowid, words) VALUES (?, ?)',
  addVector: 'INSERT INTO item_vector (item, vector, sum) VALUES (?, ?, ?)',
  otherVector: `SELECT length(vector) / 4 FROM item INDEXED BY item_by_place CROSS JOIN item_vector ON item_vector.item = item.number
    WHERE length(vector) <> ? AND ${inSpan} AND ${isThere} LIMIT 1`,
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

/** Where an item was found, and how good it is. */
export type FoundRow = ItemRow & Pick<FoundItem, 'score'>;

/** How items of a database are found, and what goes with what. */
export class ItemFinds {
  readonly #db: Database;
  readonly #store: string;
  readonly #statements = new Map<string, Statement>();
  readonly #extend: (db: Database) => boolean;
  #byLikeness: Statement | undefined;
  #counts: Statement | undefined;

  constructor(db: Database, store: string, extend: (to: Database) => boolean = hasVectorExtension) {
    this.#db = db;
    this.#extend = extend;
    this.#store = store;
  }

  /** Whether any item has ever asked for these tables. */
  get isMade(): boolean {
    return this.#prepared('isMade').get() !== undefined;
  }

  /** Makes the tables, in the transaction that is under way, where there are none yet. */
  make(): void {
    if (!this.isMade) this.#db.exec(tables);
  }

  /** Adds what an item is found by. */
  add(item: number, { words, vectors = [] }: ItemTies): void {
    if (words !== undefined && words !== '') this.#prepared('addWords').run(item, words);
    for (const vector of vectors) {
      const bytes = bytesOf(vector);
      this.#prepared('addVector').run(item, bytes, vectorSum(item, bytes));
    }
  }

  find({ table, words, vector, limit = Infinity }: ItemSearch, span: Span, now: number): readonly FoundRow[] {
    const count = limit === Infinity ? -1 : Math.floor(limit);
    if (words === undefined && vector === undefined) return this.#rows('newest', ...span, now, count);
    if (!this.isMade) return [];
    if (words !== undefined) {
      // No item has a word with a quote in it, or with what ends a text.
      const askable = tellingWords(words, (word) => (/["\0]/u.test(word) ? 0 : this.#countOf(word)));
      if (askable.length === 0) return [];
      return this.#rows('byWords', askable.map((word) => `"${word}"`).join(' OR '), ...span, now, count);
    }
    const asked = bytesOf(vector ?? []);
    const others = this.#prepared('otherVector')
      .pluck()
      .all(asked.length, ...span, now) as number[];
    mustBeAsLong(this.#store, table, asked.length / 4, others);
    const statement = (this.#byLikeness ??= this.#prepareByLikeness());
    return statement.all(asked, asked.length, asked, asked.length, ...span, now, count) as FoundRow[];
  }

  /** How many items have a word. */
  #countOf(word: string): number {
    if (this.#counts === undefined) {
      this.#db.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.item_vocabulary USING fts5vocab(main, item_words, row)');
      this.#counts = statementOf(this.#db, this.#store, 'SELECT doc FROM temp.item_vocabulary WHERE term = ?').pluck();
    }
    return (this.#counts.get(word) as number | undefined) ?? 0;
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
