/**
 * What was thrown, as plain data.
 *
 * 1. Whatever is thrown says something: nothing in it, a getter or a proxy included, can throw here.
 * 2. All of it is text and can be stored.
 */

import { isError } from '../base/value/kind.ts';
import type { Reason } from './context.ts';

/** So many causes of causes are kept. */
const deepest = 8;

/** So many errors of an AggregateError are kept. */
const most = 20;

/** So much text is kept of an object that was thrown. */
const longest = 4_096;

/** What a thrown value says; errors of other realms say as much as those of this one. */
export function reasonOf(thrown: unknown, depth: number = deepest): Reason {
  if (!isObject(thrown)) return { name: 'Error', message: textOf(thrown) };
  const name = read(thrown, 'name');
  const code = codeOf(thrown);
  const cause = depth > 0 && has(thrown, 'cause') ? read(thrown, 'cause') : undefined;
  const errors = depth > 0 ? read(thrown, 'errors') : undefined;
  const json = isAnError(thrown) ? undefined : jsonOf(thrown);
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: messageOf(thrown, json),
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause: reasonOf(cause, depth - 1) }),
    ...(isAnError(thrown) &&
      Array.isArray(errors) && { errors: errors.slice(0, most).map((each) => reasonOf(each, depth - 1)) }),
    ...(json !== undefined && { thrown: json }),
  };
}

/** The text of an error's stack; an engine that is told to may give a list of its lines. */
export function stackOf(thrown: unknown): string | undefined {
  const stack = isObject(thrown) ? read(thrown, 'stack') : undefined;
  if (typeof stack === 'string') return stack;
  return Array.isArray(stack) ? stack.map((line) => `    at ${textOf(line)}`).join('\n') : undefined;
}

function messageOf(thrown: object, json: string | undefined): string {
  const message = read(thrown, 'message');
  if (typeof message === 'string') return message;
  if (message !== undefined) return jsonOf(message) ?? textOf(message);
  return isAnError(thrown) ? '' : (json ?? textOf(thrown));
}

/** A number is a code where the object has it for its own: a DOMException's is of its class, and says less than its name. */
function codeOf(thrown: object): string | undefined {
  const code = read(thrown, 'code');
  if (typeof code === 'string') return code;
  return typeof code === 'number' && has(thrown, 'code') ? String(code) : undefined;
}

function jsonOf(thrown: unknown): string | undefined {
  try {
    const json = JSON.stringify(thrown) as string | undefined;
    return json !== undefined && json.length > longest ? `${json.slice(0, longest).toWellFormed()}…` : json;
  } catch {
    return undefined;
  }
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something that has no text';
  }
}

function isAnError(thrown: object): boolean {
  try {
    return isError(thrown);
  } catch {
    return false;
  }
}

function has(object: object, key: string): boolean {
  try {
    return Object.hasOwn(object, key);
  } catch {
    return false;
  }
}

function read(object: object, key: string): unknown {
  try {
    return (object as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
