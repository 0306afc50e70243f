import { readFileSync } from 'node:fs';
import type { Context } from '../context.ts';
import { fileNamed } from './file-named.ts';
import { usageError } from '../exit-code.ts';

/** Values of the command line: `--input` with JSON, and words such as `name=Ada`, which come on top. */
export function givenValues(context: Context, input: string | undefined, words: readonly string[]): unknown {
  const base = input === undefined ? undefined : readInput(context, input);
  if (words.length === 0) return base;
  if (base !== undefined && !isObject(base)) throw usageError('--input is no object, so "key=value" cannot add to it.');
  return { ...base, ...Object.fromEntries(words.map((word) => pairOf(context, word))) };
}

/** A value of the command line: JSON where it is JSON, else the text itself. */
export function givenValue(text: string): unknown {
  if (!/^(?:[-\d[{"]|true$|false$|null$)/u.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (/^[[{]/u.test(text)) throw usageError(`"${text}" begins like JSON, and is none.`);
    return text;
  }
}

/** Reads `--input`: JSON, `@file` or `-` for stdin. */
function readInput({ folder }: Context, input: string): unknown {
  const source = input === '-' ? 'stdin' : input.startsWith('@') ? `"${input.slice(1)}"` : '--input';
  const text = textOf(input, folder);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw usageError(`${source} is not JSON: ${(error as Error).message}`);
  }
}

function textOf(input: string, folder: string): string {
  if (input === '-') return readFileSync(0, 'utf8');
  return input.startsWith('@') ? readFileSync(fileNamed({ folder }, input.slice(1)), 'utf8') : input;
}

function pairOf({ jsonWords }: Context, word: string): [string, unknown] {
  const at = word.indexOf('=');
  if (at < 1) throw usageError(`"${word}" is not "key=value".`);
  const [key, text] = [word.slice(0, at), word.slice(at + 1)];
  const value = givenValue(text);
  if (typeof value !== 'string') jsonWords.set(key, text);
  return [key, value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
