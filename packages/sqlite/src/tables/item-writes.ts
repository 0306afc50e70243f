import {
  edgeOf,
  endOfSayings,
  hashOf,
  sayingOf,
  spanOf,
  withSaying,
  writeOver,
  type Item,
  type ItemEdge,
  type ItemPlace,
  type ItemQuery,
  type ItemSaying,
  type ItemWrite,
} from '@cairn/core/store';
import { textSum } from '../sums/sum.ts';
import type { ItemEnd, ItemRow } from './item-row.ts';
import { said } from './item-sayings.ts';
import type { Statements } from './statements.ts';

/** A write of an item. */
type Written = Exclude<ItemWrite, { readonly prefix: string } | { readonly body: null }>;

/** Writes an item of no thread, or drops some, and what is said no more without them. */
export function writeShared(statements: Statements, given: ItemWrite, now: number): void {
  if (!('key' in given) || given.body === null) {
    dropShared(statements, 'key' in given ? placeSpan(given) : spanOfWrite(given));
    return;
  }
  const { sayings, finds } = statements;
  const there = standing(statements, given, now);
  const write = writeOver(given, there) as Written;
  const saying = sayingOf(write);
  if (saying !== undefined) finds.make();
  if (!isMet(statements, write, now)) return;
  const joined = write.joins === true ? there : undefined;
  const since = joined && finds.isMade ? sayings.sinceOf(joined.version) : undefined;
  const ended = saying && endedBySources(statements, write, saying, now);
  if (joined === undefined) {
    dropShared(statements, placeSpan(write));
    // What it needs may have gone with what was there.
    if (!isMet(statements, write, now, write.key)) return;
  } else dropBlobs(statements, statements.dropItem.all(...edgeOf(write)));
  const before = joined === undefined ? [] : (joined.sayings ?? [{}]);
  const all = ended === undefined ? before : withSaying(before, ended);
  const until = all.length === 0 ? (write.until ?? null) : endOfSayings(all);
  const number = addItem(statements, { ...write, until });
  if (ended === undefined && joined?.sayings === undefined) return;
  finds.add(number, write);
  sayings.add(number, write.table, all, since ?? number);
  if (until !== null) settle(statements, sayings.endNeeding(write, until));
}

/** What stands in a place as an item, with what says it; of what is damaged nothing. */
function standing({ item, finds, sayings }: Statements, write: Written, now: number): Item | undefined {
  const row = item.get(...edgeOf(write), now);
  if (row === undefined || !isItemSound(row)) return undefined;
  const { sum: _sum, ...there } = row;
  return said({ ...there, thread: null }, finds.isMade ? sayings.soundOf(row.version, now) : []);
}

/** Whether all is there that a write needs, as it needs it; whatever is to be there with the write itself. */
function isMet(statements: Statements, { table, needs = [] }: Written, now: number, itself?: string): boolean {
  return needs.every(({ key, version = Infinity }) => {
    if (key === itself) return true;
    const row = rowAt(statements, table, key, now);
    return row !== undefined && statements.sayings.sinceOf(row.version) <= version;
  });
}

/** A saying that is over no later than what it needs. */
function endedBySources(
  statements: Statements,
  { table, needs = [] }: Written,
  saying: ItemSaying,
  now: number,
): ItemSaying {
  const ends = needs.map(({ key }) => rowAt(statements, table, key, now)?.until ?? Infinity);
  const until = Math.min(saying.until ?? Infinity, ...ends);
  return until === Infinity ? saying : { ...saying, until };
}

function rowAt({ item }: Statements, table: string, key: string, now: number): ItemRow | undefined {
  return item.get('', table, key, now);
}

function dropShared(statements: Statements, span: readonly [...ItemEdge, ...ItemEnd]): void {
  const { finds, sayings } = statements;
  if (!finds.isMade) {
    dropBlobs(statements, statements.dropItems.all(...span));
    return;
  }
  const gone = sayings.dropItems(span);
  dropBlobs(
    statements,
    gone.map(({ blob }) => blob),
  );
  for (const place of gone) settle(statements, sayings.unsayNeeding(place));
}

/** Drops the items that nothing says any more, and has the others be over with the last of what says them. */
export function settle(statements: Statements, items: Iterable<number>): void {
  const { sayings } = statements;
  for (const number of items) {
    const end = sayings.endOf(number);
    if (end === undefined) {
      for (const { blob, ...place } of sayings.dropItem(number)) {
        dropBlobs(statements, [blob]);
        settle(statements, sayings.unsayNeeding(place));
      }
      continue;
    }
    const row = sayings.itemAt(number);
    // What is damaged stays as it is, so that it is found.
    if (row === undefined || row.until === end || !isItemSound(row)) continue;
    sayings.endItem(number, end, sumOf(edgeOf(row), row.body, end));
    if (end !== null) settle(statements, sayings.endNeeding(row, end));
  }
}

/** Bodies longer than this are kept in blobs: what is walked stays small, and of equal ones there is one. */
export const longest: number = 16 * 1024;

/** After every place: a value that is no text comes after all that is. */
export const afterAll: ItemEnd = [new Uint8Array(), '', ''];

/** Adds an item; gives its number. */
export function addItem(
  statements: Statements,
  write: ItemPlace & Pick<Item, 'body'> & Partial<Pick<Item, 'until'>>,
): number {
  const { body, until = null } = write;
  const edge = edgeOf(write);
  const hash = body.length > longest ? hashOf(body) : null;
  if (hash !== null && statements.hasBlob.get(hash) === undefined) statements.addBlob.run(hash, body);
  const sum = sumOf(edge, body, until);
  return Number(statements.addItem.run(...edge, hash === null ? body : null, hash, until, sum).lastInsertRowid);
}

export function sumOf(edge: readonly string[], body: string, until: number | null): number {
  return textSum(body, ...edge, until ?? '');
}

function isItemSound({ thread, table, key, body, until, sum }: ItemRow): boolean {
  return sum === sumOf([thread, table, key], body, until);
}

/** Where the item of a place is, and no other. */
function placeSpan(place: ItemPlace): readonly [...ItemEdge, ...ItemEnd] {
  const [thread, table, key] = edgeOf(place);
  return [thread, table, key, thread, table, `${key}\0`];
}

/** Where the items of a query are. */
export function spanOfWrite(query: ItemQuery): readonly [...ItemEdge, ...ItemEnd] {
  const { from, to } = spanOf(query);
  return [...from, ...(to ?? afterAll)];
}

export function dropBlobs(statements: Statements, blobs: readonly (number | null)[]): void {
  for (const blob of blobs) if (blob !== null) statements.dropBlob.run(blob);
}
