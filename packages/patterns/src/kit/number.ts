import { toMilliseconds, type Duration } from '@cairn/core';

/** What a number that an option says may be. */
interface Sense {
  /** What it has to be, in words. */
  readonly words: string;
  readonly holds: (given: number) => boolean;
}

/** Of rounds, attempts, people, or who is at work at a time. */
export const count: Sense = {
  words: 'a whole number of at least 1',
  holds: (given) => Number.isSafeInteger(given) && given >= 1,
};

/** Of what may be none. */
export const countOrNone: Sense = {
  words: 'a whole number of at least 0',
  holds: (given) => Number.isSafeInteger(given) && given >= 0,
};

/** How sure something is, or which part of something. */
export const share: Sense = { words: 'a number from 0 to 1', holds: (given) => given >= 0 && given <= 1 };

/** Of what is spent. */
export const amount: Sense = {
  words: 'a number of at least 0',
  holds: (given) => Number.isFinite(given) && given >= 0,
};

/** Of what may be spent; `Infinity` has it counted alone. */
export const bound: Sense = { words: 'a number of at least 0', holds: (given) => given >= 0 };

/** A wait of the process, in milliseconds: what timers hold. */
export const wait: Sense = {
  words: 'a whole number of milliseconds, 1 to 2147483647',
  holds: (given) => Number.isInteger(given) && given >= 1 && given < 2 ** 31,
};

/** Where on some scale something stands. */
export const finite: Sense = { words: 'a finite number', holds: (given) => Number.isFinite(given) };

/** A number that an option says, as it was given. A `TypeError` where it makes no sense, by the names of the pattern and of the option. */
export function numberOf(pattern: string, option: string, sense: Sense, given: number): number {
  if (typeof given === 'number' && sense.holds(given)) return given;
  throw wrong(pattern, option, sense.words, given);
}

/** A number that an option says, or a function of what the pattern works on, which is held to the same when it is asked. */
export function numberBy<Of>(
  pattern: string,
  option: string,
  sense: Sense,
  given: number | ((of: Of) => number),
): (of: Of) => number {
  if (typeof given === 'function') return (of) => numberOf(pattern, option, sense, given(of));
  numberOf(pattern, option, sense, given);
  return () => given;
}

/** A length of time that an option says, in milliseconds: more than none, unless `isSome` is false. A `TypeError` where it is none. */
export function lengthOf(pattern: string, option: string, given: Duration, isSome = true): number {
  try {
    const length = toMilliseconds(given);
    if (length > 0 || (length === 0 && !isSome)) return length;
  } catch {
    // It is told below what it has to be.
  }
  throw wrong(
    pattern,
    option,
    isSome ? 'a length of time above 0, such as 90m' : 'a length of time, such as 90m',
    given,
  );
}

function wrong(pattern: string, option: string, words: string, given: unknown): TypeError {
  const said = typeof given === 'string' ? JSON.stringify(given) : String(given);
  return new TypeError(`\`${option}\` of "${pattern}" is ${said}. It has to be ${words}.`);
}
