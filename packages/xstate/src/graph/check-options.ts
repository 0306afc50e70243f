/**
 * Refuses options that would say nothing, or go wrong only when they are used: with a word that there is none of, a number that makes no
 * sense, a policy of what the machine does not have. TypeScript refuses most of them; not in JavaScript, nor where a machine is `any`.
 */

import { toMilliseconds, type Duration } from '@cairn/core';
import { suggest } from '@cairn/core/store';

type Options = Readonly<Record<string, unknown>>;

/** Of policies of tasks or of actions; where `known` is given, one without a `run` of its own is of one of these names. */
export function checkPolicies(
  graph: string,
  option: 'tasks' | 'actions',
  policies: Options,
  known?: readonly string[],
): void {
  for (const [name, policy] of Object.entries(policies)) {
    if (policy === undefined || typeof policy === 'function') continue;
    const at = `${option}.${name}`;
    mustBeRecord(graph, at, policy);
    mustBeAmong(graph, at, policy, ['attempts', 'timeout', 'run']);
    const { attempts, timeout, run } = policy;
    if (attempts !== undefined && !(Number.isSafeInteger(attempts) && (attempts as number) >= 1))
      throw wrong(graph, `${at}.attempts`, `is ${said(attempts)}. It has to be a whole number of at least 1.`);
    if (timeout !== undefined && !isLength(timeout))
      throw wrong(graph, `${at}.timeout`, `is ${said(timeout)}. It has to be a length of time above 0, such as 30s.`);
    if (run !== undefined && typeof run !== 'function')
      throw wrong(graph, `${at}.run`, `is ${said(run)}. It has to be a function.`);
    if (run === undefined && known?.includes(name) === false)
      throw wrong(graph, at, `is of what the machine has not. ${suggest(name, [...new Set(known)])}`);
  }
}

/** Of entries of `migrate`. */
export function checkMigrate(graph: string, migrate: unknown): void {
  if (!Array.isArray(migrate)) throw wrong(graph, 'migrate', 'is no list. Write [{ from, states, … }].');
  for (const [at, entry] of (migrate as readonly unknown[]).entries()) {
    mustBeRecord(graph, `migrate[${at}]`, entry);
    mustBeAmong(graph, `migrate[${at}]`, entry, ['from', 'states', 'actors', 'actions', 'snapshot']);
  }
  const froms = (migrate as readonly { readonly from?: unknown }[]).map(({ from }) => from);
  const twice = froms.find((from, at) => froms.indexOf(from) !== at);
  if (froms.length > new Set(froms).size)
    throw wrong(graph, 'migrate', `has two entries ${twice === undefined ? 'without `from`' : `from ${said(twice)}`}.`);
}

function mustBeRecord(graph: string, at: string, value: unknown): asserts value is Options {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(graph, at, `is ${said(value)}. It has to be an object.`);
}

function mustBeAmong(graph: string, at: string, options: Options, known: readonly string[]): void {
  const other = Object.keys(options).find((name) => !known.includes(name));
  if (other !== undefined) throw wrong(graph, `${at}.${other}`, `is no option. ${suggest(other, known)}`);
}

function isLength(given: unknown): boolean {
  try {
    return toMilliseconds(given as Duration) > 0;
  } catch {
    return false;
  }
}

function said(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function wrong(graph: string, option: string, says: string): TypeError {
  return new TypeError(`\`${option}\` of "${graph}" ${says}`);
}
