import { counted, hashOf, isProblem, problem } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { checkOf, isCalledDamage, isReadable } from './file/damage.ts';
import type { HeldFile } from './file/held-file.ts';
import { missingInLine, missingWords } from './tables/missing.ts';
import { isRecordSound, recordOf, summedColumns } from './sums/record-sum.ts';
import { partsOf } from './tables/parts-of.ts';
import { rowId, seqOf } from './sums/row-id.ts';
import { isRowSound, isTextSound, rowColumns, rowOf, type KeptRow } from './sums/sound.ts';
import { ItemFinds, vectorSum } from './tables/item-finds.ts';
import { prepareStatements, type LineRow, type Statements } from './tables/statements.ts';
import { wrongTables } from './tables/wrong-tables.ts';

const tagsIn = "CASE WHEN json_valid(tags) THEN tags ELSE '[]' END";

/** Rows that belong to nothing: what one is, of what or how, and how to count them. */
const orphans: readonly (readonly [thing: string, how: string, rows: string])[] = [
  ['checkpoint', 'of no thread', 'FROM checkpoint WHERE thread NOT IN (SELECT number FROM thread)'],
  ['snapshot', 'of no thread', 'FROM snapshot WHERE thread NOT IN (SELECT number FROM thread)'],
  ['message', 'of no thread', 'FROM message WHERE thread NOT IN (SELECT number FROM thread)'],
  ['output', 'of no thread', 'FROM output WHERE thread NOT IN (SELECT number FROM thread WHERE id IS NOT NULL)'],
  ['tag', 'of no thread', 'FROM tag WHERE thread NOT IN (SELECT number FROM thread WHERE id IS NOT NULL)'],
  ['use', 'of a blob by no thread', 'FROM blob_use WHERE thread NOT IN (SELECT number FROM thread)'],
  ['use', 'of a blob that is not there', 'FROM blob_use WHERE blob NOT IN (SELECT number FROM blob)'],
  [
    'item',
    'with a blob that is not there',
    'FROM item WHERE blob IS NOT NULL AND blob NOT IN (SELECT number FROM blob)',
  ],
  [
    'blob',
    'without any use',
    `FROM blob WHERE number NOT IN (SELECT blob FROM blob_use)
    AND number NOT IN (SELECT blob FROM item WHERE blob IS NOT NULL)`,
  ],
  [
    'fork',
    'of a thread that is not there',
    'FROM thread WHERE origin IS NOT NULL AND origin NOT IN (SELECT number FROM thread)',
  ],
  [
    'tag',
    'that the thread has not',
    `FROM tag JOIN thread ON number = tag.thread WHERE id IS NOT NULL
    AND (tag.created <> thread.created OR tag NOT IN (SELECT value FROM json_each(${tagsIn})))`,
  ],
  [
    'tag',
    'by which the thread is not found',
    `FROM thread, json_each(${tagsIn})
    WHERE NOT EXISTS (SELECT 1 FROM tag WHERE tag = value AND tag.created = thread.created AND tag.thread = number)`,
  ],
];

/** What is of no item, where items are found by what they say. */
const orphansOfItems: typeof orphans = [
  ['index of words', 'of no item', 'FROM item_words WHERE rowid NOT IN (SELECT number FROM item)'],
  ['vector', 'of no item', 'FROM item_vector WHERE item NOT IN (SELECT number FROM item)'],
  ['saying', 'of no item', 'FROM item_saying WHERE item NOT IN (SELECT number FROM item)'],
  ['tie', 'of no saying', 'FROM item_tie WHERE saying NOT IN (SELECT number FROM item_saying)'],
];

