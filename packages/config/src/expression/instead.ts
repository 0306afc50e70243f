import type { ASTNode } from '@marcbachmann/cel-js';
import { inActivity, inPlaceOf, regularExpressions } from './flaw.ts';
import { celNames, type Known } from '../cel/known.ts';

/** So long may a part be that is told as it is written. */
const longest = 80;

/** A part of an expression as it is written; one that is long is left out. */
export function textOf({ input, start, end }: ASTNode): string {
  if (end - start > longest) return '…';
  const [before, behind] = unmatched(input.slice(start, end));
  const from = outwards(input, start, before, -1);
  return input.slice(from, outwards(input, end - 1, behind, 1) + 1);
}

/** How many parentheses of a text are closed that it does not open, and opened that it does not close: CEL's reader leaves those around its first and its last part aside. */
function unmatched(text: string): readonly [number, number] {
  let closed = 0;
  let open = 0;
  for (const [sign] of text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gsu, '').matchAll(/[()]/gu)) {
    if (sign === '(') open++;
    else if (open > 0) open--;
    else closed++;
  }
  return [closed, open];
}

/** The place of so many parentheses before or behind a place. */
function outwards(input: string, at: number, many: number, step: 1 | -1): number {
  let found = at;
  for (let left = many; left > 0 && found > 0 && found < input.length;) {
    found += step;
    if (/[()]/u.test(input.charAt(found))) left--;
  }
  return found;
}

/** What binds looser than a method. */
const loose: ReadonlySet<string> = new Set('?: || && == != < <= > >= in + - * / % !_ -_'.split(' '));

/** The same, in parentheses where a method would not be of all of it. */
export function operandOf(node: ASTNode): string {
  return loose.has(node.op) && textOf(node) !== '…' ? `(${textOf(node)})` : textOf(node);
}

/** A call of a method, as it is written. */
interface MethodCall {
  readonly of: string;
  readonly known: Known;
  readonly first: string;
  /** The first as a part of something else. */
  readonly item: string;
  readonly args: readonly string[];
  readonly all: string;
}

/** What may be written, the likeliest first. */
type Instead<Call> = Readonly<Record<string, (call: Call) => string | readonly string[] | undefined>>;

const isList = ({ cel }: Known): boolean => cel.startsWith('list');
const isSearched = ({ cel }: Known): boolean => cel.startsWith('list') || cel.startsWith('map');

const among = ({ of, item }: MethodCall): string => `${item} in ${of}`;
const exists = ({ of, all }: MethodCall): string => `${of}.exists(${all})`;
const lower = ({ of }: MethodCall): string => `${of}.lowerAscii()`;
const upper = ({ of }: MethodCall): string => `${of}.upperAscii()`;
const size = ({ of }: MethodCall): string => `size(${of})`;
const none = ({ of }: MethodCall): string => `size(${of}) == 0`;
const character = ({ of, first }: MethodCall): string | undefined =>
  /^\d+$/u.test(first) ? `${of}.substring(${first}, ${Number(first) + 1})` : inActivity;
const more = ({ of, all }: MethodCall): string => `${of} + [${all}]`;
const itemAt = ({ known, of, first }: MethodCall): string | undefined =>
  isList(known) ? `${of}[${first === '-1' ? `size(${of}) - 1` : first}]` : undefined;
const searched = (): string => regularExpressions;

/** What is written in place of methods that CEL does not have, or not for all that JavaScript has them for. */
const methods: Instead<MethodCall> = {
  includes: (call) => (isSearched(call.known) ? among(call) : `${call.of}.contains(${call.first})`),
  contains: (call) => (isSearched(call.known) ? among(call) : undefined),
  has: among,
  hasOwnProperty: among,
  indexOf: ({ known, of, item }) =>
    isList(known) ? `A list has no places of its items: whether one is there is ${item} in ${of}.` : undefined,
  some: exists,
  any: exists,
  every: ({ of, all }) => `${of}.all(${all})`,
  exists: ({ of, args }) => (args.length === 0 ? `has(${of})` : undefined),
  find: ({ of, args, all }) => (args.length === 2 ? `${of}.filter(${all})[0]` : inActivity),
  toLowerCase: lower,
  lower,
  toUpperCase: upper,
  upper,
  slice: ({ known, of, first, all }) =>
    known.cel === celNames.text && !first.startsWith('-') ? `${of}.substring(${all})` : inActivity,
  substr: ({ of, args, all }) => (args.length === 1 ? `${of}.substring(${all})` : inActivity),
  concat: ({ of, first, item }) => [`${of} + ${item}`, `${of} + [${first}]`],
  push: more,
  append: more,
  toString: ({ known, of }: MethodCall) => (known.cel === celNames.time ? inActivity : `string(${of})`),
  getTime: ({ known, of }) => (known.cel === celNames.time ? `${of} - timestamp(0)` : undefined),
  length: size,
  len: size,
  count: size,
  isEmpty: none,
  empty: none,
  first: ({ of }) => `${of}[0]`,
  last: ({ of }) => `${of}[size(${of}) - 1]`,
  at: (call) => (call.known.cel === celNames.text ? character(call) : itemAt(call)),
  charAt: character,
  get: ({ of, first }) => `${of}[${first}]`,
  keys: ({ of }) => `${of}.map(key, key)`,
  values: ({ of }) => `${of}.map(key, ${of}[key])`,
  match: searched,
  matches: searched,
  search: searched,
  test: searched,
};

/** Methods that nothing in CEL stands for. */
const unoffered: ReadonlySet<string> = new Set(
  (
    'flat flatMap forEach reduce sort sum reverse pop shift splice findIndex entries replace replaceAll padStart padEnd repeat format ' +
    'title normalize localeCompare toFixed toISOString toJSON toLocaleString floor ceil round abs setHours setDate'
  ).split(' '),
);

