/**
 * The arguments of a command as the parser hears every flag in them.
 *
 * 1. A word that looks like a flag is that flag, or refused: it never counts as a value of the input, an id or a text.
 * 2. The value of a flag is all that comes after its `=`, line breaks included; an empty one is refused by name.
 */

import { suggest } from '@cairn/core/store';
import { usageError } from '../exit-code.ts';
import { flagKey, flagName } from './flag-name.ts';

/** What a command says of its flags. */
export interface DeclaredFlags {
  readonly flags?: Readonly<Record<string, { readonly kind: string; readonly placeholder?: string }>>;
  readonly aliases?: Readonly<Record<string, string>>;
}

/** A dash and a letter, or two dashes and anything: `-5`, `- a list` and `--- a rule` are none. */
function flagLike(arg: string): Partial<Readonly<Record<string, string>>> {
  if (!arg.startsWith('-')) return {};
  return /^(?<name>-[\p{L}_][^\s=]*|--[^\s=-][^\s=]*)(?:=(?<value>[^]*))?$/u.exec(arg)?.groups ?? {};
}

/** Makes each argument one that the parser takes for what it is; what is left of it is the parser's to refuse. */
export function plainArguments(args: readonly string[], declared: DeclaredFlags): readonly string[] {
  const plain: string[] = [];
  let open: string | undefined;
  for (const [at, arg] of args.entries()) {
    if (arg === '--') return [...plain, ...args.slice(at)];
    const { name, value } = flagLike(arg);
    if (open !== undefined) {
      if (name !== undefined) throw usageError(`${open} needs a value, and "${arg}" follows it. ${joined(open, arg)}`);
      plain.push(notEmpty(open, arg));
      open = undefined;
    } else if (name === undefined) plain.push(arg);
    else {
      const flag = flagOf(name, declared);
      const isSwitch = flag === undefined || flag.kind === 'boolean';
      if (value === undefined) {
        plain.push(name);
        if (!isSwitch) open = name;
      } else if (isSwitch) plain.push(switched(name, value));
      else plain.push(...given(name, notEmpty(name, value)));
    }
  }
  return plain;
}

/** The flag of a name; undefined for several switches in one, as `-ab`. */
function flagOf(name: string, { flags = {}, aliases = {} }: DeclaredFlags): { readonly kind: string } | undefined {
  const key = name.startsWith('--') ? flagKey(name) : aliasOf(aliases, name.slice(1));
  if (key !== undefined && Object.hasOwn(flags, key)) return flags[key];
  const letters = name.startsWith('--') ? [] : Array.from(name.slice(1));
  if (letters.length > 1 && letters.every((letter) => flags[aliasOf(aliases, letter) ?? '']?.kind === 'boolean')) {
    return undefined;
  }
  const known = [...Object.keys(flags).map(flagName), ...Object.keys(aliases).map((of) => `-${of}`)];
  throw usageError(`There is no flag "${name}". ${suggest(name, known)} What begins so and is no flag comes after --.`);
}

function aliasOf(aliases: Readonly<Record<string, string>>, letter: string): string | undefined {
  return Object.hasOwn(aliases, letter) ? aliases[letter] : undefined;
}

/** A value that the parser would not take for one after `=` is a word of its own. */
function given(name: string, value: string): readonly string[] {
  return /[\n\r\u2028\u2029]/u.test(value) ? [name, value] : [`${name}=${value}`];
}

function switched(name: string, value: string): string {
  if (/^(?:true|false|yes|no|on|off|[01])$/iu.test(value)) return `${name}=${value}`;
  throw usageError(`${name} is said or left out, and takes no value such as "${value}".`);
}

function notEmpty(name: string, value: string): string {
  if (value === '') throw usageError(`${name} is empty. Give it a value, or leave it out.`);
  return value;
}

/** How a value is written that looks like a flag. */
function joined(name: string, value: string): string {
  return `A value that begins so is written ${name}=${value}.`;
}
