import { statuses } from '@cairn/core/store';
import { wordSum } from './sum.ts';

/*
 * The sum of a thread's record, by which damage to it is noticed.
 *
 * 1. It is the weighted sum of what the columns hold, modulo a prime: one bit of a number always changes it, and of other
 *    damage all but one in 67 million.
 * 2. A statement that changes some columns adds what changed of them. Nothing else is read or summed, which would take longer
 *    than the change, and what is damaged stays so: a later change of another column does not make it sound.
 *
 * `owner` is left out: it is set to NULL for many threads at once. A wrong one does no harm, for the fence says who may write.
 */

/** The largest prime of 26 bits: its products with a weight are whole numbers here as in SQLite. */
const prime = 67_108_859;

type Part = 'number' | 'text' | 'status';

/** The columns that are summed, in the order of their weights, which the format fixes. */
const parts: Readonly<Record<SummedColumn, Part>> = {
  number: 'number',
  id: 'text',
  graph: 'text',
  fingerprint: 'text',
  status: 'status',
  due: 'number',
  created: 'number',
  updated: 'number',
  fence: 'number',
  takeovers: 'number',
  seen: 'number',
  floor: 'number',
  reached: 'number',
  origin: 'number',
  origin_id: 'text',
  origin_seq: 'number',
  tags: 'text',
  summary: 'text',
};

/** A column that is summed. */
export type SummedColumn =
  | 'number'
  | 'id'
  | 'graph'
  | 'fingerprint'
  | 'status'
  | 'due'
  | 'created'
  | 'updated'
  | 'fence'
  | 'takeovers'
  | 'seen'
  | 'floor'
  | 'reached'
  | 'origin'
  | 'origin_id'
  | 'origin_seq'
  | 'tags'
  | 'summary';

/** The columns of a record as they are in the file. */
export type RecordColumns = Readonly<Record<SummedColumn, string | number | null>>;

/** The columns that are summed, in order. */
export const summedColumns: readonly SummedColumn[] = Object.keys(parts) as SummedColumn[];

const weights = weightsOf(summedColumns);

function weightsOf(columns: readonly SummedColumn[]): Readonly<Record<SummedColumn, number>> {
  let weight = 1;
  const weighed = columns.map((column) => [column, (weight = (weight * 48_271) % prime)] as const);
  return Object.fromEntries(weighed) as Record<SummedColumn, number>;
}

/** The term of NULL. */
const nothing = 40_503;

/** Every status that a record may have: its place in this text stands for it. */
const places = [...statuses, 'removed'].join(' ');
const placeOf = new Map<unknown, number>(
  [...statuses, 'removed'].map((status) => [status, places.indexOf(status) + 1]),
);

/** The term of a text, or of NULL. */
export function textTerm(text: unknown): number {
  return text === null ? nothing : (wordSum(text as string) >>> 0) % prime;
}

const termOf: Readonly<Record<Part, (value: unknown) => number>> = {
  number: (value) => (value === null ? nothing : remainder(Number(value))),
  text: textTerm,
  status: (value) => placeOf.get(value) ?? 0,
};

/**
 * The same terms in SQL. `text_term` calls back into this process, which takes longer than all else, so it is not called for NULL.
 * Numbers that are bound or come from a callback are floats to SQLite, and sums of floats are not exact: each term is cast to an integer.
 */
const termIn: Readonly<Record<Part, (value: string) => string>> = {
  number: (value) => `coalesce(CAST((${value}) % ${prime} AS INTEGER), ${nothing})`,
  text: (value) => `iif(${value} IS NULL, ${nothing}, CAST(text_term(${value}) AS INTEGER))`,
  status: (value) => `instr('${places}', ${value})`,
};

/** A record out of its columns, in order. */
export function recordOf(kept: readonly unknown[]): RecordColumns {
  return Object.fromEntries(summedColumns.map((column, index) => [column, kept[index]])) as RecordColumns;
}

/** The same columns with their weights and terms; to look these up by name takes twice as long. */
const summed = summedColumns.map((column) => ({ column, weight: weights[column], term: termOf[parts[column]] }));

/** The sum of a record. */
export function recordSum(record: RecordColumns): number {
  let sum = 0;
  for (const { column, weight, term } of summed) sum = reduced(sum + weight * term(record[column]));
  return sum % prime;
}

/** What some columns add to the sum of a record. */
export function partSum(columns: Readonly<Record<string, string | number | null>>): number {
  let sum = 0;
  for (const column in columns) {
    if (isSummed(column)) sum = reduced(sum + weights[column] * termOf[parts[column]](columns[column]));
  }
  return sum % prime;
}

/** A division of large numbers takes longer than all else of a sum, so what is small enough is left as it is. */
function remainder(value: number): number {
  return value < prime && value > -prime ? value : value % prime;
}

/** A sum to which the product of a weight and a term may be added. */
function reduced(sum: number): number {
  return sum < 2 ** 52 && sum > -(2 ** 52) ? sum : sum % prime;
}

/** Whether a record is what was written, as far as its sum tells. */
export function isRecordSound(record: RecordColumns, sum: number | null): boolean {
  return sum !== null && (sum - recordSum(record)) % prime === 0;
}

/** The sum of a record after some of its columns have changed, in SQL, from what they hold in the end. */
export function sumAfter(changes: Readonly<Record<string, string>>): string {
  const changed = Object.entries(changes).filter((entry): entry is [SummedColumn, string] => isSummed(entry[0]));
  const terms = changed.map(([column, value]) => {
    const term = termIn[parts[column]];
    return ` + ${weights[column]} * (${term(value)} - ${term(column)})`;
  });
  return `(sum${terms.join('')}) % ${prime}`;
}

/** The same where it is known what they add in the end, see {@link partSum}: to sum up here is cheaper than to call back. */
export function sumWith(added: string, columns: readonly string[]): string {
  const terms = columns.filter(isSummed).map((column) => ` - ${weights[column]} * ${termIn[parts[column]](column)}`);
  return `(sum + CAST(${added} AS INTEGER)${terms.join('')}) % ${prime}`;
}

/** What a column adds to the sum of a record that is made, beyond what it adds while it is empty, in SQL. */
export function addedTo(sum: string, column: SummedColumn, value: string): string {
  return `(CAST(${sum} AS INTEGER) + ${weights[column]} * (${termIn[parts[column]](value)} - ${nothing})) % ${prime}`;
}

/** Whether a change of a column changes the sum. */
export function isSummed(column: string): column is SummedColumn {
  return Object.hasOwn(parts, column);
}