/** A method that CEL does not have, or not for this: what is written instead. */
export function methodInstead(node: ASTNode & { readonly op: 'rcall' }, known: Known): readonly string[] {
  const [name, receiver, parts] = node.args;
  const args = parts.map(textOf);
  const call = {
    of: operandOf(receiver),
    known,
    first: args[0] ?? '""',
    item: parts[0] === undefined ? '""' : operandOf(parts[0]),
    args,
    all: args.join(', '),
  };
  const write = Object.hasOwn(methods, name) ? methods[name]?.(call) : undefined;
  if (write === undefined) return unoffered.has(name) ? [inActivity] : [];
  return eachTold(textOf(node), write);
}

function eachTold(written: string, write: string | readonly string[]): readonly string[] {
  return [write].flat().map((each) => (each.endsWith('.') ? each : inPlaceOf(written, each)));
}

/** A call of a function, as it is written. */
interface FunctionCall {
  readonly one: string;
  readonly two: string;
  readonly three: string;
  readonly args: readonly ASTNode[];
}

const measured = ({ one }: FunctionCall): string => `size(${one})`;
const number = ({ one }: FunctionCall): string => `double(${one})`;
const text = ({ one }: FunctionCall): string => `string(${one})`;
const whole = ({ one }: FunctionCall): string => `int(${one})`;
const there = ({ one, args }: FunctionCall): string | undefined => (args[0]?.op === '.' ? `has(${one})` : undefined);

const lookedThrough = ({ one, two }: FunctionCall): readonly string[] => [
  `${one}.contains(${two})`,
  `${two} in ${one}`,
];
const chosen = ({ one, two, three }: FunctionCall): string => `(${one} ? ${two} : ${three})`;

/** A method that is called as a function. */
function asMethod(name: string): (call: FunctionCall) => string {
  return ({ one, args }) => `${one}.${name}(${args.slice(1).map(textOf).join(', ')})`;
}

/** What is written for something absent. */
function standingIn({ two, args: [first] }: FunctionCall): string | undefined {
  if (first?.op !== '.') return undefined;
  const [of, name] = first.args;
  return `${textOf(of)}.?${name}.orValue(${two})`;
}

/** What is written in place of functions that CEL does not have. */
const functions: Instead<FunctionCall> = {
  now: () => 'now',
  len: measured,
  length: measured,
  count: measured,
  isEmpty: ({ one }) => `size(${one}) == 0`,
  exists: there,
  defined: there,
  isset: there,
  Number: number,
  parseFloat: number,
  float: number,
  parseInt: whole,
  trunc: whole,
  String: text,
  str: text,
  Date: ({ one }) => (one === '' ? 'now' : `timestamp(${one})`),
  max: ({ one, two, args }) => (args.length === 2 ? `(${one} > ${two} ? ${one} : ${two})` : undefined),
  min: ({ one, two, args }) => (args.length === 2 ? `(${one} < ${two} ? ${one} : ${two})` : undefined),
  abs: ({ one }) => `(${one} < 0 ? -${one} : ${one})`,
  isNaN: ({ one }) => `${one} != ${one}`,
  isInteger: ({ one }) => `${one} % 1 == 0`,
  keys: ({ one }) => `${one}.map(key, key)`,
  values: ({ one }) => `${one}.map(key, ${one}[key])`,
  empty: ({ one }) => `size(${one}) == 0`,
  isArray: ({ one }) => `type(${one}) == list`,
  contains: lookedThrough,
  includes: lookedThrough,
  ...Object.fromEntries(
    ['startsWith', 'endsWith', 'trim', 'join', 'split', 'indexOf', 'substring'].map((name) => [name, asMethod(name)]),
  ),
  ...Object.fromEntries(['lower', 'toLower', 'lowercase', 'lowerAscii'].map((name) => [name, asMethod('lowerAscii')])),
  ...Object.fromEntries(['upper', 'toUpper', 'uppercase', 'upperAscii'].map((name) => [name, asMethod('upperAscii')])),
  ...Object.fromEntries(['coalesce', 'ifNull', 'nvl', 'default'].map((name) => [name, standingIn])),
  ...Object.fromEntries(['iif', 'iff', 'cond', 'ternary'].map((name) => [name, chosen])),
  concat: ({ args }) => args.map(operandOf).join(' + '),
  not: ({ one }) => `!(${one})`,
};

const unofferedFunctions: ReadonlySet<string> = new Set(
  'floor ceil round sum avg max min sqrt pow random fetch format log'.split(' '),
);

/** A function that CEL does not have: what is written instead. */
export function functionInstead(node: ASTNode & { readonly op: 'call' }): readonly string[] {
  const [name, args] = node.args;
  return callInstead(name, args, textOf(node));
}

function callInstead(name: string, args: readonly ASTNode[], written: string): readonly string[] {
  const [one = '', two = '', three = ''] = args.map(operandOf);
  const write = Object.hasOwn(functions, name) ? functions[name]?.({ one, two, three, args }) : undefined;
  if (write !== undefined) return eachTold(written, write);
  return unofferedFunctions.has(name) ? [inActivity] : [];
}

/** Objects of JavaScript whose methods are functions. */
export const globals: ReadonlySet<string> = new Set(
  'Math Date Number Object JSON Array String console crypto process globalThis'.split(' '),
);

/** A call of a method of JavaScript's own objects: what is written instead; undefined where it is none. */
export function globalInstead(node: ASTNode & { readonly op: 'rcall' }): readonly string[] {
  const [name, receiver, args] = node.args;
  if (receiver.op !== 'id' || !globals.has(receiver.args)) return [];
  const told = callInstead(name, args, textOf(node));
  return told.length === 0 ? [inActivity] : told;
}
