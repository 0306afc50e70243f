import { Optional } from '@marcbachmann/cel-js';
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { unheld } from './held.ts';
import { Replacement } from './language.ts';

/**
 * What an expression gave, as Cairn has it: numbers that count are numbers where they fit, lengths of time are milliseconds, and what
 * is optional is there or undefined. What the state holds is frozen, and left as it is.
 */
export function leaving(value: unknown): unknown {
  if (typeof value === 'bigint') return numberOf(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof UnsignedInt) return numberOf(value.valueOf());
  if (value instanceof Duration) return lengthIn(value);
  if (value instanceof Optional) return value.hasValue() ? leaving(value.value()) : undefined;
  if (value instanceof Replacement) return value.whole(leaving);
  const before = unheld(value);
  if (before !== undefined) return leaving(before);
  if (Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.filter((each) => !isNone(each)).map(leaving);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, leaving(each)]));
}

/**
 * A length of time in milliseconds: to a microsecond, and where it is of eleven days or more, whole. The library reckons in nanoseconds, as
 * doubles, and those of such a size do not hold each.
 */
function lengthIn(length: Duration): number {
  const given = length.valueOf();
  return Math.abs(given) < 1e9 ? Math.round(given * 1_000) / 1_000 : Math.round(given);
}

function numberOf(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function isNone(value: unknown): boolean {
  return value instanceof Optional && !value.hasValue();
}