/** What can be told to be what was written: what it is, how it is read, and how it is told. */
const kinds: readonly (readonly [what: string, text: string, isSound: (values: KeptValues) => boolean])[] = [
  ['thread', `SELECT coalesce(id, 'number ' || number), sum, ${summedColumns.join(', ')} FROM thread`, isRecordKept],
  [
    'checkpoint',
    `SELECT id, ${rowColumns}, sum FROM checkpoint`,
    (values) => isRowSound(values as KeptRow, rowOf(values as KeptRow)),
  ],
  ['snapshot', 'SELECT id, sum, body FROM snapshot', ([id, ...text]) => isTextKept([...text, id])],
  [
    'message',
    'SELECT id, key, sum, body, at, queued FROM message',
    ([, key, ...text]) => isTextKept(key === null ? text : [...text, key]),
  ],
  [
    'outcome',
    'SELECT id, outcome_sum, outcome FROM message WHERE outcome IS NOT NULL',
    ([id, ...text]) => isTextKept([...text, id]),
  ],
  [
    'output',
    `SELECT thread || '.' || n, thread, n, seq, sum, body FROM output`,
    ([, thread = null, n = null, seq = null, ...text]) => isTextKept([...text, thread, n, seq]),
  ],
  [
    'plan',
    'SELECT fingerprint, sum, body, graph FROM plan',
    ([name, sum, body, graph]) => isTextKept([sum, body, name, graph]),
  ],
  [
    'kept result',
    'SELECT key, sum, body, until FROM cache',
    ([key, sum, body, until]) => isTextKept([sum, body, key, until]),
  ],
  [
    'item',
    `SELECT item.number || '', item.thread, name, key, until, sum, coalesce(item.body, blob.body)
      FROM item LEFT JOIN blob ON blob.number = item.blob`,
    ([, thread = null, name = null, key = null, until, ...text]) =>
      isTextKept([...text, thread, name, key, until ?? '']),
  ],
  ['value', 'SELECT hash, body FROM blob', ([hash, body]) => typeof body === 'string' && hashOf(body) === hash],
];

const kindsOfItems: typeof kinds = [
  [
    'vector',
    `SELECT item || '', item, vector, sum FROM item_vector`,
    ([, item, vector, sum]) => Buffer.isBuffer(vector) && vectorSum(Number(item), vector) === sum,
  ],
  [
    'saying',
    `SELECT item || '', item, sum, body, until, since FROM item_saying`,
    ([, item, sum, body, until, since]) => isTextKept([sum, body, Number(item), until ?? '', Number(since)]),
  ],
];

function isTextKept([sum, body, ...facts]: readonly unknown[]): boolean {
  return isTextSound(sum as number | null, body as string, ...(facts as readonly (string | number)[]));
}

function isRecordKept([, sum, ...kept]: KeptValues): boolean {
  return isRecordSound(recordOf(kept), sum as number | null);
}

/**
 * What is wrong with a database, a sentence each; empty when it is sound. What a page that is damaged hides is said, and the rest
 * is looked at all the same. A problem `store/io` where the file cannot be read.
 */
export function findings(db: Database, store: string, file: HeldFile | undefined): readonly string[] {
  const damage = damageOf(db, store, file);
  const wrong = asFarAsRead('The tables', () => wrongTables(db));
  if (wrong.length > 0) return [...damage, ...wrong];
  const isFound = new ItemFinds(db, store).isMade;
  return [
    ...damage,
    ...orphaned(db, isFound ? [...orphans, ...orphansOfItems] : orphans),
    ...unsound(db, isFound ? [...kinds, ...kindsOfItems] : kinds),
    ...missing(db, store, damage.length > 0),
  ];
}

/** What is found, or that what was looked at cannot be read. */
function asFarAsRead(what: string, look: () => readonly string[]): readonly string[] {
  try {
    return look();
  } catch (error) {
    if (isCalledDamage(error)) return [`${what} cannot all be read: ${error.message}.`];
    if (isProblem(error, 'store/corrupt')) return [`${what} cannot all be read: ${error.facts['found']}.`];
    throw error;
  }
}

