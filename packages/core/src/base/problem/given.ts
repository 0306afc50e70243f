/**
 * What callers give, where no type holds them to it: a place that takes options says once what each of them has to be, and
 * whatever else is there is a problem that names it.
 *
 * Nothing given is called or turned into text on the way, so that no value can get past with an error of its own.
 */

import { suggest } from './nearest.ts';
import { problem, type Problem } from './problem.ts';

/** What a value has to be. */
export interface Shape {
  /** In words, `a text` for example. */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

/** What each option has to be; what is absent or undefined fits. */
export type Shapes<Options> = { readonly [Name in keyof Options]?: Shape };

/** What does not fit. */
export interface Misfit {
  /** The option; empty for the options as a whole. */
  readonly name: string;
  readonly found: string;
  readonly expected: string;
}

/** Names and keys stand in rows and in sentences: they may be so long. */
const longest = 4_096;

export const text: Shape = { expected: 'a text', fits: (value) => typeof value === 'string' };

export const name: Shape = {
  expected: `a text of at most ${longest} characters`,
  fits: (value) => typeof value === 'string' && value.length <= longest,
};

export const nonEmpty: Shape = {
  expected: 'a text that is not empty',
  fits: (value) => typeof value === 'string' && value !== '',
};

/** A tag: it is listed, looked for and shown. */
export const tagText: Shape = {
  expected: 'a text of 1 to 200 characters',
  fits: (value) => typeof value === 'string' && value !== '' && value.length <= 200,
};

export const number: Shape = { expected: 'a number', fits: (value) => typeof value === 'number' };

export const flag: Shape = { expected: 'true or false', fits: (value) => typeof value === 'boolean' };

export const callable: Shape = { expected: 'a function', fits: (value) => typeof value === 'function' };

export const length: Shape = {
  expected: 'a duration, "30s" for example',
  fits: (value) => typeof value === 'string' || typeof value === 'number',
};

export const signal: Shape = objectWith('an AbortSignal', { aborted: flag, addEventListener: callable });

/** One of a few words. */
export function oneOf(...words: readonly string[]): Shape {
  const expected = words.map((word) => `'${word}'`).join(' or ');
  return { expected, fits: (value) => typeof value === 'string' && words.includes(value) };
}

/** A list of what has a shape. */
export function listOf({ expected, fits }: Shape): Shape {
  return {
    expected: `a list, of which each is ${expected}`,
    fits: (value) => Array.isArray(value) && value.every(fits),
  };
}

/** What may be left out of an object. */
export function optional({ expected, fits }: Shape): Shape {
  return { expected, fits: (value) => value === undefined || fits(value) };
}

/** A list of anything. */
export const list: Shape = { expected: 'a list', fits: (value) => isList(value) };

/** Either of two shapes. */
export function either(one: Shape, other: Shape): Shape {
  return { expected: `${one.expected} or ${other.expected}`, fits: (value) => one.fits(value) || other.fits(value) };
}

/** An object that has these members. */
export function objectWith(expected: string, members: Readonly<Record<string, Shape>>): Shape {
  const all = Object.entries(members);
  return { expected, fits: (value) => has(value, all) };
}

export const object: Shape = objectWith('an object', {});

/** What of some options does not fit. */
export function misfits<Options>(given: unknown, shapes: Shapes<Options>): readonly Misfit[] {
  if (given === undefined) return [];
  if (!isObject(given)) return [{ name: '', found: inWords(given), expected: 'an object' }];
  const all = Object.entries(shapes) as [string, Shape][];
  return all.flatMap(([option, { expected, fits }]) => {
    const value = read(given, option);
    return value === undefined || doesFit(value, fits) ? [] : [{ name: option, found: inWords(value), expected }];
  });
}

/** Refuses options that do not fit, each by its name: a problem `value/invalid`. */
export function mustFit<Options>(place: string, given: unknown, shapes: Shapes<Options>): void {
  if (doAllFit(given, shapes)) return;
  const found = misfits(given, shapes);
  if (found.length === 0) return;
  const issues = found.map(({ name: option, found: value, expected }) => ({
    path: option === '' ? place : `${place}.${option}`,
    message: `Expected ${expected}, found ${value}.`,
  }));
  throw problem('value/invalid', { path: place, issues });
}

/**
 * Refuses options that do not fit, and those that there are not: what chooses by a name that nobody reads would choose everything. A
 * problem `value/invalid`.
 */
export function mustChoose<Options>(place: string, given: unknown, shapes: Shapes<Options>): void {
  mustFit(place, given, shapes);
  const known = Object.keys(shapes);
  const unknown = Object.keys(given ?? {}).filter((option) => !known.includes(option));
  if (unknown.length === 0) return;
  const issues = unknown.map((option) => ({
    path: `${place}.${option}`,
    message: `There is no such option. ${suggest(option, known)}`,
  }));
  throw problem('value/invalid', { path: place, issues });
}

/** Refuses a value that does not fit: a problem `value/invalid`. */
export function mustBe(place: string, value: unknown, shape: Shape): void {
  if (!doesFit(value, shape.fits)) throw misfit(place, value, shape);
}

/** The problem of a value that does not fit. */
export function misfit(place: string, value: unknown, { expected }: Pick<Shape, 'expected'>): Problem {
  const message = `Expected ${expected}, found ${inWords(value)}.`;
  return problem('value/invalid', { path: place, issues: [{ path: place, message }] });
}

/** Whether all fits, found without a word about it: most calls are right. */
function doAllFit(given: unknown, shapes: Readonly<Record<string, Shape | undefined>>): boolean {
  if (typeof given !== 'object' || given === null || isList(given)) return false;
  try {
    for (const option in shapes) {
      const value = (given as Readonly<Record<string, unknown>>)[option];
      if (value !== undefined && shapes[option]?.fits(value) === false) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** What refuses to be looked at does not fit. */
function doesFit(value: unknown, fits: Shape['fits']): boolean {
  try {
    return fits(value);
  } catch {
    return false;
  }
}

/** A value in a few words, whatever it is. */
export function inWords(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > 60 ? `a text of ${value.length} characters` : `"${value}"`;
    case 'symbol':
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return 'a bigint';
    case 'function':
      return 'a function';
    default:
      return value === null ? 'null' : isList(value) ? 'a list' : 'an object';
  }
}

function has(value: unknown, members: readonly (readonly [member: string, shape: Shape])[]): boolean {
  return isObject(value) && members.every(([member, { fits }]) => fits(read(value, member)));
}

/** A list is no options, and what is behind a proxy may refuse to be looked at. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** A member, or what fits nothing where it refuses to be read. */
function read(value: object, member: string): unknown {
  try {
    return Reflect.get(value, member);
  } catch {
    return null;
  }
}
