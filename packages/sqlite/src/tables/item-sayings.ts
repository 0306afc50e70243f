import { endOfSayings, type Item, type ItemEdge, type ItemPlace, type ItemSaying } from '@cairn/core/store';
import type { Database, Statement } from 'better-sqlite3';
import { statementOf } from '../file/sqlite-problem.ts';
import { soundText } from '../sums/sound.ts';
import { textSum } from '../sums/sum.ts';
import { inSpan, itemColumns, itemsWithBlobs, type ItemEnd, type ItemRow } from './item-row.ts';

/** The names of what a saying goes with: an item of a table, and a thread. */
const needed = (table: string, key: string): string => `${table}/${key}`;
const thread = (id: string): string => `@${id}`;

const texts = {
  of: 'SELECT number, body, until, since, sum FROM item_saying WHERE item = ? ORDER BY number',
  add: 'INSERT INTO item_saying (item, body, until, since, sum) VALUES (?, ?, ?, ?, ?)',
  addTie: 'INSERT OR IGNORE INTO item_tie (source, saying) VALUES (?, ?)',
  unsay: `DELETE FROM item_saying WHERE number IN (SELECT saying FROM item_tie WHERE source = ?) RETURNING item`,
  endSooner: `UPDATE item_saying SET until = ?, sum = ? WHERE number = ?`,
  since: 'SELECT since FROM item_saying WHERE item = ? LIMIT 1',
  dropItems: `DELETE FROM item WHERE ${inSpan} RETURNING name AS "table", key, blob`,
  dropItem: 'DELETE FROM item WHERE number = ? RETURNING name AS "table", key, blob',
  itemAt: `SELECT ${itemColumns} FROM ${itemsWithBlobs} WHERE item.number = ?`,
  endItem: 'UPDATE item SET until = ?, sum = ? WHERE number = ?',
  sooner: `SELECT item_saying.number AS number, item, body, until, since, sum FROM item_tie CROSS JOIN item_saying ON number = saying
    WHERE source = ? AND (until IS NULL OR until > ?)`,
} as const;

interface SayingRow {
  readonly number: number;
  readonly body: string;
  readonly until: number | null;
  readonly since: number;
  readonly sum: number;
}

/** An item that was dropped, and the number of its blob. */
export interface DroppedRow {
  readonly table: string;
  readonly key: string;
  readonly blob: number | null;
}

/** Why items of a database are there: what says them, and what that goes with. */
export class ItemSayings {
  readonly #db: Database;
  readonly #store: string;
  readonly #statements = new Map<string, Statement>();

  constructor(db: Database, store: string) {
    this.#db = db;
    this.#store = store;
  }

  /** What says an item, the oldest first; empty where it is there by itself. */
  of(item: number, now: number): readonly ItemSaying[] {
    const rows = this.#prepared('of').all(item) as SayingRow[];
    return rows.filter(({ until }) => until === null || until > now).map((row) => this.#sayingOf(item, row));
  }

  /** The same, of which what is damaged is left out. */
  soundOf(item: number, now: number): readonly ItemSaying[] {
    const rows = this.#prepared('of').all(item) as SayingRow[];
    const sound = rows.filter((row) => row.sum === sumOf(item, row) && (row.until === null || row.until > now));
    return sound.map((row) => this.#sayingOf(item, row));
  }

  #sayingOf(item: number, { body, until, since, sum }: SayingRow): ItemSaying {
    soundText(this.#store, `what says item ${item}`, sum, body, item, until ?? '', since);
    return { ...(JSON.parse(body) as ItemSaying), ...(until !== null && { until }) };
  }

  /** The version since which an item says what it says; its own where it is there by itself. */
  sinceOf(item: number): number {
    return (this.#prepared('since').pluck().get(item) as number | undefined) ?? item;
  }

  add(item: number, table: string, sayings: readonly ItemSaying[], since: number): void {
    for (const { until = null, ...saying } of sayings) {
      const body = JSON.stringify(saying);
      const sum = sumOf(item, { body, until, since });
      const number = this.#prepared('add').run(item, body, until, since, sum).lastInsertRowid;
      for (const { key } of saying.needs ?? []) this.#prepared('addTie').run(needed(table, key), number);
      if (saying.of !== undefined) this.#prepared('addTie').run(thread(saying.of), number);
    }
  }

  /** Takes away what needs an item; gives the items that were said so. */
  unsayNeeding({ table, key }: Pick<ItemPlace, 'table' | 'key'>): ReadonlySet<number> {
    return this.#unsay(needed(table, key));
  }

  /** Takes away what is of a thread; gives the items that were said so. */
  unsayOf(id: string): ReadonlySet<number> {
    return this.#unsay(thread(id));
  }

  #unsay(source: string): ReadonlySet<number> {
    return new Set(this.#prepared('unsay').pluck().all(source) as number[]);
  }

  /** Has what needs an item be over no later than that; gives the items that are said so. What is damaged stays as it is, so that it is found. */
  endNeeding({ table, key }: Pick<ItemPlace, 'table' | 'key'>, until: number): ReadonlySet<number> {
    const rows = this.#prepared('sooner').all(needed(table, key), until) as (SayingRow & { readonly item: number })[];
    const items = new Set<number>();
    for (const { number, item, ...row } of rows) {
      if (row.sum !== sumOf(item, row)) continue;
      this.#prepared('endSooner').run(until, sumOf(item, { ...row, until }), number);
      items.add(item);
    }
    return items;
  }

  /** When the last of what says an item is over, null where one stays; undefined where nothing says it any more. */
  endOf(item: number): number | null | undefined {
    const rows = this.#prepared('of').all(item) as SayingRow[];
    return rows.length === 0 ? undefined : endOfSayings(rows.map(({ until }) => (until === null ? {} : { until })));
  }

  dropItems(span: readonly [...ItemEdge, ...ItemEnd]): readonly DroppedRow[] {
    return this.#prepared('dropItems').all(...span) as DroppedRow[];
  }

  dropItem(item: number): readonly DroppedRow[] {
    return this.#prepared('dropItem').all(item) as DroppedRow[];
  }

  itemAt(item: number): ItemRow | undefined {
    return this.#prepared('itemAt').get(item) as ItemRow | undefined;
  }

  /** Has an item be over from then on, or stay. */
  endItem(item: number, until: number | null, sum: number): void {
    this.#prepared('endItem').run(until, sum, item);
  }

  #prepared(name: keyof typeof texts): Statement {
    let statement = this.#statements.get(name);
    if (statement !== undefined) return statement;
    statement = statementOf(this.#db, this.#store, texts[name]);
    this.#statements.set(name, statement);
    return statement;
  }
}

function sumOf(item: number, { body, until, since }: Omit<SayingRow, 'number' | 'sum'>): number {
  return textSum(body, item, until ?? '', since);
}

/** An item with what says it. */
export function said<Given extends Item>(item: Given, sayings: readonly ItemSaying[]): Given {
  return sayings.length === 0 ? item : { ...item, sayings };
}
