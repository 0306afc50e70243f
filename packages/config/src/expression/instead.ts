import type { ASTNode } from '@marcbachmann/cel-js';
import { inActivity, inPlaceOf, regularExpressions } from './flaw.ts';
import { celNames, type Known } from './known.ts';

/** So long may a part be that is told as it is written. */
const longest = 80;

/** A part of an expression as it is written; one that is long is left out. */
export function textOf({ input, start, end }: ASTNode): string {
  return end - start > longest ? '…' : input.slice(start, end);
}

/** What binds looser than a method. */
const loose: ReadonlySet<string> = new Set('?: || && == != < <= > >= in + - * / % !_ -_'.split(' '));

function operandOf(node: ASTNode): string {
  return loose.has(node.op) && textOf(node) !== '…' ? `(${textOf(node)})` : textOf(node);
}

/** A call of a method, as it is written. */
interface MethodCall {
  readonly of: string;
  readonly known: Known;
  readonly first: string;
  readonly args: readonly string[];
  readonly all: string;
}

type Instead<Call> = Readonly<Record<string, (call: Call) => string | undefined>>;

const isList = ({ cel }: Known): boolean => cel.startsWith('list');
const isSearched = ({ cel }: Known): boolean => cel.startsWith('list') || cel.startsWith('map');

const among = ({ of, first }: MethodCall): string => `${first} in ${of}`;
const exists = ({ of, all }: MethodCall): string => `${of}.exists(${all})`;
const lower = ({ of }: MethodCall): string => `${of}.lowerAscii()`;
const upper = ({ of }: MethodCall): string => `${of}.upperAscii()`;
const size = ({ of }: MethodCall): string => `size(${of})`;
const more = ({ of, all }: MethodCall): string => `${of} + [${all}]`;
const searched = (): string => regularExpressions;

/** What is written in place of methods that CEL does not have, or not for all that JavaScript has them for. */
const methods: Instead<MethodCall> = {
  includes: (call) => (isSearched(call.known) ? among(call) : `${call.of}.contains(${call.first})`),
  contains: (call) => (isSearched(call.known) ? among(call) : undefined),
  has: among,
  hasOwnProperty: among,
  indexOf: ({ known, of, first }) =>
    isList(known) ? `A list has no places of its items: whether one is there is ${first} in ${of}.` : undefined,
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
  concat: ({ of, first }) => `${of} + ${first}`,
  push: more,
  append: more,
  toString: ({ known, of }: MethodCall) => (known.cel === celNames.time ? inActivity : `string(${of})`),
  getTime: ({ known, of }) => (known.cel === celNames.time ? `${of} - timestamp(0)` : undefined),
  length: size,
  len: size,
  count: size,
  isEmpty: ({ of }) => `size(${of}) == 0`,
  first: ({ of }) => `${of}[0]`,
  last: ({ of }) => `${of}[size(${of}) - 1]`,
  at: ({ known, of, first }) => (isList(known) ? `${of}[${first === '-1' ? `size(${of}) - 1` : first}]` : undefined),
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
    'flat flatMap forEach reduce sort sum reverse pop shift splice findIndex entries replace replaceAll padStart padEnd repeat charAt format ' +
    'title normalize localeCompare toFixed toISOString toJSON toLocaleString floor ceil round abs setHours setDate'
  ).split(' '),
);

/** A method that CEL does not have, or not for this: what is written instead. */
export function methodInstead(node: ASTNode & { readonly op: 'rcall' }, known: Known): string | undefined {
  const [name, receiver, parts] = node.args;
  const args = parts.map(textOf);
  const call = { of: operandOf(receiver), known, first: args[0] ?? '""', args, all: args.join(', ') };
  const write = Object.hasOwn(methods, name) ? methods[name]?.(call) : undefined;
  if (write === undefined) return unoffered.has(name) ? inActivity : undefined;
  return write.endsWith('.') ? write : inPlaceOf(textOf(node), write);
}

/** A call of a function, as it is written. */
interface FunctionCall {
  readonly one: string;
  readonly two: string;
  readonly args: readonly ASTNode[];
}

const measured = ({ one }: FunctionCall): string => `size(${one})`;
const number = ({ one }: FunctionCall): string => `double(${one})`;
const text = ({ one }: FunctionCall): string => `string(${one})`;
const whole = ({ one }: FunctionCall): string => `int(${one})`;
const there = ({ one, args }: FunctionCall): string | undefined => (args[0]?.op === '.' ? `has(${one})` : undefined);

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
};

const unofferedFunctions: ReadonlySet<string> = new Set(
  'floor ceil round sum avg max min sqrt pow random fetch concat format log'.split(' '),
);

/** A function that CEL does not have: what is written instead. */
export function functionInstead(node: ASTNode & { readonly op: 'call' }): string | undefined {
  const [name, args] = node.args;
  return callInstead(name, args, textOf(node));
}

function callInstead(name: string, args: readonly ASTNode[], written: string): string | undefined {
  const [one = '', two = ''] = args.map(operandOf);
  const write = Object.hasOwn(functions, name) ? functions[name]?.({ one, two, args }) : undefined;
  if (write !== undefined) return inPlaceOf(written, write);
  return unofferedFunctions.has(name) ? inActivity : undefined;
}

/** Objects of JavaScript whose methods are functions. */
export const globals: ReadonlySet<string> = new Set(
  'Math Date Number Object JSON Array String console crypto process globalThis'.split(' '),
);

/** A call of a method of JavaScript's own objects: what is written instead; undefined where it is none. */
export function globalInstead(node: ASTNode & { readonly op: 'rcall' }): string | undefined {
  const [name, receiver, args] = node.args;
  if (receiver.op !== 'id' || !globals.has(receiver.args)) return undefined;
  return callInstead(name, args, textOf(node)) ?? inActivity;
}
