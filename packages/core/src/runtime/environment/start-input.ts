import type { Input } from '../../advance/moves/input.ts';
import type { Codec } from '../../base/value/codec.ts';
import { encode } from '../../base/value/encode.ts';
import { dictionary } from '../../base/value/dictionary.ts';
import { hashOf } from '../../base/hash.ts';
import { keyText } from '../../base/value/key-text.ts';
import { isPlainNumber } from '../../base/value/marks.ts';
import type { GraphPlan, Plan } from '../../compile/plan.ts';

/** What a thread is started with. */
export function startOf(plan: Plan, input: unknown, codec: Codec): Extract<Input, { type: 'start' }> {
  const hash = hashOfInput(plan, input, codec);
  return { type: 'start', input, ...(hash !== undefined && { hash }) };
}

/**
 * A hash of what `start` was given, by which the same start is known again; undefined where it holds what cannot be written,
 * which a schema makes something else of.
 *
 * It is taken of what the caller gave, before any schema made something of it: a deploy that adds a key, and a default that
 * is another each time, change nothing of that. Neither the order of keys nor a key that is there but undefined counts, nor
 * does what is never stored.
 */
function hashOfInput(plan: Plan, input: unknown, codec: Codec): string | undefined {
  const { keys } = plan.graphs[''] as GraphPlan;
  try {
    const text = isRecord(input) ? recordText(input, codec, keys) : textOf(input ?? {}, codec);
    return hashOf(text).slice(0, length);
  } catch {
    return undefined;
  }
}

/** How many hexadecimal digits of the hash are kept. */
const length = 32;

function textOf(value: unknown, codec: Codec): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
  if (typeof value === 'number' && isPlainNumber(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, codec)).join(',')}]`;
  return isRecord(value) ? recordText(value, codec) : encode(value, codec);
}

/** The text of a record, one key after the other; `declared` tells which of them are never stored. */
function recordText(
  record: Readonly<Record<string, unknown>>,
  codec: Codec,
  declared: GraphPlan['keys'] = noKeys,
): string {
  const keys = Object.keys(record);
  let text = '';
  for (const key of keys.length > 1 ? keys.toSorted() : keys) {
    const value = record[key];
    if (value === undefined || declared[key]?.kind === 'transient') continue;
    text += `${text === '' ? '{' : ','}${keyText(key)}:${textOf(value, codec)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

const noKeys: GraphPlan['keys'] = dictionary();

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
