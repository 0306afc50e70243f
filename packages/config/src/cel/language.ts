import { Environment } from '@marcbachmann/cel-js';
import { replace } from '@cairn/core';
import { lengthOf, noKey, timeOf, timeOfSeconds } from './unreadable.ts';
import { held } from './held.ts';
import { celNames } from './known.ts';
import {
  countCompared,
  countedMethods,
  countGrown,
  countIndexed,
  countSearched,
  countSized,
  countTurns,
  countZoned,
  freshWork,
} from './work.ts';

/** How long an expression may be, in characters, of how many parts it may be made, and how deep they may stand. */
export const longest = 2_000;
const limits = { maxAstNodes: 400, maxDepth: 64, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 8 };

/** How a name begins that stands in what is evaluated, and in no expression that somebody writes. */
export const prefix = 'cairn__';

/** Functions that give what they are given, and count what is about to be done with it. */
const counts: Readonly<Record<Count, (value: unknown) => unknown>> = {
  counted: countTurns,
  grown: countGrown,
  compared: countCompared,
  searched: countSearched,
  indexed: countIndexed,
  sized: countSized,
  zoned: countZoned,
  held,
};

/** What is about to be done with a value. */
export type Count = 'counted' | 'grown' | 'compared' | 'searched' | 'indexed' | 'sized' | 'zoned' | 'held';

/** What `replace(value)` gives: a key's whole value. */
export class Replacement {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  /** The same for Cairn. */
  whole(leaving: (value: unknown) => unknown): unknown {
    return replace(leaving(this.value));
  }
}

/** What a decision may ask of its moment. */
interface Budget {
  spent(name: string): number;
  left(name: string): number;
}

let budget: Budget | undefined;

/** Evaluates something, with all its work before it. */
export function freshly<Result>(moment: Budget | undefined, evaluate: () => Result): Result {
  freshWork();
  budget = moment;
  return evaluate();
}

const options = { enableOptionalTypes: true, homogeneousAggregateLiterals: false };

/** What is evaluated has more parts than what is written, and stands deeper; that is held to what it may have already. */
const unlimited = { maxAstNodes: Infinity, maxDepth: Infinity, maxCallArguments: Infinity };

/** Reads expressions as they are written. */
export const reader: Environment = new Environment({ ...options, limits });

/** What expressions are checked and evaluated in; each scope has a copy of its own. */
export const language: Environment = makeLanguage();

/** The same where there is a moment, so that budgets can be asked. */
export const timedLanguage: Environment = language
  .clone()
  .registerFunction('spent(string): double', (name: string) => budget?.spent(name))
  .registerFunction('left(string): double', (name: string) => budget?.left(name));

function makeLanguage(): Environment {
  const made = new Environment({ ...options, limits: unlimited });
  // Numbers of the state are doubles, and what counts is whole: either goes with the other, as numbers do in JavaScript.
  const sums: Readonly<Record<string, (left: number, right: number) => number>> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
    '%': (left, right) => left % right,
  };
  for (const [sign, apply] of Object.entries(sums)) {
    const mixed = (left: unknown, right: unknown) => apply(asNumber(left), asNumber(right));
    made.registerOperator(`double ${sign} int: double`, mixed);
    made.registerOperator(`int ${sign} double: double`, mixed);
    if (sign === '%') made.registerOperator('double % double: double', mixed);
  }
  made.registerOperator('int == double: bool', isSame);
  for (const type of ['int', 'uint', 'double']) made.registerFunction(`${prefix}number(${type}): double`, asNumber);
  made.registerType('cairn.Replacement', Replacement);
  made.registerFunction('replace(dyn): cairn.Replacement', (value: unknown) => new Replacement(value));
  for (const [name, count] of Object.entries(counts)) made.registerFunction(`${prefix}${name}(A): A`, count);
  for (const [signature, method] of Object.entries(countedMethods)) {
    made.registerFunction(signature.replace('.', `.${prefix}`), method);
  }
  made.registerFunction(`${prefix}duration(string): ${celNames.length}`, lengthOf);
  made.registerFunction(`${prefix}key(A): A`, keyOf);
  made.registerFunction(`${prefix}timestamp(string): ${celNames.time}`, timeOf);
  made.registerFunction(`${prefix}timestamp(int): ${celNames.time}`, timeOfSeconds);
  return made;
}

/** A number that is whole to CEL, as all others are; one that a number cannot hold is not made another. */
function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  const whole = BigInt(String(value));
  const number = Number(whole);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError(
    `${whole} is more than a number can hold. Reckon with whole numbers alone: write int(1) for 1, and no division`,
  );
}

/** Whether a whole number and another are the same, also beyond what a number can hold. */
function isSame(whole: unknown, number: unknown): boolean {
  return typeof number === 'number' && Number.isInteger(number) && BigInt(number) === whole;
}

/** A key of a map that an expression makes. */
function keyOf(key: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') throw new RangeError(noKey(key));
  return key;
}
