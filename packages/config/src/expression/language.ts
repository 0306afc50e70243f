import { Environment } from '@marcbachmann/cel-js';
import { replace } from '@cairn/core';

/** How long an expression may be, in characters, of how many parts it may be made, and how deep they may stand. */
export const longest = 2_000;
const limits = { maxAstNodes: 400, maxDepth: 32, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 8 };

/** How often the loops of a decision may turn, and how long the texts and lists may be that it makes. */
const mostTurns = 100_000;
const largest = 100_000;

/** Functions that stand in what is evaluated, and in no expression that somebody writes. */
export const counted = 'cairn__counted';
export const grown = 'cairn__grown';

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

let turns = 0;
let budget: Budget | undefined;

/** Evaluates something, with all its turns before it. */
export function freshly<Result>(moment: Budget | undefined, evaluate: () => Result): Result {
  turns = 0;
  budget = moment;
  return evaluate();
}

const options = { enableOptionalTypes: true, homogeneousAggregateLiterals: false };

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
  const made = new Environment(options);
  // Numbers of the state are doubles, and what counts is whole: either goes with the other, as numbers do in JavaScript.
  const sums: Readonly<Record<string, (left: number, right: number) => number>> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
    '%': (left, right) => left % right,
  };
  for (const [sign, apply] of Object.entries(sums)) {
    const mixed = (left: unknown, right: unknown) => apply(Number(left), Number(right));
    made.registerOperator(`double ${sign} int: double`, mixed);
    made.registerOperator(`int ${sign} double: double`, mixed);
    if (sign === '%') made.registerOperator('double % double: double', mixed);
  }
  made.registerOperator('int == double: bool', (left: unknown, right: unknown) => Number(left) === right);
  made.registerType('cairn.Replacement', Replacement);
  made.registerFunction('replace(dyn): cairn.Replacement', (value: unknown) => new Replacement(value));
  made.registerFunction(`${counted}(A): A`, countTurns);
  made.registerFunction(`${grown}(A): A`, holdSize);
  return made;
}

/** Counts the turns of a loop before it begins. */
function countTurns(value: unknown): unknown {
  turns += sizeOf(value);
  if (turns > mostTurns) throw new RangeError(`Its loops would turn more than ${mostTurns} times`);
  return value;
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map || value instanceof Set) return value.size;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 1;
}

function holdSize(value: unknown): unknown {
  const size = typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array ? value.length : 0;
  if (size > largest) throw new RangeError(`It would make a text or a list that is longer than ${largest}`);
  return value;
}
