import type { StoredRow } from '@cairn/core/store';

/*
 * Sums of 32 bits by which damage by a disk is noticed: a change of one character always, greater damage but for one case in four
 * billion. They do not guard against people.
 *
 * A row's sum is worked out at each transition, so it may cost next to nothing: short texts are mixed here, which takes less
 * than a call, and long ones by zlib.
 */

/** The sum of a row and its place. */
export function rowSum(id: number, row: StoredRow): number {
  const { time, lane, cause, from, to, phase, label, changes, detail } = row;
  let sum = mixed(withNumber(withNumber(start, id), time), lane);
  sum = mixed(mixed(mixed(sum, cause), from), to);
  sum = mixed(mixed(sum, phase), label);
  return mixed(mixed(sum, changes), detail);
}

/** The sum of a text, and of what else there is in its row. */
export function textSum(body: string, ...facts: readonly (string | number)[]): number {
  return crc32(body, crc32(facts.join('\0'), 0)) | 0;
}

/** The sum of a short text, or of its absence. */
export function wordSum(text: string | null): number {
  return mixed(start, text);
}

/** The offset and the prime of FNV-1a, each step of which gives different sums for different sums. */
const start = 0x81_1c_9d_c5 | 0;
const prime = 0x01_00_01_93;

/** The number of characters from which on zlib is faster. */
const long = 160;

/** A text, its absence, or that it is no text any more, mixed into a sum. */
function mixed(sum: number, text: string | null): number {
  if (typeof text !== 'string') return Math.imul(sum ^ (text === null ? 0x1_00_01 : 0x1_00_03), prime);
  const { length } = text;
  let mix = Math.imul(sum ^ length, prime);
  if (length >= long) return crc32(text, mix >>> 0) | 0;
  for (let index = 0; index < length; index++) mix = Math.imul(mix ^ text.charCodeAt(index), prime);
  return mix;
}

let zlib: typeof import('node:zlib') | undefined;

/** Loads zlib when the first long text is summed: it takes two megabytes. */
function crc32(text: string, sum: number): number {
  zlib ??= process.getBuiltinModule('node:zlib');
  return zlib.crc32(text, sum);
}

function withNumber(sum: number, value: number): number {
  return Math.imul(Math.imul(sum ^ (value | 0), prime) ^ ((value / 2 ** 32) | 0), prime);
}
