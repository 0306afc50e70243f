import { suggest } from '@cairn/core/store';
import type { ASTNode } from '@marcbachmann/cel-js';
import { inActivity, inPlaceOf, lastCase, quotesOfItsOwn } from './flaw.ts';
import { globals, textOf } from './instead.ts';
import { anything, celNames, type Known } from '../cel/known.ts';

/** Words of other languages for constants. */
const constants: Readonly<Record<string, string>> = {
  undefined: 'null',
  None: 'null',
  nil: 'null',
  NULL: 'null',
  True: 'true',
  TRUE: 'true',
  False: 'false',
  FALSE: 'false',
};

/** How functions of a graph in TypeScript name what they are given, and other engines what a graph has. */
const parameters: Readonly<Record<string, string>> = {
  s: 'state',
  context: 'state',
  ctx: 'state',
  vars: 'state',
  inputs: 'state',
  input: 'state',
  data: 'state',
  e: 'event',
  evt: 'event',
  config: 'thresholds',
  constants: 'thresholds',
};

/** How true and false are said in words. */
const flags: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  no: 'false',
  off: 'false',
  always: 'true',
  never: 'false',
};

/** Where else a variable is seen. */
const elsewhere: Readonly<Record<string, string>> = {
  event: 'What events bring is seen under "on" alone.',
  error: 'Failures are seen under "onError" and "retry.when" alone.',
  child: 'What a subgraph ended with is seen under "output" alone.',
  lanes: 'Lanes are seen under "merge" alone.',
  closed: 'A lane that is closed is seen under "onClosed" alone.',
  now: 'Keep it in the state, by an update that comes before.',
  thread: 'Keep it in the state, by an update that comes before.',
  lane: 'Keep it in the state, by an update that comes before.',
  state: 'What it is decided by stands in what is seen here.',
};

/** A name that is no variable: what may be written instead, the likeliest first. `isWhole`: nothing else is written. */
export function variableInstead(name: string, names: ReadonlyMap<string, Known>, isWhole: boolean): readonly string[] {
  const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
  if (constant !== undefined) return [inPlaceOf(name, constant)];
  const owner = [...names].find(([, { fields }]) => fields?.has(name) === true)?.[0];
  if (owner !== undefined) return [inPlaceOf(name, `${owner}.${name}`)];
  const given = Object.hasOwn(parameters, name) ? (parameters[name] ?? '') : '';
  if (names.has(given)) return [inPlaceOf(name, given)];
  const place = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
  if (place !== undefined) return [place];
  if (globals.has(name)) return [inActivity];
  return isWhole ? wordInstead(name) : [];
}

/** A word that is all that is written: a text, or true or false, or what is no expression. */
function wordInstead(name: string): readonly string[] {
  const flag = Object.hasOwn(flags, name.toLowerCase()) ? flags[name.toLowerCase()] : undefined;
  const text = `${quotesOfItsOwn} ${inPlaceOf(name, JSON.stringify(name))}`;
  if (name === 'otherwise' || name === 'default') return [text, lastCase];
  return flag === undefined ? [text, 'Names of keys stand behind "state.".'] : [text, inPlaceOf(name, flag)];
}

/** What an event brings stands in it, where other engines have it a step deeper. */
export function bringingInstead(node: ASTNode, name: string): string | undefined {
  if (ownerOf(node) !== 'event' || !/^(?:data|payload|body|detail|output)$/u.test(name)) return undefined;
  return `What an event brings stands in it. ${inPlaceOf(textOf(node), 'event')}`;
}

/** What has no fields, in words. */
const fieldless: ReadonlyMap<string, string> = new Map([
  [celNames.text, 'a text'],
  [celNames.number, 'a number'],
  [celNames.whole, 'a number'],
  [celNames.flag, 'true or false'],
  [celNames.time, 'a time, with methods such as getHours()'],
  [celNames.length, 'a length of time, with methods such as getHours()'],
  [celNames.bytes, 'of bytes'],
]);

/** What is told of a field of something that has none, with what is written instead; undefined where it may have some. */
export function fieldInstead(node: ASTNode, name: string, { cel }: Known): string | undefined {
  const isOfList = cel.startsWith('list');
  const what = isOfList ? 'a list' : fieldless.get(cel);
  if (what === undefined) return undefined;
  const owner = ownerOf(node);
  const said = `There is no "${name}" in ${owner}: it is ${what}.`;
  const isSized = isOfList || cel === celNames.text || cel === celNames.bytes;
  if (isSized && /^(?:length|size|count)$/u.test(name)) return `${said} ${inPlaceOf(textOf(node), `size(${owner})`)}`;
  if (isSized && /^(?:isEmpty|empty)$/u.test(name)) return `${said} ${inPlaceOf(textOf(node), `size(${owner}) == 0`)}`;
  return isOfList ? `${said} An item is ${owner}[0], and all are gone through by exists, all, filter and map.` : said;
}

/** What a field is of, as it is written. */
export function ownerOf(node: ASTNode): string {
  const [of] = node.args as unknown as readonly [ASTNode];
  return textOf(of);
}

/** The nearest name, or those that there are, and what to do where none of them is it. */
export function offered(name: string, known: readonly string[]): string {
  if (known.length === 0) return inActivity;
  const said = suggest(name, known);
  return said.startsWith('Did you mean') ? said : `${said} What they do not do is done by an activity.`;
}

/** The methods that a type has, or all where it is not known. */
export function methodsOf(methods: ReadonlyMap<string, readonly string[]>, cel: string): readonly string[] {
  const [kind] = cel.split('<', 1);
  const has = (types: readonly string[]) => types.some((type) => type.split('<', 1)[0] === kind);
  return [...methods].flatMap(([name, types]) =>
    name !== 'matches' && (cel === anything.cel || has(types)) ? [name] : [],
  );
}