function orphaned(db: Database, kindsOfOrphans: typeof orphans): readonly string[] {
  return kindsOfOrphans.flatMap(([thing, how, rows]) =>
    asFarAsRead(`What could tell of a ${thing} ${how}`, () => {
      const count = db.prepare<[], number>(`SELECT count(*) ${rows}`).pluck().get() ?? 0;
      return count === 0 ? [] : [`${thereAre(count, thing)} ${how}.`];
    }),
  );
}

function thereAre(count: number, thing: string): string {
  return `There ${count === 1 ? 'is' : 'are'} ${counted(count, thing)}`;
}

/** What is missing of the histories that can be read; of a file that is damaged also which of them cannot be read whole. */
function missing(db: Database, store: string, isDamaged: boolean): readonly string[] {
  const statements = prepareStatements(db, store);
  return asFarAsRead('The ids of the threads', () =>
    db
      .prepare<[], string>(idsOf)
      .pluck()
      .all()
      .flatMap((id) =>
        asFarAsRead(`Thread "${id}"`, () => {
          const line = statements.line.get(id);
          if (line === undefined) return [];
          const gap = missingInLine(db, statements, line);
          if (isDamaged) readWhole(db, statements, line);
          return gap === undefined ? [] : [`There is a gap: ${missingWords(id, gap)}.`];
        }),
      ),
  );
}

/** By an index that holds them all, so that a page of records that cannot be read hides none. */
const idsOf = 'SELECT id FROM thread INDEXED BY sqlite_autoindex_thread_1 WHERE id IS NOT NULL ORDER BY id';

/** Reads all that a thread's state is made of, whatever it says; an error where that cannot be read. */
function readWhole(db: Database, statements: Statements, line: LineRow): void {
  for (const { number, span } of partsOf(statements, line)) {
    const range = [rowId(number, span.from), rowId(number, span.to)] as const;
    for (const all of wholes) db.prepare<[number, number]>(all).get(...range);
  }
}

/** To measure a text it has to be read. */
const wholes: readonly string[] = [
  'SELECT total(length(lane) + length(changes) + length(detail) + length(label)) FROM checkpoint WHERE id BETWEEN ? AND ?',
  'SELECT total(length(body)) FROM snapshot WHERE id BETWEEN ? AND ?',
];

/** What is not what was written: of each kind how much, and where the first of it is. */
function unsound(db: Database, all: typeof kinds): readonly string[] {
  return all.flatMap(([what, text, isSound]) => {
    let count = 0;
    let first: string | number | undefined;
    const unread = asFarAsRead(`The ${what}s`, () => {
      for (const values of db.prepare<[], KeptValues>(text).raw().iterate()) {
        if (isSound(values)) continue;
        count += 1;
        first ??= values[0];
      }
      return [];
    });
    const place = count > 0 && placeOf(db, what, first);
    const found =
      count === 1
        ? `${thereAre(count, what)} that is not what was written: ${place}.`
        : `${thereAre(count, what)} that are not what was written; the first is ${place}.`;
    return place === false ? unread : [found, ...unread];
  });
}

/** Where something is, for people: rows and snapshots have numbers for names. */
function placeOf(db: Database, what: string, name: string | number | undefined): string {
  if (typeof name !== 'number' || what === 'message' || what === 'outcome') return String(name);
  const number = Math.floor(name / 2 ** 26);
  const id = asFarAsRead('', () =>
    db.prepare<[number], string>('SELECT id FROM thread WHERE number = ?').pluck().all(number),
  )[0];
  return `${seqOf(name)} of ${typeof id === 'string' ? `"${id}"` : `thread number ${number}`}`;
}

type KeptValues = [name: string | number, ...rest: readonly (string | number | null)[]];

/** What is found a second time as well: the first may have met a read that failed and has passed. */
function damageOf(db: Database, store: string, file: HeldFile | undefined): readonly string[] {
  if (checkOf(db, 'integrity_check').length === 0) return [];
  if (!isReadable(db.name, file)) throw problem('store/io', { store, found: 'a part of the file cannot be read' });
  return checkOf(db, 'integrity_check');
}
